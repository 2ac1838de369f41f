"""Which form of list a page is read as, and the walk over its pages."""

from collections.abc import Callable

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


def read_list(site: Site, page_at: Callable[[str], bytes], max_pages: int) -> Listing:
    """The entries of an index page and of the pages after it, each address once and in their order.

    `page_at` gives an address's bytes or raises FazhiError, as the readers do: on the index page it is
    raised, on a later one it ends the list. Reads at most `max_pages` pages.
    """
    read = _READERS[site.list_kind]
    entries: dict[str, Listed] = {}
    waiting, seen = [site.index_url], {site.index_url}
    for _ in range(max_pages):
        if not waiting:
            break
        url = waiting.pop(0)
        try:
            page = read(page_at(url), url)
        except FazhiError as error:
            if not entries:
                raise
            return Listing(tuple(entries.values()), str(error))
        entries |= {entry.url: entry for entry in page.entries if entry.url not in entries}
        new = [address for address in page.following if address not in seen]
        waiting += new
        seen.update(new)
    return Listing(tuple(entries.values()))
