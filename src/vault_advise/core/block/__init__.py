"""What the advice block says."""
