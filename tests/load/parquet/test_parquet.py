"""Parquet: what is written is there once, the same bytes for the same rows, whole or not at all."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import load.parquet.writing
from load.parquet.manifest import manifest_digest
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports, tidy, write_reports
from tests.load.factories import document, statement, table, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import STATEMENTS
from warehouse.tables import FOLDERS


def one(report: str, value: str = "92", **fields: Any) -> dict[str, pa.Table]:
    return tables([statement(report, f"{value}%", value, **fields)])


def files(root: Path) -> dict[str, bytes]:
    """All but the deltas, which tell how the tables came to be (test_delta.py)."""
    found = sorted(path for path in (root / "parquet").rglob("*") if path.parent.name != "delta")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()}


def figures(root: Path) -> list[tuple[str, Decimal]]:
    rows = read_table(root, "statements").to_pylist()
    return [(row["report_id"], row["value"]) for row in rows]


def test_what_is_written_is_read_with_schema_and_metadata(tmp_path: Path) -> None:
    content = tables([statement("330700-2017"), statement("330500-2016", value="80", text="80%")])
    assert write(tmp_path, content) == (2016, 2017)
    found = read_table(tmp_path, "statements")
    assert found.schema.equals(STATEMENTS, check_metadata=True)
    assert figures(tmp_path) == [("330500-2016", Decimal(80)), ("330700-2017", Decimal(92))]


def test_a_table_never_written_is_empty(tmp_path: Path) -> None:
    assert read_table(tmp_path, "issues").equals(FOLDERS["issues"].schema.empty_table())


def test_some_columns_only(tmp_path: Path) -> None:
    write(tmp_path, one("330700-2017"))
    assert read_table(tmp_path, "documents", ["report_id", "health"]).to_pylist() == [
        {"report_id": "330700-2017", "health": "read"}
    ]


def test_a_report_read_again_replaces_its_rows_and_no_others(tmp_path: Path) -> None:
    write(tmp_path, tables([statement("330700-2017"), statement("330500-2017", "80%", "80")]))
    assert write(tmp_path, one("330700-2017", "93")) == (2017,)
    assert figures(tmp_path) == [("330500-2017", Decimal(80)), ("330700-2017", Decimal(93))]


def test_a_report_without_rows_any_more_is_gone_from_that_table(tmp_path: Path) -> None:
    write(tmp_path, one("330700-2017"))
    write_reports(tmp_path, {"documents": table("documents", [document()])}, ["330700-2017"])
    assert figures(tmp_path) == []
    assert read_table(tmp_path, "documents").num_rows == 1


def test_removed_reports_leave_no_file(tmp_path: Path) -> None:
    write(tmp_path, tables([statement("330700-2016"), statement("330700-2017")]))
    assert remove_reports(tmp_path, ["330700-2016"]) == (2016,)
    assert [name for name in files(tmp_path) if "2016" in name] == []
    assert not list((tmp_path / "parquet").rglob("report_year=2016"))


def test_other_years_are_not_touched(tmp_path: Path) -> None:
    write(tmp_path, one("330700-2016"))
    before = files(tmp_path)
    write(tmp_path, one("330700-2017"))
    after = files(tmp_path)
    assert {name: after[name] for name in before if name.endswith(".parquet")} == {
        name: content for name, content in before.items() if name.endswith(".parquet")
    }


def test_the_same_rows_again_write_nothing(tmp_path: Path) -> None:
    write(tmp_path, one("330700-2017"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "parquet").rglob("*.*")}
    assert write(tmp_path, one("330700-2017")) == ()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "parquet").rglob("*.*")} == before


def test_the_order_of_arrival_does_not_show(tmp_path: Path) -> None:
    reports = ["330700-2017", "330500-2017", "331000-2017"]
    for report in reports:
        write(tmp_path / "a", one(report))
    write(tmp_path / "b", tables([statement(report) for report in reversed(reports)]))
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert manifest_digest(tmp_path / "a/parquet") == manifest_digest(tmp_path / "b/parquet")


def test_pandas_reads_a_folder_and_sees_each_row_once(tmp_path: Path) -> None:
    write(tmp_path, tables([statement("330700-2016"), statement("330700-2017")]))
    write(tmp_path, one("330700-2017", "93"))
    found = pd.read_parquet(tmp_path / "parquet" / "statements").sort_values("report_id")
    assert list(found["value"]) == [Decimal("92.000000"), Decimal("93.000000")]
    assert [int(year) for year in found["report_year"]] == [2016, 2017]


def test_duckdb_reads_a_folder_and_sees_each_row_once(tmp_path: Path) -> None:
    write(tmp_path, tables([statement("330700-2016"), statement("330700-2017")]))
    write(tmp_path, one("330700-2017", "93"))
    pattern = tmp_path / "parquet" / "statements" / "*" / "*.parquet"
    found = duckdb.sql(f"SELECT report_year, value, place FROM '{pattern}' ORDER BY 1").fetchall()
    assert found == [(2016, Decimal(92), "330700"), (2017, Decimal(93), "330700")]


@settings(deadline=None, max_examples=15)  # each example waits for the disk
@given(st.lists(st.decimals(min_value=-(10**17), max_value=10**17, places=6), min_size=1, max_size=30))
def test_decimals_are_exact(tmp_path_factory: pytest.TempPathFactory, values: list[Decimal]) -> None:
    root = tmp_path_factory.mktemp("decimals")
    write(root, tables([statement(value=value, char_start=at) for at, value in enumerate(values)]))
    assert sorted(value for _, value in figures(root)) == sorted(values)


def test_a_column_all_null_keeps_its_type(tmp_path: Path) -> None:
    write(tmp_path, tables([statement(value=None, bound="blank")]))
    assert read_table(tmp_path, "observations").schema.field("value").type == pa.decimal128(24, 6)


Change = Callable[[pa.Table], pa.Table]


def without(name: str) -> Change:
    return lambda content: content.drop_columns([name])


def holding(name: str, value: Any) -> Change:
    return lambda content: content.set_column(content.column_names.index(name), name, pa.array([value]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(without("unit"), "missing or unknown: unit", id="a column missing"),
        pytest.param(
            lambda c: c.append_column("extra", pa.array(["x"])), "unknown: extra", id="a column unknown"
        ),
        pytest.param(holding("unit", None), "null in unit", id="a null"),
        pytest.param(holding("value", "ninety"), "does not fit", id="a wrong type"),
        pytest.param(holding("report_year", 2016), "report_year is 2016", id="year and report id differ"),
        pytest.param(holding("report_id", "330500-2017"), "not being loaded", id="a report not named"),
    ],
)
def test_rows_that_do_not_fit_are_refused(tmp_path: Path, change: Change, words: str) -> None:
    write(tmp_path, one("330700-2017"))
    before = files(tmp_path)
    content = change(one("330700-2017", "93")["statements"])
    with pytest.raises(LoadError, match=words):
        write_reports(tmp_path, {"statements": content}, ["330700-2017"])
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("changed", "reports"),
    [
        pytest.param(
            {"figures": FOLDERS["issues"].schema.empty_table()}, ["330700-2017"], id="no such table"
        ),
        pytest.param({}, ["金华"], id="no report id"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, changed: dict[str, pa.Table], reports: list[str]
) -> None:
    with pytest.raises(LoadError):
        write_reports(tmp_path, changed, reports)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param('{"schema_version": "0", "files": []}', "schema version 0", id="other version"),
        pytest.param("{", "cannot be read", id="cut"),
        pytest.param("{}", "cannot be read", id="no files"),
    ],
)
def test_a_manifest_not_understood_is_no_empty_folder(tmp_path: Path, content: str, words: str) -> None:
    write(tmp_path, one("330700-2017"))
    before = files(tmp_path)
    (tmp_path / "parquet" / "manifest.json").write_text(content)
    for act in (lambda: read_table(tmp_path, "statements"), lambda: write(tmp_path, one("330700-2018"))):
        with pytest.raises(LoadError, match=words):
            act()
    assert files(tmp_path).keys() == before.keys()


@pytest.mark.parametrize(
    "harm", [Path.unlink, lambda path: path.write_bytes(b"PAR1")], ids=["missing", "cut"]
)
def test_a_damaged_file_is_named(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    write(tmp_path, one("330700-2017"))
    (part,) = (tmp_path / "parquet" / "statements").rglob("*.parquet")
    harm(part)
    with pytest.raises(LoadError, match=part.name):
        read_table(tmp_path, "statements")


# A year that stands already and one that comes: each step of either leaves the other as it was
OLD = [("330700-2017", Decimal(92))]
NEW = [("330700-2017", Decimal(93)), ("330700-2018", Decimal(94))]


def old_state(root: Path) -> None:
    write(root, one("330700-2017"))


def write_new_state(root: Path) -> None:
    stated = [statement(report, f"{value}%", value) for report, value in NEW]
    write(root, tables(stated))


def steps_of_a_load(root: Path) -> int:
    """How often a load from the old to the new state replaces, removes or makes a file."""
    old_state(root)
    counted = 0
    with pytest.MonkeyPatch.context() as patch:

        def count(*_: Any) -> None:
            nonlocal counted
            counted += 1

        before_each_step(patch, count)
        write_new_state(root)
    return counted


def before_each_step(patch: pytest.MonkeyPatch, act: Callable[..., None]) -> None:
    """Call `act` before each file is written, renamed or removed: flushing one changes nothing there."""
    for owner, name in (
        (os, "replace"),
        (Path, "unlink"),
        (load.parquet.writing, "write_bytes"),
    ):
        real = getattr(owner, name)

        def step(*args: Any, real: Any = real, **options: Any) -> Any:
            act()
            return real(*args, **options)

        patch.setattr(owner, name, step)


def test_stopped_before_any_step_it_is_the_old_or_the_new_state(tmp_path: Path) -> None:
    total = steps_of_a_load(tmp_path / "count")
    assert total > 15
    old_state(tmp_path / "old")
    for stop in range(total):
        shutil.copytree(tmp_path / "old", tmp_path / str(stop))
    seen = {stop: state_after_stop(tmp_path / str(stop), stop) for stop in range(total)}
    assert {tuple(state) for state in seen.values()} == {tuple(OLD), tuple(NEW)}
    first_new = min(stop for stop, state in seen.items() if state == NEW)
    assert all(seen[stop] == NEW for stop in range(first_new, total))


class StoppedError(BaseException):
    """Stands for the end of the process: nothing in the code may catch it."""


def state_after_stop(root: Path, stop: int) -> list[tuple[str, Decimal]]:
    """What a reader sees after a load was stopped before step `stop`; the next load must mend all."""
    with pytest.MonkeyPatch.context() as patch:
        left = stop

        def act() -> None:
            nonlocal left
            if left <= 0:
                raise StoppedError
            left -= 1

        before_each_step(patch, act)
        with pytest.raises(StoppedError):
            write_new_state(root)
    state = figures(root)
    tidy(root)
    assert rows_in_folder(root) == len(state)
    write_new_state(root)
    assert figures(root) == NEW
    assert rows_in_folder(root) == len(NEW)
    return state


def rows_in_folder(root: Path) -> int:
    return len(pd.read_parquet(root / "parquet" / "statements"))


# In each folder that it is given, a copy of it loads until it has renamed as many files as the folder says
KILLED = """
import os, signal, sys
from pathlib import Path
import load.parquet.writing
from tests.load.parquet.test_parquet import write_new_state
real = os.replace
for root in map(Path, sys.argv[1:]):
    if pid := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        continue
    left = int(root.name)
    def replace(*args):
        global left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        real(*args)
    os.replace = replace
    write_new_state(root)
    os._exit(0)
"""


@pytest.mark.slow
def test_killed_it_is_the_old_or_the_new_state(tmp_path: Path) -> None:
    roots = [tmp_path / str(replaced) for replaced in (0, 1, 5, 8)]
    for root in roots:
        old_state(root)
    asked = [sys.executable, "-c", KILLED, *map(str, roots)]
    done = subprocess.run(asked, check=False, timeout=600, capture_output=True, text=True)
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(roots), done.stderr
    for root in roots:
        assert figures(root) in (OLD, NEW)
        write_new_state(root)
        assert figures(root) == NEW
        assert rows_in_folder(root) == len(NEW)
        assert not (root / "parquet" / ".writing").exists()
