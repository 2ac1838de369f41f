"""Tables of the terminal: what a run did, and the comparison."""
