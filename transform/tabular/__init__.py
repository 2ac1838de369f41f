"""Tables: columns by their heads, rows by their labels, cells as figures."""
