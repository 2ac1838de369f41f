"""What of a printed page is its text: what can be seen, level, and no watermark."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from statistics import median

from extract.documents.printed.geometry import Box, Matrix, Point, bounds, upright
from extract.documents.printed.glyphs import Glyph, Page, printed_once
from extract.documents.printed.raised import without_marks
from extract.documents.printed.rulings import Ruling

_LEVEL = 8.0
"""Degrees by which scanned sheets lie askew; watermarks slant by more."""
_TINY = 1.0
"""Points: smaller type is there to be found by programs, not by readers."""
_WHITE, _LIGHT, _CLEAR = 250, 190, 100
"""Of 255: colours from there on are white or light, and opacity below it is a watermark's."""
_LARGE = 1.6
"""In sizes of the page's type: light text from there on may be a watermark."""
_PICTURED = 0.5
_PLACE = 8.0
"""Points: the squares by which it is told whether text lies across other text."""
_ROWS = 6
_MOST = 40
"""Such squares that are looked at for one character each way."""
_STRUCK = 0.15, 0.55
"""In sizes of type above the line: where a stroke runs through the words."""
_ENDS = 0.6
"""In sizes of type: how far a stroke through words may end from where they do."""


class Ink(Enum):
    """How a character is printed; WHITE can be seen on a ground that is not."""

    DARK = auto()
    LIGHT = auto()
    WHITE = auto()
    NONE = auto()


def ink_of(colour: Sequence[int], alpha: int) -> Ink:
    """The ink of a colour in red, green and blue, each of 0 to 255, and of so much opacity."""
    if not alpha:
        return Ink.NONE
    if min(colour) >= _WHITE:
        return Ink.WHITE
    return Ink.LIGHT if min(colour) >= _LIGHT or alpha < _CLEAR else Ink.DARK


@dataclass(frozen=True, slots=True)
class Printed:
    """One character on the page as shown: its box, its place on its line, the size of its type, in points.

    `angle`: the direction of its line, in degrees against the clock. `unmapped`: no known character.
    """

    character: str
    box: Box
    origin: Point
    size: float
    angle: float = 0.0
    ink: Ink = Ink.DARK
    unmapped: bool = False

    @property
    def turns(self) -> int | None:
        """By how many quarters the page is turned clockwise for its line to be level; None for none."""
        turns = round(self.angle / 90)
        return turns % 4 if abs(self.angle - 90 * turns) <= _LEVEL else None


def page_of(
    printed: Sequence[Printed],
    size: tuple[float, float],
    rulings: Sequence[Ruling] = (),
    grounds: Sequence[Box] = (),
    pictured: float = 0.0,
) -> Page:
    """The page of what is printed on it, `size` wide and high, turned as most of its text runs.

    Left out is what has no ink, is white on white (`grounds`: what is of another colour), stands off the
    page or is struck through, and slanted text and large light text across other: watermarks. Text without
    ink over a picture is what a scanner read off it: the page is `scanned`. Text that runs another way is
    in `turned`.
    """
    scanned = pictured > _PICTURED and _is_layer(printed)
    seen = [one for one in printed if _is_seen(one, grounds, scanned=scanned)]
    kept = _without_watermarks(_on_page(seen, size))
    directions: dict[int, list[Printed]] = defaultdict(list)
    for one in kept:
        if one.turns is not None:
            directions[one.turns].append(one)
    order = sorted(directions, key=lambda turns: (-_inked(directions[turns]), turns)) or [0]
    main, *others = (_turned(directions[turns], turns, size, rulings) for turns in order)
    turned = tuple(page for page in others if any(glyph.character.strip() for glyph in page.glyphs))
    return Page(
        main.width,
        main.height,
        main.glyphs,
        main.doubled,
        main.rulings,
        pictured,
        scanned,
        main.turns,
        turned,
    )


def _is_layer(printed: Iterable[Printed]) -> bool:
    """Whether most of a page's text has no ink."""
    inked = [one for one in printed if one.character.strip()]
    return 2 * sum(one.ink is Ink.NONE for one in inked) > len(inked)


def _inked(printed: Iterable[Printed]) -> int:
    return sum(bool(one.character.strip()) for one in printed)


def _is_seen(one: Printed, grounds: Sequence[Box], *, scanned: bool) -> bool:
    if one.ink is Ink.NONE:
        return scanned
    if one.ink is Ink.WHITE and not any(_holds(ground, _middle(one.box)) for ground in grounds):
        return False
    return one.size >= _TINY


def _middle(box: Box) -> Point:
    left, bottom, right, top = box
    return (left + right) / 2, (bottom + top) / 2


