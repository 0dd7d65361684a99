"""The machine that the jobs share: a vault opened, its practice, writing into it."""
