"""What a person at a desk types: the commands of `fazhi` by subject."""
