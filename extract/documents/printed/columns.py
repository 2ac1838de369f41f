"""Table rows out of printed lines whose words stand in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.documents.lines.assembly import TableRow, join_lines
from extract.documents.lines.tables import SourceCell, square_up
from extract.documents.printed.typeset import Segment, TextLine


@dataclass(frozen=True, slots=True)
class Column:
    """The left and right edge of a table's column."""

    left: float
    right: float

    def holds(self, segment: Segment) -> bool:
        """Whether a segment stands under this column."""
        return min(self.right, segment.right) > max(self.left, segment.left)


def rows_of(lines: Sequence[TextLine]) -> dict[int, TableRow | None]:
    """The lines that belong to tables, by their number in `lines`: a row, or None for one gone into a row.

    A table is a run of lines of several segments, two of which at least have all columns. A line without
    the first column goes on with the cells above it. A line with a segment over two columns (a merged
    head) belongs to none and stays text.
    """
    rows: dict[int, TableRow | None] = {}
    tables = 0
    for run in _runs(lines):
        columns = _columns([lines[number].segments for number in run])
        cells = {number: placed for number in run if (placed := _placed(lines[number], columns))}
        if sum(all(placed) for placed in cells.values()) >= 2:
            rows |= _rows(cells, tables)
            tables += 1
    return rows


def _runs(lines: Sequence[TextLine]) -> Iterable[list[int]]:
    """Numbers of lines one after the other that have several segments, or one within such."""
    numbered = groupby(range(len(lines)), key=lambda n: (_may_be_row(lines, n), lines[n].frame))
    return (list(numbers) for (may_be, _), numbers in numbered if may_be)


def _may_be_row(lines: Sequence[TextLine], number: int) -> bool:
    if lines[number].row:
        return False
    if len(lines[number].segments) > 1:
        return True
    around = [*lines[number - 1 : number], *lines[number + 1 : number + 2]]
    wide = lines[number].right - lines[number].left > 0.4 * lines[number].page_width
    return len(around) == 2 and not wide and all(len(line.segments) > 1 and not line.row for line in around)


def _columns(lines: Sequence[Sequence[Segment]]) -> list[Column]:
    """The columns by the lines that have most segments, as wide as the widest of their cells."""
    most = max(len(segments) for segments in lines)
    full = [segments for segments in lines if len(segments) == most]
    return [
        Column(min(s.left for s in column), max(s.right for s in column))
        for column in zip(*full, strict=True)
    ]


def _placed(line: TextLine, columns: Sequence[Column]) -> list[str] | None:
    """A line's words by column; None where one of its segments stands under no or several columns."""
    placed = [""] * len(columns)
    for segment in line.segments:
        under = [number for number, column in enumerate(columns) if column.holds(segment)]
        if len(under) != 1 or placed[under[0]]:
            return None
        placed[under[0]] = segment.text
    return placed


def _rows(cells: dict[int, list[str]], table: int) -> dict[int, TableRow | None]:
    grown: dict[int, list[str]] = {}
    above: int | None = None
    for number, placed in cells.items():
        if placed[0] or above is None:
            grown[number] = placed
            above = number
        else:
            grown[above] = [join_lines(pair) for pair in zip(grown[above], placed, strict=True)]
    source = [[SourceCell(text) for text in row] for row in grown.values()]
    squared = dict(zip(grown, square_up(source, table), strict=True))
    return {number: squared.get(number) for number in cells}
