"""`--failed`: what failed is repeated for the catalogue in which it failed, until it is settled."""

from pathlib import Path

import pytest

from flows.record.failing import failed_catalogue, remember_failing, still_failing
from flows.record.outcomes import Outcome, RunSummary, Status
from flows.settings import Settings, load_settings
from warehouse.errors import LoadError

OURS, THEIRS = Path("/srv/ours.csv"), Path("/srv/theirs.csv")


def settings(folder: Path) -> Settings:
    return load_settings(data_dir=folder)


def ran(folder: Path, catalogue: Path, **reports: Status) -> None:
    """A run of some reports, r1 to r9, each with what became of it."""
    outcomes = tuple(Outcome(report, status, "https://example.org/") for report, status in reports.items())
    remember_failing(settings(folder), RunSummary("run", outcomes, catalogue=str(catalogue)))


def test_a_run_of_other_reports_forgets_no_failure(tmp_path: Path) -> None:
    ran(tmp_path, OURS, r1=Status.FAILED, r2=Status.READ)
    ran(tmp_path, OURS, r2=Status.UNCHANGED)
    assert still_failing(settings(tmp_path), OURS) == {"r1"}


def test_what_is_read_fails_no_more(tmp_path: Path) -> None:
    ran(tmp_path, OURS, r1=Status.FAILED, r2=Status.FAILED)
    ran(tmp_path, OURS, r1=Status.READ)
    assert still_failing(settings(tmp_path), OURS) == {"r2"}


def test_failures_belong_to_their_catalogue(tmp_path: Path) -> None:
    ran(tmp_path, OURS, r1=Status.FAILED)
    ran(tmp_path, THEIRS, r2=Status.READ)
    assert still_failing(settings(tmp_path), THEIRS) == frozenset()
    assert failed_catalogue(settings(tmp_path)) == str(OURS)


def test_the_newest_catalogue_with_failures_is_repeated(tmp_path: Path) -> None:
    ran(tmp_path, OURS, r1=Status.FAILED)
    ran(tmp_path, THEIRS, r1=Status.FAILED)
    assert failed_catalogue(settings(tmp_path)) == str(THEIRS)
    ran(tmp_path, OURS, r2=Status.FAILED)
    assert failed_catalogue(settings(tmp_path)) == str(OURS)


def test_nothing_failed_before_the_first_run(tmp_path: Path) -> None:
    assert (failed_catalogue(settings(tmp_path)), still_failing(settings(tmp_path), OURS)) == (
        "",
        frozenset(),
    )


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "failing.json").write_text(text)
    with pytest.raises(LoadError, match=r"failing\.json"):
        failed_catalogue(settings(tmp_path))
