"""`fazhi run` on the samples, twice, and on tables of an older version: the same, and nothing twice."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.record.outcomes import Status, read_summary
from load.diaries.load_runs import read_load_runs
from tests.flows.conftest import TROUBLE
from tests.flows.running import SAMPLES, Done, contents, run_afresh, run_fazhi, written
from tests.load.factories import as_version

pytestmark = pytest.mark.slow

TWO_REPORTS = "place,year,url\n金华市,2017,sample:330700-2017.html\n上海市,2017,sample:310000-2017.html\n"


@dataclass(frozen=True)
class Twice:
    """A folder in which the samples were run twice, and what each run left and said."""

    folder: Path
    first: Done
    first_contents: dict[str, str]
    first_written: dict[str, int]
    second: Done


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path, prefect_url: str) -> Twice:
    """First on a server of its own, which has made its database, then on one that there is."""
    folder = tmp_path_factory.mktemp("twice")
    shutil.copytree(prefect_home, folder / "data" / "prefect")
    first = run_afresh(folder, "run")
    data = folder / "data"
    before = contents(data), written(data)
    return Twice(folder, first, *before, run_fazhi(folder, "run", PREFECT_API_URL=prefect_url))


def test_good_run_ends_well_with_nothing_on_standard_error(twice: Twice) -> None:
    assert (twice.first.returncode, twice.first.stderr) == (0, "")


def test_log_of_the_temporary_server_tells_no_error(twice: Twice) -> None:
    log = (twice.folder / "data/prefect/server.log").read_text()
    assert [word for word in TROUBLE if word in log] == []


def test_every_sample_is_read(twice: Twice) -> None:
    assert read_load_runs(twice.folder / "data").to_pylist()[1]["read"] == SAMPLES


def test_end_compares_the_base_year_and_says_where_things_are(twice: Twice) -> None:
    wanted = ("行政诉讼败诉率", "6.9%", "9.5%", "与其他地区", "warehouse.duckdb", "fazhi.xlsx", "parquet")
    assert [word for word in wanted if word not in twice.first.stdout] == []


def test_tables_of_an_older_version_are_read_anew_from_the_snapshots(
    tmp_path: Path, prefect_url: str
) -> None:
    (tmp_path / "reports.csv").write_text(TWO_REPORTS, "utf-8")

    def run(*options: str) -> Done:
        return run_fazhi(tmp_path, "run", "--catalogue", "reports.csv", *options, PREFECT_API_URL=prefect_url)

    assert run().returncode == 0
    before = contents(tmp_path / "data")
    as_version(tmp_path / "data", "0")
    part = run("--places", "金华市")
    assert part.returncode == 1 and "run `fazhi run` once for the whole catalogue" in part.stderr
    whole = run()
    assert whole.returncode == 0 and "set aside as parquet.v0" in whole.stderr
    assert contents(tmp_path / "data") == before


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
    """Some of them here; tests/flows/cli/test_review.py reads all again."""
    again = run_fazhi(twice.folder, "run", "--all", "--years", "2022-2024", PREFECT_API_URL=prefect_url)
    assert (again.returncode, "8 read" in again.stdout) == (0, True)
    assert contents(twice.folder / "data") == twice.first_contents
