"""From a note to what is known: ours or not, its stage, people, rounds, remarks.

What raises NoteError says so: it is for the user to mend. Nothing else raises.
"""
