"""What was once in the warehouse and is no more."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from load.engines.connection import Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.parquet import writing as parquet_writing
from load.parquet.delta_files import counted_deltas
from load.parquet.tables import FOLDER
from load.parquet.withdrawn import withdrawn_table
from load.parquet.writing import remove_reports
from tests.load.engines.test_postgres import hashes
from tests.load.factories import METRICS, PLACES, document, statement, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import WITHDRAWN

RATE = statement()
OTHER = statement(text="93%", value="93")
BLANK = statement(text="个", value=None, bound="blank")
REPORT = "330700-2017"


def load(root: Path, *stated: dict[str, Any], snapshot: str = "a", report: str = REPORT) -> None:
    page = document(report, snapshot=snapshot * 64, text="\n".join(row["sentence"] for row in stated))
    write(root, tables(stated, [page]))


def gone(root: Path) -> list[tuple[Any, ...]]:
    names = ("table_name", "statement_id", "value", "load_number", "reason")
    table = withdrawn_table(root / FOLDER)
    assert table.schema.equals(WITHDRAWN, check_metadata=True)
    return [tuple(row[name] for name in names) for row in table.to_pylist()]


def test_nothing_is_withdrawn_at_first(tmp_path: Path) -> None:
    assert gone(tmp_path) == []
    load(tmp_path, RATE, BLANK)
    assert gone(tmp_path) == []


def test_a_report_published_again_leaves_a_trace_of_what_it_replaced(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    load(tmp_path, OTHER, snapshot="b")
    assert gone(tmp_path) == [("fact_statement", RATE["statement_id"], Decimal(92), 2, "page")]


def test_a_figure_that_newer_code_reads_no_more(tmp_path: Path) -> None:
    load(tmp_path, RATE, BLANK)
    load(tmp_path, RATE)
    assert gone(tmp_path) == [("fact_statement", BLANK["statement_id"], None, 2, "code")]


def test_a_figure_that_a_rule_links_no_more(tmp_path: Path) -> None:
    """The statement stays, and only the observation is gone."""
    load(tmp_path, RATE)
    load(tmp_path, RATE | {"metric": None})
    assert gone(tmp_path) == [("fact_observation", RATE["statement_id"], Decimal(92), 2, "rule")]


def test_a_report_taken_out(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    remove_reports(tmp_path, [REPORT])
    assert gone(tmp_path) == [
        ("dim_report", None, None, 2, "taken out"),
        ("fact_statement", RATE["statement_id"], Decimal(92), 2, "taken out"),
    ]


def test_what_came_back_is_not_withdrawn(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    load(tmp_path, OTHER, snapshot="b")
    load(tmp_path, RATE, snapshot="c")
    assert gone(tmp_path) == [("fact_statement", OTHER["statement_id"], Decimal(93), 3, "page")]


def test_a_figure_in_other_words_is_still_there(tmp_path: Path) -> None:
    other_words = statement(sentence="出庭应诉率为92%。")
    load(tmp_path, RATE)
    load(tmp_path, other_words, snapshot="b")
    assert gone(tmp_path) == []
    load(tmp_path, OTHER, snapshot="c")
    assert gone(tmp_path) == [("fact_statement", other_words["statement_id"], Decimal(92), 3, "page")]


def test_it_is_told_with_the_last_value_and_the_last_load(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    load(tmp_path)
    load(tmp_path, RATE)
    load(tmp_path, RATE | {"value": Decimal(29)})
    load(tmp_path)
    assert gone(tmp_path) == [("fact_statement", RATE["statement_id"], Decimal(29), 5, "code")]


def test_a_load_that_was_killed_withdraws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its delta stands there, and its manifest never came."""
    load(tmp_path, RATE)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(parquet_writing, "publish", stop)
    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, OTHER, snapshot="b")
    assert gone(tmp_path) == []


def test_both_engines_hold_the_same(tmp_path: Path, postgres: PostgresSchema) -> None:
    """Each load brings the table up to date."""
    databases: tuple[Database, ...] = (tmp_path / "w.duckdb", postgres)
    for stated in ([RATE, BLANK], [OTHER], [RATE]):
        load(tmp_path, *stated, snapshot=stated[0]["text"][0])
        for database in databases:
            build_database(tmp_path, database, METRICS, PLACES)
    assert hashes(databases[0]) == hashes(databases[1])
    query = (
        "SELECT statement_id, report_id, value, load_number FROM withdrawn ORDER BY load_number, statement_id"
    )
    for database in databases:
        with open_readonly(database) as connection:
            assert connection.execute(query).fetchall() == [
                (BLANK["statement_id"], REPORT, None, 2),
                (OTHER["statement_id"], REPORT, Decimal(93), 3),
            ]


def test_a_damaged_delta_is_refused(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    counted_deltas(tmp_path / FOLDER)[0].write_bytes(b"")
    with pytest.raises(LoadError, match="delta"):
        withdrawn_table(tmp_path / FOLDER)
