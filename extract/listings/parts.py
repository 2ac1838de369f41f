"""The folders of a column: one for each year (2022年), or for the government and those below it (各区县)."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from extract.listings.entries import Ask, host_of, is_attachment
from extract.listings.links import links_of
from extract.listings.text import narrow
from warehouse.vocabulary import load_wording

_WORDS = load_wording("lists")["pages"]
_PART = re.compile(f"{_WORDS['part']}|{_WORDS['year']}")
_YEAR = re.compile(_WORDS["year"])
_DIGITS = re.compile(r"\d+")
_LONGEST = 24
_MOST_PARTS = 40


def parts_of(parser: LexborHTMLParser, url: str, base: str) -> tuple[Ask, ...]:
    """The folders below a page's own that are named by a year or by whose reports they hold, in its order.

    Only those below, and years whose address is the page's own but for its numbers: a site's menu names years
    and governments too, and leads elsewhere.
    """
    here = urlsplit(url).path.rpartition("/")[0] + "/"
    own = _DIGITS.sub("0", url)
    found = {
        link.url: Ask(link.url, via="years")
        for link in links_of(parser, base)
        if len(link.words) <= _LONGEST
        and _PART.fullmatch(narrow(link.words))
        and host_of(link.url) == host_of(url)
        and (
            _is_below(link.url, here)
            or (_YEAR.fullmatch(narrow(link.words)) and _DIGITS.sub("0", link.url) == own)
        )
        and not is_attachment(link.url)
    }
    return tuple(found.values())[:_MOST_PARTS]


def _is_below(address: str, folder: str) -> bool:
    path = urlsplit(address).path
    return len(folder) > 1 and path.startswith(folder) and "/" in path[len(folder) :]
