"""`fazhi serve` killed with its server and the run that it has begun, maybe Pending still; then served again.

    python -m tests.faults.lost_serve --kills 5 --seed 22

All of it is killed at a random moment after Prefect has given the run its deployment's one place, every other
time before the run itself has begun. Served again over the same data folder, the dead run must be marked
crashed, and a run that is asked for must begin and end as an undisturbed one does.
"""

import argparse
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.lost_worker import PARAMETERS
from tests.flows.prefect_api import Api, until
from tests.flows.running import clean_environment, command, contents

_SECONDS_TO_READ = 10


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[tuple[Api, str]]:
    """`fazhi serve` with a server of its own, at work: its API and the deployment for runs by hand."""
    log = folder / "serve.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command("serve"),
            cwd=folder,
            env=clean_environment(**variables, PREFECT_RUNNER_POLL_FREQUENCY="1"),
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        try:
            until(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None)
            api = Api(log.read_text().partition("PREFECT_API_URL=")[2].split()[0])
            until(lambda: "review" in api.deployments() and api.automations())
            time.sleep(1)  # all is put there twice
            yield api, api.deployments()["manual"]["id"]
        finally:
            kill_all(process)


def kill_all(process: "subprocess.Popen[bytes]") -> None:
    """The process and what it began, as a power cut would; its server ends when it finds it gone."""
    descendants = _below(process.pid)
    for pid in (process.pid, *descendants):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _below(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    children = [pid for pid, its_parent in pairs if its_parent == parent]
    return [*children, *(below for child in children for below in _below(child))]


def kill_once(folder: Path, moment: float, expected: dict[str, str], *, pending: bool) -> tuple[str, str]:
    """In which state the run was, and what is wrong after the next one ("": nothing)."""
    alive = {"PENDING", "RUNNING"} if pending else {"RUNNING"}
    with served(folder) as (api, manual):
        dead = api.run(manual, PARAMETERS)
        until(lambda: api.get(f"/flow_runs/{dead}")["state_type"] in alive)
        time.sleep(0 if pending else moment)
        was = api.get(f"/flow_runs/{dead}")["state_type"]
    with served(folder) as (api, manual):
        state = api.get(f"/flow_runs/{dead}")["state_type"]
        ended = api.ended(api.run(manual, PARAMETERS))
    if ended["state_type"] != "COMPLETED" or state not in {"CRASHED", "COMPLETED"}:
        return was, f"next run {ended['state']['message']}, the dead one {state}"
    return was, "" if contents(folder / "data") == expected else "other tables, warehouse or workbook"


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="fazhi-serve-") as name:
        undisturbed = Path(name, "undisturbed")
        undisturbed.mkdir()
        with served(undisturbed) as (api, manual):
            ended = api.ended(api.run(manual, PARAMETERS))
        assert ended["state_type"] == "COMPLETED", ended["state"]
        for number in range(options.kills):
            trial = Path(name, f"trial{number}")
            trial.mkdir()
            moment = chance.uniform(0, _SECONDS_TO_READ)
            was, wrong = kill_once(trial, moment, contents(undisturbed / "data"), pending=number % 2 == 0)
            print(f"killed {was}: {wrong or 'well'}", flush=True)


if __name__ == "__main__":
    main()
