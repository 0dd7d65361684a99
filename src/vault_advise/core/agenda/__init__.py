"""What is to be done next, in one list of all notes: from what advising each of them came to."""
