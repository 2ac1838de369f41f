"""Lines and paragraphs out of glyphs with places."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.documents.lines.assembly import Cell
from extract.documents.printed.glyphs import Glyph

ENDED = tuple("。；：！？”）】")
_ITEM = re.compile("[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、")
_LATIN = re.compile("[!-~]+")
TURNED = "turned"
"""How the frame of text that runs another way is called."""
_CELL_GAP = 1.2
"""In sizes of type: between the words of two cells; no justified line is stretched so far."""

_LETTER_GAP = 0.65
"""In sizes of type: digits that are set farther apart are in columns."""
_FEW = 6
_IN_NUMBER = re.compile("[\\d.,%‰％．，]")

_APART = 1.3
"""In steps of the lines of a paragraph: from there on a step sets paragraphs apart."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line that stand together, with their left and right edge."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class RuledRow:
    """One row of a table with ruled lines: its table, the edges of the columns, a cell for each column.

    `full`: whether the last line of each cell fills it, so that the words may go on elsewhere.
    `is_ragged`: words stand across a line.
    """

    table: int
    edges: tuple[float, ...]
    cells: tuple[Cell, ...]
    full: tuple[bool, ...]
    is_ragged: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: page and page width, its segments from left to right, the size of its type.

    `row` where it is a row of a ruled table, whose cells may hold several lines; `ragged`: the number of the
    ruled table in which it stands, where that could not be squared up; `scanned`: read off a picture;
    `frame`: what its edges are measured by, "" for the page itself, else a column, or the page turned.
    """

    page: int
    page_width: float
    segments: tuple[Segment, ...]
    size: float
    baseline: float
    row: RuledRow | None = None
    ragged: int | None = None
    scanned: bool = False
    frame: str = ""

    @property
    def text(self) -> str:
        """The line's words; a wide gap is one space."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def left(self) -> float:
        """Its left edge in points."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Its right edge in points."""
        return self.segments[-1].right

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of the page and does not fill it."""
        off = abs((self.left + self.right) - self.page_width)
        return off < 2 * self.size and self.right - self.left < 0.7 * self.page_width


def lines_of_glyphs(glyphs: Iterable[Glyph], page_width: float, number: int) -> list[TextLine]:
    """Lines out of glyphs of page `number`, from top to bottom."""
    lines = (_line(row, page_width, number) for row in rows_of_glyphs(glyphs))
    return [line for line in lines if line]


def rows_of_glyphs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by the line they stand on, from top to bottom; each line from left to right.

    By baselines, which all fonts of a line share; one set higher or lower by less than half its size too.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        if rows and rows[-1][0].baseline - glyph.baseline < 0.4 * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        elif glyph.character.strip():
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.left) for row in rows]


def _line(glyphs: list[Glyph], page_width: float, number: int) -> TextLine | None:
    size = median(glyph.size for glyph in glyphs)
    segments = tuple(_segments(glyphs, size))
    return TextLine(number, page_width, segments, size, glyphs[0].baseline) if segments else None


def _segments(glyphs: Sequence[Glyph], size: float) -> Iterable[Segment]:
    """Split a line where a gap is too wide for a space and no spaces are printed in it."""
    words: list[str] = []
    left = right = covered = 0.0
    usual = _usual_gap(glyphs)
    spaced = _letter_spaced(glyphs, size)
    for glyph in glyphs:
        if not glyph.character.strip():
            # Word prints one space behind every cell: it covers its own width and not the gap behind it.
            covered = max(covered, glyph.right) if glyph.left - covered < 0.3 * size else covered
            continue
        if words and glyph.left - covered > _CELL_GAP * size:
            yield Segment("".join(words), left, right)
            words = []
        elif words:
            space = _space(words[-1], glyph.character, size, usual)
            is_space = covered > right or (glyph.left - right > space and id(glyph) not in spaced)
            words += [" "] if is_space else []
        if not words:
            left = glyph.left
        words.append(glyph.character)
        right = covered = glyph.right
    if words:
        yield Segment("".join(words), left, right)


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """How far apart the line's glyphs stand: justified lines are stretched."""
    printed = [glyph for glyph in glyphs if glyph.character.strip()]
    gaps = [after.left - before.right for before, after in pairwise(printed)]
    return max(median(gaps), 0.0) if gaps else 0.0


def _letter_spaced(glyphs: Sequence[Glyph], size: float) -> set[int]:
    """The ids of the glyphs of numbers whose digits are set apart, each as far from the next: 1 2 0 4件."""
    spaced: set[int] = set()
    # Of a few glyphs the usual gap tells nothing.
    usual = _usual_gap(glyphs) if len(glyphs) > _FEW else 0.0
    run: list[Glyph] = []
    for glyph in (*glyphs, None):
        if glyph is not None and _IN_NUMBER.match(glyph.character):
            run.append(glyph)
            continue
        gaps = [after.left - before.right for before, after in pairwise(run)]
        if gaps and max(gaps) <= _LETTER_GAP * size and max(gaps) - min(gaps) <= 0.2 * size:
            behind = glyph.left - run[-1].right if glyph is not None and glyph.character.strip() else 0.0
            # One gap alone may be a space, unless the unit stands as far off.
            if len(gaps) > 1 or max(behind, usual) >= 0.6 * gaps[0]:
                spaced.update(map(id, run[1:]))
        run = []
    return spaced


