"""Printed lines of a page, those of tables with ruled lines row by row."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extract.documents.lines.assembly import Cell, tidy
from extract.documents.lines.tables import SourceCell, is_layout
from extract.documents.printed.glyphs import Glyph, Page
from extract.documents.printed.grids import Grid, grids_of
from extract.documents.printed.gutters import in_columns
from extract.documents.printed.typeset import (
    TURNED,
    RuledRow,
    Segment,
    TextLine,
    join,
    lines_of_glyphs,
    rows_of_glyphs,
)

_NARROW = 12.0
"""Points: an empty column up to this width is the space between cells."""
_MARGINS = 0.9
"""In sizes of type: what Word leaves free left and right in a cell."""
_MOST_TABLES = 200
"""Of one page and direction."""
_DIGIT = 0.5
_NUMBER_BEFORE = re.compile(r"\d[.,]?$")
_NUMBER_AFTER = re.compile(r"[.,]?\d")


def turned_lines(page: Page, number: int) -> tuple[TextLine, ...]:
    """The lines of page `number` that run another way than most, direction by direction."""
    return tuple(
        line
        for place, turned in enumerate(page.turned, 1)
        for line in printed_lines(turned, number, _MOST_TABLES * place)
    )


def printed_lines(page: Page, number: int, tables: int = 0) -> tuple[TextLine, ...]:
    """The lines of page `number` from the top; a table with ruled lines gives a line for each of its rows.

    Its tables are counted from `tables` on.

    Lines make a table where two columns and two rows of its cells hold words. A table within another's
    cell shows that the other only lays out the page. The words of a table that cannot be squared up (a
    cell that is no rectangle) stay lines, marked as ragged.
    """
    rest = list(page.glyphs)
    rows: list[TextLine] = []
    taken: list[Grid] = []
    ragged: dict[int, Grid] = {}
    for grid in sorted(grids_of(page.rulings), key=_area):
        inside = _Filled.of(grid, rest)
        if not inside.is_table() or any(_holds(grid, inner) for inner in taken):
            continue
        taken.append(grid)
        if not grid.is_square:
            ragged[_number(number, tables + len(taken))] = grid
            continue
        rows += inside.rows(page.width, number, tables + len(taken))
        used = {id(glyph) for glyphs in inside.glyphs.values() for glyph in glyphs}
        rest = [glyph for glyph in rest if id(glyph) not in used]
    lines = [_marked(line, ragged) for line in lines_of_glyphs(rest, page.width, number)]
    columns = None if taken else in_columns(lines, rest)
    printed = columns or sorted((*lines, *rows), key=lambda line: -line.baseline)
    frame = f"{TURNED} {page.turns}" if page.turns else ""
    return tuple(replace(line, scanned=page.scanned, frame=line.frame or frame) for line in printed)


def _number(page: int, table: int) -> int:
    """A table's number: downwards, so that no table of another page or of another make is the same."""
    return -(1000 * page + table)


def _marked(line: TextLine, ragged: Mapping[int, Grid]) -> TextLine:
    at = line.baseline + 0.3 * line.size
    inside = (number for number, grid in ragged.items() if grid.ys[-1] < at < grid.ys[0])
    return replace(line, ragged=next(inside, None))


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[0] - grid.ys[-1])


