"""What became of a run and of each report: recorded, told to who watches, asked for afterwards."""
