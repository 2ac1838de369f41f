"""Running heads and page numbers of printed pages."""

import re
from collections import Counter
from collections.abc import Sequence

from extract.documents.printed.typeset import ENDED, TextLine
from warehouse.characters import simplified

_PAGE_NUMBER = re.compile(
    r"""
      [-—–－·•~～]\s*(?P<dashed>\d{1,4})\s*[-—–－·•~～]
    | 第?\s*(?P<worded>\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?
    | (?P<of>\d{1,4})\s*/\s*\d{1,4}
    | (?P<bare>\d{1,4})
    """,
    re.VERBOSE,
)

# What browsers print round a page: date and title above, address and page number below.
_BROWSER = re.compile(
    r"""
      \d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+(?:[上下]午\s*)?\d{1,2}:\d\d(?:\s[AP]M)?(?:\s.*)?
    | (?:https?|file)://\S+\s+\d{1,4}\s*/\s*\d{1,4}
    """,
    re.VERBOSE,
)


def without_furniture(pages: Sequence[Sequence[TextLine]]) -> tuple[list[TextLine], list[TextLine]]:
    """The lines of all pages without page numbers, running heads, browsers' heads, and the lines left out.

    A running head stands first or last on at least three pages and on more than half of them, and ends no
    sentence; below it, or above one at the foot, a second one may stand.
    """
    edges = Counter(_pattern(line) for lines in pages for line in {*lines[:2], *lines[-2:]} if not line.row)
    repeated = {pattern for pattern, count in edges.items() if count >= 3 and count > len(pages) / 2}
    numbered = _numbered(pages)
    kept: list[TextLine] = []
    out: list[TextLine] = []
    for number, lines in enumerate(pages):
        is_out = [
            not line.row
            and (
                _page_number(line, number, bare=numbered) is not None
                or _BROWSER.fullmatch(line.text) is not None
                or (_pattern(line) in repeated and not line.text.endswith(ENDED))
            )
            for line in lines
        ]
        top = _leading(is_out[:2])
        bottom = len(lines) - _leading(is_out[:-3:-1])
        out += [*lines[:top], *lines[max(top, bottom) :]]
        kept += lines[top:bottom]
    return kept, out


def is_page_number(text: str) -> bool:
    """Whether a line that stands alone is a page's number."""
    return _PAGE_NUMBER.fullmatch(simplified(text)) is not None


def _leading(flags: Sequence[bool]) -> int:
    return next((number for number, flag in enumerate(flags) if not flag), len(flags))


def _pattern(line: TextLine) -> str:
    return re.sub(r"\d+|\s+", "#", line.text)


def _numbered(pages: Sequence[Sequence[TextLine]]) -> bool:
    """Whether bare numbers at the pages' edges are page numbers: they count along with the pages."""
    offsets = Counter(
        offset
        for number, lines in enumerate(pages)
        for line in {*lines[:1], *lines[-1:]}
        if (offset := _page_number(line, number, bare=True)) is not None
    )
    most = max(offsets.values(), default=0)
    return most >= 2 or (len(pages) == 1 and offsets.get(1, 0) == 1)


def _page_number(line: TextLine, number: int, *, bare: bool) -> int | None:
    """How far the page number that a line is runs before the count of pages; None where it is none."""
    match = _PAGE_NUMBER.fullmatch(simplified(line.text))
    if match is None or (match["bare"] and not bare):
        return None
    return int(match["dashed"] or match["worded"] or match["of"] or match["bare"]) - number
