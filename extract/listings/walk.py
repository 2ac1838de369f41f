"""The walk over an index page and the pages after it."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from extract.listings.entries import Ask, Listed, Listing, ListPage, Trouble, host_of, trouble_of
from extract.listings.reading import read_page
from warehouse.errors import FazhiError

ReadPage = Callable[[bytes, Ask], ListPage]
_ONE_PAGE_OF_MANY = ("frame", "scripted", "empty", "said_empty")
"""Troubles of a page that another page of the list makes good."""


class ListWalk:
    """Walks an index page and the pages after it, at most `max_pages` and each once.

    It asks for nothing itself: it says which page is next, and is given its bytes or told that it failed.
    A page that fails is told in the listing and never ends the walk: those known to follow are still read.
    A page that brings nothing new is the end of what it leads to: a list may have another address for each
    visit, or answer every number with its first page.
    """

    def __init__(self, first: Ask, max_pages: int, read: ReadPage = read_page) -> None:
        """`read` reads a page as `read_page` does, in another process where the pages are strangers'."""
        self._read = read
        self._left = max_pages
        self._waiting, self._seen = deque([first]), {_key(first)}
        self._entries: dict[str, Listed] = {}
        self._troubles: list[Trouble] = []
        self._pages = self._full_pages = self._rows = self._total = 0
        self._kind = ""

    @property
    def wanted(self) -> Ask | None:
        """The page to be read next; None where no page follows or enough have been read."""
        return self._waiting[0] if self._waiting and self._left > 0 else None

    def read(self, data: bytes, final_url: str) -> None:
        """Take the bytes of that page, as `final_url` answered it: its links start from there."""
        asked = self._step()
        answered = replace(asked, url=final_url)
        self._seen.add(_key(answered))
        try:
            page = self._read(data, answered)
        except FazhiError as error:
            self._not_had(asked, error)
            return
        if not page.entries and asked.instead is not None:
            self._ask_first(asked.instead)
            return
        self._take(page, asked, host_of(final_url))

    def fail(self, error: FazhiError) -> None:
        """Take note that the page could not be had."""
        self._not_had(self._step(), error)

    def listing(self) -> Listing:
        """What was read so far: each address once and in the order of the list, and what is wrong with it."""
        listed = Listing(tuple(self._entries.values()), (), self._kind, self._pages)
        return Listing(listed.entries, tuple(self._all_troubles(listed.items)), self._kind, self._pages)

    def _take(self, page: ListPage, asked: Ask, host: str) -> None:
        """A page without anything new is the first one again: a site answers so beyond its last page."""
        new = [entry for entry in page.entries if entry.url not in self._entries]
        is_first = not self._pages
        self._pages += 1
        self._entries |= {entry.url: entry for entry in new}
        if not is_first and page.entries and not new:
            return
        self._rows += max(page.rows, page.items)
        self._full_pages += bool(page.items)
        self._total = max(self._total, page.total)
        if not (asked.is_guess and not new):
            self._troubles += page.troubles
        if page.items and not self._kind:
            self._kind = asked.via or ("post" if asked.form else page.kind)
        self._follow(page, host)

    def _follow(self, page: ListPage, host: str) -> None:
        enough = 0 < page.total <= self._rows or 0 < page.pages <= self._full_pages
        for ask in page.following:
            if _key(ask) not in self._seen and host_of(ask.url) == host and not (ask.is_guess and enough):
                self._seen.add(_key(ask))
                self._waiting.append(ask)

    def _not_had(self, asked: Ask, error: FazhiError) -> None:
        if asked.instead is not None:
            self._ask_first(asked.instead)
        elif not asked.is_guess:
            self._troubles.append(trouble_of(error))

    def _ask_first(self, ask: Ask) -> None:
        if _key(ask) not in self._seen:
            self._seen.add(_key(ask))
            self._waiting.appendleft(ask)

    def _all_troubles(self, items: int) -> list[Trouble]:
        """What one page of several lacks is no trouble once others gave entries."""
        troubles = list(dict.fromkeys(self._troubles))
        if items:
            troubles = [one for one in troubles if one.kind not in _ONE_PAGE_OF_MANY]
        elif self._pages and not troubles:
            troubles = [Trouble("empty", "holds no entry")]
        sure = [ask for ask in self._waiting if not ask.is_guess]
        if self._left <= 0 and self._waiting:
            more = f"at least {len(sure)} more" if sure else "there may be more"
            troubles.append(Trouble("cut", f"{self._pages} pages read, {more}: give a higher --max-pages"))
        elif items and 0 < self._total <= self._rows:
            troubles = [one for one in troubles if one.kind != "not_followed"]
        elif items and self._rows < self._total and not troubles:
            troubles.append(Trouble("incomplete", f"{self._rows} of {self._total} entries were listed"))
        return troubles

    def _step(self) -> Ask:
        self._left -= 1
        return self._waiting.popleft()


def _key(ask: Ask) -> tuple[str, str]:
    return ask.url.partition("#")[0], ask.form
