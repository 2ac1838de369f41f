"""A report's text: normalised, and its outline of sections, paragraphs and sentences."""
