"""A Dask worker or scheduler killed while it reads: the run ends as one that nobody disturbed.

    python -m tests.faults.lost_cluster --kills 6 --seed 30

Each time a scheduler and two workers are started, and a run is asked for. Its cluster loses a worker, both,
or the scheduler, a random while after reading began. What is left is compared with a reading here.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.serving.server import temporary_server
from tests.faults.trials import tables, try_and_tell
from tests.flows.prefect_api import until
from tests.flows.running import clean_environment, command, run_fazhi

LOST = {"a worker": ("worker 1",), "both workers": ("worker 1", "worker 2"), "the scheduler": ("scheduler",)}


@contextmanager
def a_cluster(folder: Path) -> Iterator[tuple[str, dict[str, "subprocess.Popen[bytes]"]]]:
    """The address of a scheduler with two workers, and the processes by name."""
    where = folder / "scheduler.json"
    shared = ["--scheduler-file", str(where), "--no-dashboard"]
    beginnings = {"scheduler": ["scheduler", "--host", "127.0.0.1", "--port", "0"]}
    beginnings |= {f"worker {n}": ["worker", "--nthreads", "1", "--no-nanny"] for n in (1, 2)}
    programs: dict[str, subprocess.Popen[bytes]] = {}
    with ExitStack() as running:
        for name, options in beginnings.items():
            programs[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", *options, *shared],
                cwd=folder,
                env=clean_environment(),
                stderr=running.enter_context((folder / f"{name}.log").open("wb")),
            )
            running.callback(programs[name].wait)
            running.callback(programs[name].kill)
            until(where.exists)
        yield str(json.loads(where.read_text("utf-8"))["address"]), programs


def undisturbed(folder: Path) -> tuple[dict[str, bytes], float]:
    """What a reading of the samples here leaves, and how long it takes."""
    data = ("--data-dir", str(folder / "here"))
    start = time.monotonic()
    for step in ("fetch", "transform"):
        done = run_fazhi(folder, *data, step)
        assert done.returncode == 0, done.stderr
    return tables(folder / "here"), time.monotonic() - start


def lose_once(folder: Path, api_url: str, what: str, moment: float, expected: dict[str, bytes]) -> str:
    """Lose a part of a cluster so many seconds after reading began; what is wrong then, "": nothing."""
    folder.mkdir()
    with a_cluster(folder) as (address, programs), (folder / "err").open("wb") as err:
        asked = ("--data-dir", "there", "run", "--export", "nothing", "--scheduler", address)
        environment = clean_environment(PREFECT_API_URL=api_url)
        running = subprocess.Popen(
            command(*asked), cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=err
        )
        until(lambda: running.poll() is not None or (folder / "there/parquet/.rows").exists())
        time.sleep(moment)
        for name in LOST[what]:
            programs[name].send_signal(signal.SIGKILL)
        status = running.wait()
    words = (folder / "err").read_text("utf-8").strip()
    print(f"{what} after {moment:.1f} s: status {status}; {words or 'nothing was said'}", flush=True)
    if status == 2 and ("no Dask scheduler answers" in words or "Dask: has no worker" in words):
        return ""  # it went before the run had found it
    is_told = all("was lost on Dask" in line for line in words.splitlines())
    if status or not is_told or tables(folder / "there") != expected:
        return f"{what} after {moment:.1f} s: status {status}, said: {words}"
    return ""


def try_all(kills: int, seed: int) -> Iterator[str]:
    """What went wrong over so many kills by turns."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="fazhi-dask-") as name:
        folder = Path(name)
        expected, seconds = undisturbed(folder)
        with temporary_server(folder / "prefect", 600, for_one_run=False) as server:
            for number in range(kills):
                what = list(LOST)[number % len(LOST)]
                moment = chance.uniform(0, seconds)
                if wrong := lose_once(folder / str(number), server.api_url, what, moment, expected):
                    yield wrong


if __name__ == "__main__":
    try_and_tell(__doc__ or "", "kills", try_all)
