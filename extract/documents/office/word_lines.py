"""The lines of a Word file: paragraphs, tables, text boxes and notes in reading order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from extract.documents.files.xml import attribute, child, children, local_name
from extract.documents.lines.assembly import Line, Paragraph, TableRow, join_lines, tidy
from extract.documents.lines.notes import set_above
from extract.documents.lines.tables import SourceCell, is_layout, square_up
from extract.documents.office.numbering import Numbering
from extract.documents.office.runs import RunStyles

LEFT_OUT = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "rt", "sectPr")
    + ("footnotePr", "endnotePr")
)
"""Text that the author took out or moved away, field codes, and what only describes the text."""
_TEXT_BOX = "txbxContent"
_NOTES = ("footnote", "endnote")
_LINE = 40
"""Characters before text set above the line that tell what it is."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a Word file's text refers to: lists, styles, notes by kind and id, other documents taken in.

    `chunks`: the lines of each document that it takes in (altChunk), by the relation's id.
    """

    numbering: Numbering
    styles: RunStyles
    notes: Mapping[tuple[str, str], Element] = field(default_factory=dict)
    chunks: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

    def note_at(self, element: Element) -> Element | None:
        """The note that a reference stands for, or that stands there itself (Word 2003 XML)."""
        name = local_name(element)
        if name in _NOTES:
            return element
        kind = name.removesuffix("Reference")
        return self.notes.get((kind, attribute(element, "id"))) if kind in _NOTES else None


@dataclass(slots=True)
class WordReader:
    """Walks the document in order; `titled` and `centred` are the lines that may be the title.

    `left_out`: the marks of notes, and what is hidden or struck. `on_paper`: outside tables and boxes, which
    may have a colour of their own. A cell's notes stay in `pending`: they are read below its table.
    """

    around: Surroundings
    on_paper: bool = True
    lines: list[Line] = field(default_factory=list)
    titled: list[int] = field(default_factory=list)
    centred: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    pending: list[Element] = field(default_factory=list)
    tables: int = 0

    def read_children(self, parent: Element) -> None:
        """Read all blocks within an element."""
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "altChunk":
                self._take_over(self.around.chunks.get(attribute(element, "id"), ()))
            elif name == "AlternateContent":
                self.read_children(alternative(element))
            elif name not in LEFT_OUT:
                self.read_children(element)

    def _paragraph(self, element: Element) -> None:
        """A paragraph, then the text boxes within it, whose words are no part of its sentence."""
        prefix = self.around.numbering.prefix(element)
        properties = child(element, "pPr")
        words: list[str] = [prefix]
        raised: list[str] = []
        boxes: list[Element] = []
        notes: list[Element] = []
        for piece, is_raised in self._pieces(element, properties):
            if isinstance(piece, Element):
                (notes if local_name(piece) in _NOTES else boxes).append(piece)
            elif is_raised:
                raised.append(piece)
            else:
                self._set_above(words, raised)
                words.append(piece)
        self._set_above(words, raised)
        first = len(self.lines)
        if any(word.strip() for word in words[1:]):
            apart = bool(prefix) or _is_set_apart(properties)
            texts = (tidy(line) for line in "".join(words).split("\n"))
            self.lines += [
                Paragraph(text, apart=apart and not number) for number, text in enumerate(texts) if text
            ]
        self._mark(properties, range(first, len(self.lines)))
        self._read_boxes(boxes)
        self.pending += notes
        if self.on_paper:
            self._read_notes()

    def _set_above(self, words: list[str], raised: list[str]) -> None:
        """Add text set above the line to a paragraph's words, unless it is the mark of a note."""
        if raised:
            text = "".join(raised)
            written = set_above("".join(words[-_LINE:])[-_LINE:], text)
            words.append(written)
            self.left_out += [] if written == text else [text]
            raised.clear()

    def _read_boxes(self, boxes: list[Element]) -> None:
        on_paper, self.on_paper = self.on_paper, False
        for box in boxes:
            self.read_children(box)
        self.on_paper = on_paper

    def _read_notes(self) -> None:
        """Read the notes of what was read before: below it, not at the end, which speaks of other things."""
        notes, self.pending = self.pending, []
        for note in notes:
            first = len(self.lines)
            self.read_children(note)
            own = self.lines[first:]
            self.lines[first:] = [
                replace(line, apart=True) if isinstance(line, Paragraph) else line for line in own
            ]

    def _mark(self, properties: Element | None, numbers: range) -> None:
        if self.around.numbering.is_title_style(properties):
            self.titled += numbers
        if attribute(child(properties, "jc"), "val") == "center":
            self.centred += numbers

    def _table(self, element: Element) -> None:
        rows = [list(self._cells(row)) for row in _rows(element)]
        source = _spanned(rows)
        if is_layout(source) or any(cell.tables for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self._take_over(cell.lines)
        else:
            self.lines += square_up(source, self.tables)
            self.tables += 1
        if self.on_paper:
            self._read_notes()

    def _cells(self, row: Element) -> Iterator["_WordCell"]:
        at = _number(attribute(child(child(row, "trPr"), "gridBefore"), "val"), 0)
        for cell in _cell_elements(row):
            properties = child(cell, "tcPr")
            columns = _number(attribute(child(properties, "gridSpan"), "val"), 1)
            merge = child(properties, "vMerge")
            continues = merge is not None and attribute(merge, "val") in ("", "continue")
            inner = WordReader(self.around, on_paper=False)
            inner.read_children(cell)
            self.left_out += inner.left_out
            self.pending += inner.pending
            yield _WordCell(tuple(inner.lines), inner.tables, columns, continues, at)
            at += columns

    def _take_over(self, lines: tuple[Line, ...]) -> None:
        """Lines of a cell that only lays out the page, or of another document, and the tables within."""
        tables = {line.table for line in lines if isinstance(line, TableRow)}
        for line in lines:
            self.lines.append(
                replace(line, table=self.tables + line.table) if isinstance(line, TableRow) else line
            )
        self.tables += max(tables, default=-1) + 1

    def _pieces(
        self, element: Element, paragraph: Element | None, *, is_raised: bool = False
    ) -> Iterator[tuple[str | Element, bool]]:
        """The words of a paragraph in order and whether they stand above the line; boxes and notes.

        Line breaks are newlines.
        """
        for inner in element:
            name = local_name(inner)
            if name in _WRITTEN:
                yield _WRITTEN[name] or inner.text or "", is_raised
            elif name == _TEXT_BOX:
                yield inner, False
            elif (note := self.around.note_at(inner)) is not None:
                yield note, False
            elif name == "AlternateContent":
                yield from self._pieces(alternative(inner), paragraph, is_raised=is_raised)
            elif name == "r" and self.around.styles.is_unseen(inner, paragraph, on_paper=self.on_paper):
                self.left_out += [text.text or "" for text in inner.iter() if local_name(text) == "t"]
            elif name not in LEFT_OUT:
                raised = is_raised or (name == "r" and self.around.styles.is_raised(inner))
                yield from self._pieces(inner, paragraph, is_raised=raised)


_WRITTEN = {"t": "", "br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class _WordCell:
    """A cell as Word gives it: its lines, its columns, and whether it goes on with the one above.

    `tables` is how many tables stand within.
    """

    lines: tuple[Line, ...]
    tables: int
    columns: int
    continues: bool
    at: int

    @property
    def text(self) -> str:
        return join_lines(line.text for line in self.lines)


def _is_set_apart(properties: Element | None) -> bool:
    """Whether a paragraph's first line is indented, or it is centred."""
    indent = child(properties, "ind")
    is_indented = any(attribute(indent, name) not in ("", "0") for name in ("firstLine", "firstLineChars"))
    return is_indented or attribute(child(properties, "jc"), "val") == "center"


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, also those within content controls or insertions."""
    for element in table:
        if local_name(element) == "tr":
            if not is_row_taken_out(element):
                yield element
        elif local_name(element) not in LEFT_OUT:
            yield from _rows(element)


def is_row_taken_out(element: Element) -> bool:
    """Whether an element is a row that the author deleted or that is hidden."""
    properties = child(element, "trPr") if local_name(element) == "tr" else None
    return any(child(properties, name) is not None for name in ("del", "hidden"))


def _cell_elements(row: Element) -> Iterator[Element]:
    for element in row:
        if local_name(element) == "tc":
            yield element
        elif local_name(element) not in LEFT_OUT | {"trPr", "tblPrEx"}:
            yield from _cell_elements(element)


def _spanned(rows: list[list[_WordCell]]) -> list[list[SourceCell]]:
    """Rows with a cell's height instead of its continuations below."""
    continued = [{cell.at for cell in row if cell.continues} for row in rows]
    spanned = []
    for y, row in enumerate(rows):
        cells = [SourceCell("", row[0].at)] if row and row[0].at else []
        for cell in row:
            if not cell.continues or y == 0:
                height = 1
                while y + height < len(rows) and cell.at in continued[y + height]:
                    height += 1
                cells.append(SourceCell(cell.text, cell.columns, height))
        spanned.append(cells)
    return spanned


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else default


def alternative(element: Element) -> Element:
    """The first choice that holds text, else the fallback: both say the same."""
    choices = [*children(element, "Choice"), *children(element, "Fallback")]
    return next(
        (choice for choice in choices if any(local_name(e) == "t" for e in choice.iter())), Element("none")
    )
