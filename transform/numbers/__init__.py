"""Numbers in Chinese prose: what is a figure, of what value, unit and bound, and what is none."""
