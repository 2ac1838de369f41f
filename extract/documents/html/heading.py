"""The article below its heading: what a page's prose is told by where there is more of it elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.documents.heads.headers import is_labelled_header
from extract.documents.heads.labels import is_label_line
from extract.documents.heads.markers import Markers
from extract.documents.heads.titles import LONGEST, bare
from extract.documents.html.flow import BLOCKS, data_rows
from extract.documents.html.tokens import Token, What
from extract.documents.lines.assembly import tidy
from extract.file_endings import NAMED
from warehouse.characters import count_chinese

_SENTENCE = re.compile("[。；，！？]")
_FEW = 8
"""Chinese characters of the shortest sentence."""
_FILE = re.compile(rf"\.(?:{NAMED})$", re.IGNORECASE)
_NEAR = 60
"""Tags and texts between a heading and what is shown in place of a text."""
_MOST_TOKENS = 24
"""No heading is made of more tags and texts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `start` to `end` of a page."""

    start: int
    end: int

    def holds(self, other: "Stretch") -> bool:
        """Whether the other lies within."""
        return self.start <= other.start and other.end <= self.end


def heading_of(tokens: Sequence[Token], titles: frozenset[str]) -> int | None:
    """Where the article's heading ends: the first block outside links that is one of `titles`.

    Where the page shows no title, the line of date, source and counter below which an article stands.
    """
    line: int | None = None
    for position, token in enumerate(tokens):
        if token.what is What.OPEN and token.name in BLOCKS and token.end - position <= _MOST_TOKENS:
            text = _words(tokens[position : token.end])
            if bare(text) in titles:
                return token.end
            if line is None and is_labelled_header(text) and not _has_lines(tokens, position):
                line = token.end
    return line


def _has_lines(tokens: Sequence[Token], position: int) -> bool:
    inner = tokens[position + 1 : tokens[position].end]
    return any(token.what is What.OPEN and token.name in BLOCKS for token in inner)


def _words(tokens: Sequence[Token]) -> str:
    """The words of a few tokens outside links; none where they are more than a title."""
    links = 0
    words: list[str] = []
    for token in tokens:
        if token.name == "a":
            links += 1 if token.what is What.OPEN else -1
        elif token.what is What.TEXT and not links:
            words.append(token.text)
    text = "".join(words)
    return tidy(text) if len(text) <= 4 * LONGEST else ""


def below_heading(tokens: Sequence[Token], heading: int, chosen: Stretch, markers: Markers) -> Stretch | None:
    """Where to look for the article in place of the `chosen` stretch; None where that may be it.

    It may not where prose stands above its heading, or where it is marked as something else and there is
    prose or a table nearer to the heading; where below that there are only pictures or files, these are it.
    """
    nearest = _nearest(tokens, heading, markers)
    if nearest is None:
        is_shown = chosen.end <= heading and _is_shown(tokens, heading, markers)
        return Stretch(heading, len(tokens)) if is_shown else None
    if chosen.start >= heading:
        return nearest if _is_apart(tokens, chosen, markers) else None
    if chosen.end <= heading:
        return nearest
    is_below = not has_substance(tokens, Stretch(chosen.start, heading), markers)
    return None if is_below else Stretch(heading, chosen.end)


def _nearest(tokens: Sequence[Token], heading: int, markers: Markers) -> Stretch | None:
    """What stands below the heading in the smallest element that holds prose or a table there."""
    opened: list[int] = []
    for position in range(heading):
        if tokens[position].what is What.OPEN and tokens[position].end > heading:
            opened.append(position)
    begin = heading
    for position in reversed(opened):
        end = tokens[position].end
        if has_substance(tokens, Stretch(begin, end), markers):
            return Stretch(heading, end)
        begin = end
    return None


def _is_shown(tokens: Sequence[Token], heading: int, markers: Markers) -> bool:
    """Whether what follows a heading right away is a picture or a link to a file."""
    position = heading
    while position < min(heading + _NEAR, len(tokens)):
        token = tokens[position]
        if token.what is What.OPEN and is_apart(token, markers):
            position = token.end
        elif token.name == "img" or (token.name == "a" and _FILE.search(token.attributes.get("href") or "")):
            return True
        position += 1
    return False


def _is_apart(tokens: Sequence[Token], stretch: Stretch, markers: Markers) -> bool:
    """Whether a stretch lies in an element that is marked as a menu or the like."""
    around = (token for token in tokens[: stretch.start + 1] if token.end >= stretch.end)
    return any(is_apart(token, markers) for token in around)


def is_apart(token: Token, markers: Markers) -> bool:
    """Whether an element is marked as a menu, a side column or a foot."""
    return not markers.apart.isdisjoint(token.marks())


def has_substance(tokens: Sequence[Token], stretch: Stretch, markers: Markers) -> bool:
    """Whether there is a sentence outside links and menus, or a table that is no information table."""
    return any(True for _ in _substance(tokens, stretch, markers))


def _substance(tokens: Sequence[Token], stretch: Stretch, markers: Markers) -> Iterator[int]:
    position, links = stretch.start, 0
    while position < stretch.end:
        token = tokens[position]
        if token.name == "a":
            links += 1 if token.what is What.OPEN else -1
        elif token.what is What.OPEN and is_apart(token, markers):
            position = token.end
            continue
        elif token.what is What.OPEN and token.name == "table" and _is_data(tokens, position):
            yield position
            position = token.end
        elif token.what is What.TEXT and links <= 0 and _is_sentence(token.text):
            yield position
        position += 1


def _is_sentence(text: str) -> bool:
    if not _SENTENCE.search(text) or count_chinese(text) < _FEW:
        return False
    return not (is_label_line(text) or is_labelled_header(text))


def _is_data(tokens: Sequence[Token], position: int) -> bool:
    rows = data_rows(tokens, position)
    if rows is None or len(rows) < 2:
        return False
    return not any(is_label_line(" ".join(cell.text for cell in row)) for row in rows[:2])
