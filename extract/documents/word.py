"""A document out of a Word file (DOCX): every text node in reading order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from extract.documents.assembly import Line, Paragraph, TableRow, join_lines, tidy
from extract.documents.composition import article_of, compose, digits_in
from extract.documents.numbering import Numbering, numbering_of
from extract.documents.office import open_package, optional_part, part
from extract.documents.tables import SourceCell, is_layout, square_up
from extract.documents.titles import is_title_line, is_whole_title, title_of_lines
from extract.documents.xml import attribute, child, children, local_name
from warehouse.errors import UnreadableError
from warehouse.records import Document, Issue

# Text that the author took out or moved away, field codes, and what only describes the text.
_LEFT_OUT = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "rt", "sectPr")
)
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_TEXT_BOX = "txbxContent"


def read_word(data: bytes) -> Document:
    """Read a DOCX: paragraphs and tables with insertions, links, content controls and text boxes.

    The title is the paragraphs of style Title, else the first centred ones, else the first line if it looks
    like one; the file's own properties are not asked. Tracked changes are read as if accepted, and noted.
    Raises UnreadableError: broken, encrypted, too_large, unsupported (another kind of zip), empty.
    """
    with open_package(data) as package:
        root = part(package, "word/document.xml")
        lists, styles = (optional_part(package, f"word/{name}.xml") for name in ("numbering", "styles"))
    numbering = numbering_of(lists, styles)
    try:
        reader = _Reader(numbering)
        reader.read_children(root)
        digits = _digits(root)
    except RecursionError as error:
        raise UnreadableError("is nested too deeply", "", "open and save it in Word", "broken") from error
    title = _title(reader)
    document = compose("docx", title, article_of(reader.lines, title, digits, whole_page=True))
    return replace(document, issues=(*document.issues, *_tracked_changes(root)))


@dataclass(slots=True)
class _Reader:
    """Walks the document in order; `titled` and `centred` are the lines that may be the title."""

    numbering: Numbering
    lines: list[Line] = field(default_factory=list)
    titled: list[int] = field(default_factory=list)
    centred: list[int] = field(default_factory=list)
    tables: int = 0

    def read_children(self, parent: Element) -> None:
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "AlternateContent":
                self.read_children(_alternative(element))
            elif name not in _LEFT_OUT:
                self.read_children(element)

    def _paragraph(self, element: Element) -> None:
        words: list[str] = [self.numbering.prefix(element)]
        boxes: list[Element] = []
        for piece in _pieces(element):
            if isinstance(piece, Element):
                boxes.append(piece)
            else:
                words.append(piece)
        first = len(self.lines)
        if any(word.strip() for word in words[1:]):
            self.lines += [Paragraph(text) for line in "".join(words).split("\n") if (text := tidy(line))]
        self._mark(element, range(first, len(self.lines)))
        for box in boxes:
            self.read_children(box)

    def _mark(self, element: Element, numbers: range) -> None:
        properties = child(element, "pPr")
        if self.numbering.is_title_style(properties):
            self.titled += numbers
        if attribute(child(properties, "jc"), "val") == "center":
            self.centred += numbers

    def _table(self, element: Element) -> None:
        rows = [list(_cells(row, self.numbering)) for row in _rows(element)]
        source = _spanned(rows)
        if is_layout(source) or any(cell.tables for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self._take_over(cell)
            return
        self.lines += square_up(source, self.tables)
        self.tables += 1

    def _take_over(self, cell: "_WordCell") -> None:
        """The lines of a cell that only lays out the page, and the tables within."""
        for line in cell.lines:
            if isinstance(line, TableRow):
                line = replace(line, table=self.tables + line.table)
            self.lines.append(line)
        self.tables += cell.tables


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


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, also those within content controls or insertions."""
    for element in table:
        if local_name(element) == "tr":
            if not _is_taken_out(element):
                yield element
        elif local_name(element) not in _LEFT_OUT:
            yield from _rows(element)


def _cells(row: Element, numbering: Numbering) -> Iterator[_WordCell]:
    at = _number(attribute(child(child(row, "trPr"), "gridBefore"), "val"), 0)
    for cell in _cell_elements(row):
        properties = child(cell, "tcPr")
        columns = _number(attribute(child(properties, "gridSpan"), "val"), 1)
        merge = child(properties, "vMerge")
        continues = merge is not None and attribute(merge, "val") in ("", "continue")
        inner = _Reader(numbering)
        inner.read_children(cell)
        yield _WordCell(tuple(inner.lines), inner.tables, columns, continues, at)
        at += columns


def _cell_elements(row: Element) -> Iterator[Element]:
    for element in row:
        if local_name(element) == "tc":
            yield element
        elif local_name(element) not in _LEFT_OUT | {"trPr", "tblPrEx"}:
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


def _pieces(element: Element) -> Iterator[str | Element]:
    """The words of a paragraph in order, line breaks as newlines, text boxes as elements."""
    for inner in element:
        name = local_name(inner)
        if name == "t":
            yield inner.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name in ("tab", "ptab"):
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name == _TEXT_BOX:
            yield inner
        elif name == "AlternateContent":
            yield from _pieces(_alternative(inner))
        elif not (name in _LEFT_OUT or _is_taken_out(inner)):
            yield from _pieces(inner)


def _alternative(element: Element) -> Element:
    """The first choice that holds text, else the fallback: both say the same."""
    choices = [*children(element, "Choice"), *children(element, "Fallback")]
    return next(
        (choice for choice in choices if any(local_name(e) == "t" for e in choice.iter())), Element("none")
    )


def _title(reader: _Reader) -> str:
    for numbers in (reader.titled, reader.centred):
        if title := title_of_lines([reader.lines[number].text for number in numbers if number < 15]):
            return title
    texts = (line.text for line in reader.lines[:15] if isinstance(line, Paragraph))
    found = [text for text in texts if is_title_line(text)]
    return next(filter(is_whole_title, found), found[0] if found else "")


def _digits(root: Element) -> Counter[str]:
    """All digits of the text nodes that stand in the document: what the reading must not lose."""
    digits: Counter[str] = Counter()
    stack = [root]
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name == "t":
            digits += digits_in(element.text or "")
        elif name == "AlternateContent":
            stack.append(_alternative(element))
        elif not (name in _LEFT_OUT or _is_taken_out(element)):
            stack.extend(element)
    return digits


def _is_taken_out(element: Element) -> bool:
    """Whether it is a run that is not shown, or a row that the author deleted."""
    properties, mark = {"r": ("rPr", "vanish"), "tr": ("trPr", "del")}.get(local_name(element), ("", ""))
    return bool(mark) and child(child(element, properties), mark) is not None


def _tracked_changes(root: Element) -> tuple[Issue, ...]:
    count = sum(local_name(element) in _TRACKED for element in root.iter())
    if not count:
        return ()
    return (Issue(0, 0, "tracked_changes", f"has {count} tracked changes, read as if accepted"),)
