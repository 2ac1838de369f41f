"""Index pages read politely: through the same visits, limits and fetch log as the reports."""

from collections.abc import Sequence
from functools import partial

from extract.catalogue.sites import Site
from extract.fetching import Fetched, Visit, Walk, Wanted, walk_all
from extract.listings import Listing, ListPage, ListWalk, read_page
from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from flows.fetch_diary import NO_REPORT, FetchDiary
from flows.readers import Readers, reading_pool
from flows.settings import Settings
from flows.snapshots import kept
from warehouse.errors import FazhiError
from warehouse.records import Snapshot

_LIMITS = Limits(seconds=20, megabytes=1024)
"""Of one index page: the other hosts wait as long."""


def read_lists(sites: Sequence[Site], settings: Settings, max_pages: int) -> list[Listing]:
    """The list of each site, in their order: at most `max_pages` pages, those that fail told in it.

    Several hosts are asked at once and one page a host at a time; every visit stands in the fetch log, and
    hosts that it says to leave alone are left alone. Pages are read in a process of their own, within limits
    of time and memory.
    """
    if not sites:
        return []
    diary = FetchDiary(settings)
    store = SnapshotStore(settings.snapshots)
    with reading_pool(1, 1, _LIMITS) as readers:
        read = partial(_read_apart, readers)
        pages = [_IndexPages(ListWalk(site, max_pages, read), store, diary) for site in sites]
        walks: Sequence[Walk] = pages
        try:
            walk_all(walks, settings.fetch_limits, left_alone=diary.left_alone())
        finally:
            diary.write()
    return [one.listing() for one in pages]


def _read_apart(readers: Readers, list_kind: str, data: bytes, url: str) -> ListPage:
    return readers.one(url, read_page, list_kind, data, url)


class _IndexPages:
    """The pages of one list, asked for with what the store has of them."""

    def __init__(self, pages: ListWalk, store: SnapshotStore, diary: FetchDiary) -> None:
        self._pages = pages
        self._store = store
        self._diary = diary
        self.listing = pages.listing

    def wanted(self) -> Wanted | None:
        address = self._pages.address
        return None if address is None else Wanted(address, self._store.latest(address))

    def visited(self, visit: Visit) -> None:
        previous = self._store.latest(visit.url)
        snapshot = _snapshot(visit.page, self._store, previous)
        self._diary.add([NO_REPORT], visit, snapshot)
        try:
            data = _data(visit, self._store, previous)
        except FazhiError as error:
            self._pages.fail(error)
        else:
            self._pages.read(data, visit.trace.final_url)


def _snapshot(page: Fetched | None, store: SnapshotStore, previous: Snapshot | None) -> Snapshot | None:
    """The page as a snapshot: only where it can be asked for conditionally the next time.

    A list that an application makes for each question, with no ETag and no date, would be kept anew every
    night and spare nothing; what it said of a report stands in the proposal.
    """
    if page is None or page.data is None:
        return previous if page else None
    return kept(page, store) if page.etag or page.last_modified else None


def _data(visit: Visit, store: SnapshotStore, previous: Snapshot | None) -> bytes:
    if visit.error is not None:
        raise visit.error
    if visit.page is not None and visit.page.data is not None:
        return visit.page.data
    return store.read(previous.sha256) if previous else b""
