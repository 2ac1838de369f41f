"""What is had of each report: fetched, kept as a snapshot and logged, or why it is not there."""
