"""`fazhi run` killed at every stage and run again: the same tables, warehouse and workbook."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.running import contents, killed_fazhi, run_fazhi

pytestmark = pytest.mark.slow


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
