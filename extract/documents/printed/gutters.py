"""Prose set in columns: the lines of each column one after the other, not across the gutter."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.documents.printed.glyphs import Glyph
from extract.documents.printed.typeset import ENDED, Segment, TextLine, lines_of_glyphs
from warehouse.characters import count_chinese

_PROSE = re.compile("[，。；、]")
_FEWEST = 4
"""Lines that a column has at least."""
_TRIED = 3
_EDGE = 4.0
"""Points between the left edges of a column's lines, but for the indent of a paragraph."""
_GUTTER = 0.8
"""In sizes of type: how wide a gutter is at least."""
COLUMN = "column"
"""How the frame of a column is called."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line, with the line's size and height."""

    segment: Segment
    size: float
    baseline: float


@dataclass(frozen=True, slots=True)
class _Band:
    """A stretch of the page across which a gutter runs at `at`: from `top` down to `bottom`."""

    at: float
    top: float
    bottom: float


def in_columns(lines: Sequence[TextLine], glyphs: Sequence[Glyph]) -> list[TextLine] | None:
    """The lines of a page in reading order where prose stands in columns; None where it does not.

    `lines` are those of `glyphs` across the page, from top to bottom. The lines of a column are measured
    from its left edge, and by its width.
    """
    bands = next((bands for edge in _edges(lines) if (bands := list(_bands(lines, edge)))), None)
    if not bands:
        return None
    page, width = lines[0].page, lines[0].page_width
    result: list[TextLine] = []
    above = float("inf")
    for band in bands:
        result += lines_of_glyphs(_between(glyphs, above, band.top), width, page)
        result += _columns(_between(glyphs, band.top, band.bottom), band.at, page)
        above = band.bottom
    return [*result, *lines_of_glyphs(_between(glyphs, above, float("-inf")), width, page)]


def _edges(lines: Sequence[TextLine]) -> list[float]:
    """Where the left edge of a second column may be: where most words begin beyond the first."""
    first = min((line.left for line in lines), default=0.0)
    lefts = Counter(
        round(segment.left / _EDGE) * _EDGE
        for line in lines
        for segment in line.segments
        if segment.left > first + 8 * line.size
    )
    return [edge for edge, count in lefts.most_common(_TRIED) if count >= _FEWEST]


def _bands(lines: Sequence[TextLine], edge: float) -> Iterator[_Band]:
    """Stretches without a line across the gutter before `edge`, with prose on both its sides."""
    group: list[_Piece] = []
    for line in (*lines, None):
        pieces = [] if line is None else [_Piece(one, line.size, line.baseline) for one in line.segments]
        if line is not None and not any(_is_across(piece, edge) for piece in pieces):
            group += pieces
            continue
        left = [piece for piece in group if piece.segment.left < edge - _EDGE]
        right = [piece for piece in group if piece.segment.left >= edge - _EDGE]
        if _is_column(left) and _is_column(right):
            top = max(piece.baseline + piece.size for piece in group)
            bottom = min(piece.baseline - 0.5 * piece.size for piece in group)
            yield _Band(edge - _EDGE, top, bottom)
        group = []


def _is_across(piece: _Piece, edge: float) -> bool:
    return piece.segment.left < edge - _EDGE and piece.segment.right > edge - _GUTTER * piece.size


def _is_column(pieces: Sequence[_Piece]) -> bool:
    """Whether words are lines of prose: most fill a column and go on in the next line."""
    if len(pieces) < _FEWEST:
        return False
    widest = max(piece.segment.right - piece.segment.left for piece in pieces)
    full = [piece for piece in pieces if piece.segment.right - piece.segment.left > 0.8 * widest]
    texts = [piece.segment.text for piece in pieces]
    characters = sum(count_chinese(text) for text in texts)
    going_on = sum(not text.endswith(ENDED) for text in texts)
    marked = sum(_PROSE.search(text) is not None for text in texts)
    is_long = characters >= 8 * len(pieces) and len(full) >= 0.6 * len(pieces)
    return is_long and going_on >= 0.5 * len(pieces) and marked >= 0.3 * len(pieces)


def _between(glyphs: Sequence[Glyph], top: float, bottom: float) -> list[Glyph]:
    return [glyph for glyph in glyphs if bottom < glyph.baseline <= top]


def _columns(glyphs: Sequence[Glyph], at: float, page: int) -> list[TextLine]:
    sides = (
        [glyph for glyph in glyphs if glyph.left < at],
        [glyph for glyph in glyphs if glyph.left >= at],
    )
    edges = [(min(g.left for g in side), max(g.right for g in side)) for side in sides]
    width = max(right - left for left, right in edges)
    lines: list[TextLine] = []
    for side, (left, _) in zip(sides, edges, strict=True):
        own = lines_of_glyphs(side, width, page)
        lines += in_columns(own, side) or [_moved(line, left) for line in own]
    return lines


def _moved(line: TextLine, left: float) -> TextLine:
    segments = tuple(
        replace(segment, left=segment.left - left, right=segment.right - left) for segment in line.segments
    )
    return replace(line, segments=segments, frame=COLUMN)
