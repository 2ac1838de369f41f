"""A Prefect server of our own: begun, ended with who began it, and lost in the middle."""
