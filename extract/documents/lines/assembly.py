"""The text and blocks of a document out of its paragraphs and table rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.records import Block, BlockKind, Issue, Span

# Of width zero, controls but for spaces, and marks of direction: they act on a terminal and are not seen.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff\u00ad"
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f]"
)
_CJK = "[\u2014\u2018-\u201d\u2026\u2e80-\u2fff\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]"
# A line of source ends anywhere; between two Chinese characters that end is no space (CSS Text 3, 4.1.3).
_SOURCE_BREAK = re.compile(rf"(?<={_CJK})[ \t]*\r?\n[ \t\r\n]*(?={_CJK})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's text; `linked` counts its characters that are links.

    `ragged`: the number of the table that it comes from, where that could not be squared up. `scanned`: some
    of it was read off a picture. `apart`: an empty line or its indent sets it apart from what is before it.
    """

    text: str
    linked: int = 0
    ragged: int | None = None
    scanned: bool = False
    apart: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """One printed cell of a table. A merged cell is the same object under every column and row it covers."""

    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a squared-up table: a cell for each column. `ragged` if they may stand under wrong ones.

    `scanned`: it was read off a picture.
    """

    table: int
    cells: tuple[Cell, ...]
    ragged: bool = False
    scanned: bool = False

    @property
    def text(self) -> str:
        """The row's words, each printed cell once."""
        return " ".join(cell.text for cell in dict.fromkeys(self.cells) if cell.text)


Line = Paragraph | TableRow


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document's text, its blocks, and the issues met in putting them together."""

    text: str
    blocks: tuple[Block, ...]
    issues: tuple[Issue, ...]


def tidy(text: str) -> str:
    """One space for each run of white space, none at the ends; invisible characters dropped."""
    seen = _INVISIBLE.sub("", text)
    return " ".join((_SOURCE_BREAK.sub("", seen) if "\n" in seen else seen).split())


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one cell or paragraph as one line: without a space between Chinese characters."""
    return tidy("\n".join(line for line in lines if line))


def row_texts(line: Line) -> list[str]:
    """A line's words cell by cell; a paragraph is one cell."""
    return [cell.text for cell in dict.fromkeys(line.cells)] if isinstance(line, TableRow) else [line.text]


def assemble(lines: Iterable[Line]) -> Assembled:
    """Join lines by newlines into one text and say which stretch of it each of them is."""
    writer = _Writer()
    for line in lines:
        if isinstance(line, Paragraph):
            writer.paragraph(line)
        else:
            writer.row(line)
    return Assembled("".join(writer.parts), tuple(writer.blocks), tuple(writer.issues))


class _Writer:
    """Text as it grows, with the place of every cell written so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.issues: list[Issue] = []
        self.placed: dict[Cell, Span] = {}

    def paragraph(self, line: Paragraph) -> None:
        if line.text:
            start = self._begin()
            self._write(line.text)
            self.blocks.append(Block(BlockKind.PARAGRAPH, start, self.length))
            self._mark(line, start, is_ragged=line.ragged is not None)

    def row(self, line: TableRow) -> None:
        fresh = [cell for cell in dict.fromkeys(line.cells) if cell.text and cell not in self.placed]
        if not fresh:
            return
        start = self._begin()
        spans = tuple(self._cell(cell, first=cell is fresh[0]) for cell in line.cells)
        self.blocks.append(Block(BlockKind.TABLE_ROW, start, self.length, line.table, spans))
        self._mark(line, start, is_ragged=line.ragged)

    def _mark(self, line: Line, start: int, *, is_ragged: bool) -> None:
        kinds = ["ragged_table"] * is_ragged + ["read_by_ocr"] * line.scanned
        self.issues += [Issue(start, self.length, kind, line.text[:60]) for kind in kinds]

    def _cell(self, cell: Cell, *, first: bool) -> Span:
        if not cell.text:
            return Span(self.length, self.length)
        if cell not in self.placed:
            if not first:
                self._write(" ")
            self._write(cell.text)
            self.placed[cell] = Span(self.length - len(cell.text), self.length)
        return self.placed[cell]

    def _begin(self) -> int:
        if self.blocks:
            self._write("\n")
        return self.length

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
