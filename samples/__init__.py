"""A small corpus to run on with no network: real figures restated in our own words."""
