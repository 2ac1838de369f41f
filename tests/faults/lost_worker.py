"""A worker killed with the run it carries, at random moments: the next run ends as an undisturbed one does.

    python -m tests.faults.lost_worker --kills 5 --seed 20

On a real server with the deployments of prefect.yaml. The worker and its runs are one group of processes,
which is killed; another worker is started and a run is asked for. Tables, warehouse and workbook are compared
with those of an undisturbed run, and the run that died must be said to have crashed.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flows.serving.server import temporary_server
from tests.flows.prefect_api import PATIENCE, Api, until
from tests.flows.running import ROOT, clean_environment, contents

PARAMETERS = {"places": "金华市", "catalogue": "samples"}


def environment_of(api: Api) -> dict[str, str]:
    """For Prefect's own commands: this Python first, settings of nobody."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return clean_environment(PREFECT_API_URL=api.url, PATH=path, PREFECT_WORKER_QUERY_SECONDS="1")


def deploy(api: Api, folder: Path) -> str:
    """The deployments of prefect.yaml; the id of the one for runs by hand."""
    api.post("/work_pools/", {"name": "fazhi", "type": "process"})
    words = ["--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml")]
    command = [sys.executable, "-m", "prefect", *words]
    subprocess.run(
        command, cwd=folder, env=environment_of(api), check=True, capture_output=True, timeout=PATIENCE
    )
    return str(api.deployments()["manual"]["id"])


@contextmanager
def worker(api: Api, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker whose runs write into the folder; killed with them at the end, if it lives."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "fazhi"]
    environment = {**environment_of(api), "FAZHI_DATA_DIR": str(folder / "data")}
    with (
        (folder / "worker.log").open("ab") as log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        yield process
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """The worker and all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def undisturbed(api: Api, manual: str, folder: Path) -> tuple[Mapping[str, str], float]:
    """What a run leaves, and the seconds between its first trace and its end."""
    with worker(api, folder):
        run = api.run(manual, PARAMETERS)
        until(lambda: (folder / "data").exists())
        began = time.monotonic()
        ended = api.ended(run)
    assert ended["state_type"] == "COMPLETED", ended["state"]
    return contents(folder / "data"), time.monotonic() - began


def kill_once(
    api: Api, manual: str, folder: Path, moment: float, expected: Mapping[str, str]
) -> tuple[str, float]:
    """What is wrong after the next run ("": nothing), and the seconds until that began."""
    with worker(api, folder) as first:
        died = api.run(manual, PARAMETERS)
        until(lambda: (folder / "data").exists())
        time.sleep(moment)
        kill(first)
    asked = time.monotonic()
    with worker(api, folder):
        run = api.run(manual, PARAMETERS)
        until(lambda: api.get(f"/flow_runs/{run}")["state_type"] not in {"SCHEDULED", "PENDING"})
        waited = time.monotonic() - asked
        ended = api.ended(run)
    state = api.get(f"/flow_runs/{died}")["state_type"]
    if ended["state_type"] != "COMPLETED" or state not in {"CRASHED", "COMPLETED"}:
        return f"next run {ended['state']['message']}, the dead one {state}", waited
    found = contents(folder / "data")
    differ = sorted(name for name in expected.keys() | found if expected.get(name) != found.get(name))
    return f"other: {', '.join(differ)}" if differ else "", waited


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="fazhi-worker-") as name:
        folder = Path(name)
        with temporary_server(folder / "prefect", PATIENCE, for_one_run=False) as server:
            api = Api(server.api_url)
            manual = deploy(api, folder)
            (folder / "undisturbed").mkdir()
            expected, seconds = undisturbed(api, manual, folder / "undisturbed")
            for number in range(options.kills):
                trial = folder / f"trial{number}"
                trial.mkdir()
                moment = chance.uniform(0, seconds)
                wrong, waited = kill_once(api, manual, trial, moment, expected)
                said = f"killed after {moment:.1f} of {seconds:.1f} s, next run began after {waited:.0f} s"
                print(f"{said}: {wrong or 'well'}", flush=True)


if __name__ == "__main__":
    main()
