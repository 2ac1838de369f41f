"""What a figure may take its meaning from: a paragraph, its words and figures, and what stands above it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from transform.linking.mentions import Mention, Scanner
from transform.sense.context import Placed
from transform.sense.surroundings import Surroundings

# how many mentions back a subject is looked for, so that a long paragraph costs no more than a short one
_FARTHEST = 120
_FULL_STOPS = "。！？"
_START = itemgetter(0)
_NOTHING = frozenset[str]()


def concepts_of(mentions: Iterable[Mention]) -> frozenset[str]:
    """All that the mentions name."""
    named = [mention.concepts for mention in mentions if mention.concepts]
    if len(named) < 2:
        return named[0] if named else _NOTHING
    return _NOTHING.union(*named)


@dataclass(frozen=True, slots=True)
class Above:
    """A heading, caption or opening line above a paragraph, with its mentions and all that they name."""

    text: str
    mentions: tuple[Mention, ...]
    named: frozenset[str]


@lru_cache(maxsize=512)
def read_above(scanner: Scanner, text: str) -> Above:
    """Scan a heading; those of a section are asked for by each of its paragraphs."""
    mentions = scanner.scan(text, 0, len(text))
    return Above(text, mentions, concepts_of(mentions))


@dataclass(frozen=True, slots=True)
class Setting:
    """A paragraph with its mentions and figures, and what stands above it, outermost first.

    The mentions begin at `since`, with the end of the paragraph before it where that one speaks of the same.
    """

    text: str
    since: int
    start: int
    mentions: tuple[Mention, ...]
    figures: tuple[Placed, ...]
    above: tuple[Above, ...]
    around: Surroundings
    starts: tuple[int, ...]
    """Where each of its mentions starts."""
    named: frozenset[str]
    """All that its mentions and those above it name."""

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie within two places of the text."""
        if start >= end:
            return ()
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end, low)
        if high > low and self.mentions[high - 1].end > end:
            high -= 1
        return self.mentions[low:high]

    def between_figures(self, position: int) -> tuple[int, int]:
        """Where the figure before a place ends and the one after it begins; where none is, the text does."""
        after = bisect_left(self.figures, position, key=lambda placed: placed.figure.quantity.start)
        low = self.figures[after - 1].figure.quantity.end if after else 0
        high = self.figures[after].figure.quantity.start if after < len(self.figures) else len(self.text)
        return low, high

    def figure_from(self, position: int) -> Placed | None:
        """The first figure that begins at a place or behind it."""
        number = bisect_left(self.figures, position, key=lambda placed: placed.figure.quantity.start)
        return self.figures[number] if number < len(self.figures) else None

    def backwards(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions between two places of the text, last first, at most some hundred."""
        high = bisect_left(self.starts, end)
        for number in range(high - 1, max(high - _FARTHEST, 0) - 1, -1):
            if self.starts[number] < start:
                return
            yield self.mentions[number]


class Told(NamedTuple):
    """A paragraph of the normalised document: its figures, and the headings above it.

    `since` is where that begins which it goes on from, `start` and `end` are its own.
    """

    since: int
    start: int
    end: int
    figures: tuple[Placed, ...]
    above: tuple[Above, ...]


def make_settings(
    scanner: Scanner, text: str, paragraphs: Sequence[Told], around: Surroundings
) -> list[Setting]:
    """Scan paragraphs of the normalised document; those without a figure for nothing."""
    spans = [
        (one.since, _last_told(text, one.since, one.figures, one.end)) if one.figures else (0, 0)
        for one in paragraphs
    ]
    return [
        setting_of(text, (one.since, one.start), mentions, one.figures, one.above, around)
        for one, mentions in zip(paragraphs, scanner.scan_all(text, spans), strict=True)
    ]


def setting_of(
    text: str,
    starts: tuple[int, int],
    mentions: tuple[Mention, ...],
    figures: tuple[Placed, ...],
    above: tuple[Above, ...],
    around: Surroundings,
) -> Setting:
    """A text whose mentions are known; `starts` tells where what it goes on from, and itself, begin."""
    named = concepts_of(mentions).union(*[one.named for one in above])
    return Setting(text, *starts, mentions, figures, above, around, tuple(map(_START, mentions)), named)


def _last_told(text: str, since: int, figures: tuple[Placed, ...], end: int) -> int:
    """Where the last sentence with a figure ends: what follows tells of none, and scanning is dear.

    Not where a word, or a title, may go on over its end.
    """
    last = figures[-1].figure.sentence.end
    closed = text.rfind("《", since, last) <= text.rfind("》", since, last)
    return last if closed and text[last - 1] in _FULL_STOPS else end
