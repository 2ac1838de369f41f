"""Checks of texts, asked of some reports at a time.

DuckDB (1.5) spills most joins to disk, but one that holds 38,000 texts of 24 KB ended for want of memory.
"""

from collections.abc import Iterator, Sequence

import duckdb

MOST_BYTES = 64_000_000
"""Of texts in one slice: two checks run at once, within 560 MB, and one may hold a slice's texts twice."""

_OF_TEXTS = "proof"
_CUTS = """
SELECT MIN(report_id) FROM (
    SELECT report_id, CAST(SUM(bytes) OVER (ORDER BY report_id) AS BIGINT) // ? AS slice
    FROM (SELECT report_id, STRLEN(text) AS bytes FROM document_text)
) GROUP BY slice ORDER BY slice
"""
_SLICED = ("document_text", "fact_statement")


def sliced(connection: duckdb.DuckDBPyConnection, check: str) -> Iterator[None]:
    """Once for each part of the reports that a check is to be asked of, which sees no others then.

    For the check that reads each report's text by itself, the connection's own views stand before the tables
    of texts and statements, for some `MOST_BYTES` of texts each time. Any other check compares reports, or
    tables that are not sliced: it is asked once, of the whole; so is this one where texts are few.
    """
    firsts = connection.execute(_CUTS, [MOST_BYTES]).fetchall() if check == _OF_TEXTS else []
    if len(firsts) < 2:
        yield
        return
    for part in _parts([report_id for (report_id,) in firsts[1:]]):
        _show(connection, part)
        yield
    for table in _SLICED:
        connection.execute(f"DROP VIEW temp.{table}")


def _parts(firsts: Sequence[str]) -> list[str]:
    """Conditions that each hold from one of these reports on up to the next, and before the first.

    Together they hold for every report once, also for one that has statements and no text.
    """
    bounds = [_quoted(first) for first in firsts]
    pairs = zip(bounds, bounds[1:], strict=False)
    between = [f"report_id >= {low} AND report_id < {high}" for low, high in pairs]
    return [f"report_id < {bounds[0]}", *between, f"report_id >= {bounds[-1]}"]


def _show(connection: duckdb.DuckDBPyConnection, part: str) -> None:
    (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    file = '"' + name.replace('"', '""') + '"'
    for table in _SLICED:
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM {file}.main.{table} WHERE {part}"
        )


def _quoted(text: str) -> str:
    """As a literal: a view takes no parameters."""
    return "'" + text.replace("'", "''") + "'"
