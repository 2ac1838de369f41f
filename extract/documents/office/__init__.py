"""Documents out of Word's files, new and old."""
