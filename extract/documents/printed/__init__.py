"""Documents out of printed pages, PDF and OFD: lines and tables by the places of glyphs and rulings."""
