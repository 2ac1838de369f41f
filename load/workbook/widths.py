"""How wide a column is: as what it shows needs, within its bounds."""

import unicodedata
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from load.labels import BOUND_SIGNS, mark_signs
from load.workbook.columns import Column, Kind
from load.workbook.row_xml import labelled, lines_of_column, plain_texts

FILTER_BUTTON = 3  # characters that it hides in the heading
_OTHER = 10
"""Of a date, and of a column with an empty cell among its figures."""


class _Widths(dict[str, int]):
    """The width of each sign that was asked for so far."""

    def __missing__(self, sign: str) -> int:
        self[sign] = width = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def display_width(text: str) -> int:
    """How many narrow characters wide the text is shown: a Chinese one takes two."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` wide."""
    return int(lines_of_column(pa.array([text]), width)[0])


def is_open(column: Column) -> bool:
    """Whether a reviewer writes into the column."""
    return column.kind in (Kind.OPEN, Kind.OPEN_FIGURE)


def heading_width(column: Column) -> float:
    """Wide enough for the longest word of the heading, which wraps between words."""
    return max(display_width(word) for word in column.heading.split(" ")) + FILTER_BUTTON + 1


def width_of(column: Column, sample: pa.RecordBatch) -> float:
    """The width for what a sample of the rows shows."""
    heading = heading_width(column)
    if column.wraps or is_open(column):
        return max(column.widest, heading)
    widest = _widest(column, sample)
    widest += _beside(column, sample) + 1 if column.kind in (Kind.FIGURE, Kind.DIFFERENCE) else 3
    return min(max(heading, widest), max(column.widest, heading))


def _widest(column: Column, sample: pa.RecordBatch) -> int:
    values = sample[column.name]
    if pa.types.is_decimal(values.type):
        return max(widest_figure(values), _OTHER if values.null_count else 0)
    if pa.types.is_date(values.type):
        return _OTHER if len(values) else 0
    return widest_text(labelled(column, sample))


def widest_text(texts: pa.Array) -> int:
    """The width of the widest text.

    No text is wider than its octets, or than twice its characters: those that could be the widest come first.
    """
    known = texts.unique()
    octets, signs = (_numbers(count(known)) for count in (pc.binary_length, pc.utf8_length))
    most = np.minimum(octets, 2 * signs)
    widest = 0
    for at in np.argsort(-most, kind="stable"):
        if most[at] <= widest:
            break
        widest = max(widest, display_width(known[int(at)].as_py()))
    return widest


def widest_figure(values: pa.Array) -> int:
    """The width of the longest figure, its thousands separated, and two beside it; 0 where there is none."""
    texts = plain_texts(values.drop_null())
    if not len(texts):
        return 0
    lengths, points = _numbers(pc.binary_length(texts)), _numbers(pc.find_substring(texts, "."))
    digits = np.where(points < 0, lengths, points) - _numbers(pc.starts_with(texts, "-"))
    return int((lengths + (digits - 1) // 3).max()) + 2


def _beside(column: Column, sample: pa.RecordBatch) -> int:
    """Room for what stands at a figure: its bound, its signs, the upper end of a range."""
    bounds, marks = (
        sample[name].unique().drop_null().to_pylist() if name else [] for name in (column.bound, column.mark)
    )
    signs = max((display_width(mark_signs(mark)) for mark in marks), default=0)
    upper = widest_figure(sample[column.high]) if column.high else 0
    return signs + upper + (2 if set(bounds) & BOUND_SIGNS.keys() else 0)


def _numbers(values: pa.Array) -> np.ndarray[Any, Any]:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.int64)
