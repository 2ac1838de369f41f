"""Small type set above the line: marks of notes, which are no text, and powers."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extract.documents.lines.notes import set_above
from extract.documents.printed.glyphs import Glyph

_SMALL = 0.78
"""In sizes of the type beside it: type set above the line is smaller."""
_ABOVE = 0.15, 0.8
"""In sizes of the type beside it: how far above its line."""
_BESIDE = -0.4, 0.6
"""In sizes of the type beside it: how far from it."""
_ROW = 4.0
_LINE = 12
"""Characters before what is set above the line that tell what it is."""
_SIGNS = frozenset("0123456789*＊†‡※[]［］〔〕【】()（）注,，、-–")


@dataclass(frozen=True, slots=True)
class _Row:
    """The glyphs of type on the line from left to right, and their left edges."""

    lefts: Sequence[float]
    glyphs: Sequence[Glyph]


def without_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs apart from the marks of notes above the line; powers there as such on the line (3500m²)."""
    inked = [glyph for glyph in glyphs if glyph.character.strip()]
    usual = median(glyph.size for glyph in inked) if inked else 0.0
    small = [glyph for glyph in inked if glyph.size < _SMALL * usual and _is_sign(glyph.character)]
    if not small:
        return list(glyphs)
    ids = set(map(id, small))
    rows = _rows([glyph for glyph in inked if id(glyph) not in ids])
    written: dict[int, Glyph | None] = {}
    for group in _groups(small):
        written |= _written(group, rows, usual)
    return [kept for glyph in glyphs if (kept := written.get(id(glyph), glyph)) is not None]


def _is_sign(character: str) -> bool:
    return character in _SIGNS or "\u2460" <= character <= "\u2473"


def _rows(glyphs: Sequence[Glyph]) -> Mapping[int, _Row]:
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        rows[int(glyph.baseline // _ROW)].append(glyph)
    return {number: _Row([glyph.left for glyph in own], own) for number, own in rows.items()}


def _groups(small: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Small glyphs that stand together, from left to right."""
    group: list[Glyph] = []
    for glyph in sorted(small, key=lambda glyph: (round(glyph.baseline), glyph.left)):
        if group:
            last = group[-1]
            is_near = abs(last.baseline - glyph.baseline) < 0.2 * glyph.size
            if not (is_near and glyph.left - last.right < _BESIDE[1] * glyph.size):
                yield group
                group = []
        group.append(glyph)
    if group:
        yield group


def _written(group: Sequence[Glyph], rows: Mapping[int, _Row], usual: float) -> dict[int, Glyph | None]:
    """What each glyph of a group is written as, None for none; {} where it does not stand above a line."""
    lowest, highest = (int((group[0].baseline - above * usual) // _ROW) for above in (2 * _ABOVE[1], 0))
    for number in range(lowest, highest + 1):
        if (row := rows.get(number)) and (base := _base(group, row)) is not None:
            place = bisect_left(row.lefts, group[0].left)
            before = "".join(glyph.character for glyph in row.glyphs[max(place - _LINE, 0) : place])
            text = "".join(glyph.character for glyph in group)
            above = set_above(before, text)
            if not above:
                return {id(glyph): None for glyph in group}
            if above != text and len(above) == len(group):
                return {
                    id(glyph): replace(glyph, character=sign, baseline=base.baseline, size=base.size)
                    for glyph, sign in zip(group, above, strict=True)
                }
    return {}


def _base(group: Sequence[Glyph], row: _Row) -> Glyph | None:
    """The larger glyph beside a group, on whose line it would stand; None where there is none."""
    first, last = group[0], group[-1]
    place = bisect_left(row.lefts, first.left)
    for glyph, gap in (
        *((glyph, first.left - glyph.right) for glyph in row.glyphs[max(place - 1, 0) : place]),
        *((glyph, glyph.left - last.right) for glyph in row.glyphs[place : place + 1]),
    ):
        above = (first.baseline - glyph.baseline) / glyph.size
        is_beside = _BESIDE[0] * glyph.size <= gap <= _BESIDE[1] * glyph.size
        if is_beside and first.size < _SMALL * glyph.size and _ABOVE[0] <= above <= _ABOVE[1]:
            return glyph
    return None
