"""Where an annotated quote and its figure stand in a text, whatever white space and width of characters."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flows.evaluation.annotations import Annotation
from warehouse.records import Span

_DIGITS = frozenset("0123456789")
_NUMERALS = _DIGITS | frozenset("〇零一二三四五六七八九十百千万亿两半")


@dataclass(frozen=True, slots=True)
class SqueezedText:
    """A text without white space, in half width; `places[i]` is where `letters[i]` stands in `text`."""

    text: str
    letters: str
    places: tuple[int, ...]

    def spans_of(self, words: str, within: Span | None = None) -> Iterator[Span]:
        """Each stretch of `text` that reads `words`, white space and width aside, in order."""
        wanted = squeeze(words).letters
        at = self.letters.find(wanted) if wanted else -1
        while at >= 0:
            span = Span(self.places[at], self.places[at + len(wanted) - 1] + 1)
            if within is None or (within.start <= span.start and span.end <= within.end):
                yield span
            at = self.letters.find(wanted, at + 1)


def squeeze(text: str) -> SqueezedText:
    """`text` with white space and invisible characters left out and full width folded to half width."""
    kept = [(_folded(letter), place) for place, letter in enumerate(text) if not _is_invisible(letter)]
    return SqueezedText(text, "".join(letter for letter, _ in kept), tuple(place for _, place in kept))


def _is_invisible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc")


def _folded(letter: str) -> str:
    # One character stays one (… would become three dots), so that places stay true.
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter


@dataclass(frozen=True, slots=True)
class Position:
    """Where an annotated figure stands: the stretch of its quote, of the figure in it (None: not in it)."""

    quote: Span
    figure: Span | None


def positions_of(annotations: tuple[Annotation, ...], text: str) -> tuple[Position | None, ...]:
    """The place of each annotation in `text`, None where its quote is not there.

    Annotations stand in the order of the text, so of several places the first one after the annotation
    before it is taken, and no figure twice.
    """
    squeezed = squeeze(text)
    found: list[Position | None] = []
    taken: set[Span] = set()
    after = 0
    for annotation in annotations:
        position = _position(annotation, squeezed, taken, after)
        found.append(position)
        if position and position.figure:
            taken.add(position.figure)
            after = position.figure.start
    return tuple(found)


def _position(annotation: Annotation, text: SqueezedText, taken: set[Span], after: int) -> Position | None:
    quotes = tuple(text.spans_of(annotation.quote))
    places = [Position(quote, figure) for quote in quotes for figure in _figures(annotation, text, quote)]
    free = [place for place in places if place.figure not in taken]
    later = [place for place in free if place.figure and place.figure.start >= after]
    for choice in (later, free, places):
        if choice:
            return choice[0]
    return Position(quotes[0], None) if quotes else None


def _figures(annotation: Annotation, text: SqueezedText, quote: Span) -> tuple[Span, ...]:
    """The figure's stretches in one quote: the nth one, or all; whole numerals if there are any."""
    spans = tuple(text.spans_of(annotation.text, quote))
    whole = tuple(span for span in spans if not _cuts_a_numeral(text.text, span)) or spans
    if annotation.nth is None:
        return whole
    return whole[annotation.nth - 1 : annotation.nth]


def _cuts_a_numeral(text: str, span: Span) -> bool:
    """Whether the stretch begins or ends inside a numeral: 4件 in 74件, 5% in 3.5%, 0 in 1 093."""
    before, first = text[: span.start][-2:], _folded(text[span.start])
    last, after = _folded(text[span.end - 1]), text[span.end : span.end + 1]
    if first in _NUMERALS and before:
        joined = before[-1] in ".,．" and _folded(before[0]) in _DIGITS
        if joined or _folded(before[-1]) in _NUMERALS:
            return True
    return last in _DIGITS and bool(after) and _folded(after) in _DIGITS
