"""How the tests run the command line: from an empty folder, with no settings of the developer's own."""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from load.engines.database import hashes_of
from tests.warm import Warm, warm_commands

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = len((ROOT / "samples/catalogue.csv").read_text("utf-8").splitlines()) - 1
Done = subprocess.CompletedProcess[str]
Fazhi = Callable[..., Done]
_OF_PYTHON = ("PYTHON", "LANG", "LC_")


def clean_environment(**changes: str) -> dict[str, str]:
    """Our environment without settings of fazhi or Prefect, the checkout importable, tables 160 wide.

    Sites of the tests are on this machine and may be asked, without a pause. A busy machine may take its time
    to start a server.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("FAZHI_", "PREFECT_"))}
    sites = {"FAZHI_ALLOW_PRIVATE": "127.0.0.0/8", "FAZHI_FETCH_DELAY": "0", "FAZHI_SERVER_WAIT": "600"}
    return {**ours, "PYTHONPATH": str(ROOT), "COLUMNS": "160", **sites, **changes}


def command(*arguments: str) -> list[str]:
    """The command line of `fazhi` with arguments."""
    return [sys.executable, "-m", "flows", *arguments]


def run_fazhi(folder: Path, *arguments: str, **variables: str) -> Done:
    """Run `fazhi` in `folder` to its end, in a copy of a process that has imported it.

    Where a variable is one that Python itself reads at its start: as `run_afresh` does.
    """
    if any(name.startswith(_OF_PYTHON) for name in variables):
        return run_afresh(folder, *arguments, **variables)
    return run_in_a_copy(warm(), folder, *arguments, **variables)


def run_in_a_copy(of: Warm, folder: Path, *arguments: str, **variables: str) -> Done:
    """Run `fazhi` in `folder` to its end, in a copy of this process that has imported it."""
    with tempfile.TemporaryDirectory(prefix="fazhi-said-") as said:
        out, err = Path(said, "out"), Path(said, "err")
        of.begin(folder, arguments, clean_environment(**variables), out, err)
        status = of.end()
        return Done(command(*arguments), status, out.read_text("utf-8"), err.read_text("utf-8"))


def killed_fazhi(folder: Path, is_time: Callable[[], bool], *arguments: str, **variables: str) -> str:
    """Begin `fazhi` as `run_fazhi` does, and kill it with SIGKILL at the time, if it has not ended.

    Returns what it said of errors until then.
    """
    with tempfile.TemporaryDirectory(prefix="fazhi-said-") as said:
        err = Path(said, "err")
        pid = warm().begin(folder, arguments, clean_environment(**variables), Path(os.devnull), err)
        deadline = time.monotonic() + 1200
        while not is_time() and is_at_work(pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)  # it keeps its number until it is waited for
        warm().end()
        return err.read_text("utf-8")


def is_at_work(pid: int) -> bool:
    """Whether a process that nobody waits for yet has not ended; of that only /proc tells."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc").is_dir()


def run_afresh(folder: Path, *arguments: str, **variables: str) -> Done:
    """Run `fazhi` in `folder` to its end, in a process of its own, as a user's shell does."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )


@cache
def warm() -> Warm:
    """The process in whose copies commands run: one for all tests of a process, as it takes long to start."""
    started = warm_commands(ROOT, clean_environment(), rules_stay=True)
    atexit.register(started.close)
    return started


def contents(data: Path) -> dict[str, str]:
    """What a data folder says: hashes of tables and workbook by name, and the warehouse's content hash.

    The warehouse's file also holds the diary of runs with its clock times; its content hash does not.
    """
    paths = [*data.glob("parquet/*/report_year=*/*.parquet"), data / "fazhi.xlsx"]
    said = {path.relative_to(data).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}
    return said | {"warehouse": hashes_of(data / "warehouse.duckdb")["sha256"][0].as_py()}


def written(data: Path) -> dict[str, int]:
    """When each file of tables, warehouse and workbook was last written."""
    paths = [*data.glob("parquet/*/report_year=*/*.parquet"), data / "warehouse.duckdb", data / "fazhi.xlsx"]
    return {path.relative_to(data).as_posix(): path.stat().st_mtime_ns for path in paths}
