"""The daemon: what it does, what keeps it alive (service), when a note has rested (settle)."""
