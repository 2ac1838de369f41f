"""The processes that reports are read in, and what becomes of a report whose reader dies."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from extract.documents import read_document
from extract.sandbox import Limits, limit_memory, limited
from extract.storage import Location
from flows.outcomes import Status
from flows.progress import watcher
from flows.reading import ReadShard, ReadWork, failed_reading, joined, read_chunk
from warehouse.errors import UnreadableError
from warehouse.records import Document

T = TypeVar("T")

_FEW = 50
"""A process takes most of a second to start: as long as fifty reports to read."""
_CHUNK = 8


class Readers:
    """Processes within limits of time and memory; when one dies, all are replaced by new ones.

    They are started afresh, not forked, so that they hold neither our lock nor our threads, and end by
    themselves when this process is killed.
    """

    def __init__(self, count: int, limits: Limits) -> None:
        self.count = count
        self.limits = limits
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.count, context, initializer=_begin, initargs=(self.limits,))

    def submit(self, works: Sequence[ReadWork], snapshots: Location) -> Future[ReadShard]:
        """Have some reports read one after the other. Raises BrokenProcessPool after a death."""
        return self._pool.submit(read_chunk, works, snapshots, self.limits)

    def one(self, where: str, read: Callable[..., T], *arguments: object) -> T:
        """What `read` makes of the arguments, in one of the processes and within the limits.

        Raises UnreadableError, at `where` unless it names a place of its own: what `read` raises, too_slow,
        too_large, or reader_crashed where the process died of it.
        """
        try:
            return self._pool.submit(_within, self.limits, read, arguments).result()
        except BrokenProcessPool as error:
            self.replace()
            what, way_out = "stopped the program that reads it", "look at it by hand: it may be damaged"
            raise UnreadableError(what, where, way_out, "reader_crashed") from error
        except UnreadableError as error:
            raise UnreadableError(error.what, error.where or where, error.way_out, error.kind) from error

    def replace(self) -> None:
        """Start anew after a death."""
        self.close()
        self._pool = self._started()

    def close(self) -> None:
        """End the processes; what has not begun is not done."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def reading_pool(reports: int, workers: int, limits: Limits | None = None) -> Iterator[Readers]:
    """Processes to read `reports` reports in: one for a few, else `workers`; 0 means one a processor."""
    readers = Readers(1 if reports < _FEW else workers or os.cpu_count() or 1, limits or Limits())
    try:
        yield readers
    finally:
        readers.close()


def read_apart(source: str, data: bytes, *, ocr: bool = False) -> Document:
    """Read one document in a process of its own, within the limits.

    Raises UnreadableError as `read_document` and `Readers.one` do, at `source`.
    """
    with reading_pool(1, 1) as readers:
        return readers.one(source, partial(read_document, ocr=ocr), data)


def _within(limits: Limits, read: Callable[..., T], arguments: tuple[object, ...]) -> T:
    with limited(limits):
        return read(*arguments)


def _begin(limits: Limits) -> None:
    threading.Thread(target=_wait_for_parent, daemon=True, name="end-with-parent").start()
    limit_memory(limits)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_shard(works: Sequence[ReadWork], snapshots: Location, readers: Readers) -> ReadShard:
    """Read a shard's reports; outcomes come in the order of `works`.

    Where a reading process dies, the reports not yet read are read again one at a time: the one that kills
    its reader is told as `reader_crashed`, the others are unharmed.
    """
    place = {work.entry.report_id: number for number, work in enumerate(works)}
    shards = sorted(_read_all(works, snapshots, readers), key=lambda s: place[s.outcomes[0].report_id])
    outcomes = (outcome for shard in shards for outcome in shard.outcomes)
    return ReadShard(tuple(outcomes), joined(shard.tables for shard in shards))


def _read_all(works: Sequence[ReadWork], snapshots: Location, readers: Readers) -> Iterator[ReadShard]:
    size = min(_CHUNK, len(works) // (4 * readers.count)) or 1
    waiting: dict[Future[ReadShard], Sequence[ReadWork]] = {}
    lost: list[ReadWork] = []
    for chunk in (works[start : start + size] for start in range(0, len(works), size)):
        try:
            waiting[readers.submit(chunk, snapshots)] = chunk
        except BrokenProcessPool:
            lost.extend(chunk)
    for future in as_completed(waiting):
        try:
            yield _told(future.result())
        except BrokenProcessPool:
            lost.extend(waiting[future])
    if lost:
        readers.replace()
    for work in lost:
        yield _told(_alone(work, snapshots, readers))


def _alone(work: ReadWork, snapshots: Location, readers: Readers) -> ReadShard:
    try:
        return readers.submit([work], snapshots).result()
    except BrokenProcessPool:
        readers.replace()
        return failed_reading(work, "reader_crashed", "the reader's process died on this file")


def _told(shard: ReadShard) -> ReadShard:
    for outcome in shard.outcomes:
        watcher().advance()
        if outcome.status is Status.FAILED and not outcome.attachment:
            watcher().failed(outcome)
    return shard
