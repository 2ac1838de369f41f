"""A document out of a PDF with a text layer."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from extract.documents.heads.headers import is_header_line
from extract.documents.heads.labels import is_label_line
from extract.documents.heads.titles import is_title_line, is_whole_title, title_of_lines
from extract.documents.lines.assembly import Line, Paragraph, TableRow, tidy
from extract.documents.lines.composition import article_of, compose, digits_in
from extract.documents.printed.columns import rows_of
from extract.documents.printed.continued import join_tables
from extract.documents.printed.furniture import is_page_number, without_furniture
from extract.documents.printed.glyphs import Glyph, Page
from extract.documents.printed.pdf_pages import pages_of
from extract.documents.printed.ruled import printed_lines, turned_lines
from extract.documents.printed.typeset import (
    ENDED,
    Measure,
    TextLine,
    join,
    measure_of,
    measures_of,
    starts_paragraph,
)
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format, Issue

_FEW = 20
"""Fewer characters a page than this are a stamp or a page number on a picture, not a text layer."""
_LOST_SHARE = 0.3
_PICTURED = 0.5
# Six characters in a row each of which stands twice: 审审结结22件件，，优优.
_DOUBLED = re.compile(r"(?:([^\s.…—－_-])\1){6,}")


def read_pdf(data: bytes) -> Document:
    """Read a PDF: lines by the places of their glyphs, paragraphs over line and page ends.

    Running heads, page numbers and glyphs printed twice are left out. Raises UnreadableError:
    no_text_layer where the pages are pictures or their fonts tell no characters, encrypted, broken,
    too_large.
    """
    return read_pages(pages_of(data), Format.PDF)


def read_pages(pages: Sequence[Page], form: Format) -> Document:
    """The document of printed pages, of whatever format `form` their glyphs come from.

    Raises UnreadableError: no_text_layer, empty.
    """
    _check_text_layer(pages)
    printed = [printed_lines(page, number) for number, page in enumerate(pages)]
    kept, furniture = without_furniture(printed)
    if not kept:
        raise UnreadableError("has no text layer", "", "look for a Word or web version", "no_text_layer")
    joined = join_tables(kept)
    title = _title(joined.lines, measure_of(joined.lines))
    turned = [line for number, page in enumerate(pages) for line in turned_lines(page, number)]
    numbers = [line for line in turned if is_page_number(line.text)]
    lines = _lines(_with_turned(joined.lines, [line for line in turned if not is_page_number(line.text)]))
    digits = digits_in("".join(glyph.character for page in pages for glyph in page.all_glyphs))
    left_out = (line.text for line in (*furniture, *joined.repeated, *numbers))
    article = article_of(lines, title, digits, left_out, whole_page=True)
    document = compose(form, title, article)
    counted = replace(
        article.legibility,
        unmapped=sum(glyph.unmapped for page in pages for glyph in page.all_glyphs),
        doubled=sum(len(page.doubled) for page in pages),
    )
    issues = (*article.issues, *_issues(pages, printed, document.text))
    return replace(document, issues=issues, legibility=counted)


def _check_text_layer(pages: Sequence[Page]) -> None:
    inked = [_inked(page) for page in pages]
    count = sum(map(len, inked))
    way_out = "look for a Word or web version"
    if count < _FEW * len(pages):
        raise UnreadableError("has no text layer: its pages are pictures", "", way_out, "no_text_layer")
    unmapped = [sum(glyph.unmapped for glyph in glyphs) for glyphs in inked]
    if sum(unmapped) > _LOST_SHARE * count:
        where = ", ".join(str(number) for number, lost in enumerate(unmapped, 1) if lost)
        what = f"{sum(unmapped)} of {count} glyphs are no known characters, on pages {where}"
        raise UnreadableError(f"has an unreadable text layer: {what}", "", way_out, "no_text_layer")


def is_picture(page: Page) -> bool:
    """Whether pictures cover the better part of a page and nothing but a page number is text on it."""
    return page.pictured > _PICTURED and len(_inked(page)) < _FEW


def _inked(page: Page) -> list[Glyph]:
    """The glyphs that are no spaces."""
    return [glyph for glyph in page.all_glyphs if glyph.character.strip()]


def _title(lines: Sequence[TextLine], measure: Measure) -> str:
    first = [line for line in lines[:20] if line.page == lines[0].page and not line.row]
    large = title_of_lines([line.text for line in first if line.size > 1.15 * measure.size])
    centred = title_of_lines([line.text for line in first if line.is_centred])
    any_line = [line.text for line in first[:15] if is_title_line(line.text)]
    found = [title for title in (large, centred, *any_line) if title]
    return next(filter(is_whole_title, found), found[0] if found else "")


def _with_turned(lines: Sequence[TextLine], turned: Iterable[TextLine]) -> list[TextLine]:
    """Lines with those that run another way on their page, below the last sentence that ends there."""
    pages = [line.page for line in lines]
    more: dict[int, list[TextLine]] = {}
    for page, group in groupby(turned, key=lambda line: line.page):
        first, behind = bisect_left(pages, page), bisect_right(pages, page)
        ends = (place for place in range(behind, first, -1) if _is_end(lines[place - 1]))
        more[next(ends, behind)] = list(group)
    places = range(len(lines) + 1)
    return [line for place in places for line in (*more.get(place, ()), *lines[place : place + 1])]


def _is_end(line: TextLine) -> bool:
    return line.row is not None or line.text.endswith(ENDED)


def _lines(lines: Sequence[TextLine]) -> list[Line]:
    """Table rows where lines are ruled or stand in columns, else paragraphs."""
    measures = measures_of(lines)
    rows = {
        **_in_columns(lines),
        **{number: _table_row(line) for number, line in enumerate(lines) if line.row},
    }
    result: list[Line] = []
    own: list[TextLine] = []
    for number, line in enumerate(lines):
        if own and (number in rows or _begins(line, own[-1], measures)):
            result += _paragraph(own)
            own = []
        if number not in rows:
            own.append(line)
        elif row := rows[number]:
            result.append(row)
    return _numbered([*result, *_paragraph(own)])


def _in_columns(lines: Sequence[TextLine]) -> dict[int, TableRow | None]:
    """Rows of lines in columns, with what is to be known of the line."""
    return {
        number: row
        and replace(row, ragged=row.ragged or lines[number].ragged is not None, scanned=lines[number].scanned)
        for number, row in rows_of(lines).items()
    }


def _runs_over(line: TextLine) -> bool:
    """Whether a line goes on beyond the page: what is printed wider than the paper is lost."""
    return line.left < -0.5 * line.size or line.right > line.page_width + 0.5 * line.size


def _begins(line: TextLine, before: TextLine, measures: Mapping[str, Measure]) -> bool:
    """Whether a line begins a paragraph; lines of the head, which end no sentence, are one each."""
    if line.ragged != before.ragged or starts_paragraph(line, before, measures):
        return True
    return any(is_header_line(text) or is_label_line(text) for text in (before.text, line.text))


def _table_row(line: TextLine) -> TableRow | None:
    return TableRow(line.row.table, line.row.cells, line.row.is_ragged) if line.row else None


def _numbered(lines: Iterable[Line]) -> list[Line]:
    """Lines with their tables counted from 0 in the order of the text."""
    numbers: dict[int, int] = {}
    return [
        replace(line, table=numbers.setdefault(line.table, len(numbers)))
        if isinstance(line, TableRow)
        else line
        for line in lines
    ]


def _paragraph(lines: Sequence[TextLine]) -> Iterable[Paragraph]:
    text = tidy(reduce(join, (line.text for line in lines), ""))
    scanned = any(line.scanned for line in lines)
    return (Paragraph(text, ragged=lines[0].ragged, scanned=scanned),) if text else ()


def _issues(pages: Sequence[Page], printed: Sequence[Sequence[TextLine]], text: str) -> Iterable[Issue]:
    """By page: pictures, glyphs without a character, lines cut off; and doubled stretches."""
    for number, (page, lines) in enumerate(zip(pages, printed, strict=True), 1):
        if is_picture(page) and not page.scanned:
            yield Issue(0, 0, "picture", f"page {number}: is a picture, and what it says is not read")
        if count := sum(glyph.unmapped for glyph in page.all_glyphs):
            yield Issue(0, 0, "unmapped_glyphs", f"page {number}: {count} glyphs are no known characters")
        if over := sum(_runs_over(line) for line in lines):
            yield Issue(0, 0, "cut_off", f"page {number}: {over} lines run over the edge of the page")
    for match in _DOUBLED.finditer(text):
        yield Issue(match.start(), match.end(), "doubled_glyphs", match[0][:60])
