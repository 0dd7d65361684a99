"""What adapters share of the world: small files handled with care, owners, limits, processes."""
