"""The warehouse on DuckDB and PostgreSQL."""
