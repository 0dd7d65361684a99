"""What adapters share of the world: who owns a folder, reading small files, limits, processes."""
