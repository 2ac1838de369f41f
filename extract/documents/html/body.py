"""Where the article's text stands in an HTML page."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from extract.documents.heads.markers import Markers
from extract.documents.html.flow import BLOCKS, data_rows
from extract.documents.html.heading import Stretch, below_heading, has_substance, heading_of, is_apart
from extract.documents.html.tokens import Token, What
from warehouse.characters import count_chinese

_PUNCTUATION = re.compile("[。；，、！？]|[,;](?![A-Za-z])")
_APART = frozenset(("footer", "nav", "aside", "header"))
# A block of prose is no container: the search for the smallest element stops above it.
_PROSE = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt")) - {"pre"}


def body_of(
    tokens: Sequence[Token], markers: Markers, titles: frozenset[str] = frozenset()
) -> Stretch | None:
    """The stretch of tokens that is the article's text; None where the page has no prose.

    By the content system's marks where they hold the better part of the page's prose, else by density:
    the smallest element that holds nearly all of it. A short article, or one that is a table, has less prose
    than a menu may have: where that stands above the heading (one of `titles`, bare), what is below it.
    """
    weights = list(accumulate(_weights(tokens), initial=0))
    if not weights[-1]:
        return None
    page = Stretch(0, len(tokens))
    marked = _marked(tokens, weights, markers.body, markers)
    if marked and _weight(weights, marked) >= 0.4 * weights[-1]:
        return marked
    dense = _densest(tokens, weights, page)
    wrapped = _marked(tokens, weights, markers.wrapper, markers)
    if wrapped and _weight(weights, wrapped) >= 0.8 * weights[-1]:
        dense = min(dense, wrapped, key=lambda stretch: stretch.end - stretch.start)
    heading = heading_of(tokens, titles)
    below = below_heading(tokens, heading, dense, markers) if heading else None
    return _article_in(tokens, weights, below, markers) if below else dense


def _article_in(tokens: Sequence[Token], weights: Sequence[int], below: Stretch, markers: Markers) -> Stretch:
    """The article in what stands below its heading: the marked one, else the first part, without menus."""
    for marks in (markers.body, markers.wrapper):
        inner = (one for one in _candidates(tokens, marks) if below.holds(one))
        marked = next((one for one in inner if has_substance(tokens, one, markers)), None)
        if marked and _weight(weights, marked) >= 0.4 * _weight(weights, below):
            return marked
    parts = [
        child
        for child in _children(tokens, below)
        if not is_apart(tokens[child.start], markers) and has_substance(tokens, child, markers)
    ]
    if not parts:
        return below
    # An article in several parts has them alike: sections, or paragraphs.
    alike = [part for part in parts if _kind(tokens, part) == _kind(tokens, parts[0])]
    others = max((_weight(weights, part) for part in parts if part not in alike), default=0)
    article = Stretch(parts[0].start, alike[-1].end)
    if tokens[article.start].name in _PROSE or others > 3 * _weight(weights, article):
        return Stretch(below.start, parts[-1].end)
    return _densest(tokens, weights, article)


def _kind(tokens: Sequence[Token], part: Stretch) -> tuple[str, str]:
    return tokens[part.start].name, tokens[part.start].attributes.get("class") or ""


def _weights(tokens: Sequence[Token]) -> Iterable[int]:
    """Chinese characters of each token; prose counts five times, links and page furniture nothing."""
    apart = links = 0
    for position, token in enumerate(tokens):
        weight = 0
        if token.what is What.TEXT:
            if not links and position >= apart and (count := count_chinese(token.text)):
                weight = count * (5 if _PUNCTUATION.search(token.text) else 1)
        elif token.name == "a":
            links += 1 if token.what is What.OPEN else -1
        elif token.what is What.OPEN and (token.name in _APART or "footer" in token.marks()):
            apart = max(apart, token.end)
        yield weight


def _weight(weights: Sequence[int], stretch: Stretch) -> int:
    return weights[stretch.end] - weights[stretch.start]


def _marked(
    tokens: Sequence[Token], weights: Sequence[int], marks: frozenset[str], markers: Markers
) -> Stretch | None:
    """The heaviest marked stretch; of those nearly as heavy, the smallest."""
    stretches = list(_candidates(tokens, marks))
    if marks is markers.body:
        stretches += _between_comments(tokens, markers)
    heaviest = max((_weight(weights, stretch) for stretch in stretches), default=0)
    if not heaviest:
        return None
    heavy = (stretch for stretch in stretches if _weight(weights, stretch) >= 0.95 * heaviest)
    return min(heavy, key=lambda stretch: stretch.end - stretch.start)


def _candidates(tokens: Sequence[Token], marks: frozenset[str]) -> Iterable[Stretch]:
    for position, token in enumerate(tokens):
        if token.what is What.OPEN and not marks.isdisjoint(token.marks()):
            yield Stretch(position, token.end)


def _between_comments(tokens: Sequence[Token], markers: Markers) -> list[Stretch]:
    comments = [(n, token.text) for n, token in enumerate(tokens) if token.what is What.COMMENT]
    begins = [n for n, text in comments if markers.comment_begin in text]
    ends = [n for n, text in comments if markers.comment_end in text]
    pairs = ((begin, bisect_left(ends, begin)) for begin in begins)
    return [Stretch(begin, ends[after]) for begin, after in pairs if after < len(ends)]


def _densest(tokens: Sequence[Token], weights: Sequence[int], page: Stretch) -> Stretch:
    """Go down from the page to the child that holds nearly all of its prose, as long as there is one."""
    here = page
    while True:
        children = [child for child in _children(tokens, here) if tokens[child.start].name not in _PROSE]
        heaviest = max(children, key=lambda child: _weight(weights, child), default=None)
        if heaviest is None or not _may_enter(tokens, weights, here, heaviest):
            return here
        here = heaviest


def _may_enter(tokens: Sequence[Token], weights: Sequence[int], here: Stretch, child: Stretch) -> bool:
    held, whole = _weight(weights, child), _weight(weights, here)
    if tokens[child.start].name == "table" and data_rows(tokens, child.start) is not None:
        return False
    if held == whole:
        return tokens[child.start].name in BLOCKS
    # A child of one line may be just the longest paragraph of a short text.
    return held >= 0.8 * whole and _breaks(tokens, child) >= 2


def _breaks(tokens: Sequence[Token], stretch: Stretch) -> int:
    inner = tokens[stretch.start + 1 : stretch.end]
    return sum(token.what is What.OPEN and token.name in BLOCKS for token in inner)


def _children(tokens: Sequence[Token], parent: Stretch) -> Iterable[Stretch]:
    position = parent.start
    if position < parent.end and tokens[position].what is What.OPEN and tokens[position].end == parent.end:
        position += 1
    while position < parent.end:
        token = tokens[position]
        if token.what is What.OPEN:
            yield Stretch(position, token.end)
            position = token.end
        position += 1
