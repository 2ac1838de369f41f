"""Prefect's server killed in the middle of a run: the command ends as the run's own record says."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from load.diaries.load_runs import read_load_runs
from tests.flows.running import Done, clean_environment, command, is_at_work, warm
from tests.flows.serving.relay import relay

pytestmark = pytest.mark.slow

_PATIENCE = 600
_BEGUN = "data/parquet/load_run/*.parquet"
_ONCE_MORE = {"PREFECT_CLIENT_MAX_RETRIES": "1"}
"""A server that is gone is asked in vain twice by each call: five seconds, where it would be ten."""


def run_and_lose(folder: Path, url: str, trace: str, lose: Callable[[int], bool], **variables: str) -> Done:
    """`fazhi run` over one report in the folder, its server lost as soon as the run has left a trace."""
    (folder / "reports.csv").write_text(f"place,year,url\n金华市,2017,{url}\n", "utf-8")
    out, err, asked = folder / "out", folder / "err", ("run", "--catalogue", "reports.csv")
    run = warm().begin(folder, asked, clean_environment(**variables), out, err)
    deadline = time.monotonic() + _PATIENCE
    while not list(folder.glob(trace)) and is_at_work(run) and time.monotonic() < deadline:
        time.sleep(0.02)
    is_lost = lose(run)
    status = warm().end()
    assert is_lost, err.read_text("utf-8")
    return Done(command(*asked), status, out.read_text("utf-8"), err.read_text("utf-8"))


def kill_its_server(run: int) -> bool:
    """Kill the server that a run has started; whether there was one. Its log precedes it."""
    deadline = time.monotonic() + _PATIENCE
    while (server := server_of(run)) is None and is_at_work(run) and time.monotonic() < deadline:
        time.sleep(0.02)
    if server is not None:
        os.killpg(server, signal.SIGKILL)
    return server is not None


def server_of(run: int) -> int | None:
    """The process of the server that a run has started, which leads a group of its own."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = status.with_name("cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == run and "flows.serving.server_process" in words:
            return int(status.parent.name)
    return None


def events(folder: Path) -> list[str]:
    return [str(event) for event in read_load_runs(folder / "data")["event"].to_pylist()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_the_work_goes_on_and_its_record_is_what_the_command_says(tmp_path: Path, prefect_home: Path) -> None:
    shutil.copytree(prefect_home, tmp_path / "data" / "prefect")
    run = run_and_lose(tmp_path, "sample:330700-2017.html", _BEGUN, kill_its_server, **_ONCE_MORE)
    assert (run.returncode, events(tmp_path)) == (0, ["started", "succeeded"])
    assert "1 reports: 1 read" in run.stdout
    (line,) = run.stderr.splitlines()
    assert line.startswith("the Prefect server at http://127.0.0.1:")
    assert "went away" in line


def test_a_run_that_fails_says_why_though_its_server_is_gone(tmp_path: Path, prefect_url: str) -> None:
    """What a server is that goes away for this run alone: an address that leads to it no more."""
    with relay(prefect_url) as (address, cut):
        variables = {"PREFECT_API_URL": address, **_ONCE_MORE}
        run = run_and_lose(tmp_path, "sample:none.html", _BEGUN, lambda _: cut(), **variables)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith("no report could be read (the reasons stand above)")
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_server_that_dies_as_it_starts_is_told(tmp_path: Path) -> None:
    run = run_and_lose(tmp_path, "sample:330700-2017.html", "data/prefect/server.log", kill_its_server)
    assert run.returncode == 1
    assert "the Prefect server ended at its start" in run.stderr
    assert len(run.stderr.splitlines()) == 1
