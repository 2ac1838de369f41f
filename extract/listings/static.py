"""Lists as pages of links: page 2 behind 下一页, or as index_1.html beside index.html."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.documents.charset import decode
from extract.documents.nesting import check_nesting
from extract.listings.entries import Listed, ListPage, absolute, date_of

_NEXT = re.compile(r"下一?页|下页|后一页|next|[>»]", re.IGNORECASE)
# createPageHTML(5, 0, "index", "html"): pages, this page, name, ending; as TRS writes it into its lists.
_PAGER = re.compile(
    r"createPage(?:HTML)?\w*\(\s*['\"]?(?P<pages>\d{1,9})['\"]?\s*,\s*['\"]?(?P<now>\d{1,9})['\"]?\s*,"
    r"\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
_ITEMS = ("li", "tr", "dd", "p", "div")
_ITEM_LENGTH = 300
_ITEM_DEPTH = 20
_MOST_PAGES = 1000
"""As many as a walk reads at most; a pager may claim a billion."""


def read_static(data: bytes, url: str) -> ListPage:
    """The links of a page with the words of their list items, and the next page as the page names it.

    Raises UnreadableError broken where the page is made to stop a parser.
    """
    text = decode(data).text
    check_nesting(text)
    parser = LexborHTMLParser(text)
    links = [(node, address) for node in parser.css("a[href]") if (address := _address(node, url))]
    items: dict[int, str] = {}
    entries = tuple(
        Listed(title, address, date_of(_item_text(node, items)))
        for node, address in links
        if len(title := _title(node)) > 5
    )
    following = dict.fromkeys([*_next_links(links), *_numbered(text, url)])
    return ListPage(_one_each(entries), tuple(page for page in following if _same_site(page, url)))


def _address(node: LexborNode, url: str) -> str:
    href = (node.attributes.get("href") or "").strip()
    return "" if not href or href.startswith("#") else absolute(url, href)


def _title(node: LexborNode) -> str:
    """The link's title attribute, which is whole where its text is cut short, else its text."""
    named = " ".join((node.attributes.get("title") or "").split())
    text = " ".join(node.text().split())
    return named if len(named) > 5 else text


def _item_text(node: LexborNode, items: dict[int, str]) -> str:
    """The text of the nearest list item round a link, where the date stands; "" where it is a whole page.

    `items` keeps what was read before: a page that is one item of all its links is read once.
    """
    around = node.parent
    for _ in range(_ITEM_DEPTH):
        if around is None or around.tag in _ITEMS:
            break
        around = around.parent
    if around is None or around.tag not in _ITEMS:
        return ""
    if around.mem_id not in items:
        text = around.text()
        items[around.mem_id] = text if len(text) <= _ITEM_LENGTH else ""
    return items[around.mem_id]


def _one_each(entries: tuple[Listed, ...]) -> tuple[Listed, ...]:
    return tuple({entry.url: entry for entry in reversed(entries)}.values())[::-1]


def _next_links(links: list[tuple[LexborNode, str]]) -> Iterator[str]:
    for node, address in links:
        if _NEXT.fullmatch("".join(node.text().split())):
            yield address


def _numbered(text: str, url: str) -> Iterator[str]:
    match = _PAGER.search(text)
    if match:
        first = int(match["now"]) + 1
        for number in range(first, min(int(match["pages"]), first + _MOST_PAGES)):
            yield absolute(url, f"{match['name']}_{number}.{match['ending']}")


def _same_site(page: str, url: str) -> bool:
    return urlsplit(page).hostname == urlsplit(url).hostname and page != url
