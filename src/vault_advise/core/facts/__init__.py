"""From a note to what is known: ours or not, its stage, people, rounds, remarks."""
