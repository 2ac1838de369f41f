"""One hash a table over its content, the same on every engine, whatever the order of rows and the bytes."""

import hashlib

import pyarrow as pa

from load.engines.connection import Connection
from warehouse.sql import DUCKDB, Engine
from warehouse.tables import TABLES

_FIELD_END, _NULL = 31, 30  # ASCII's own separators, which no field holds

_COLUMNS = """
SELECT c.table_name, c.column_name, LOWER(c.data_type)
FROM information_schema.columns AS c
JOIN information_schema.tables AS t
    ON t.table_catalog = c.table_catalog AND t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE t.table_type = 'BASE TABLE' AND t.table_schema = CURRENT_SCHEMA()
    AND t.table_catalog = CURRENT_DATABASE()
ORDER BY c.table_name, c.ordinal_position
"""


def content_hash(connection: Connection, engine: Engine = DUCKDB) -> dict[str, str]:
    """SHA-256 of each table's content, by table name.

    Each row is written canonically (fields as text, decimals with six places, moments as microseconds,
    nulls marked) and hashed; the sorted hashes that begin alike are hashed together, and so are their
    hashes. Without the diaries, `meta` and `delta`.
    """
    columns: dict[str, list[str]] = {}
    for table, column, kind in connection.execute(_COLUMNS).fetchall():
        text = _text(f'"{column}"', kind, engine)
        columns.setdefault(table, []).append(f"COALESCE({text}, CHR({_NULL})), CHR({_FIELD_END})")
    # One CONCAT writes a row once; a chain of || would copy what it has for each field
    return {
        table: _rows_hash(connection, table, f"CONCAT({', '.join(texts)})", engine)
        for table, texts in columns.items()
        if table not in TABLES or TABLES[table].is_content
    }


def hash_table(connection: Connection, engine: Engine = DUCKDB) -> pa.Table:
    """`content_hash` as rows of table_name and sha256; the first one, `warehouse`, is over the others."""
    tables = sorted(content_hash(connection, engine).items())
    whole = hashlib.sha256("".join(f"{name} {digest}\n" for name, digest in tables).encode()).hexdigest()
    names, digests = zip(("warehouse", whole), *tables, strict=True)
    return pa.table({"table_name": names, "sha256": digests})


def _text(column: str, kind: str, engine: Engine) -> str:
    if kind == "array" or kind.endswith("[]"):
        return f"ARRAY_TO_STRING({column}, ',')"
    if kind == "timestamp with time zone":
        return f"CAST({engine.microseconds.format(column)} AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"


def _rows_hash(connection: Connection, table: str, row: str, engine: Engine) -> str:
    """In 256 groups, as PostgreSQL holds no text of more than a gigabyte."""
    rows = f'SELECT {engine.sha256.format(row)} AS row_hash FROM "{table}"'
    together = engine.sha256.format("STRING_AGG(row_hash, '' ORDER BY row_hash)")
    query = f"SELECT {together} FROM ({rows}) AS r GROUP BY SUBSTR(row_hash, 1, 2) ORDER BY MIN(row_hash)"
    found = connection.execute(query).fetchall()
    return hashlib.sha256("".join(group for (group,) in found).encode()).hexdigest()
