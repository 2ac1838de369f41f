"""Statements: what a figure says, its metric, whose it is and when, as a row of the tables has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from hashlib import sha256

from transform.linking import Above, Link, read_above
from transform.rules import Rules
from transform.sense.context import Placed
from transform.sense.months import months_of
from transform.sense.surroundings import Scope, Surroundings
from transform.text.outline import Paragraph
from warehouse.records import Basis, Issue, Statement

_EXACT, _WHOLE = Decimal("0.000001"), Decimal(1)
_MOST_SUGGESTIONS = 3


class StatementIds:
    """Gives the statements of a report their ids, which are asked for in the order of the text.

    An id is 16 hex digits of SHA-256 over report, sentence, figure, and which one it is of those with the
    same sentence and figure: reports repeat figures within a sentence, and sentences within the text.
    """

    def __init__(self, report_id: str) -> None:
        self._report_id = report_id
        self._given: dict[tuple[str, str], int] = {}

    def next_of(self, sentence: str, text: str) -> str:
        """The id of the next statement with such a sentence and figure."""
        count = self._given[sentence, text] = self._given.get((sentence, text), 0) + 1
        key = f"{self._report_id}\x1f{sentence}\x1f{text}\x1f{count}"
        return sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Subject:
    """The report being read: its id, place, year, text as published and normalised, ids of its figures."""

    report_id: str
    place: str
    year: int
    text: str
    normal: str
    around: Surroundings
    rules: Rules
    ids: StatementIds


def above(subject: Subject, paragraph: Paragraph) -> tuple[Above, ...]:
    """The headings over a paragraph, outermost first, as linking reads them."""
    return tuple(read_above(subject.rules.frames.scanner, heading) for heading in paragraph.headings)


def unit_issues(statements: Iterable[Statement]) -> tuple[Issue, ...]:
    """An issue for each figure whose unit nothing tells."""
    return tuple(Issue(s.char_start, s.char_end, "unknown unit", s.text) for s in statements if not s.unit)


def statement_of(
    subject: Subject, one: Placed, scope: Scope, said: Link | tuple[str, ...], when: tuple[int, int | None]
) -> Statement:
    """The next figure of the text as a statement; `said` is its link, or metrics that it may be."""
    link = said if isinstance(said, Link) else None
    guesses = () if isinstance(said, Link) else said
    quantity, sentence = one.figure.quantity, one.figure.sentence
    year, base = when
    words = subject.text[sentence.start : sentence.end]
    written = subject.text[quantity.start : quantity.end]
    scope_words = (
        _as_printed(subject, scope.words, sentence.start, quantity.end) if scope.words else scope.words
    )
    unit = quantity.unit or (subject.rules.metrics[link.metric].unit if link else "")
    after = subject.normal[quantity.end : sentence.end]
    first_month, last_month = months_of(one.figure.lead, after, year)
    return Statement(
        statement_id=subject.ids.next_of(words, written),
        report_id=subject.report_id,
        section=sentence.section,
        sentence=words,
        text=written,
        char_start=quantity.start,
        char_end=quantity.end,
        value=exact(quantity.value),
        value_high=exact(quantity.value_high),
        unit=unit,
        bound=quantity.bound,
        role=one.role,
        direction=one.direction,
        year=year,
        base_year=base,
        place=scope.place,
        scope=scope_words,
        scope_kind=scope.kind,
        metric=link.metric if link else None,
        basis=Basis.STATED,
        rule=link.rule if link else None,
        link_basis=link.basis if link else None,
        certainty=link.certainty if link else None,
        suggestions=tuple(dict.fromkeys(guesses))[:_MOST_SUGGESTIONS] if guesses else (),
        first_month=first_month,
        last_month=last_month,
    )


def _as_printed(subject: Subject, words: str, start: int, end: int) -> str:
    """Words of the normalised text in the text's own characters, where they stand before `end`."""
    position = subject.normal.rfind(words, start, end)
    return subject.text[position : position + len(words)] if position >= 0 else words


def exact(value: Decimal | None) -> Decimal | None:
    """The value as the tables hold it: six decimals, without trailing zeros."""
    if value is None or value.same_quantum(_WHOLE):  # most are counts
        return value
    rounded = value.quantize(_EXACT, ROUND_HALF_EVEN)
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded.normalize()
