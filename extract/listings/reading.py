"""Which form of list a page is read as, and the walk over its pages."""

from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from extract.catalogue.sites import Site
from extract.listings.entries import Listed, Listing, ListPage
from extract.listings.hanweb import read_hanweb
from extract.listings.json_lists import read_json_list
from extract.listings.static import read_static
from warehouse.errors import FazhiError

_READERS: dict[str, Callable[[bytes, str], ListPage]] = {
    "static": read_static,
    "hanweb": read_hanweb,
    "json": read_json_list,
}


ReadPage = Callable[[str, bytes, str], ListPage]


def read_page(list_kind: str, data: bytes, url: str) -> ListPage:
    """Read one page of a list of that kind (static, hanweb or json), answered at `url`.

    Raises UnreadableError: not_a_list, or broken where the page is made to stop a parser.
    """
    return _READERS[list_kind](data, url)


class ListWalk:
    """The walk over an index page and the pages after it, at most `max_pages` and each once.

    It asks for nothing itself: it says which address is next, and is given its bytes or told that it failed.
    A page that fails is told in the listing and never ends the walk: those known to follow are still read.
    """

    def __init__(self, site: Site, max_pages: int, read: ReadPage = read_page) -> None:
        """`read` reads a page as `read_page` does, in another process where the pages are strangers'."""
        self._list_kind = site.list_kind
        self._read = read
        self._left = max_pages
        self._waiting, self._seen = deque([site.index_url]), {site.index_url}
        self._entries: dict[str, Listed] = {}
        self._failures: list[str] = []

    @property
    def address(self) -> str | None:
        """The page to be read next; None where no page follows or enough have been read."""
        return self._waiting[0] if self._waiting and self._left > 0 else None

    def read(self, data: bytes, final_url: str) -> None:
        """Take the bytes of that page, as `final_url` answered it: its links start from there."""
        self._step()
        self._seen.add(final_url)
        try:
            page = self._read(self._list_kind, data, final_url)
        except FazhiError as error:
            self._failures.append(str(error))
            return
        self._entries |= {entry.url: entry for entry in page.entries if entry.url not in self._entries}
        host = urlsplit(final_url).hostname
        following = (address for address in page.following if urlsplit(address).hostname == host)
        new = [address for address in following if address not in self._seen]
        self._waiting += new
        self._seen.update(new)

    def fail(self, error: FazhiError) -> None:
        """Take note that the page could not be had."""
        self._step()
        self._failures.append(str(error))

    def listing(self) -> Listing:
        """What was read so far: each address once and in the order of the list."""
        return Listing(tuple(self._entries.values()), tuple(self._failures))

    def _step(self) -> None:
        self._waiting.popleft()
        self._left -= 1
