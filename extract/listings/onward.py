"""Where a page without a list sends its readers: on to another page, or to scripts of its own files."""

import re

from selectolax.lexbor import LexborHTMLParser

from extract.listings.entries import Ask, absolute, host_of
from extract.listings.text import narrow
from warehouse.vocabulary import load_wording

_REFRESH = re.compile(r"^\s*\d{1,2}\s*[;,]\s*(?:url\s*=)?\s*['\"]?(?P<address>[^'\"\s]+)", re.IGNORECASE)
_SENDS = re.compile(
    r"(?:^|[;{\s.(])location(?:\.href)?\s*=\s*['\"](?P<address>[^'\"<>\s]{1,300})['\"]"
    r"|location\.(?:replace|assign)\(\s*['\"](?P<other>[^'\"<>\s]{1,300})['\"]\s*\)"
)
_LIBRARY = re.compile(load_wording("lists")["scripts"]["libraries"], re.IGNORECASE)
_BARE = 120
"""Characters of a page that says nothing itself."""
_MOST_SCRIPTS = 3


def sent_on_to(parser: LexborHTMLParser, text: str, url: str) -> str:
    """The page on the same host to which a page sends its readers at once; "" where it does not."""
    for node in parser.css("meta[http-equiv]"):
        attributes = node.attributes
        refresh = _REFRESH.search(attributes.get("content") or "")
        if (attributes.get("http-equiv") or "").lower() == "refresh" and refresh:
            return _own(absolute(url, refresh["address"]), url)
    sends = _SENDS.search(text)
    if not sends or _says_something(parser):
        return ""
    return _own(absolute(url, sends["address"] or sends["other"]), url)


def outer_scripts(parser: LexborHTMLParser, base: str, url: str) -> tuple[Ask, ...]:
    """The page's own scripts that stand in files of its host, the last first; libraries left out."""
    found: dict[Ask, None] = {}
    for node in parser.css("script[src]"):
        address = _own(absolute(base, node.attributes.get("src") or ""), url)
        if address and not _LIBRARY.search(address.rpartition("/")[2]):
            found.setdefault(Ask(address, is_guess=True, script_of=url))
    return tuple(reversed(found))[:_MOST_SCRIPTS]


def _own(address: str, url: str) -> str:
    return address if address != url and host_of(address) == host_of(url) else ""


def _says_something(parser: LexborHTMLParser) -> bool:
    body = parser.body
    if body is None:
        return False
    words = "".join(node.text(deep=False) for node in body.css("*:not(script):not(style)"))
    return len(narrow(words)) >= _BARE
