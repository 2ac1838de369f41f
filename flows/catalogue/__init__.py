"""Work on the catalogue: index pages walked, reports found there, proposals accepted or not."""
