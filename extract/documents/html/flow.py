"""Paragraphs and table rows out of a stretch of an HTML page's tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.documents.html.tokens import Token, What
from extract.documents.lines.assembly import Line, Paragraph, join_lines, tidy
from extract.documents.lines.tables import SourceCell, is_layout, square_up
from extract.documents.lines.wrapping import join_source

BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot
    th thead tr ul
    """.split()  # noqa: SIM905 (a list of fifty names in quotes is not read)
)
# Old pages set paragraphs by source lines that begin with two full-width or four hard spaces.
_INDENTED = re.compile("\n[ \t\r]*(?:\u3000{2}|\u00a0{4})")
_INDENT = re.compile("\\s*?(?:\u3000{2}|\u00a0{4})")
_SET_APART = re.compile(r"text-indent\s*:\s*[\d.]*[1-9]|text-align\s*:\s*center", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d\d*")  # a text is searched for one at two thirds of the cost of \d+


def lines_of(tokens: Sequence[Token], start: int, end: int, junk: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of `tokens[start:end]`: broken at block elements and br, never at an inline tag.

    Elements whose id, class or tag name is in `junk` are left out.
    """
    flow = _Flow(tokens, junk)
    flow.walk(start, end)
    return flow.lines


@dataclass(slots=True)
class _Flow:
    tokens: Sequence[Token]
    junk: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    preformatted: int = 0
    tables: int = 0
    end: int = 0
    apart: bool = False

    def walk(self, start: int, end: int) -> None:
        self.end = end
        position = start
        while position < end:
            token = self.tokens[position]
            if token.what is What.TEXT:
                self._text(token.text)
            elif token.what is What.OPEN:
                position = self._open(position, token)
            elif token.what is What.CLOSE:
                self._edge(token.name, -1)
            position += 1
        self._break()

    def _open(self, position: int, token: Token) -> int:
        """Enter an element; the position of its end if it is dealt with or left out."""
        if token.end >= self.end:
            # It holds what stands behind this stretch as well: a layout, whatever it is.
            self._edge(token.name, 1)
            return position
        if is_junk(self.tokens, position, self.junk):
            self._edge(token.name, 0)
            return token.end
        if token.name == "table" and (rows := data_rows(self.tokens, position)) is not None:
            self._break()
            self.lines.extend(square_up(rows, self.tables))
            self.tables += 1
            return token.end
        self._edge(token.name, 1)
        if token.name in BLOCKS:
            self.apart |= _SET_APART.search(token.attributes.get("style") or "") is not None
        return position

    def _edge(self, name: str, step: int) -> None:
        if name in BLOCKS:
            # An empty line: a br without words before it, or a paragraph of blanks.
            is_line = bool(self.words) or (name == "br" and step > 0)
            self.apart |= is_line and not "".join(self.words).strip()
            self._break()
        if name == "a":
            self.links = max(self.links + step, 0)
        elif name == "pre":
            self.preformatted = max(self.preformatted + step, 0)

    def _text(self, text: str) -> None:
        if "\n" in text and self.preformatted:
            self._pieces(text.split("\n"))
        elif "\n" in text and ("\u3000" in text or "\u00a0" in text):
            self._pieces(_INDENTED.split(text), apart=True)
        else:
            self._pieces([text])

    def _pieces(self, pieces: list[str], *, apart: bool = False) -> None:
        for number, piece in enumerate(pieces):
            if number:
                self._break()
                self.apart |= apart
            self.words.append(piece)
            if self.links:
                self.linked += len(piece.strip())

    def _break(self) -> None:
        raw = "".join(self.words)
        if text := tidy(join_source(raw) if "\n" in raw else raw):
            self.lines.append(
                Paragraph(text, self.linked, apart=self.apart or _INDENT.match(raw) is not None)
            )
            self.apart = False
        self.words.clear()
        self.linked = 0


def data_rows(tokens: Sequence[Token], start: int) -> list[list[SourceCell]] | None:
    """The rows of the table that opens at `start`, or None where it only lays out the page.

    A layout table holds other tables, or one column, or a cell that is most of its text and long.
    """
    rows = _source_rows(tokens, start)
    return None if rows is None or is_layout(rows) else rows


def _source_rows(tokens: Sequence[Token], start: int) -> list[list[SourceCell]] | None:
    """The cells by rows, None where one holds a table: then this one sets the page and says nothing."""
    rows: list[list[SourceCell]] = []
    position = start + 1
    while position < tokens[start].end:
        token = tokens[position]
        if token.what is What.OPEN:
            if token.name == "table":
                return None
            if token.name == "tr":
                rows.append([])
            elif token.name in ("td", "th") and rows:
                if any(inner.name == "table" for inner in tokens[position + 1 : token.end]):
                    return None
                rows[-1].append(_source_cell(tokens, position, token))
                position = token.end
        position += 1
    return rows


def _source_cell(tokens: Sequence[Token], position: int, token: Token) -> SourceCell:
    text = join_lines(line.text for line in lines_of(tokens, position + 1, token.end))
    return SourceCell(text, _span(token, "colspan"), _span(token, "rowspan"))


def _span(token: Token, name: str) -> int:
    match = _NUMBER.match((token.attributes.get(name) or "").strip())
    return int(match[0]) if match else 1


def is_junk(tokens: Sequence[Token], position: int, junk: frozenset[str]) -> bool:
    """Whether the element that opens at `position` is marked as junk and holds no sentence.

    Marks are not believed against prose: `print` or `tools` may be round the whole article.
    """
    token = tokens[position]
    if not junk or token.name in ("td", "tr", "tbody", "table") or junk.isdisjoint(token.marks()):
        return False
    return not any("。" in inner.text for inner in tokens[position : token.end])


def digits_of(tokens: Sequence[Token], start: int, end: int, junk: frozenset[str]) -> str:
    """All digits of a stretch of the page in order, without junk: what its lines must not lose."""
    texts: list[str] = []
    position = start
    while position < end:
        token = tokens[position]
        if token.what is What.OPEN and token.end < end and is_junk(tokens, position, junk):
            position = token.end
        elif token.what is What.TEXT:
            texts.append(token.text)
        position += 1
    return "".join(_DIGITS.findall("".join(texts)))
