"""`fazhi metrics …`: the metric catalogue checked, shown, tried on reports, and what it does not know yet."""
