"""What a figure says: its neighbours, role, year, months, and whose it is."""
