"""What each load added, changed and removed, and why."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from load.engines.connection import Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.parquet import writing as parquet_writing
from load.parquet.delta import TOLD_FOLDERS, delta_of
from load.parquet.delta_files import counted_deltas, newest_delta
from load.parquet.tables import FOLDER
from load.parquet.writing import remove_reports, tidy
from tests.load.factories import LOSS, METRICS, PLACES, document, statement, tables, write
from tests.load.parquet.test_manifest import flip
from warehouse.errors import LoadError

PAGE = document(text="全年92%。\n", snapshot="a" * 64)
RATE = statement(char_start=2, char_end=5)
NEW_WORDS = statement(sentence="出庭应诉率为92%。", char_start=6, char_end=9)


def ids(*stated: dict[str, Any]) -> list[str]:
    return [row["statement_id"] for row in stated]


def load(root: Path, *stated: dict[str, Any], page: dict[str, Any] = PAGE) -> list[tuple[Any, ...]]:
    """Write one report; what the newest delta then says: table, change, column, old, new, reason."""
    write(root, tables(stated, [page]))
    return told(root)


def told(root: Path) -> list[tuple[Any, ...]]:
    names = ("table_name", "change", "column_name", "old_value", "new_value", "reason")
    return [
        tuple(row[name] for name in names)
        for table in newest_delta(root / FOLDER).tables()
        for row in table.to_pylist()
    ]


def test_a_first_load_is_told_by_report(tmp_path: Path) -> None:
    assert load(tmp_path, RATE) == [("dim_report", "added", "health", None, "read", "page")]


def test_a_year_whose_reports_all_read_otherwise_is_told_within_memory() -> None:
    """As after an upgrade: two thousand reports of a hundred figures, each in a sentence of its own."""
    numbers = [f"{number:015}" for number in range(200_000)]
    rows = tables([RATE], [PAGE])
    old, new = {}, {}
    for name in TOLD_FOLDERS:
        one = rows[name] if name == "documents" else rows[name].take([0] * len(numbers))
        old[name], new[name] = one, one
        if name != "documents":
            one = _with(one, "text", [f"{number}件" for number in numbers]) if name == "statements" else one
            old[name] = _with(one, "statement_id", [f"{number}a" for number in numbers])
            new[name] = _with(one, "statement_id", [f"{number}b" for number in numbers])
    new["statements"] = _with(
        new["statements"], "sentence", [f"{number}达92%。" + "推进依法行政" * 20 for number in numbers]
    )
    found = delta_of(old, new).group_by(["table_name", "change"]).aggregate([([], "count_all")])
    counts = {(row["table_name"], row["change"]): row["count_all"] for row in found.to_pylist()}
    assert counts[("fact_statement", "reworded")] == 2 * len(numbers)


def _with(rows: pa.Table, column: str, values: list[str]) -> pa.Table:
    at = rows.schema.get_field_index(column)
    return rows.set_column(at, rows.schema.field(at), pa.array(values, rows.schema.field(at).type))


def test_a_later_report_is_told_with_its_figures(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    page = document("330500-2017", snapshot="b" * 64)
    assert load(tmp_path, statement("330500-2017", "92%", "92"), page=page) == [
        ("dim_report", "added", "health", None, "read", "page"),
        ("fact_observation", "added", "value", None, "92.000000", "page"),
        ("fact_statement", "added", "value", None, "92.000000", "page"),
    ]


@pytest.mark.parametrize(
    ("now", "page", "expected"),
    [
        pytest.param(
            RATE | {"value": Decimal(93)},
            PAGE,
            [
                ("fact_observation", "changed", "value", "92.000000", "93.000000", "code"),
                ("fact_statement", "changed", "value", "92.000000", "93.000000", "code"),
            ],
            id="newer code reads another value",
        ),
        pytest.param(
            RATE | {"metric": LOSS, "rule": "败诉率"},
            PAGE,
            [
                ("fact_observation", "changed", "metric", "disputes.appearance_rate", LOSS, "rule"),
                ("fact_statement", "changed", "metric", "disputes.appearance_rate", LOSS, "rule"),
                ("fact_statement", "changed", "rule", None, "败诉率", "rule"),
            ],
            id="a rule links it to another metric",
        ),
        pytest.param(
            RATE | {"metric": None},
            PAGE,
            [
                ("fact_observation", "removed", "value", "92.000000", None, "rule"),
                ("fact_statement", "changed", "metric", "disputes.appearance_rate", None, "rule"),
            ],
            id="no rule links it any more",
        ),
        pytest.param(
            statement(text="93%", value="93", sentence="全年93%。"),
            PAGE | {"snapshot": "b" * 64},
            [
                ("dim_report", "changed", "snapshot", "a" * 64, "b" * 64, "page"),
                ("fact_observation", "added", "value", None, "93.000000", "page"),
                ("fact_observation", "removed", "value", "92.000000", None, "page"),
                ("fact_statement", "added", "value", None, "93.000000", "page"),
                ("fact_statement", "removed", "value", "92.000000", None, "page"),
            ],
            id="the page was published again with another figure",
        ),
        pytest.param(
            NEW_WORDS,
            PAGE | {"snapshot": "b" * 64, "text": "出庭应诉率为92%。\n"},
            [
                ("dim_report", "changed", "snapshot", "a" * 64, "b" * 64, "page"),
                ("fact_statement", "reworded", "statement_id", *ids(RATE, NEW_WORDS), "page"),
                ("fact_statement", "reworded", "sentence", "全年92%。", "出庭应诉率为92%。", "page"),
            ],
            id="the page was published again in other words",
        ),
        pytest.param(
            NEW_WORDS | {"metric": LOSS},
            PAGE | {"snapshot": "b" * 64, "text": "出庭应诉率为92%。\n"},
            [
                ("dim_report", "changed", "snapshot", "a" * 64, "b" * 64, "page"),
                ("fact_observation", "added", "value", None, "92.000000", "page"),
                ("fact_observation", "removed", "value", "92.000000", None, "page"),
                ("fact_statement", "added", "value", None, "92.000000", "page"),
                ("fact_statement", "removed", "value", "92.000000", None, "page"),
            ],
            id="other words, and another metric",
        ),
        pytest.param(
            RATE | {"char_start": 12, "char_end": 15},
            PAGE | {"snapshot": "b" * 64},
            [("dim_report", "changed", "snapshot", "a" * 64, "b" * 64, "page")],
            id="the page was published again with another head",
        ),
        pytest.param(RATE, PAGE | {"reading_key": "k"}, [], id="read again by newer code, the same figures"),
        pytest.param(RATE, PAGE | {"reason": "timeout after 30 s"}, [], id="another message alone"),
    ],
)
def test_what_changed_and_why(
    tmp_path: Path, now: dict[str, Any], page: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    """Old and new value, and the reason."""
    load(tmp_path, RATE)
    assert sorted(load(tmp_path, now, page=page), key=str) == sorted(expected, key=str)


def test_a_night_without_change_adds_no_delta(tmp_path: Path) -> None:
    """Nothing is written, and read again by newer code the delta is empty."""
    load(tmp_path, RATE)
    before = counted_deltas(tmp_path / FOLDER)
    load(tmp_path, RATE)
    assert counted_deltas(tmp_path / FOLDER) == before
    assert load(tmp_path, RATE, page=PAGE | {"reading_key": "k"}) == []


def test_a_withdrawn_report(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    remove_reports(tmp_path, ["330700-2017"])
    assert [row[:2] for row in told(tmp_path)] == [
        ("dim_report", "removed"),
        ("fact_observation", "removed"),
        ("fact_statement", "removed"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"text": "29%", "sentence": "全年29%。"}, id="another figure"),
        pytest.param({"sentence": "去年92%。"}, id="another sentence"),
        pytest.param({"basis": "derived", "year": 2015}, id="another year, derived"),
    ],
)
def test_an_id_never_comes_to_mean_another_figure(tmp_path: Path, other: dict[str, Any]) -> None:
    """Such a load is refused, and the old figures stay."""
    first = RATE | ({"basis": "derived"} if "basis" in other else {})
    before = load(tmp_path, first)
    with pytest.raises(LoadError, match="came to mean"):
        load(tmp_path, first | other)
    assert told(tmp_path) == before


def index_of(root: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((root / FOLDER / "delta" / "index.json").read_bytes())
    return entries


def test_the_index_tells_every_load(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    load(tmp_path, RATE | {"value": Decimal(93)})
    first, second = index_of(tmp_path)
    assert (first["number"], first["rows"]) == (
        1, {"dim_report added": 1}
    )  # fmt: skip
    assert second["rows"] == {"fact_observation changed": 1, "fact_statement changed": 1}
    path = tmp_path / FOLDER / "delta" / second["file"]
    assert path.stat().st_size == second["bytes"]
    with duckdb.connect() as connection:
        found = connection.execute("SELECT COUNT(*) FROM read_parquet($path)", {"path": str(path)}).fetchone()
    assert found == (2,)


def killed_before(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(parquet_writing, step, stop)


@pytest.mark.parametrize("step", ["write_delta", "publish"])
def test_a_killed_load_leaves_no_delta(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load(tmp_path, RATE)
    with monkeypatch.context() as patched:
        killed_before(step, patched)
        with pytest.raises(KeyboardInterrupt):
            load(tmp_path, RATE | {"value": Decimal(93)})
    assert told(tmp_path) == before
    tidy(tmp_path)
    assert told(tmp_path) == before
    assert len(index_of(tmp_path)) == 1


def test_a_lost_index_is_written_again(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    index = tmp_path / FOLDER / "delta" / "index.json"
    good = index.read_bytes()
    index.unlink()
    tidy(tmp_path)
    assert index.read_bytes() == good


def test_a_delta_that_was_changed_stops_the_load_and_is_not_vouched_for(tmp_path: Path) -> None:
    """The way out that is printed works."""
    load(tmp_path, RATE)
    load(tmp_path, RATE | {"value": Decimal(93)})
    first, _ = counted_deltas(tmp_path / FOLDER)
    flip(first, first.stat().st_size // 2)
    load(tmp_path, RATE | {"value": Decimal(94)})
    with pytest.raises(LoadError, match=f"{first.name}.*move this one file away"):
        build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)
    first.unlink()
    build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)


def test_an_index_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    load(tmp_path, RATE)
    index = tmp_path / FOLDER / "delta" / "index.json"
    index.write_text("[{")
    with pytest.raises(LoadError, match=r"index.json.*remove this file"):
        build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)
    index.unlink()
    build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda root, postgres: root / "w.duckdb", id="duckdb"),
        pytest.param(lambda root, postgres: postgres, id="postgres"),
    ],
)
def test_the_warehouse_tells_the_newest_load(
    tmp_path: Path, postgres: PostgresSchema, place: Callable[[Path, PostgresSchema], Database]
) -> None:
    database = place(tmp_path, postgres)
    load(tmp_path, RATE)
    build_database(tmp_path, database, METRICS, PLACES)
    load(tmp_path, RATE | {"value": Decimal(93)})
    build_database(tmp_path, database, METRICS, PLACES)
    with open_readonly(database) as connection:
        query = "SELECT table_name, change, column_name, old_value, new_value, reason FROM delta ORDER BY 1"
        assert connection.execute(query).fetchall() == told(tmp_path)
