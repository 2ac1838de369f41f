"""`fazhi run` on the samples, twice, and killed at every stage: the same tables, warehouse and workbook."""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.record.outcomes import Status, read_summary
from load.diaries.load_runs import read_load_runs
from tests.flows.running import Done, contents, killed_fazhi, run_afresh, run_fazhi, written
from tests.load.factories import as_version

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Twice:
    """A folder in which the samples were run twice, and what each run left and said."""

    folder: Path
    first: Done
    first_contents: dict[str, str]
    first_written: dict[str, int]
    second: Done


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("twice")
    first = run_afresh(folder, "run")
    data = folder / "data"
    return Twice(folder, first, contents(data), written(data), run_afresh(folder, "run"))


def test_good_run_ends_well_with_nothing_on_standard_error(twice: Twice) -> None:
    assert (twice.first.returncode, twice.first.stderr) == (0, "")


def test_log_of_the_temporary_server_tells_no_error(twice: Twice) -> None:
    log = (twice.folder / "data/prefect/server.log").read_text()
    assert [word for word in ("Traceback", "Error", "ERROR") if word in log] == []


def test_every_sample_is_read(twice: Twice) -> None:
    assert read_load_runs(twice.folder / "data").to_pylist()[1]["read"] == 38


def test_end_compares_the_base_year_and_says_where_things_are(twice: Twice) -> None:
    wanted = ("行政诉讼败诉率", "6.9%", "9.5%", "与其他地区", "warehouse.duckdb", "fazhi.xlsx", "parquet")
    assert [word for word in wanted if word not in twice.first.stdout] == []


def test_tables_of_an_older_version_are_read_anew_from_the_snapshots(
    twice: Twice, tmp_path: Path, prefect_url: str
) -> None:
    shutil.copytree(twice.folder / "data", tmp_path / "data")
    as_version(tmp_path / "data", "0")
    part = run_fazhi(tmp_path, "run", "--places", "金华市", PREFECT_API_URL=prefect_url)
    assert part.returncode == 1 and "run `fazhi run` once for the whole catalogue" in part.stderr
    whole = run_fazhi(tmp_path, "run", PREFECT_API_URL=prefect_url)
    assert whole.returncode == 0 and "set aside as parquet.v0" in whole.stderr
    assert contents(tmp_path / "data") == twice.first_contents


def test_second_run_writes_nothing_and_says_so(twice: Twice) -> None:
    assert (twice.second.returncode, twice.second.stderr) == (0, "")
    assert "Nothing has changed" in twice.second.stdout
    assert written(twice.folder / "data") == twice.first_written


def test_second_run_leaves_every_report_as_it_was(twice: Twice) -> None:
    summary = read_summary(twice.folder / "data/last_run.json")
    assert summary is not None
    assert {outcome.status for outcome in summary.outcomes} == {Status.UNCHANGED}


def test_diary_holds_start_and_end_of_each_run(twice: Twice) -> None:
    events = read_load_runs(twice.folder / "data")["event"].to_pylist()
    assert events == ["started", "succeeded", "started", "succeeded"]


def test_nothing_of_prefect_lies_outside_the_data_folder(twice: Twice) -> None:
    assert sorted(path.name for path in twice.folder.iterdir()) == ["data"]


def test_all_reads_again_and_gives_the_same(twice: Twice, prefect_url: str) -> None:
    again = run_fazhi(twice.folder, "run", "--all", PREFECT_API_URL=prefect_url)
    assert (again.returncode, "38 read" in again.stdout) == (0, True)
    assert contents(twice.folder / "data") == twice.first_contents


def snapshots(count: int) -> Callable[[Path], bool]:
    return lambda data: len(list(data.glob("snapshots/??/*.json"))) >= count


def any_of(*patterns: str) -> Callable[[Path], bool]:
    return lambda data: any(next(data.glob(pattern), None) for pattern in patterns)


def moment() -> Callable[[Path], bool]:
    """Some moment within the seconds that a run takes."""
    end = time.monotonic() + random.uniform(0.5, 4)
    return lambda data: time.monotonic() > end


STAGES: dict[str, Callable[[], Callable[[Path], bool]]] = {
    "fetching": lambda: snapshots(3),
    "reading": lambda: snapshots(8),
    "writing tables": lambda: any_of("parquet/.writing", "parquet/manifest.json"),
    "making the warehouse": lambda: any_of(".warehouse.duckdb.new", "warehouse.duckdb"),
    "writing the workbook": lambda: any_of("warehouse.duckdb"),
    "any moment": moment,
}


EIGHT = ("run", "--years", "2022-2024", "--base-year", "2022")
"""A run over eight samples: all stages in less time."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, prefect_url: str) -> dict[str, str]:
    """What that run leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    done = run_fazhi(folder, *EIGHT, PREFECT_API_URL=prefect_url)
    assert (done.returncode, "8 read" in done.stdout) == (0, True), done.stderr
    return contents(folder / "data")


@pytest.mark.parametrize("stage", STAGES)
def test_killed_run_run_again_gives_the_same(
    stage: str, undisturbed: dict[str, str], tmp_path: Path, prefect_url: str
) -> None:
    is_time = STAGES[stage]()
    killed_fazhi(tmp_path, lambda: is_time(tmp_path / "data"), *EIGHT, PREFECT_API_URL=prefect_url)
    again = run_fazhi(tmp_path, *EIGHT, PREFECT_API_URL=prefect_url)
    assert (again.returncode, again.stderr) == (0, "")
    assert contents(tmp_path / "data") == undisturbed
