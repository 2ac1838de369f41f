"""What a file is and how it is opened: its kind, its charset, the parts of a package, the elements of XML."""
