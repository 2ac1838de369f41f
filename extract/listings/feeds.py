"""Feeds and other lists in XML: RSS, Atom, sitemaps, and rows of a program's own names."""

import re
from collections.abc import Mapping, Sequence

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from extract.listings.entries import ListPage
from extract.listings.rows import entry_of
from extract.listings.static import one_each

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,500}?-->\s*)*<(?P<root>rss|rdf:RDF|feed|urlset|channel)\b",
    re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml")
_ITEM = re.compile(r"<(?P<name>item|entry|url)\b[^<>]*>(?P<inner>.*?)</(?P=name)>", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(
    r"<(?:\w+:)?(?P<name>\w+)\b(?P<marks>[^<>]*)>(?P<value>.*?)</(?:\w+:)?(?P=name)>", re.DOTALL
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_HREF = re.compile(r"<link\b[^<>]*\bhref\s*=\s*['\"](?P<href>[^'\"]+)['\"]")
_MOST_ITEMS = 20_000


def is_feed(text: str) -> bool:
    """Whether a text is XML that is no page: a feed, or a list of a program's own."""
    head = text[:2000]
    return bool(_FEED.match(head)) or (bool(_XML.match(head)) and "<html" not in head.lower())


def read_feed(text: str, url: str) -> ListPage:
    """The items of a feed; of other XML each element whose children hold a title and an address."""
    rows = _rows(text)
    entries = one_each(entry for row in rows if (entry := entry_of(row, url)))
    return ListPage(entries, kind="rss" if _FEED.match(text[:2000]) else "xml")


def _rows(text: str) -> Sequence[Mapping[str, str]]:
    """The items as rows; by their tags alone where the XML is broken."""
    try:
        root = fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return [_by_tags(match["inner"]) for match in _ITEM.finditer(text)][:_MOST_ITEMS]
    rows: list[Mapping[str, str]] = []
    for element in root.iter():
        fields = {_local(child.tag): (child.text or child.get("href") or "").strip() for child in element}
        if len(fields) > 1:
            rows.append(fields)
    return rows[:_MOST_ITEMS]


def _by_tags(inner: str) -> dict[str, str]:
    fields = {match["name"]: _CDATA.sub(r"\1", match["value"]).strip() for match in _FIELD.finditer(inner)}
    linked = _HREF.search(inner)
    return fields | ({"link": linked["href"]} if linked and not fields.get("link") else {})


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
