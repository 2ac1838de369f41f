"""The file that a page links to in place of a text of its own."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.documents.lines.assembly import tidy
from extract.file_endings import ATTACHMENT
from warehouse.characters import count_chinese, simplified
from warehouse.errors import UnreadableError

_THIN = 150
"""A page with fewer Chinese characters beside its links only announces its attachment."""
_FILE = re.compile(rf"\.(?:{ATTACHMENT})$", re.IGNORECASE)
_REPORT = re.compile("法治政府|依法行政|法治建设")
_PARTS = re.compile("附件|附表|解读|目录|清单")


def check_attachment(parser: LexborHTMLParser, title: str, text: str) -> None:
    """Refuse a page that holds no more than a link to its report, or a frame that shows it.

    Raises UnreadableError of kind attachment, `where` being the link as the page writes it.
    """
    link = _attached(parser, title) if count_chinese(text) < _THIN else None
    if link:
        what, way_out = "is the report that this page only links to", "give that file"
        raise UnreadableError(what, link, way_out, "attachment")


def _attached(parser: LexborHTMLParser, title: str) -> str | None:
    """The one file that a frame shows, else the one whose link has the report's name; None for several."""
    framed = {link for node in parser.css("iframe, embed, object, frame") for link in _files(node)}
    if len(framed) == 1:
        return framed.pop()
    named: dict[str, str] = {}
    for node in parser.css("a[href]"):
        words = _FILE.sub("", tidy(f"{node.text()} {node.attributes.get('title') or ''}"))
        for link in _files(node):
            named[link] = named.get(link, "") + words
    reports = [link for link, words in named.items() if _is_report(words, title)]
    return reports[0] if len(reports) == 1 else None


def _is_report(words: str, title: str) -> bool:
    own = title and title in words.replace(" ", "")
    folded = simplified(words)
    return bool(own or (_REPORT.search(folded) and not _PARTS.search(folded.removeprefix("附件"))))


def _files(node: LexborNode) -> Iterator[str]:
    """The files that an element's link names, also behind a viewer (viewer.html?file=/a.pdf)."""
    for name in ("href", "src", "data"):
        link = (node.attributes.get(name) or "").strip()
        try:
            parts = urlsplit(link[:2000])
        except ValueError:
            continue
        shown = parse_qs(parts.query).get("file", [""])[0]
        if _FILE.search(shown):
            yield shown
        elif _FILE.search(unquote(parts.path)):
            yield link
