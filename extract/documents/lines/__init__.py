"""Text and tables out of lines, whatever file they come from; plain text, which is lines alone."""
