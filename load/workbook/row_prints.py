"""Which workbooks may have changed: prints of the rows that each tells, taken of all provinces at once.

They take seconds where asking all questions of a nation's workbooks takes minutes. Of the large tables a
province's workbook tells the rows of its reports and its places' figures; small ones, as metrics and reviews,
count whole.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from load.engines.connection import Connection
from load.questions.asking import EVERYWHERE, Extent
from warehouse.tables import DIARIES, TABLES

_OF_REPORTS = ("dim_report", "document_text", "fact_observation", "fact_statement", "issue")
NOT_ASKED = frozenset((*DIARIES, "delta", "exclusion", "identity", "meta", "withdrawn"))
"""Tables that no workbook's question asks: most tell of runs, and change each night."""
_PRINT = "COUNT(*) AS n, CAST(SUM(CAST(HASH(t) AS HUGEINT)) AS VARCHAR) AS print"
_ROWS = {
    **{name: f"SELECT SUBSTR(report_id, 1, 2) AS province, * FROM {name}" for name in _OF_REPORTS},
    # what a report of another province says of a place is a figure of the place
    "told by others": "SELECT SUBSTR(place, 1, 2) AS province, * FROM fact_observation "
    "WHERE SUBSTR(place, 1, 2) <> SUBSTR(report_id, 1, 2)",
    # a finding that is of no statement names its report or place first
    "check_result": "SELECT SUBSTR(COALESCE(s.report_id, c.words), 1, 2) AS province, c.* "
    "FROM check_result AS c LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id",
}
# a figure that a reviewer saw may be another province's by now
_SEEN = "SELECT * FROM fact_observation WHERE statement_id IN (SELECT seen_statement_id FROM review)"


@dataclass(frozen=True, slots=True)
class RowPrints:
    """The prints of each province's rows by table, and of what counts for all."""

    of_provinces: Mapping[str, tuple[tuple[object, ...], ...]]
    of_all: tuple[tuple[object, ...], ...]

    def of(self, extent: Extent) -> str:
        """A text that changes with the rows told by a workbook of all places, or of some in one province."""
        provinces = self.of_provinces
        ours = sorted(provinces.items()) if extent == EVERYWHERE else provinces.get(extent.first[:2])
        return hashlib.sha256(repr((self.of_all, ours)).encode()).hexdigest()


def row_prints(connection: Connection) -> RowPrints | None:
    """The prints of an open warehouse; None of PostgreSQL, which has no hash of a row."""
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        return None
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, rows in _ROWS.items():
        query = f"SELECT province, {_PRINT} FROM ({rows}) AS t GROUP BY province"
        for province, *prints in connection.execute(query).fetchall():
            found.setdefault(province, []).append((name, *prints))
    whole = [name for name in TABLES if name not in NOT_ASKED and name not in _ROWS]
    named = [(name, f'SELECT * FROM "{name}"') for name in whole]
    of_all = [
        (name, *connection.execute(f"SELECT {_PRINT} FROM ({rows}) AS t").fetchall()[0])
        for name, rows in (*named, ("seen", _SEEN))
    ]
    return RowPrints({province: tuple(prints) for province, prints in found.items()}, tuple(of_all))
