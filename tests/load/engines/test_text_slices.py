"""Checks of texts asked of some reports at a time: nothing is found twice, nothing is left out."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from load.engines import text_slices
from load.engines.database import build_database
from load.engines.text_slices import sliced
from tests.load.factories import METRICS, PLACES, statement, tables, write
from warehouse.sql import check_sql

PROOF = check_sql()["proof"]
TEXTS = {"330100-2017": "全年受理9件", "330700-2017": "审结12件，另有3件", "330700-2018": "办理40件"}
# sound, misplaced, and of reports before the first text, between two and after the last
STATED = [
    ("330100-2017", 4, 6, "9件"),
    ("330700-2017", 2, 5, "12件"),
    ("330700-2017", 2, 5, "13件"),
    ("330700-2018", 2, 5, "40件"),
    ("110000-2017", 0, 2, "5件"),
    ("330200-2017", 0, 2, "6件"),
    ("650000-2017", 0, 2, "7件"),
]
WRONG = {"13件", "5件", "6件", "7件"}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(tmp_path / '.it\'s a "new" one.duckdb')) as connection:
        connection.execute("CREATE TABLE document_text (report_id TEXT, text TEXT)")
        connection.execute(
            "CREATE TABLE fact_statement"
            " (report_id TEXT, char_start INTEGER, char_end INTEGER, text TEXT, statement_id TEXT)"
        )
        connection.executemany("INSERT INTO document_text VALUES (?, ?)", list(TEXTS.items()))
        connection.executemany(
            "INSERT INTO fact_statement VALUES (?, ?, ?, ?, ?)",
            [(*row, f"{number:016}") for number, row in enumerate(STATED)],
        )
        yield connection


def asked(connection: duckdb.DuckDBPyConnection, check: str) -> list[list[tuple[str, ...]]]:
    return [connection.execute(check_sql()[check]).fetchall() for _ in sliced(connection, check)]


@pytest.mark.parametrize(
    ("most", "texts"),
    [
        (1, [["330100-2017"], ["330700-2017"], ["330700-2018"]]),
        (30, [["330100-2017"], ["330700-2017", "330700-2018"]]),
        (1000, [list(TEXTS)]),
    ],
)
def test_texts_are_proven_some_reports_at_a_time(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, most: int, texts: list[list[str]]
) -> None:
    monkeypatch.setattr(text_slices, "MOST_BYTES", most)
    query = "SELECT report_id FROM document_text ORDER BY report_id"
    seen = [warehouse.execute(query).fetchall() for _ in sliced(warehouse, "proof")]
    assert [[report_id for (report_id,) in rows] for rows in seen] == texts


@pytest.mark.parametrize("most", [1, 17, 30, 1000])
def test_each_statement_is_proven_once(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(text_slices, "MOST_BYTES", most)
    found = asked(warehouse, "proof")
    words = sorted(row[2] for rows in found for row in rows)
    assert words == sorted(row[2] for row in warehouse.execute(PROOF).fetchall())
    assert {line.split(": ")[1].partition(" is not")[0] for line in words} == WRONG


def test_afterwards_all_texts_are_seen_again(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_slices, "MOST_BYTES", 1)
    asked(warehouse, "proof")
    assert warehouse.execute("SELECT COUNT(*) FROM document_text").fetchone() == (len(TEXTS),)
    assert warehouse.execute("SELECT COUNT(*) FROM fact_statement").fetchone() == (len(STATED),)


def test_what_compares_reports_is_asked_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An observation is of a statement of any slice, and a year is held against the one before."""
    rates = {"330700-2016": "9", "330700-2017": "92"}
    stated = [statement(report, f"{value}%", value) for report, value in rates.items()]
    found = []
    for most in (text_slices.MOST_BYTES, 1):
        monkeypatch.setattr(text_slices, "MOST_BYTES", most)
        write(tmp_path, tables(stated))
        build_database(tmp_path, tmp_path / f"{most}.duckdb", METRICS, PLACES)
        with duckdb.connect(str(tmp_path / f"{most}.duckdb")) as connection:
            found.append(connection.execute("SELECT * FROM check_result ORDER BY ALL").fetchall())
    assert found[0] == found[1]
    assert {row[0] for row in found[0]} == {"jumps"}
