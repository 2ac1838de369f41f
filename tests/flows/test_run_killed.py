"""`fazhi run` killed at every stage, and run to its end then: the same tables, warehouse and workbook."""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.flows.running import contents, killed_fazhi, run_fazhi

pytestmark = pytest.mark.slow

Is = Callable[[Path], bool]
"""Whether it is time, by what lies in the data folder."""


def snapshots(count: int) -> Is:
    return lambda data: len(list(data.glob("snapshots/??/*.json"))) >= count


def written_now(*patterns: str) -> Is:
    """Whether one of these was written since, which may have been there before."""
    begun = time.time_ns()

    def is_written(data: Path) -> bool:
        return any(_changed(path) > begun for pattern in patterns for path in data.glob(pattern))

    return is_written


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:  # gone meanwhile
        return 0


def moment() -> Is:
    """Some moment within the seconds that a run takes."""
    end = time.monotonic() + random.uniform(0.5, 4)
    return lambda data: time.monotonic() > end


STAGES: dict[str, Callable[[], Is]] = {
    "fetching": lambda: snapshots(3),
    "reading": lambda: written_now("parquet/.rows"),
    "writing tables": lambda: written_now("parquet/.writing", "parquet/manifest.json"),
    "making the warehouse": lambda: written_now(".warehouse.duckdb.new", "warehouse.duckdb"),
    "writing the workbook": lambda: written_now("warehouse.duckdb"),
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


def test_run_killed_again_and_again_gives_the_same_at_last(
    undisturbed: dict[str, str], tmp_path: Path, prefect_url: str
) -> None:
    """Each run goes on from what the one before was killed at, and complains of nothing that it left.

    A kill at some moment comes between two of the stages, or after all of them.
    """
    data = tmp_path / "data"
    stages = list(STAGES.items())
    stages.insert(random.randrange(1, len(stages) + 1), ("any moment", moment))
    for stage, begin in stages:
        is_time = partial(begin(), data)
        said = killed_fazhi(tmp_path, is_time, *EIGHT, PREFECT_API_URL=prefect_url)
        assert said == "", stage
    again = run_fazhi(tmp_path, *EIGHT, PREFECT_API_URL=prefect_url)
    assert (again.returncode, again.stderr) == (0, "")
    assert contents(data) == undisturbed, [stage for stage, _ in stages]
