"""Ruled tables that go on over a page end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extract.documents.lines.assembly import Cell
from extract.documents.printed.typeset import RuledRow, TextLine, join

_SAME_EDGE = 4.0
"""Points between the edges of a column on two pages."""
_FIGURE = re.compile(r"[\d\s.,，%％+-]+")


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines in which a table over several pages is one, and the lines left out: heads printed again."""

    lines: tuple[TextLine, ...]
    repeated: tuple[TextLine, ...]


def join_tables(lines: Sequence[TextLine]) -> Joined:
    """Join a table to the one that ends the page before, if nothing is between and their columns agree.

    A head printed again is left out. A first row without its first cell goes on with the row above, or
    stands beside a first cell that covers several rows.
    """
    kept: list[TextLine] = []
    repeated: list[TextLine] = []
    top = 0
    for _, group in groupby(lines, key=lambda line: line.row.table if line.row else None):
        own = list(group)
        table = kept[top:]
        if not (table and own[0].row and table[-1].row and _goes_on(table[-1], own[0])):
            top = len(kept)
            kept += own
            continue
        again = _heads_again(table, own)
        repeated += own[:again]
        kept[top:] = _one_table(table, own[again:])
    return Joined(tuple(kept), tuple(repeated))


def _goes_on(last: TextLine, first: TextLine) -> bool:
    return first.page == last.page + 1 and _common(_row(last), _row(first)) is not None


def _row(line: TextLine) -> RuledRow:
    if line.row is None:
        raise ValueError(f"no row of a table: {line.text}")
    return line.row


def _common(one: RuledRow, other: RuledRow) -> tuple[float, ...] | None:
    """The edges of both, from the left edge on, if those of one are among those of the other."""
    fewer, more = sorted((_from_left(one), _from_left(other)), key=len)
    ends = abs(fewer[-1] - more[-1]) < _SAME_EDGE
    return more if ends and all(_near(edge, more) for edge in fewer) else None


def _from_left(row: RuledRow) -> tuple[float, ...]:
    return tuple(edge - row.edges[0] for edge in row.edges)


def _near(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) < _SAME_EDGE for other in edges)


def _heads_again(table: Sequence[TextLine], more: Sequence[TextLine]) -> int:
    """How many rows at the top of a page are those at the top of the table."""
    count = 0
    # The table's own last row is no head: a table is not left without rows.
    for head, line in zip(table[:-1], more, strict=False):
        if head.text != line.text:
            break
        count += 1
    return count


def _one_table(table: Sequence[TextLine], more: Sequence[TextLine]) -> list[TextLine]:
    """The rows of a table and those of the next page, all on the same columns."""
    if not more:
        return list(table)
    edges = _common(_row(table[-1]), _row(more[0])) or _row(table[-1]).edges
    number = _row(table[0]).table
    rows = [_stretched(_row(line), edges, number) for line in (*table, *more)]
    above, below = rows[: len(table)], rows[len(table) :]
    lines = [*table, *more]
    if not below[0].cells[0].text:
        stub = below[0].cells[0]
        covers = [pair[0].cells[0] is pair[1].cells[0] for pair in (above[-2:], below[:2]) if len(pair) > 1]
        if rest := _with_rest(above[-1], below[0]):
            above[-1] = rest
            below = below[1:]
            lines.pop(len(table))
        if rest or any(covers):
            below = [_beside(row, stub, above[-1].cells[0]) for row in below]
    return [replace(line, row=row) for line, row in zip(lines, (*above, *below), strict=True)]


def _stretched(row: RuledRow, edges: tuple[float, ...], table: int) -> RuledRow:
    """A row with its cells under all columns; one that covers several stands under each."""
    own = _from_left(row)
    middles = ((left + right) / 2 for left, right in pairwise(edges))
    columns = [max(sum(edge < middle for edge in own) - 1, 0) for middle in middles]
    cells = tuple(row.cells[column] for column in columns)
    return replace(row, table=table, edges=edges, cells=cells, full=tuple(row.full[n] for n in columns))


def _beside(row: RuledRow, empty: Cell, first: Cell) -> RuledRow:
    """A row beside the cell that covers several rows of the page before."""
    return replace(row, cells=tuple(first if cell is empty else cell for cell in row.cells))


def _with_rest(row: RuledRow, rest: RuledRow) -> RuledRow | None:
    """A row and its rest on the next page; None where it is none.

    Words go on only where those above fill their cell, and a figure never does.
    """
    pairs = list(zip(row.cells, rest.cells, row.full, strict=True))
    for cell, more, is_full in pairs:
        if more.text and (not is_full or _FIGURE.fullmatch(cell.text)):
            return None
    joined = {more: Cell(join(cell.text, more.text)) for cell, more, _ in pairs if more.text}
    return replace(row, cells=tuple(joined.get(more, cell) for cell, more, _ in pairs))
