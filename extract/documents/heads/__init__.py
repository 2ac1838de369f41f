"""What the words round an article say of it: titles, labels, dates, document numbers."""
