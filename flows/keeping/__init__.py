"""What earlier runs made, and the rules by which a run leaves it whole."""
