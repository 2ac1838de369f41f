"""Which predicted statement is which annotated figure: the same value at the same place of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.evaluation.annotations import Annotation
from flows.evaluation.positions import Position, positions_of
from flows.inspection.report import sentence_span
from warehouse.records import Basis, Span, Statement

ATTRIBUTES = ("unit", "bound", "role", "direction", "year", "place")
"""What is scored of a matched statement, beside its metric."""


class OutcomeKind(StrEnum):
    """What became of a figure; `optional` ones are neither rewarded nor punished, derived ones not scored."""

    FOUND = "found"
    MISSED = "missed"
    INVENTED = "invented"
    OPTIONAL = "optional"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure: what was expected, what was got, which attributes are wrong (metric and base_year too)."""

    kind: OutcomeKind
    expected: Annotation | None
    got: Statement | None
    span: Span | None
    wrong: tuple[str, ...] = ()


def outcomes_of(
    annotations: tuple[Annotation, ...], statements: Sequence[Statement], text: str
) -> tuple[Outcome, ...]:
    """Every annotated figure and every other statement of a report, in the order of the text."""
    stated = [statement for statement in statements if statement.basis is not Basis.DERIVED]
    positions = positions_of(annotations, text)
    pairs = _pairs(annotations, positions, stated, text)
    used = set(pairs.values())
    outcomes = [
        _annotated(a, p, stated[pairs[i]] if i in pairs else None)
        for i, (a, p) in _both(annotations, positions)
    ]
    outcomes += [_other(OutcomeKind.INVENTED, s) for j, s in enumerate(stated) if j not in used]
    outcomes += [_other(OutcomeKind.DERIVED, s) for s in statements if s.basis is Basis.DERIVED]
    return tuple(sorted(outcomes, key=lambda outcome: outcome.span.start if outcome.span else -1))


def _both(
    annotations: tuple[Annotation, ...], positions: tuple[Position | None, ...]
) -> Iterable[tuple[int, tuple[Annotation, Position | None]]]:
    return enumerate(zip(annotations, positions, strict=True))


def _annotated(annotation: Annotation, position: Position | None, got: Statement | None) -> Outcome:
    span = (position.figure or position.quote) if position else None
    if got is not None:
        span = Span(got.char_start, got.char_end)
    if annotation.optional:
        return Outcome(OutcomeKind.OPTIONAL, annotation, got, span)
    if got is None:
        return Outcome(OutcomeKind.MISSED, annotation, None, span)
    return Outcome(OutcomeKind.FOUND, annotation, got, span, wrong_attributes(annotation, got))


def _other(kind: OutcomeKind, statement: Statement) -> Outcome:
    return Outcome(kind, None, statement, Span(statement.char_start, statement.char_end))


def wrong_attributes(expected: Annotation, got: Statement) -> tuple[str, ...]:
    """Names of what differs, in the order of ATTRIBUTES, then metric and base_year (which is not scored)."""
    right = {
        "unit": got.unit == expected.unit,
        "bound": got.bound == expected.bound,
        "role": got.role == expected.role,
        "direction": got.direction == expected.direction,
        "year": got.year == expected.year,
        "place": got.place in expected.places,
        "metric": got.metric == expected.metric,
        "base_year": got.base_year == expected.base_year,
    }
    return tuple(name for name, is_right in right.items() if not is_right)


def same_value(expected: Decimal | None, got: Decimal | None) -> bool:
    """Whether two values are the same to the decimals that both have, at least two; None is only None.

    三分之一 is annotated as 33.33 or 33.3333 and read as 33.333333: the same. 0.32 and 0.33 are not.
    """
    if expected is None or got is None:
        return expected is got
    decimals = max(2, min(_decimals(expected), _decimals(got)))
    return abs(expected - got) < Decimal(5).scaleb(-decimals - 1)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _pairs(
    annotations: tuple[Annotation, ...],
    positions: tuple[Position | None, ...],
    stated: Sequence[Statement],
    text: str,
) -> dict[int, int]:
    """Annotation number to statement number: the figures that overlap best, then the same sentence."""
    sentences = [sentence_span(statement, text) for statement in stated]
    exact: list[tuple[float, bool, int, int]] = []
    near: list[tuple[bool, int, int, int]] = []
    for i, (annotation, position) in _both(annotations, positions):
        for j, statement in enumerate(stated):
            if position is None or not _same_figure(annotation, statement):
                continue
            share = _overlap(position.figure, Span(statement.char_start, statement.char_end))
            if share:
                exact.append((-share, annotation.optional, i, j))
            elif _overlap(position.quote, sentences[j]):
                away = abs((position.figure or position.quote).start - statement.char_start)
                near.append((annotation.optional, away, i, j))
    pairs: dict[int, int] = {}
    for *_, i, j in (*sorted(exact), *sorted(near)):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _same_figure(expected: Annotation, got: Statement) -> bool:
    return same_value(expected.value, got.value) and same_value(expected.value_high, got.value_high)


def _overlap(one: Span | None, other: Span) -> float:
    """Share of the characters of either that both have."""
    if one is None:
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, max(one.end, other.end) - min(one.start, other.start))
