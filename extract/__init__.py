"""What was published: address to snapshot to document."""
