"""A note as bytes and as what they say: head, inline fields, regions, sums.

What raises NoteError says so: it is for the user to mend. Nothing else raises.
"""
