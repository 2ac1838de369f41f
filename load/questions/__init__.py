"""Questions to the warehouse, and their answers."""
