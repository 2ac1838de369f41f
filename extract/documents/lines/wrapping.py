"""Paragraphs out of hard-wrapped lines: texts broken at a width by hand, by a mail program or by a paste."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.documents.heads.headers import is_header_line
from extract.documents.heads.labels import is_label_line
from extract.documents.lines.assembly import Line, Paragraph
from extract.documents.lines.cuts import cuts_clause, cuts_number, is_item, is_sentence_end

_MEASURED = re.compile(r"\d[余多]?[\u3400-\u9fff%％‰]{1,4}$")
_FIRST_WORD = re.compile(r"[!-~]+|.[，。、；：！？）》”’〕】％‰]*")
_WIDE = re.compile("[\u00b7\u2014\u2018-\u201d\u2026\u2e80-\uffef]+")
_LATIN = re.compile("[A-Za-z]")
_NARROWEST = 30
"""Columns: a text wrapped narrower shows it by lines one after the other alone."""
_FEWEST = 4
"""Lines of one width that show a whole text to be wrapped at it."""
_PLAY = 3
"""Columns by which full lines differ: a wide character, or a sign that must not begin a line."""


def unwrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Join the lines of paragraphs that were broken over several; table rows and headings stay as they are.

    A line goes on in the next one where that break cuts a number, a bracket or a clause, and where it fills
    the width at which the text, or three and more lines one after the other, are broken. A line set apart by
    an empty one or by its indent, or with the mark of a list, begins a paragraph, unless a number is cut.
    """
    joints = _joints(lines)
    result: list[Line] = []
    parts: list[Paragraph] = []
    for number, line in enumerate(lines):
        if parts and number not in joints:
            result.append(_joined(parts))
            parts = []
        if isinstance(line, Paragraph):
            parts.append(line)
        else:
            result.append(line)
    return (*result, _joined(parts)) if parts else tuple(result)


def join_source(text: str) -> str:
    """The words of one paragraph in which lines of source cut no number: 案件5⏎12件 is 案件512件."""
    parts: list[str] = []
    for piece in text.split("\n"):
        if not parts:
            parts.append(piece)
        elif cuts_number(parts[-1].rstrip(), piece.lstrip()):
            parts[-1] = parts[-1].rstrip()
            parts.append(piece.lstrip())
        else:
            parts += ["\n", piece]
    return "".join(parts)


def _joints(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that go on with the line before them."""
    numbers: set[int] = set()
    clauses: set[int] = set()
    open_: set[int] = set()
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if not (isinstance(before, Paragraph) and isinstance(line, Paragraph)) or is_sentence_end(
            before.text
        ):
            continue
        if _is_alone(before) or _is_alone(line):
            continue
        if cuts_number(before.text, line.text):
            numbers.add(number)
        elif not (line.apart or is_item(line.text)):
            (clauses if _cuts(before.text, line.text) else open_).add(number)
    return numbers | clauses | _full(lines, open_, numbers, clauses)


def _is_alone(line: Paragraph) -> bool:
    """Whether a line is a label, a header line, a link, or stands in a table that could not be squared up."""
    is_link = line.linked * 2 > len(line.text)
    return line.ragged is not None or is_link or is_header_line(line.text) or is_label_line(line.text)


def _cuts(before: str, after: str) -> bool:
    """Whether a break cuts a clause: by its words, or because clauses with figures stand before it."""
    if cuts_clause(before, after):
        return True
    has_figures = re.search("[，,]", before) is not None and any(map(str.isdecimal, before))
    return has_figures and not (is_item(before) or _MEASURED.search(before))


def _full(lines: Sequence[Line], open_: set[int], numbers: set[int], clauses: set[int]) -> set[int]:
    """Of the breaks that only the width can explain those that it does."""
    wide = _usual_width(lines, open_)
    full = {number for number in open_ if wide and _fills(lines, number, wide)}
    for run in _runs(sorted(open_ | numbers | clauses)):
        cut = numbers.intersection(run)
        # Where a number is cut lines are wrapped, those after the first of the run without a doubt.
        full |= {number for number in run[1:] if cut and not _is_measured(lines[number - 1])}
        full |= _full_run(lines, run)
    return full & open_


def _is_measured(line: Line) -> bool:
    return _MEASURED.search(line.text) is not None


def _usual_width(lines: Sequence[Line], open_: set[int]) -> int:
    """The width at which a text is wrapped; 0 where its lines show none."""
    broken = Counter(width(lines[number - 1].text) for number in open_)
    near = {
        wide: sum(broken[wide - less] for less in range(_PLAY + 1)) for wide in broken if wide >= _NARROWEST
    }
    best = max(near, key=lambda wide: (near[wide], wide), default=0)
    if not best or near[best] < _FEWEST:
        return 0
    longer = sum(width(line.text) > best + _PLAY for line in lines if isinstance(line, Paragraph))
    return best if near[best] > 2 * longer else 0


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, run by run."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _full_run(lines: Sequence[Line], run: Sequence[int]) -> set[int]:
    """The breaks of a run of lines each of which is full but the last, which ends a sentence.

    Two lines may as well be a heading and its sentence, and lines that all end in a figure are a list.
    """
    wide = max(width(lines[number].text) for number in (run[0] - 1, *run))
    short = [number for number in run if not _fills(lines, number, wide)]
    full = range(short[-1] + 1 if short else run[0], run[-1] + 1)
    own = [lines[number].text.rstrip("。；") for number in (full.start - 1, *full)]
    is_list = all(_MEASURED.search(text) for text in own)
    if len(full) < 2 or is_list or not is_sentence_end(lines[run[-1]].text):
        return set()
    return set(full)


def _fills(lines: Sequence[Line], number: int, wide: int) -> bool:
    """Whether the line before break `number` has no room for the next word."""
    own = width(lines[number - 1].text)
    return own <= wide + _PLAY and own + _first_word(lines[number].text) > wide


def _first_word(text: str) -> int:
    found = _FIRST_WORD.match(text)
    return width(found[0]) if found else 0


def width(text: str) -> int:
    """How many columns a line takes: two a Chinese character, one a Latin letter.

    >>> width("审结498件")
    9
    """
    return len(text) + sum(map(len, _WIDE.findall(text)))


def _joined(parts: Sequence[Paragraph]) -> Paragraph:
    """The lines of a paragraph as one: a space only between Latin letters."""
    if len(parts) == 1:
        return parts[0]
    words = [parts[0].text]
    for part in parts[1:]:
        apart = _LATIN.match(words[-1][-1:]) and _LATIN.match(part.text)
        words += [" ", part.text] if apart else [part.text]
    return Paragraph(
        "".join(words),
        sum(part.linked for part in parts),
        scanned=any(part.scanned for part in parts),
        apart=parts[0].apart,
    )
