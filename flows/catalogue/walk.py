"""One site walked: from a front page to its column, over the list's pages, to pages that must be opened."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from extract.catalogue.sites import Site
from extract.discovery import Known, sort_entries
from extract.discovery_pages import Opened, open_page
from extract.listings import Ask, Listed, Listing, ListPage, ListWalk, Trouble, read_page
from extract.listings.columns import ColumnPage, ColumnSearch, read_columns
from flows.reading.processes import Readers
from warehouse.errors import FazhiError
from warehouse.places import Gazetteer

T = TypeVar("T")

SEARCH_PAGES = 8
"""Questions on the way from a front page to the column."""
_MOST_OPENED = 30
"""Pages opened for one list and night."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk over one site brought: the list, where it is, the pages opened by address, and what failed.

    `column` is the site's column, where it was looked for and found.
    """

    site: Site
    listing: Listing
    opened: dict[str, Opened] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    column: Site | None = None


class SiteWalk:
    """The pages of one site, each asked for when it is known; it asks for nothing itself.

    A list is walked first; one that lists no report though it is a front page, or `from_front` says that it
    is one, is searched for the column, and that is walked. Then the pages of entries that must be opened.
    """

    def __init__(  # noqa: PLR0913 (what a walk needs to know of the run, once for each site)
        self,
        site: Site,
        readers: Readers,
        known: Known,
        places: Gazetteer,
        max_pages: int,
        *,
        from_front: bool,
    ) -> None:
        self._site = site
        self._readers = readers
        self._known = known
        self._places = places
        self._max_pages = max_pages
        start = Ask(site.index_url, site.form)
        self._list: ListWalk | None = None if from_front else self._walk(start)
        self._search: ColumnSearch | None = (
            ColumnSearch(start, SEARCH_PAGES, self._columns) if from_front else None
        )
        self._to_open: list[Listed] | None = None
        self._opened: dict[str, Opened] = {}
        self._troubles: list[Trouble] = []
        self._column: Site | None = None

    def wanted(self) -> Ask | None:
        """The page to be asked for now; None at the end."""
        if self._search is not None:
            if (ask := self._search.wanted) is not None:
                return ask
            self._end_search(self._search)
        if self._list is not None and (ask := self._list.wanted) is not None:
            return ask
        if self._to_open is None:
            if self._must_search():
                return self.wanted()
            self._to_open = self._choose()
        return Ask(self._to_open[0].url) if self._to_open else None

    @property
    def is_list(self) -> bool:
        """Whether the page that is wanted now is one of the list, or on the way to it."""
        return not self._to_open

    def read(self, data: bytes, final_url: str) -> None:
        """Take the bytes of the page that was wanted, as `final_url` answered it."""
        if self._search is not None:
            self._search.read(data, final_url)
        elif self._to_open:
            self._open(self._to_open.pop(0), data)
        elif self._list is not None:
            self._list.read(data, final_url)

    def fail(self, error: FazhiError) -> None:
        """Take note that the page that was wanted could not be had."""
        if self._search is not None:
            self._search.fail(error)
        elif self._to_open:
            self._not_opened(self._to_open.pop(0), error)
        elif self._list is not None:
            self._list.fail(error)

    def moved(self, address: str) -> None:
        """Take note that a page has moved for good."""
        self._troubles.append(Trouble("moved", f"has moved to {address}"))

    def walked(self) -> Walked:
        """What the walk brought, once nothing is wanted any more."""
        listing = self._list.listing() if self._list else Listing(())
        site = replace(self._site, index_url=self._column.index_url, form="") if self._column else self._site
        return Walked(site, listing, self._opened, tuple(self._troubles), self._column)

    def _walk(self, ask: Ask) -> ListWalk:
        return ListWalk(ask, self._max_pages, self._page)

    def _must_search(self) -> bool:
        """Begin the search for the column where a front page lists no report. True where it has begun."""
        walked = self._list.listing() if self._list else None
        if self._column or not self._site.is_front_page or walked is None or not walked.pages:
            return False
        if self._troubles and self._troubles[-1].kind == "no_column":
            return False
        if sort_entries(walked.entries, self._site, self._known, self._places).reports:
            return False
        self._search = ColumnSearch(Ask(self._site.index_url), SEARCH_PAGES, self._columns)
        return True

    def _end_search(self, search: ColumnSearch) -> None:
        best, self._search = search.best(), None
        if best is None:
            what = f"no column of these reports was found within {SEARCH_PAGES} pages"
            self._troubles.append(search.trouble() or Trouble("no_column", what))
            self._to_open = []
            return
        self._column = replace(self._site, index_url=best.url, list_kind=search.kind or "unknown", form="")
        self._list = self._walk(Ask(best.url))

    def _choose(self) -> list[Listed]:
        """The entries whose page must be opened, as many as one night opens."""
        listing = self.walked()
        found = sort_entries(listing.listing.entries, listing.site, self._known, self._places)
        if len(found.to_open) > _MOST_OPENED:
            left = len(found.to_open) - _MOST_OPENED
            self._troubles.append(
                Trouble("unopened", f"{left} titles are left to be looked up another night")
            )
        return list(found.to_open[:_MOST_OPENED])

    def _open(self, entry: Listed, data: bytes) -> None:
        try:
            self._opened[entry.url] = self._apart(entry.url, open_page, data, entry.url)
        except FazhiError as error:
            self._not_opened(entry, error)

    def _not_opened(self, entry: Listed, error: FazhiError) -> None:
        self._troubles.append(Trouble("unopened", f"“{entry.title}” could not be looked up: {error}"))

    def _page(self, data: bytes, asked: Ask) -> ListPage:
        return self._apart(asked.url, read_page, data, asked)

    def _columns(self, data: bytes, asked: Ask) -> ColumnPage:
        return self._apart(asked.url, read_columns, data, asked)

    def _apart(self, where: str, read: Callable[..., T], *arguments: object) -> T:
        """What `read` makes of a stranger's bytes, in a process of its own and within its limits."""
        return self._readers.one(where, read, *arguments)
