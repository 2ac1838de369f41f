"""What happened when: append-only diaries."""
