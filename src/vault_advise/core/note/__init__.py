"""A note as bytes and as what they say: head, inline fields, regions, sums."""
