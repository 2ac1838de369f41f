"""Equations between the figures of one sentence: ratios and sums, with their arithmetic."""

from collections import defaultdict, deque
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from transform.numbers.printed import can_both_be_true
from warehouse.records import Basis, Bound, Identity, Role, Statement
from warehouse.units import MONEY, PER_CENT, RATES

_NEAR = Decimal("0.15")
_FAR = Decimal("0.16")
"""What a ratio that is near never differs by, however it is rounded."""
_REACH = 6
_MOST_TOLD = 5
_NO_COUNTS = RATES | {MONEY}


def find_identities(statements: tuple[Statement, ...]) -> tuple[Identity, ...]:
    """Ratios that a printed rate states, totals of the parts after them, and levels that contradict.

    A ratio that misses the printed rate by little is told with `holds` false (2302/11648 printed as 19.7%).
    """
    found: list[Identity] = []
    for _, group in groupby(statements, key=lambda s: s.sentence):
        levels = [
            s for s in group if s.role is Role.LEVEL and s.bound is Bound.EXACT and s.basis is Basis.STATED
        ]
        found.extend(_ratios(levels))
        found.extend(_sums([one for one in levels if _is_count(one)]))
    return (*found, *_contradictions(statements))


def _contradictions(statements: tuple[Statement, ...]) -> list[Identity]:
    """Levels of one metric, year, place and scope that cannot both be true; 85以上 and 92% can.

    Each is held against the different ones before it, the first five.
    """
    told: dict[tuple[object, ...], list[Statement]] = {}
    found = []
    for one in statements:
        if not one.metric or one.role is not Role.LEVEL or one.value is None or one.basis is not Basis.STATED:
            continue
        months = one.first_month, one.last_month
        fact = (one.metric, one.unit, one.year, months, one.place, one.scope_kind, one.scope)
        before = told.setdefault(fact, [])
        against = [
            other for other in before if other.sentence != one.sentence and not can_both_be_true(other, one)
        ]
        found += [_contradiction(other, one) for other in against]
        if len(before) < _MOST_TOLD and not any(other.text == one.text for other in before):
            before.append(one)
    return found


def _contradiction(one: Statement, other: Statement) -> Identity:
    arithmetic = f"{one.text} against {other.text}"
    ids = (one.statement_id, other.statement_id)
    return Identity("contradiction", arithmetic, holds=False, statement_ids=ids)


def _is_count(one: Statement) -> bool:
    return one.unit not in _NO_COUNTS and bool(one.value) and one.value_high is None


def _ratios(levels: list[Statement]) -> list[Identity]:
    """The rates of a sentence that two of the last counts before them make."""
    found = []
    recent: defaultdict[int, deque[Statement]] = defaultdict(lambda: deque(maxlen=_REACH))
    for one in levels:
        if _is_count(one):
            recent[one.year].append(one)
        elif one.unit == PER_CENT and one.value:
            found.extend(_ratio_of(one, recent[one.year]))
    return found


def _ratio_of(rate: Statement, near: Iterable[Statement]) -> list[Identity]:
    printed = rate.value or Decimal(0)
    best = min(_pairs(printed, near), key=lambda pair: abs(_percent(*pair) - printed), default=None)
    return [_ratio(rate, *best)] if best and abs(_percent(*best) - printed) <= _NEAR else []


def _pairs(printed: Decimal, near: Iterable[Statement]) -> list[tuple[Statement, Statement]]:
    """The pairs of counts whose ratio may be near the printed one, without a division for each of them."""
    counts = [(one, one.value) for one in near if one.value]
    wholes = [(one, value, (printed - _FAR) * value, (printed + _FAR) * value) for one, value in counts]
    return [
        (part, whole)
        for part, value in counts
        for whole, of, low, high in wholes
        if value < of and low <= value * 100 <= high
    ]


def _percent(part: Statement, whole: Statement) -> Decimal:
    return (part.value or Decimal(0)) * 100 / (whole.value or Decimal(1))


def _ratio(rate: Statement, part: Statement, whole: Statement) -> Identity:
    printed = rate.value or Decimal(0)
    digits = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    ratio = _percent(part, whole)
    holds = abs(ratio - printed) <= digits / 2
    arithmetic = f"{part.value} / {whole.value} = {ratio.quantize(Decimal('0.01'))}%, printed as {printed}%"
    return Identity("ratio", arithmetic, holds, (part.statement_id, whole.statement_id, rate.statement_id))


def _sums(counts: list[Statement]) -> list[Identity]:
    found = []
    for position, total in enumerate(counts):
        parts: list[Statement] = []
        running = Decimal(0)
        for part in counts[position + 1 : position + 1 + _REACH]:
            if part.year != total.year or part.value is None or part.value >= (total.value or 0):
                break
            parts.append(part)
            running += part.value
            if len(parts) > 1 and running == total.value:
                written = " + ".join(str(p.value) for p in parts)
                ids = (total.statement_id, *(p.statement_id for p in parts))
                found.append(Identity("sum", f"{total.value} = {written}", holds=True, statement_ids=ids))
                break
    return found
