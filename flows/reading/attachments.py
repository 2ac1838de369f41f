"""The report behind a page that only links to it: fetched as the report's document, a snapshot of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pyarrow as pa
import pyarrow.compute as pc

from extract.snapshots import SnapshotStore
from flows.fetching.reports import Fetched
from flows.reading.processes import Readers
from flows.reading.readers import read_shard
from flows.reading.rows import ReadShard, ReadWork, failed_reading, joined
from flows.record.progress import watcher
from flows.settings import Settings
from warehouse.records import CatalogueEntry

Fetch = Callable[[Sequence[CatalogueEntry], Settings], Iterable[Fetched]]
_WEB = ("http", "https")


def follow_attachments(
    shard: ReadShard, works: Sequence[ReadWork], settings: Settings, readers: Readers, fetch: Fetch
) -> ReadShard:
    """Read the attachment of each page that holds nothing else; outcomes stay in the order of `works`.

    `fetch` brings the newest snapshots. The reading keeps the page's key, so that an unchanged page is left
    alone; an attachment that could not be had is asked for again in the next run.
    """
    links = {outcome.report_id: outcome.attachment for outcome in shard.outcomes if outcome.attachment}
    if not links:
        return shard
    covers = {work.entry.report_id: work for work in works if work.entry.report_id in links}
    watcher().begin("附件 attachments", 2 * len(covers))
    store = SnapshotStore(settings.snapshots)
    wanted = [_entry(work.entry, links[report_id], store) for report_id, work in covers.items()]
    fetched = fetch([entry for entry in wanted if entry is not None], settings)
    had = {one.entry.report_id: one for one in fetched}
    to_read = [
        replace(work, snapshot=one.snapshot)
        for report_id, work in covers.items()
        if (one := had.get(report_id)) and one.snapshot
    ]
    followed = read_shard(to_read, settings.snapshots, readers) if to_read else ReadShard((), {})
    missing = [
        _missing(work, links[report_id], had.get(report_id))
        for report_id, work in covers.items()
        if not (one := had.get(report_id)) or not one.snapshot
    ]
    parts = [_without(shard, covers), followed, *missing]
    by_id = {outcome.report_id: outcome for part in parts for outcome in part.outcomes}
    outcomes = tuple(by_id[work.entry.report_id] for work in works)
    return ReadShard(outcomes, joined(part.tables for part in parts))


def _entry(entry: CatalogueEntry, link: str, store: SnapshotStore) -> CatalogueEntry | None:
    """The report at its attachment's address; None where a page of the web names a file of this machine."""
    page = store.latest(entry.url)
    base = page.final_url if page else entry.url
    address = urljoin(base, link)
    scheme, own = urlsplit(address).scheme, urlsplit(base).scheme
    return replace(entry, url=address) if scheme == own or {scheme, own} <= set(_WEB) else None


def _missing(work: ReadWork, link: str, one: Fetched | None) -> ReadShard:
    if one is not None and one.failure is not None:
        kind, why = one.failure.kind, one.failure.words
    else:
        kind, why = "attachment", "it is not fetched" if one else "its address is none that may be fetched"
    shard = failed_reading(replace(work, key=""), kind, f"the report is an attachment, {link}: {why}")
    watcher().failed(shard.outcomes[0])
    return shard


def _without(shard: ReadShard, reports: Mapping[str, ReadWork]) -> ReadShard:
    gone = pa.array(list(reports))
    tables = {
        name: table.filter(pc.invert(pc.is_in(table["report_id"], value_set=gone)))
        for name, table in shard.tables.items()
    }
    kept = tuple(outcome for outcome in shard.outcomes if outcome.report_id not in reports)
    return ReadShard(kept, tables)
