"""The object store gone in the middle of reading: told in one line, and the next call ends well.

    python -m tests.faults.lost_store --stops 6 --seed 30

The samples lie in a bucket of an S3 server, which is stopped a random while after `fazhi transform` began,
and started again, with the same buckets, before the command is given again. Both times the tables must be
those of an undisturbed call: what stood there before a call that failed must still stand.
"""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from tests.buckets import bucket_variables, new_bucket, s3_server
from tests.faults.trials import tables, try_and_tell
from tests.flows.running import clean_environment, command, run_fazhi


class Store:
    """An S3 server that can be away for a while, and the variables by which it is reached."""

    def __init__(self) -> None:
        self._running = ExitStack()
        address = self._running.enter_context(s3_server())
        self._port = urlsplit(address).port or 0
        self.variables = {**bucket_variables(address), "AWS_MAX_ATTEMPTS": "1"}
        self.variables["FAZHI_SNAPSHOTS_URL"] = new_bucket(address)

    def stop(self) -> None:
        self._running.close()

    def start(self) -> None:
        self._running.enter_context(s3_server(self._port))


def stop_once(folder: Path, store: Store, moment: float, expected: dict[str, bytes]) -> tuple[bool, str]:
    """Whether the stop came before the end, and what is wrong with it or after the next call; "": nothing."""
    shutil.copytree(folder / "whole", folder / "trial")
    asked = ("--data-dir", "trial", "transform", "--all")
    reading = subprocess.Popen(
        command(*asked),
        cwd=folder,
        env=clean_environment(**store.variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(moment)
    store.stop()
    words = reading.communicate()[1].strip()
    still = tables(folder / "trial")
    store.start()
    print(f"stopped after {moment:.1f} s: status {reading.returncode}; {words}", flush=True)
    is_told = reading.returncode == 1 and words.startswith("fazhi: ") and "\n" not in words
    again = run_fazhi(folder, *asked, **store.variables)
    is_whole = still == expected == tables(folder / "trial")
    shutil.rmtree(folder / "trial")
    if (reading.returncode and not is_told) or again.returncode or not is_whole:
        return True, f"after {moment:.1f} s: said {words}; whole: {is_whole}; again: {again.stderr}"
    return bool(reading.returncode), ""


def try_all(stops: int, seed: int) -> Iterator[str]:
    """What went wrong over so many stops that came before the end."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="fazhi-s3-") as name:
        folder, store = Path(name), Store()
        for step in ("fetch", "transform"):
            start = time.monotonic()
            done = run_fazhi(folder, "--data-dir", "whole", step, **store.variables)
            assert done.returncode == 0, done.stderr
        seconds, expected = time.monotonic() - start, tables(folder / "whole")
        while stops:
            was_stopped, wrong = stop_once(folder, store, chance.uniform(0, seconds), expected)
            stops -= was_stopped
            if wrong:
                yield wrong
        store.stop()


if __name__ == "__main__":
    try_and_tell(__doc__ or "", "stops", try_all)
