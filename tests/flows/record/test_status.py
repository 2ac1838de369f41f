"""`fazhi status`: what ran, which places are stale, and what a program reads of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.record.open_metrics import write_metrics
from flows.record.outcomes import Outcome, RunSummary, Status, summary_json
from flows.record.status import freshness_of, last_runs
from flows.writing import is_writing, only_writer
from tests.flows.running import Fazhi
from warehouse.records import Health

NIGHT = datetime(2018, 4, 1, 18, tzinfo=UTC)
SUMMARY = RunSummary(
    "r1",
    (
        Outcome("330700-2017", Status.READ, "a", statements=3),
        Outcome("330500-2017", Status.FAILED, "b", kind="gone"),
    ),
    statements=3,
)


def row(run: str, event: str, hours: int, note: str = "") -> dict[str, Any]:
    at = NIGHT + timedelta(hours=hours)
    return {"run_id": run, "event": event, "at": at, "read": 0, "failed": 0, "note": note}


def states(*rows: dict[str, Any], is_writing: bool = False) -> list[tuple[str, str]]:
    return [(run.run_id, run.state) for run in last_runs(rows, is_writing=is_writing)]


def test_newest_run_comes_first() -> None:
    assert states(
        row("a", "started", 0), row("a", "succeeded", 1), row("b", "started", 24), row("b", "failed", 25)
    ) == [("b", "failed"), ("a", "succeeded")]


@pytest.mark.parametrize(("is_writing", "state"), [(True, "running"), (False, "killed")])
def test_a_start_without_an_end(is_writing: bool, state: str) -> None:
    assert states(row("a", "started", 0), row("b", "started", 24), is_writing=is_writing) == [
        ("b", state),
        ("a", "killed"),
    ]


def test_why_a_run_failed_is_said_and_what_it_was_asked_is_not() -> None:
    rows = [row("a", "started", 0, "{}"), row("a", "failed", 1, "LoadError: full")]
    assert [run.note for run in last_runs(rows, is_writing=False)] == ["LoadError: full"]


def test_the_place_that_was_not_read_for_longest_comes_first() -> None:
    def document(place: str, year: int, health: str) -> dict[str, Any]:
        return {"place": place, "place_name": place, "report_year": year, "health": health}

    found = freshness_of(
        [
            document("a", 2017, "read"),
            document("a", 2018, "absent"),
            document("b", 2016, Health.READ_WITH_HOLES.value),
        ]
    )
    assert [(one.place, one.newest_year, one.read, one.missing) for one in found] == [
        ("b", 2016, 1, 0),
        ("a", 2017, 1, 1),
    ]


def test_who_writes_is_known_by_the_lock(tmp_path: Path) -> None:
    assert not is_writing(tmp_path / "none")
    with only_writer(tmp_path):
        assert is_writing(tmp_path)
    assert not is_writing(tmp_path)


def test_an_empty_folder_has_a_status_too(fazhi: Fazhi, tmp_path: Path) -> None:
    done = fazhi("status", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["runs"], said["places"]) == (0, [], [])
    assert not (tmp_path / "data").exists()


def test_summary_for_other_schedulers_is_one_line_of_counts_and_failures() -> None:
    said = json.loads(summary_json(SUMMARY))
    assert (said["status"], said["reports"], said["read"], said["failed"]) == ("succeeded", 2, 1, 1)
    assert [failure["report_id"] for failure in said["failures"]] == ["330500-2017"]


def test_metrics_of_a_good_run(tmp_path: Path) -> None:
    path = tmp_path / "metrics.prom"
    write_metrics(path, NIGHT, NIGHT + timedelta(seconds=90), SUMMARY)
    lines = path.read_text().splitlines()
    wanted = ['fazhi_reports{status="failed"} 1', "fazhi_last_run_seconds 90", "fazhi_last_run_succeeded 1"]
    assert [line for line in wanted if line not in lines] == []
    assert lines[-1] == "# EOF"


def test_last_success_stands_still_where_runs_fail(tmp_path: Path) -> None:
    path = tmp_path / "metrics.prom"
    write_metrics(path, NIGHT, NIGHT, SUMMARY)
    write_metrics(path, NIGHT, NIGHT + timedelta(days=1), None)
    assert f"fazhi_last_success_timestamp_seconds {int(NIGHT.timestamp())}\n" in path.read_text()
    assert "fazhi_last_run_succeeded 0\n" in path.read_text()
