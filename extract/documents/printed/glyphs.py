"""The glyphs of a printed page with their places, each printed once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extract.documents.printed.rulings import Ruling

MAX_PAGES = 500
"""The longest reports have some sixty pages."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, from the left to the right edge of its advance, in points from the lower left.

    `baseline` is the height of the line it stands on, whatever its font; `size` that of its type.
    `unmapped`: no known character.
    """

    character: str
    left: float
    right: float
    baseline: float
    size: float
    unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, glyphs in the file's order, those dropped as printed twice, and its ruled lines.

    `pictured`: how much of it pictures cover; over 1 where they lie one on the other. `scanned`: its glyphs
    were read off a picture. `turns`: by how many quarters it is turned clockwise for its lines to be level;
    `turned`: the same page for the text that runs another way, turned as that needs.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    doubled: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...]
    pictured: float = 0.0
    scanned: bool = False
    turns: int = 0
    turned: tuple["Page", ...] = ()

    @property
    def all_glyphs(self) -> tuple[Glyph, ...]:
        """The glyphs of all directions."""
        return (*self.glyphs, *(glyph for page in self.turned for glyph in page.glyphs))


def printed_once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Glyphs apart from those that repeat the same character at nearly the same place.

    Fake bold is drawn so. The place decides and never the string: 22 stays 22.
    """
    kept: list[Glyph] = []
    doubled: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        column, row = int(glyph.left // 4), int(glyph.baseline // 4)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in places.get((glyph.character, x, y), ())
        )
        if glyph.character.strip() and any(_same_place(glyph, other) for other in near):
            doubled.append(glyph)
        else:
            kept.append(glyph)
            places[glyph.character, column, row].append(glyph)
    return kept, doubled


def _same_place(one: Glyph, other: Glyph) -> bool:
    width = min(one.right - one.left, other.right - other.left)
    return abs(one.left - other.left) < 0.35 * width and abs(one.baseline - other.baseline) < 0.2 * one.size
