"""What it says: document to statements to observations."""
