"""From a snapshot's bytes to the rows of its tables, in processes of their own."""
