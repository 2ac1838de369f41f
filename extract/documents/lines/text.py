"""A document out of plain text."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from extract.documents.files.charset import decode
from extract.documents.heads.titles import headline_of, title_of_text
from extract.documents.lines.assembly import Line, Paragraph, tidy
from extract.documents.lines.composition import article_of, compose, digits_in
from extract.documents.lines.tables import SourceCell, square_up
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format

# R prints characters it cannot show so; texts saved by it hold <U+00A0> for a hard space.
_ESCAPED = re.compile(r"<U\+([0-9A-F]{4,6})>")
_ROW = re.compile(r"\|(?:[^|]*\|){2,}")
_RULE = re.compile(r"\|(?:[ :]*-+[ :]*\|)+")
_COMMENT = re.compile(r"<!--(?:(?!<!--).){0,4000}?-->", re.DOTALL)


def read_text(data: bytes) -> Document:
    """Read a plain text: each line a paragraph, or of hard-wrapped ones several.

    The title is one of the first, or two, that look like one.

    Lines that begin and end with | are the rows of a table, as Markdown writes them (GitHub Flavored Markdown
    Spec, 4.10).

    Raises UnreadableError: empty for a text of white space, not_a_report for one without Chinese.
    """
    paragraphs = list(_paragraphs(decode(data).text))
    lines = [paragraph.text for paragraph in paragraphs]
    if not lines:
        raise UnreadableError("is empty", "", "fetch it again, or take it out of the catalogue", "empty")
    if not any(re.search("[\u3400-\u9fff]", line) for line in lines):
        raise UnreadableError("holds no Chinese text", "", "look at it by hand", "not_a_report")
    title = title_of_text(lines[:10]) or headline_of(lines) if len(lines) > 1 else ""
    return compose(Format.TXT, title, article_of(tuple(_read(paragraphs)), title, digits_in("".join(lines))))


def lines_of_text(data: bytes) -> tuple[Line, ...]:
    """The lines of a plain text that is a part of a document."""
    return tuple(_read(_paragraphs(decode(data).text)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """The lines that hold words; those below an empty line, or indented where not all are, stand apart."""
    raw = _lines(text)
    least = min((_indent(line) for line in raw if line.strip()), default=0)
    is_blank = False
    for line in raw:
        words = tidy(line)
        if words:
            yield Paragraph(words, apart=is_blank or _indent(line) > least)
        is_blank = not words


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _read(paragraphs: Iterable[Paragraph]) -> Iterator[Line]:
    tables = 0
    for is_row, group in groupby(paragraphs, key=lambda line: bool(_ROW.fullmatch(line.text))):
        if is_row:
            tables += 1
            rows = [_cells(line.text) for line in group if not _RULE.fullmatch(line.text)]
            yield from square_up(rows, tables)
        else:
            yield from group


def _cells(line: str) -> list[SourceCell]:
    return [SourceCell(cell.strip()) for cell in line[1:-1].split("|")]


def _lines(text: str) -> list[str]:
    text = _ESCAPED.sub(lambda match: _character(match[1]), _COMMENT.sub("", text))
    return re.split("\r\n|[\n\r\f\v\u2028\u2029]", text)


def _character(hexadecimal: str) -> str:
    code = int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
