"""The diary of loads: a row a file, never changed."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import tzset
from typing import Any

import pytest

from load.diaries.damage import damaged_diaries
from load.diaries.load_runs import append_load_run, damaged_load_runs, read_load_runs, time_of_load_run
from load.engines.database import build_database, open_readonly
from load.parquet.writing import tidy
from tests.load.factories import METRICS, PLACES, statement, tables, write
from tests.load.parquet.test_manifest import flip
from warehouse.errors import LoadError
from warehouse.schemas import LOAD_RUNS

START = datetime(2018, 4, 1, 2, tzinfo=UTC)


def row(event: str = "started", at: Any = START, **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("reports", "read", "unchanged", "failed", "statements"), 0)
    return {"run_id": "a1", "event": event, "at": at, "note": None} | empty | fields


def test_rows_come_back_oldest_first(tmp_path: Path) -> None:
    append_load_run(tmp_path, row("succeeded", START + timedelta(minutes=1)))
    append_load_run(tmp_path, row("started"))
    found = read_load_runs(tmp_path)
    assert found.schema.equals(LOAD_RUNS, check_metadata=True)
    assert found["event"].to_pylist() == ["started", "succeeded"]


def test_no_rows_yet(tmp_path: Path) -> None:
    assert read_load_runs(tmp_path).num_rows == 0


def test_a_row_is_a_file_and_the_same_row_the_same_file(tmp_path: Path) -> None:
    first = append_load_run(tmp_path, row())
    assert append_load_run(tmp_path, row()) == first
    append_load_run(tmp_path, row(note="places 金华市"))
    assert read_load_runs(tmp_path).num_rows == 2


def test_a_time_in_another_zone_is_the_same_time(tmp_path: Path) -> None:
    append_load_run(tmp_path, row(at=START.astimezone(timezone(timedelta(hours=8)))))
    assert read_load_runs(tmp_path)["at"].to_pylist() == [START]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_a_moment_is_the_same_whatever_the_machine_s_clock_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Beside the hour that New York's clocks skip in spring."""
    at = datetime(2018, 3, 11, 6, 59, 59, 250_000, tzinfo=UTC)
    monkeypatch.setenv("TZ", zone)
    tzset()
    try:
        append_load_run(tmp_path, row(at=at))
        write(tmp_path, tables([statement()]))
        build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)
        with open_readonly(tmp_path / "w.duckdb") as connection:
            found = connection.execute('SELECT EPOCH_US("at") FROM load_run').fetchall()
    finally:
        monkeypatch.undo()
        tzset()
    assert found == [(round(at.timestamp() * 1_000_000),)]


def test_a_load_leaves_the_diary_alone(tmp_path: Path) -> None:
    append_load_run(tmp_path, row())
    write(tmp_path, tables([statement()]))
    tidy(tmp_path)
    assert read_load_runs(tmp_path).num_rows == 1


@pytest.mark.parametrize("name", ["../../etc", "a/b", "甲", "x" * 300])
def test_a_run_id_is_never_a_path(tmp_path: Path, name: str) -> None:
    path = append_load_run(tmp_path, row(run_id=name))
    assert path.parent == tmp_path / "parquet" / "load_run"
    assert read_load_runs(tmp_path)["run_id"].to_pylist() == [name]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(row("ended"), id="event"),
        pytest.param(row(at=START.replace(tzinfo=None)), id="no zone"),
        pytest.param(row(at="2018-04-01"), id="text for a time"),
        pytest.param(row(reports="many"), id="text for a number"),
        pytest.param(row(extra=1), id="unknown column"),
        pytest.param({"run_id": "a1"}, id="missing columns"),
    ],
)
def test_rows_that_do_not_fit_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(LoadError):
        append_load_run(tmp_path, wrong)
    assert read_load_runs(tmp_path).num_rows == 0


@pytest.mark.parametrize("at", [4, -60], ids=["rows", "columns"])
def test_a_damaged_file_is_named_and_the_others_are_read(tmp_path: Path, at: int) -> None:
    path = append_load_run(tmp_path, row())
    append_load_run(tmp_path, row("succeeded", START + timedelta(minutes=1)))
    assert damaged_load_runs(tmp_path) == ()
    flip(path, at)
    (line,) = damaged_load_runs(tmp_path)
    assert path.name in line
    assert read_load_runs(tmp_path)["event"].to_pylist() == ["succeeded"]


def test_a_load_goes_on_without_a_damaged_row_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, tables([statement()]))
    path = append_load_run(tmp_path, row())
    path.write_bytes(b"")
    assert build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES) == ()
    (line,) = damaged_diaries(tmp_path)
    assert path.name in line and line.endswith("its rows are left out")


def test_under_a_clock_that_goes_back_the_newest_run_stays_the_last(tmp_path: Path) -> None:
    for event, clock in [("started", 0), ("succeeded", 5), ("started", -60), ("failed", -55)]:
        at = time_of_load_run(tmp_path, START + timedelta(minutes=clock))
        append_load_run(tmp_path, row(event, at, run_id="a" if clock >= 0 else "b"))
    runs = read_load_runs(tmp_path).to_pylist()
    assert [(one["run_id"], one["event"]) for one in runs[-2:]] == [("b", "started"), ("b", "failed")]
    assert time_of_load_run(tmp_path, START + timedelta(minutes=9)) == START + timedelta(minutes=9)
