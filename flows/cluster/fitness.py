"""Whether the workers of a Dask cluster read as we do: the same code and libraries, and all in reach.

A worker with another version would read otherwise, so a cluster with one is refused before anything is read.
"""

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from distributed import Client

from extract.storage import Location, storage_at
from flows.keeping.freshness import extraction_version
from flows.serving.server import is_healthy
from warehouse.errors import FazhiError, SettingsError

_PACKAGES = ("distributed", "prefect", "pyarrow")
_NO_FILE = "fazhi-looks-whether-the-store-answers"


@dataclass(frozen=True, slots=True)
class Said:
    """What a worker says of itself."""

    reads: str
    """The version of the code, rules and libraries that read."""
    packages: tuple[str, ...]
    may_have_children: bool
    sees_server: bool
    store: str
    """Why the snapshots are out of reach; empty: they are not."""


def say(api_url: str, snapshots: Location) -> Said:
    """What this process is; sent to each worker."""
    try:
        storage_at(snapshots).exists(_NO_FILE)
        store = ""
    except FazhiError as error:
        store = str(error)
    return Said(
        reads=extraction_version(),
        packages=tuple(f"{name} {version(name)}" for name in _PACKAGES),
        may_have_children=not multiprocessing.current_process().daemon,
        sees_server=is_healthy(api_url),
        store=store,
    )


def refuse_unfit(client: Client, api_url: str, snapshots: Location) -> None:
    """Ask each worker what it is. Raises SettingsError that names one that would not read as we do.

    A worker that went away meanwhile is none that could read.
    """
    ours = say(api_url, snapshots)
    said_by: Mapping[str, Said | BaseException] = client.run(say, api_url, snapshots, on_error="return")
    answers = {worker: said for worker, said in said_by.items() if not isinstance(said, OSError)}
    if not answers:
        raise SettingsError("has no worker", "Dask", "start some: `dask worker tcp://HOST:8786`")
    for worker, said in sorted(answers.items()):
        if wrong := wrong_with(said, ours, api_url):
            what, way_out = wrong
            raise SettingsError(what, f"Dask worker {worker}", way_out)


def wrong_with(said: Said | BaseException, ours: Said, api_url: str) -> tuple[str, str] | None:
    """What is wrong with a worker, and the way out; None where it reads as we do."""
    same = "install the same version of fazhi and of the lock file there, and start it again"
    if isinstance(said, BaseException):
        return f"cannot be asked: {type(said).__name__}: {said}", same
    if said.reads != ours.reads:
        return f"reads with version {said.reads[:12]}, we with {ours.reads[:12]}", same
    if other := [f"{a}, not {b}" for a, b in zip(said.packages, ours.packages, strict=True) if a != b]:
        return f"has {'; '.join(other)}", same
    if not said.may_have_children:
        way_out = "start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"
        return "may start no processes, in which documents are read within limits", way_out
    if not said.sees_server:
        return f"does not reach Prefect's server at {api_url}", "name an address that all machines reach"
    if said.store:
        return f"does not reach the snapshots: {said.store}", "give it the same folder, or the bucket's key"
    return None