def _space(before: str, after: str, size: float, usual: float) -> float:
    """The gap that is a space: narrow between Latin letters and digits, wide between Chinese and digits.

    Word sets a quarter of an em between Chinese and digits, and stretches lines: neither is a space. A
    browser prints the space between two Chinese characters (共抽取 个案卷) as nothing but a gap.
    """
    latin = bool(_LATIN.match(before)), bool(_LATIN.match(after))
    if all(latin):
        return 0.2 * size
    return 0.7 * size if any(latin) else usual + 0.23 * size


@dataclass(frozen=True, slots=True)
class Measure:
    """The body's type: its size, the left and right edge of its lines, and from one to the next.

    `leading` is that step between the lines of a paragraph; None where no paragraph shows it.
    `is_spaced`: paragraphs are set apart by a wider step.
    """

    size: float
    left: float
    right: float
    leading: float | None
    is_spaced: bool = False

    def room(self, line: TextLine) -> float:
        """How much of a line is empty at its end."""
        return self.right - line.right


def measure_of(lines: Sequence[TextLine]) -> Measure:
    """Measure the body by the type that most characters are set in."""
    sizes: Counter[int] = Counter()
    prose = [line for line in lines if not line.row] or list(lines)
    for line in prose:
        sizes[round(line.size)] += len(line.text)
    size = float(sizes.most_common(1)[0][0])
    body = [line for line in prose if abs(line.size - size) <= 0.1 * size] or prose
    lefts = Counter(round(line.left) for line in body)
    usual = [left for left, count in lefts.items() if count >= 2] or list(lefts)
    right = max(line.right for line in body)
    leading = _leading(body, right - 1.6 * size)
    short = 0.75 * right + 0.25 * min(usual)
    return Measure(size, min(usual), right, leading, _is_spaced(body, short, leading))


def measures_of(lines: Sequence[TextLine]) -> dict[str, Measure]:
    """The measure of each frame in which lines are set."""
    frames: dict[str, list[TextLine]] = defaultdict(list)
    for line in lines:
        frames[line.frame].append(line)
    return {frame: measure_of(own) for frame, own in frames.items()}


def _leading(body: Sequence[TextLine], full: float) -> float | None:
    """The usual step from a line that fills the page and ends no sentence to the next."""
    steps = [
        before.baseline - line.baseline
        for before, line in pairwise(body)
        if before.right >= full and before.page == line.page and not before.text.endswith(ENDED)
    ]
    return median(steps) if steps else None


def _is_spaced(body: Sequence[TextLine], short: float, leading: float | None) -> bool:
    """Whether nearly all lines that end clearly short are followed by a wider step."""
    steps = [
        before.baseline - line.baseline
        for before, line in pairwise(body)
        if before.right < short and before.page == line.page
    ]
    wide = sum(leading is not None and step > _APART * leading for step in steps)
    return len(steps) >= 3 and wide >= 0.8 * len(steps)


def starts_paragraph(line: TextLine, before: TextLine, measures: Mapping[str, Measure]) -> bool:
    """Whether `line` begins a paragraph: other type, indented, set apart, or the line before ended short.

    From one frame to the next (over columns of the page) a line goes on that fills its own.
    """
    measure = measures[line.frame]
    if abs(line.size - before.size) > 0.15 * measure.size:
        return True
    if line.frame != before.frame:
        is_full = measures[before.frame].room(before) <= 1.6 * before.size
        return TURNED in line.frame + before.frame or not is_full or before.text.endswith(ENDED)
    segments = len(line.segments), len(before.segments)
    if min(segments) > 1 or _is_indented(line, before, measure):
        return True
    step = _step(line, before, measure)
    if step is not None and step > _APART:
        return True
    room = measure.room(before)
    if room <= 1.6 * measure.size:
        return False
    short = room > 0.25 * (measure.right - measure.left)
    ended = before.text.endswith(ENDED) and not (measure.is_spaced and step is not None and not short)
    if max(segments) > 1 or ended or _ITEM.match(line.text):
        return True
    if step is not None and not short:
        return False
    # A number is not broken over lines: the line before it may end short for its sake.
    unbreakable = _LATIN.match(line.text)
    needed = len(unbreakable[0]) * 0.6 * measure.size if unbreakable else 0.0
    return room > needed + measure.size


def _is_indented(line: TextLine, before: TextLine, measure: Measure) -> bool:
    indent = line.left - measure.left
    return indent > 1.5 * measure.size or (
        indent > 0.8 * measure.size and abs(line.left - before.left) > 0.5 * measure.size
    )


def _step(line: TextLine, before: TextLine, measure: Measure) -> float | None:
    """The step between two lines in steps within a paragraph; None where a page ends between them."""
    if measure.leading is None or line.page != before.page:
        return None
    return (before.baseline - line.baseline) / measure.leading


def join(before: str, after: str) -> str:
    """Two printed lines as one: a space only between Latin letters.

    >>> join("全年办理12", "85件")
    '全年办理1285件'
    """
    letters = re.search("[A-Za-z]$", before) and re.match("[A-Za-z]", after)
    return f"{before} {after}" if letters else before + after
