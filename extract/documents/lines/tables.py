"""Tables squared up: every row has a cell for every column, merged cells under each place they cover."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.documents.lines.assembly import Cell, TableRow

_MAX_SPAN = 200
"""No report's table is wider or merges more rows; a larger number is a slip or an attack."""
_MAX_CELLS = 200_000
"""No report's table is larger. In one that is, merged cells cover no more than their own place."""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell as the file gives it: its words and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def square_up(rows: Sequence[Sequence[SourceCell]], table: int) -> tuple[TableRow, ...]:
    """Lay source cells out on a grid. Rows that come out too short are filled up and marked ragged.

    Under a head that is too short all rows are ragged; a caption's one cell is no head.
    """
    grid: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        _lay(grid, row, y, len(rows))
    width = 1 + max((x for _, x in grid), default=-1)
    squared = tuple(_row(grid, y, width, table) for y in range(len(rows)))
    head = next((made for made, source in zip(squared, rows, strict=True) if len(source) > 1), None)
    return tuple(replace(row, ragged=True) for row in squared) if head and head.ragged else squared


def _lay(grid: dict[tuple[int, int], Cell], row: Sequence[SourceCell], y: int, height: int) -> None:
    x = 0
    for source in row:
        while (y, x) in grid:
            x += 1
        cell = Cell(source.text)
        columns = min(max(source.columns, 1), _MAX_SPAN)
        # HTML: rowspan=0 reaches to the end of the table.
        rows = min(source.rows or height, _MAX_SPAN, height - y)
        if len(grid) > _MAX_CELLS:
            columns, rows = 1, 1
        grid.update({(y + dy, x + dx): cell for dy in range(max(rows, 1)) for dx in range(columns)})
        x += columns


def _row(grid: dict[tuple[int, int], Cell], y: int, width: int, table: int) -> TableRow:
    cells = tuple(grid.get((y, x)) or Cell("") for x in range(width))
    missing = sum((y, x) not in grid for x in range(width))
    return TableRow(table, cells, ragged=0 < missing < width)


def is_layout(rows: Sequence[Sequence[SourceCell]]) -> bool:
    """Whether a table only lays out the page: one column, or one long cell that is most of its text."""
    if max((len(row) for row in rows), default=0) < 2:
        return True
    sizes = [len(cell.text) for row in rows for cell in row]
    largest = max(sizes)
    return largest > 300 and largest > 0.7 * sum(sizes)
