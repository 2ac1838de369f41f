"""One writer at a time, by the kernel's lock."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.writing import BusyError, only_writer
from tests.flows.running import clean_environment, run_fazhi
from warehouse.errors import SettingsError

_HOLDER = """
import sys, time
from pathlib import Path
from flows.writing import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of `tmp_path`."""
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    with subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_second_writer_is_told_who_holds_it(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(BusyError, match=f"process {holder.pid} on "), only_writer(tmp_path):
        pass


def test_killed_holder_frees_it(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with only_writer(tmp_path):
        pass


def test_one_process_may_take_it_twice(tmp_path: Path) -> None:
    with only_writer(tmp_path), only_writer(tmp_path):
        pass


def test_left_over_files_hold_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "fazhi.lock").touch()
    (tmp_path / "fazhi.lock.holder").write_text('{"pid": 1, "host": "gone"}')
    with only_writer(tmp_path):
        pass


@pytest.mark.parametrize("command", ["run", "fetch", "transform", "load", "export", "rebuild"])
def test_command_that_writes_is_status_1_while_another_writes(tmp_path: Path, command: str) -> None:
    (tmp_path / "data/parquet").mkdir(parents=True)  # without tables, rebuild has another thing to say
    with only_writer(tmp_path / "data"):
        refused = run_fazhi(tmp_path, command)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert f"process {os.getpid()} on" in refused.stderr


def test_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(SettingsError, match="--data-dir"), only_writer(tmp_path / "data"):
        pass
