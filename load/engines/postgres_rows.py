"""Rows of a PostgreSQL table brought up to date with those staged beside it: changed, added, removed."""

from collections.abc import Collection
from typing import Any

from warehouse.tables import TABLES


def staged(table: str) -> str:
    """The name of the table where the rows wait that `table` is to have."""
    return f"staged_{table}"


def stage(cursor: Any, table: str) -> None:
    """Make the table where its rows wait, without any, until the end of the transaction."""
    cursor.execute(f"CREATE TEMPORARY TABLE {staged(table)} (LIKE {table}) ON COMMIT DROP")


def bring_up_to_date(cursor: Any, table: str, years: Collection[int] | None = None) -> None:
    """Remove, change and add what differs from the staged rows, and nothing else.

    With `years` the staged rows are those of these report years, and rows of reports of other years stay.
    """
    cursor.execute(f"ANALYZE {staged(table)}")
    declared = TABLES[table].key
    if declared:
        _bring_by_key(cursor, table, declared, _within(years))
    else:
        _bring_by_content(cursor, table, _within(years))


def _within(years: Collection[int] | None) -> str:
    """A condition on the rows of those years; a report id ends with its year."""
    if years is None:
        return "TRUE"
    return f"CAST(SPLIT_PART(report_id, '-', 2) AS INTEGER) IN ({', '.join(map(str, sorted(years)))})"


def _bring_by_key(cursor: Any, table: str, declared: tuple[str, ...], within: str) -> None:
    waiting = staged(table)
    cursor.execute(f"ALTER TABLE {waiting} ADD PRIMARY KEY ({', '.join(declared)})")
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column.name for column in cursor.description]
    same = " AND ".join(f't."{key}" = s."{key}"' for key in declared)
    mine, theirs = (", ".join(f'{side}."{column}"' for column in columns) for side in "ts")
    names = ", ".join(f'"{column}"' for column in columns)
    changes = ", ".join(f'"{column}" = s."{column}"' for column in columns)
    cursor.execute(
        f"DELETE FROM {table} AS t WHERE {within} AND NOT EXISTS (SELECT FROM {waiting} AS s WHERE {same})"
    )
    cursor.execute(
        f"UPDATE {table} AS t SET {changes} FROM {waiting} AS s "
        f"WHERE {same} AND ROW({mine}) IS DISTINCT FROM ROW({theirs})"
    )
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {theirs} FROM {waiting} AS s "
        f"WHERE NOT EXISTS (SELECT FROM {table} AS t WHERE {same})"
    )


def _bring_by_content(cursor: Any, table: str, within: str) -> None:
    """For a table without a key: rows are told apart by all they hold, and by how often."""
    numbered = (
        "SELECT *, ROW_NUMBER() OVER (PARTITION BY row_hash) AS nth "
        "FROM (SELECT CTID AS at, SHA256(CONVERT_TO(CAST(r AS TEXT), 'UTF8')) AS row_hash "
        "FROM {0} AS r WHERE {1}) AS h"
    )
    old, new = numbered.format(table, within), numbered.format(staged(table), "TRUE")
    same = "o.row_hash = n.row_hash AND o.nth = n.nth"
    cursor.execute(f"CREATE TEMPORARY TABLE old_rows ON COMMIT DROP AS {old}")
    cursor.execute(f"CREATE TEMPORARY TABLE new_rows ON COMMIT DROP AS {new}")
    cursor.execute("ANALYZE old_rows")
    cursor.execute("ANALYZE new_rows")
    gone = f"SELECT o.at FROM old_rows AS o WHERE NOT EXISTS (SELECT FROM new_rows AS n WHERE {same})"
    cursor.execute(f"DELETE FROM {table} WHERE CTID IN ({gone})")
    cursor.execute(
        f"INSERT INTO {table} SELECT s.* FROM {staged(table)} AS s JOIN new_rows AS n ON n.at = s.CTID "
        f"WHERE NOT EXISTS (SELECT FROM old_rows AS o WHERE {same})"
    )
    cursor.execute("DROP TABLE old_rows, new_rows")