def _holds(grid: Grid, inner: Grid) -> bool:
    corners = (inner.xs[0] + 1, inner.ys[0] - 1), (inner.xs[-1] - 1, inner.ys[-1] + 1)
    return all(grid.place(x, y) for x, y in corners)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A grid, the glyphs and the words of its cells.

    `full`: the cells whose last line fills them; `over`: those whose words run over a line.
    """

    grid: Grid
    glyphs: Mapping[int, Sequence[Glyph]]
    words: Mapping[int, str]
    full: frozenset[int]
    over: frozenset[int]

    @classmethod
    def of(cls, grid: Grid, glyphs: Iterable[Glyph]) -> "_Filled":
        inside: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            place = grid.place((glyph.left + glyph.right) / 2, glyph.baseline + 0.3 * glyph.size)
            if place:
                inside[grid.cells[place[0]][place[1]]].append(glyph)
        widths = _widths(grid)
        lines = {cell: lines_of_glyphs(own, 0.0, 0) for cell, own in inside.items()}
        words = {cell: _words(own, widths[cell]) for cell, own in lines.items() if own}
        full = frozenset(cell for cell, own in lines.items() if own and _fills(own[-1], widths[cell]))
        return cls(grid, inside, words, full, _running_over(inside))

    def is_table(self) -> bool:
        """Whether two rows and two columns at least hold words, and it is not the page's layout."""
        rows = self._source()
        columns = {min(row.index(cell) for row in self.grid.cells if cell in row) for cell in self.words}
        several = any(len(row) > 1 for row in rows)
        return len(rows) > 1 and len(columns) > 1 and several and not is_layout(rows)

    def _source(self) -> list[list[SourceCell]]:
        """The words of each cell in the row in which it begins; rows without words left out."""
        seen: set[int] = set()
        rows = []
        for row in self.grid.cells:
            fresh = [cell for cell in dict.fromkeys(row) if cell in self.words and cell not in seen]
            seen.update(fresh)
            rows.append([SourceCell(self.words[cell]) for cell in fresh])
        return [row for row in rows if row]

    def rows(self, page_width: float, page: int, table: int) -> Iterable[TextLine]:
        """A line for each row in which a cell with words begins; `table` counts those of the page."""
        cells = {number: Cell(self.words.get(number, "")) for row in self.grid.cells for number in row}
        kept = self._columns()
        edges = (self.grid.xs[0], *(self.grid.xs[column + 1] for column in kept))
        above: set[int] = set()
        for numbers, (top, bottom) in zip(self.grid.cells, pairwise(self.grid.ys), strict=True):
            own = [numbers[column] for column in kept]
            fresh = [number for number in dict.fromkeys(own) if number in self.words and number not in above]
            above.update(fresh)
            if fresh:
                row = RuledRow(
                    _number(page, table),
                    edges,
                    tuple(cells[number] for number in own),
                    tuple(number in self.full for number in own),
                    not self.over.isdisjoint(fresh),
                )
                yield self._line(fresh, row, (top + bottom) / 2, page_width, page)

    def _columns(self) -> list[int]:
        """The columns apart from the empty narrow ones."""
        columns = range(len(self.grid.xs) - 1)
        return [
            column
            for column in columns
            if any(row[column] in self.words for row in self.grid.cells)
            or self.grid.xs[column + 1] - self.grid.xs[column] > _NARROW
        ]

    def _line(
        self, fresh: Sequence[int], row: RuledRow, baseline: float, page_width: float, page: int
    ) -> TextLine:
        glyphs = [self.glyphs[cell] for cell in fresh]
        segments = tuple(
            Segment(self.words[cell], own[0].left, own[-1].right)
            for cell, own in zip(fresh, glyphs, strict=True)
        )
        size = median(glyph.size for own in glyphs for glyph in own)
        return TextLine(page, page_width, segments, size, baseline, row)


def _widths(grid: Grid) -> dict[int, float]:
    widths: dict[int, float] = {}
    for row in grid.cells:
        for cell in row:
            first, last = row.index(cell), len(row) - row[::-1].index(cell)
            widths[cell] = grid.xs[last] - grid.xs[first]
    return widths


def _words(lines: Sequence[TextLine], width: float) -> str:
    """A cell's words. Its lines are joined without a space, but for two numbers one below the other.

    A number is broken only where it fills its line.
    """
    words = lines[0].text
    for before, line in pairwise(lines):
        numbers = _NUMBER_BEFORE.search(before.text) and _NUMBER_AFTER.match(line.text)
        apart = numbers and not _fills(before, width, _DIGIT)
        words = f"{words} {line.text}" if apart else join(words, line.text)
    return tidy(words)


def _fills(line: TextLine, width: float, next_one: float = 1.0) -> bool:
    """Whether a line leaves no room for one more character (in sizes of type) within the cell's margins."""
    return width - (line.right - line.left) < (next_one + _MARGINS) * line.size


def _running_over(inside: Mapping[int, Sequence[Glyph]]) -> frozenset[int]:
    """The cells whose words go on in another one without a gap: they stand across a line."""
    cell_of = {id(glyph): cell for cell, glyphs in inside.items() for glyph in glyphs}
    over: set[int] = set()
    for row in rows_of_glyphs(glyph for glyphs in inside.values() for glyph in glyphs):
        for one, other in pairwise(glyph for glyph in row if glyph.character.strip()):
            cells = cell_of[id(one)], cell_of[id(other)]
            if cells[0] != cells[1] and other.left - one.right < 0.05 * one.size:
                over.update(cells)
    return frozenset(over)