def _holds(box: Box, point: Point) -> bool:
    left, bottom, right, top = box
    return left <= point[0] <= right and bottom <= point[1] <= top


def _on_page(printed: Sequence[Printed], size: tuple[float, float]) -> list[Printed]:
    """What stands on the page, and what runs over its edge on a line that does."""
    sheet = (0.0, 0.0, *size)
    lines = {_line(one) for one in printed if one.character.strip() and _holds(sheet, _middle(one.box))}
    return [one for one in printed if _line(one) in lines or _holds(sheet, _middle(one.box))]


def _line(one: Printed) -> tuple[int | None, int]:
    """The line on which a character stands, near enough to tell it from those off the page."""
    turns = one.turns
    return turns, round(one.origin[0 if turns in (1, 3) else 1])


def _without_watermarks(printed: Sequence[Printed]) -> list[Printed]:
    """Leave out large light text that lies across other text; slanted text is left out by its direction."""
    usual = [one.size for one in printed if one.ink is not Ink.LIGHT and one.turns is not None]
    if not usual:
        return list(printed)
    large = _LARGE * median(usual)
    marks: dict[float, list[Printed]] = defaultdict(list)
    for one in printed:
        if one.ink is Ink.LIGHT and one.size >= large:
            marks[round(one.size, 1)].append(one)
    others = (_middle(one.box) for one in printed if one.size < large and one.character.strip())
    places = frozenset((int(x // _PLACE), int(y // _PLACE)) for x, y in others)
    across = {size for size, own in marks.items() if any(_lies_across(one, places) for one in own)}
    return [one for one in printed if not (one.ink is Ink.LIGHT and round(one.size, 1) in across)]


def _lies_across(mark: Printed, places: frozenset[tuple[int, int]]) -> bool:
    """Whether other text stands within a mark's box."""
    left, bottom, right, top = (int(edge // _PLACE) for edge in mark.box)
    columns, rows = range(left, min(right, left + _MOST) + 1), range(bottom, min(top, bottom + _MOST) + 1)
    return any((x, y) in places for x in columns for y in rows)


def _turned(
    printed: Iterable[Printed], turns: int, size: tuple[float, float], rulings: Iterable[Ruling]
) -> Page:
    """The page turned so that these characters stand level, without what is struck or set above the line."""
    frame = upright((0.0, 0.0, *size), turns)
    lines = tuple(_ruling(ruling, frame) for ruling in rulings)
    kept, doubled = printed_once(_glyph(one, frame) for one in printed)
    width, height = size if turns % 2 == 0 else size[::-1]
    glyphs = without_marks(_without_struck(kept, lines))
    return Page(width, height, tuple(glyphs), tuple(doubled), lines, turns=turns)


def _glyph(one: Printed, frame: Matrix) -> Glyph:
    left, bottom, right, top = one.box
    left, _, right, _ = bounds((frame.of((left, bottom)), frame.of((right, top))))
    return Glyph(one.character, left, right, frame.of(one.origin)[1], one.size, one.unmapped)


def _ruling(ruling: Ruling, frame: Matrix) -> Ruling:
    ends = (ruling.start, ruling.at), (ruling.end, ruling.at)
    placed = [frame.of(end if ruling.level else end[::-1]) for end in ends]
    left, bottom, right, top = bounds(placed)
    level = ruling.level == (frame.a != 0)
    return Ruling(level, bottom, left, right) if level else Ruling(level, left, bottom, top)


def _without_struck(glyphs: Sequence[Glyph], lines: Iterable[Ruling]) -> list[Glyph]:
    """Leave out words that a line runs through from their first edge to their last, as a table's does not."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.character.strip():
            rows[int(glyph.baseline // _PLACE)].append(glyph)
    struck: set[int] = set()
    for line in lines:
        if line.level:
            struck.update(map(id, _under(line, rows)))
    return [glyph for glyph in glyphs if id(glyph) not in struck]


def _under(line: Ruling, rows: dict[int, list[Glyph]]) -> list[Glyph]:
    """The glyphs that a line strikes through."""
    row = int(line.at // _PLACE)
    near = [glyph for number in range(row - _ROWS, row + 1) for glyph in rows.get(number, ())]
    own = [
        glyph
        for glyph in near
        if _STRUCK[0] * glyph.size <= line.at - glyph.baseline <= _STRUCK[1] * glyph.size
        and line.start - 0.3 * glyph.size <= glyph.left
        and glyph.right <= line.end + 0.3 * glyph.size
    ]
    if not own:
        return []
    ends = _ENDS * max(glyph.size for glyph in own)
    first, last = min(glyph.left for glyph in own), max(glyph.right for glyph in own)
    return own if abs(first - line.start) <= ends and abs(last - line.end) <= ends else []
