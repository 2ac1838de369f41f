"""Shards read on a Dask cluster, one Prefect task each; what the cluster loses is read here.

Only reading is spread, which takes most of a run's time. Fetching keeps to one address of ours, as sites
count who asks; the tables have one writer. A worker does with a shard what this process does with it, in
processes of its own within the same limits, and sends back Arrow; no task starts another.
"""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dask
from distributed import Client, LocalCluster
from prefect import task
from prefect.settings import PREFECT_API_URL
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from extract.sandbox import Limits
from extract.storage import Location
from flows.cluster.fitness import refuse_unfit
from flows.reading.packed import PackedShard, packed, unpacked
from flows.reading.processes import Readers, reading_pool
from flows.reading.readers import read_shard, told
from flows.reading.rows import ReadShard, ReadWork
from flows.record.progress import watcher
from flows.settings import Settings
from flows.shards import shards_of
from warehouse.errors import FazhiError, SettingsError

_OF_DASK = {
    "distributed.worker.daemon": False,  # a daemon may start no processes, in which documents are read
    "distributed.comm.timeouts.connect": "10s",
    "distributed.scheduler.allowed-failures": 1,  # a shard that kills two workers is read here, one by one
}
_A_LOOK = 10
"""Seconds between two looks whether the cluster has a worker left; after three without it has none."""
_LOOKS = 3


class LostShardError(Exception):
    """The cluster will not bring this shard back."""


@task(name="read shard", task_run_name="read shard {number}", persist_result=False)
def read_there(number: int, works: Sequence[ReadWork], snapshots: Location, limits: Limits) -> PackedShard:
    """Read one shard on a worker."""
    with reading_pool(len(works), 1, limits) as readers:
        return packed(read_shard(works, snapshots, readers))


def read_on_cluster(
    works: Sequence[ReadWork], settings: Settings, readers: Readers
) -> Iterator[tuple[Sequence[ReadWork], ReadShard]]:
    """Each shard and what was read of it, in the order of `works`.

    A shard that the cluster did not bring back is read by `readers`, in this process's children. Raises
    SettingsError where the cluster cannot be reached or would read otherwise.
    """
    with _cluster(settings) as runner:
        waiting = deque(
            (shard, _submitted(runner, number, shard, settings))
            for number, shard in enumerate(shards_of(works), start=1)
        )
        for number in range(1, len(waiting) + 1):
            shard, future = waiting.popleft()
            try:
                read = told(unpacked(_brought_back(future, runner.client)))
            except FazhiError:
                raise
            except Exception as error:  # noqa: BLE001  however a cluster fails, its shard can be read here
                watcher().say(f"shard {number} was lost on Dask ({type(error).__name__}) and is read here")
                read = read_shard(shard, settings.snapshots, readers)
            yield shard, read


def _submitted(
    runner: DaskTaskRunner, number: int, shard: Sequence[ReadWork], settings: Settings
) -> PrefectDaskFuture[PackedShard] | None:
    """A shard's task; None where the scheduler has gone."""
    asked = {"snapshots": settings.snapshots, "limits": settings.read_limits}
    try:
        return runner.submit(read_there, {"number": number, "works": shard, **asked})
    except OSError:
        return None


def _brought_back(future: PrefectDaskFuture[PackedShard] | None, client: Client) -> PackedShard:
    """What a worker made of a shard. Raises LostShardError where no worker is left: Dask waits for ever."""
    if future is None:
        raise LostShardError("no scheduler is left")
    looks = 0
    while looks < _LOOKS:
        try:
            return future.result(timeout=_A_LOOK)
        except TimeoutError:
            looks = 0 if client.nthreads() else looks + 1  # type: ignore[no-untyped-call]
    raise LostShardError("no worker is left")


@contextmanager
def _cluster(settings: Settings) -> Iterator[DaskTaskRunner]:
    """The cluster that the settings name, or one on this machine until the block ends."""
    count = settings.workers or None
    here = {"n_workers": count, "threads_per_worker": 1, "dashboard_address": None}
    chosen = (
        {"address": settings.scheduler}
        if settings.scheduler
        else {"cluster_class": LocalCluster, "cluster_kwargs": here}
    )
    # a scheduler that goes away is told by the run, in a line: not by a traceback as well
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    is_read = False
    try:
        with dask.config.set(_OF_DASK), DaskTaskRunner(**chosen) as runner:
            try:
                refuse_unfit(runner.client, PREFECT_API_URL.value() or "", settings.snapshots)
            except (OSError, ValueError) as error:
                way_out = "start it with `dask scheduler`, or leave --scheduler out"
                raise SettingsError(
                    f"no Dask scheduler answers: {error}", settings.scheduler, way_out
                ) from error
            yield runner
            is_read = True
    except OSError:
        # a scheduler that is gone can not be told that all is read
        if not is_read:
            raise
