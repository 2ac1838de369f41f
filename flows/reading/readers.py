"""Reports read in processes of their own, and what becomes of a report whose reader dies."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool

from extract.sandbox import Limits
from extract.storage import Location
from flows.reading.processes import Readers
from flows.reading.rows import ReadShard, ReadWork, failed_reading, joined
from flows.record.outcomes import Status
from flows.record.progress import watcher

_CHUNK = 8


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
    """What a death took along is read again one by one: only the report that kills its reader is lost."""
    size = min(_CHUNK, len(works) // (4 * readers.count)) or 1
    waiting: dict[Future[ReadShard], Sequence[ReadWork]] = {}
    lost: list[ReadWork] = []
    for chunk in (works[start : start + size] for start in range(0, len(works), size)):
        try:
            waiting[readers.submit(_read, chunk, snapshots)] = chunk
        except BrokenProcessPool:
            lost.extend(chunk)
    for future in as_completed(waiting):
        try:
            yield told(future.result())
        except BrokenProcessPool:
            lost.extend(waiting[future])
    if lost:
        readers.replace()
    for work in lost:
        yield told(_alone(work, snapshots, readers))


def _alone(work: ReadWork, snapshots: Location, readers: Readers) -> ReadShard:
    try:
        return readers.submit(_read, [work], snapshots).result()
    except BrokenProcessPool:
        readers.replace()
        return failed_reading(work, "reader_crashed", "the reader's process died on this file")


def told(shard: ReadShard) -> ReadShard:
    """The shard, of which the watcher was told."""
    for outcome in shard.outcomes:
        watcher().advance()
        if outcome.status is not Status.FAILED:
            watcher().read(outcome)
        elif not outcome.attachment:
            watcher().failed(outcome)
    return shard


def _read(works: Sequence[ReadWork], snapshots: Location, limits: Limits) -> ReadShard:
    """What `read_chunk` makes of the reports; its modules, and the rules, are loaded where it is called."""
    from flows.reading.report import read_chunk  # in that process alone: this one would only wait for it

    return read_chunk(works, snapshots, limits)
