"""Table rows out of printed lines whose words stand in columns."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.documents.assembly import TableRow
from extract.documents.tables import SourceCell, square_up
from extract.documents.typeset import Segment, TextLine


def rows_of(lines: Sequence[TextLine]) -> dict[int, TableRow]:
    """The lines that are rows of a table, by their number in `lines`.

    A table is two or more lines one after the other with the same number of segments, at least two, each
    under the one above. A table with merged or wrapped cells has no such lines and stays text.
    """
    rows: dict[int, TableRow] = {}
    for table, numbers in enumerate(_runs(lines)):
        source = [[SourceCell(segment.text) for segment in lines[number].segments] for number in numbers]
        rows |= dict(zip(numbers, square_up(source, table), strict=True))
    return rows


def _runs(lines: Sequence[TextLine]) -> Iterable[list[int]]:
    run: list[int] = []
    for above, below in pairwise(range(len(lines))):
        if _in_columns(lines[above].segments, lines[below].segments):
            run = [*run, below] if run else [above, below]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _in_columns(above: Sequence[Segment], below: Sequence[Segment]) -> bool:
    if len(above) != len(below) or len(above) < 2:
        return False
    return all(_overlap(one, other) for one, other in zip(above, below, strict=True))


def _overlap(one: Segment, other: Segment) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)
