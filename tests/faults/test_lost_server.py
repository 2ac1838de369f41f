"""Prefect's server killed in the middle of a run: the command ends as the run's own record says."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from load.diaries.load_runs import read_load_runs
from tests.flows.running import clean_environment, command

pytestmark = pytest.mark.slow

_PATIENCE = 600
_BEGUN = "data/parquet/load_run/*.parquet"


@contextmanager
def running(folder: Path, url: str) -> Iterator["subprocess.Popen[str]"]:
    """`fazhi run` over one report, in the folder."""
    (folder / "reports.csv").write_text(f"place,year,url\n金华市,2017,{url}\n", "utf-8")
    with subprocess.Popen(
        command("run", "--catalogue", "reports.csv"),
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def server_of(run: "subprocess.Popen[str]") -> int | None:
    """The process of the server that a run has started, which leads a group of its own."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = status.with_name("cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == run.pid and "flows.serving.server_process" in words:
            return int(status.parent.name)
    return None


def kill_server(run: "subprocess.Popen[str]", folder: Path, trace: str) -> None:
    """Kill the server as soon as the run has left a trace."""
    deadline = time.monotonic() + _PATIENCE
    while not list(folder.glob(trace)) and time.monotonic() < deadline:
        time.sleep(0.02)
    server = server_of(run)
    assert server is not None
    os.killpg(server, signal.SIGKILL)


def events(folder: Path) -> list[str]:
    return [str(event) for event in read_load_runs(folder / "data")["event"].to_pylist()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_the_work_goes_on_and_its_record_is_what_the_command_says(tmp_path: Path, prefect_home: Path) -> None:
    shutil.copytree(prefect_home, tmp_path / "data" / "prefect")
    with running(tmp_path, "sample:330700-2017.html") as run:
        kill_server(run, tmp_path, _BEGUN)
        shown, said = run.communicate(timeout=_PATIENCE)
    assert (run.returncode, events(tmp_path)) == (0, ["started", "succeeded"])
    assert "1 reports: 1 read" in shown
    (line,) = said.splitlines()
    assert line.startswith("the Prefect server at http://127.0.0.1:")
    assert "went away" in line


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_run_that_fails_says_why_though_its_server_is_gone(tmp_path: Path, prefect_home: Path) -> None:
    shutil.copytree(prefect_home, tmp_path / "data" / "prefect")
    with running(tmp_path, "sample:none.html") as run:
        kill_server(run, tmp_path, _BEGUN)
        _, said = run.communicate(timeout=_PATIENCE)
    assert run.returncode == 1
    assert said.splitlines()[-1].endswith("no report could be read (the reasons stand above)")
    assert "Traceback" not in said


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_server_that_dies_as_it_starts_is_told(tmp_path: Path) -> None:
    with running(tmp_path, "sample:330700-2017.html") as run:
        kill_server(run, tmp_path, "data/prefect/server.log")
        _, said = run.communicate(timeout=_PATIENCE)
    assert run.returncode == 1
    assert "the Prefect server ended at its start" in said
    assert len(said.splitlines()) == 1
