"""The cells that ruled lines make: where lines cross, and which of the places between them are one cell."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.documents.printed.rulings import Ruling

_SAME = 2.5
"""Points between lines that are one: the two edges of neighbouring cells, a double line."""
_REACH = 3.5
"""Points that a line may end short of the one it meets."""
_SHORTEST = 5.0
_OPEN = 8.0
"""Points that lines must go on beyond the last crossing line for an unruled side of a table to be there."""
_MOST = 600
"""More different lines one way are a chart."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines and its cells.

    `xs` are the columns' edges from left to right, `ys` the rows' from top to bottom. `cells` says for each
    row and column which cell is there: a merged one has the same number in all its places. `is_square`:
    every cell is a rectangle.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]
    is_square: bool

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column in which a point lies; None outside."""
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        column = bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def grids_of(rulings: Sequence[Ruling]) -> list[Grid]:
    """The grids on a page with two columns or rows at least, from top to bottom.

    Lines that meet belong to one grid. A place is parted from the next where a line covers most of the
    edge between them. Sides that the table leaves open (三线表, no line left and right) are closed.
    """
    level = _merged(line for line in rulings if line.level)
    upright = _merged(line for line in rulings if not line.level)
    if len(level) > _MOST or len(upright) > _MOST:
        return []
    grids = (_grid(*lines) for lines in _meeting(level, upright))
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.ys[0])


def _merged(lines: Iterable[Ruling]) -> list[Ruling]:
    """Lines at nearly the same place as one, pieces one behind the other joined, stubs left out."""
    groups: list[list[Ruling]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][-1].at < _SAME and line.at - groups[-1][0].at < 2 * _SAME:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [line for group in groups for line in _joined(group) if line.end - line.start >= _SHORTEST]


def _joined(group: Sequence[Ruling]) -> Iterable[Ruling]:
    at = sum(line.at for line in group) / len(group)
    start = end = None
    for line in sorted(group, key=lambda line: line.start):
        if start is None or end is None:
            start, end = line.start, line.end
        elif line.start - end <= _REACH:
            end = max(end, line.end)
        else:
            yield Ruling(group[0].level, at, start, end)
            start, end = line.start, line.end
    if start is not None and end is not None:
        yield Ruling(group[0].level, at, start, end)


def _meeting(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that meet or are joined by lines that do, by direction."""
    leader = _Leaders(len(level) + len(upright))
    for i, across in enumerate(level):
        for j, up in enumerate(upright, len(level)):
            if _covers(across, up.at) and _covers(up, across.at):
                leader.join(i, j)
    found: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate((*level, *upright)):
        found[leader.of(number)][0 if line.level else 1].append(line)
    return [lines for lines in found.values() if all(lines)]


def _covers(line: Ruling, at: float) -> bool:
    return line.start - _REACH <= at <= line.end + _REACH


class _Leaders:
    """Things that belong together, each group known by one of them (disjoint sets)."""

    def __init__(self, count: int) -> None:
        self.leader = list(range(count))

    def of(self, thing: int) -> int:
        while self.leader[thing] != thing:
            self.leader[thing] = thing = self.leader[self.leader[thing]]
        return thing

    def join(self, one: int, other: int) -> None:
        self.leader[self.of(one)] = self.of(other)


def _grid(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    """Cells that no ruling parts are one: joined cells are told by what is not drawn between them."""
    xs = _edges(upright, level)
    ys = _edges(level, upright)[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    leader = _Leaders(rows * columns)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and not _parts(upright, xs[column], ys[row + 1], ys[row]):
                leader.join(here, here - 1)
            if row and not _parts(level, ys[row], xs[column], xs[column + 1]):
                leader.join(here, here - columns)
    cells = tuple(
        tuple(leader.of(row * columns + column) for column in range(columns)) for row in range(rows)
    )
    return Grid(tuple(xs), tuple(ys), cells, _are_rectangles(cells))


def _edges(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[float]:
    """Where lines of one direction stand, and the ends of those that cross them where a side is open."""
    edges = sorted({line.at for line in lines})
    first, last = min(line.start for line in crossing), max(line.end for line in crossing)
    before = [first] if edges[0] - first > _OPEN else []
    behind = [last] if last - edges[-1] > _OPEN else []
    return [*before, *edges, *behind]


def _parts(lines: Sequence[Ruling], at: float, start: float, end: float) -> bool:
    """Whether lines at one place cover most of the edge between two neighbours."""
    covered = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines if line.at == at)
    return covered >= 0.6 * (end - start)


def _are_rectangles(cells: Sequence[Sequence[int]]) -> bool:
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            places[number].append((row, column))
    for own in places.values():
        rows, columns = {row for row, _ in own}, {column for _, column in own}
        if len(own) != (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
            return False
    return True
