"""One report looked at: every statement with its sentence."""
