"""Parquet by report year, deltas, and what was withdrawn."""
