"""What the program knows and decides: no disk, no clock, no environment, no logging."""
