"""Lists as pages of links, with the date beside each and the next page behind 下一页 or a number."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from extract.documents.html.nesting import check_nesting
from extract.listings.entries import Listed, ListPage
from extract.listings.links import EntryReader, base_of, links_of
from extract.listings.pagers import pager_of


def read_links(text: str, url: str) -> ListPage:
    """The links of a page's text with the words of their list items, and the pages that follow.

    Raises UnreadableError broken where the page is made to stop a parser.
    """
    parser = parsed(text)
    base = base_of(parser, url)
    entries = EntryReader().entries(links_of(parser, base, text))
    pager = pager_of(parser, text, url, base)
    return ListPage(one_each(entries), pager.following, "static", pager.total, pager.pages, pager.troubles)


def read_fragment(html: str, url: str) -> tuple[Listed, ...]:
    """The entries of a piece of a page: some list items, or rows of a table, which stand in no page alone."""
    text = html.lstrip()
    wrapped = f"<table>{text}</table>" if text.startswith(("<tr", "<TR")) else f"<ul>{text}</ul>"
    parser = parsed(wrapped)
    return one_each(EntryReader().entries(links_of(parser, url)))


def parsed(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises UnreadableError broken where it is made to stop a parser."""
    check_nesting(text)
    return LexborHTMLParser(text)


def one_each(entries: Iterable[Listed]) -> tuple[Listed, ...]:
    """Each address once, in the order of the list: with its date, and as an item, if any of its links is."""
    found: dict[str, Listed] = {}
    for entry in entries:
        other = found.get(entry.url)
        if other is None or (entry.is_item, entry.published_on is not None) > (
            other.is_item,
            other.published_on is not None,
        ):
            found[entry.url] = entry
    return tuple(found.values())
