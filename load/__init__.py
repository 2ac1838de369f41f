"""Where it goes: Parquet, DuckDB, Excel."""
