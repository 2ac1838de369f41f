"""Index pages read politely: through the same visits, limits and fetch log as the reports."""

from collections.abc import Sequence

from extract.catalogue.sites import Site
from extract.discovery import Known
from extract.fetching import Fetched, Visit, Walk, Wanted, walk_all
from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from flows.catalogue.walk import SiteWalk, Walked
from flows.fetching.diary import NO_REPORT, FetchDiary
from flows.fetching.snapshots import kept
from flows.reading.processes import reading_pool
from flows.settings import Settings
from warehouse.errors import FazhiError
from warehouse.places import Gazetteer
from warehouse.records import Snapshot

_LIMITS = Limits(seconds=20, megabytes=1024)
"""Of one index page: the other hosts wait as long."""


def read_lists(  # noqa: PLR0913 (the run's own settings beside the sites)
    sites: Sequence[Site],
    settings: Settings,
    known: Known,
    places: Gazetteer,
    max_pages: int,
    *,
    from_front: bool = False,
) -> list[Walked]:
    """The list of each site, in their order: at most `max_pages` pages, those that fail told in it.

    `from_front` says that the sites are front pages, from which their columns are looked for. Several hosts
    are asked at once and one page a host at a time; every visit stands in the fetch log, and hosts that it
    says to leave alone are left alone. Pages are read in a process of their own, within limits of time and
    memory.
    """
    if not sites:
        return []
    diary = FetchDiary(settings)
    store = SnapshotStore(settings.snapshots)
    with reading_pool(1, 1, _LIMITS, of_reports=False) as readers:
        walks = [SiteWalk(site, readers, known, places, max_pages, from_front=from_front) for site in sites]
        pages = [_IndexPages(walk, store, diary) for walk in walks]
        asked: Sequence[Walk] = pages
        try:
            walk_all(asked, settings.fetch_limits, left_alone=diary.left_alone())
        finally:
            diary.write()
    return [walk.walked() for walk in walks]


class _IndexPages:
    """The pages of one site, asked for with what the store has of them."""

    def __init__(self, walk: SiteWalk, store: SnapshotStore, diary: FetchDiary) -> None:
        self._walk = walk
        self._store = store
        self._diary = diary
        self._is_form = False

    def wanted(self) -> Wanted | None:
        ask = self._walk.wanted()
        if ask is None:
            return None
        self._is_form = bool(ask.form)
        previous = None if ask.form else self._store.latest(ask.url)
        return Wanted(ask.url, previous, ask.form, self._walk.is_list)

    def visited(self, visit: Visit) -> None:
        previous = self._store.latest(visit.url)
        snapshot = None if self._is_form else _snapshot(visit.page, self._store, previous)
        self._diary.add([NO_REPORT], visit, snapshot)
        try:
            data = _data(visit, self._store, previous)
        except FazhiError as error:
            self._walk.fail(error)
            return
        if visit.trace.moved_to and self._walk.is_list:
            self._walk.moved(visit.trace.moved_to)
        self._walk.read(data, visit.trace.final_url)


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
