"""What is had of each report: its newest snapshot, fetched or as the store has it, and why there is none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from extract.fetching import FetchLimits, Trace, Visit, Wanted, fetch_local, is_local, visit_all
from extract.snapshots import SnapshotStore
from flows.fetching.diary import FetchDiary
from flows.fetching.snapshots import kept, stands_for_damaged
from flows.fetching.unfetched import reasons, remember
from flows.record.outcomes import Outcome, Status
from flows.record.progress import watcher
from flows.settings import Settings
from warehouse.errors import FetchError
from warehouse.places import load_places
from warehouse.records import CatalogueEntry, Snapshot


@dataclass(frozen=True, slots=True)
class Fetched:
    """A report's newest snapshot, and why there is no newer one if fetching failed, now or the last time."""

    entry: CatalogueEntry
    snapshot: str | None
    failure: Outcome | None = None
    reason: str = ""


def fetch_reports(
    entries: Sequence[CatalogueEntry], settings: Settings, *, refetch: bool = False
) -> list[Fetched]:
    """Fetch each report into the snapshot store, several hosts at once and one page a host at a time.

    A report that cannot be fetched keeps its last snapshot, if it has one, and carries the failure. What
    was asked of the network stands in the fetch log; hosts that it says to leave alone are left alone. A page
    that is unchanged since a snapshot that was damaged meanwhile is asked for once more, as a whole; so is
    each where `refetch` is said.
    """
    store = SnapshotStore(settings.snapshots)
    limits = settings.fetch_limits
    by_url: dict[str, list[CatalogueEntry]] = defaultdict(list)
    for entry in entries:
        by_url[entry.url].append(entry)
    fetched: dict[str, Fetched] = {}

    def done(visit: Visit) -> Snapshot | None:
        previous = store.latest(visit.url)
        snapshot = kept(visit.page, store) or previous if visit.page else previous
        for entry in by_url[visit.url]:
            fetched[entry.report_id] = _fetched(entry, visit.error, snapshot)
        return snapshot

    remote = [url for url in by_url if not _read_local(url, limits, done)]
    diary = FetchDiary(settings)

    damaged: list[str] = []

    def log(visit: Visit) -> None:
        reports = [entry.report_id for entry in by_url[visit.url]]
        if stands_for_damaged(visit, store):
            damaged.append(visit.url)
            diary.add(reports, visit, None)
        else:
            diary.add(reports, visit, done(visit))

    wanted = [Wanted(url, None if refetch else store.latest(url)) for url in remote]
    try:
        visit_all(wanted, limits, log, left_alone=diary.left_alone() if wanted else {})
        if damaged:
            visit_all([Wanted(url) for url in damaged], limits, log, left_alone=diary.left_alone())
    finally:
        diary.write()
        remember(settings, {one.entry.url: one.reason for one in fetched.values()})
    return [fetched[entry.report_id] for entry in entries]


def _read_local(url: str, limits: FetchLimits, done: Callable[[Visit], object]) -> bool:
    """Read an address that needs no network, or is none; False for one that does."""
    try:
        if not is_local(url):
            return False
        page = fetch_local(url, limits)
    except FetchError as error:
        done(Visit(url, datetime.now(UTC), Trace(url), error=error))
    else:
        done(Visit(url, page.fetched_at, Trace(url), page=page))
    return True


def _fetched(entry: CatalogueEntry, error: FetchError | None, snapshot: Snapshot | None) -> Fetched:
    failure = None
    if error is not None:
        words = f"{error.what} ({error.way_out})" if error.way_out else error.what
        place = load_places().name_of(entry.place, entry.year)
        failure = Outcome(entry.report_id, Status.FAILED, entry.url, place, error.kind, words)
        watcher().failed(failure)
    watcher().advance()
    reason = f"{failure.kind}: {failure.words}" if failure else ""
    return Fetched(entry, snapshot.sha256 if snapshot else None, failure, reason)


def stored_reports(entries: Iterable[CatalogueEntry], settings: Settings) -> Iterator[Fetched]:
    """The newest snapshot of each report as the store has it, one after the other: nothing is fetched."""
    store = SnapshotStore(settings.snapshots)
    why = reasons(settings)
    for entry in entries:
        snapshot = store.latest(entry.url)
        yield Fetched(entry, snapshot.sha256 if snapshot else None, reason=why.get(entry.url, ""))
