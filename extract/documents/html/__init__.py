"""Documents out of HTML pages: which part is the article, and its lines."""
