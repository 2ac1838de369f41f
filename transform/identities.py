"""Equations between the figures of one sentence: ratios and sums, with their arithmetic."""

from decimal import Decimal
from itertools import combinations, groupby

from warehouse.records import Basis, Bound, Identity, Role, Statement

_NEAR = Decimal("0.15")
_REACH = 6
_INFINITE = Decimal("Infinity")


def find_identities(statements: tuple[Statement, ...]) -> tuple[Identity, ...]:
    """Ratios that a printed rate states, totals of the parts after them, and levels that contradict.

    A ratio that misses the printed rate by little is told with `holds` false (2302/11648 printed as 19.7%).
    """
    found: list[Identity] = []
    for _, group in groupby(statements, key=lambda s: s.sentence):
        levels = [
            s for s in group if s.role is Role.LEVEL and s.bound is Bound.EXACT and s.basis is Basis.STATED
        ]
        counts = [
            s for s in levels if s.unit not in {"%", "‰", "百分点", "元"} and s.value and s.value_high is None
        ]
        found.extend(_ratios(levels, counts))
        found.extend(_sums(counts))
    return (*found, *_contradictions(statements))


def _contradictions(statements: tuple[Statement, ...]) -> list[Identity]:
    """Levels of one metric, year, place and scope that cannot both be true; 85以上 and 92% can."""
    stated: dict[tuple[object, ...], list[Statement]] = {}
    for one in statements:
        if one.metric and one.role is Role.LEVEL and one.value is not None and one.basis is Basis.STATED:
            stated.setdefault((one.metric, one.year, one.place, one.scope_kind, one.scope), []).append(one)
    pairs = (pair for group in stated.values() for pair in combinations(group, 2))
    return [
        Identity(
            kind="contradiction",
            arithmetic=f"{one.text} against {other.text}",
            holds=False,
            statement_ids=(one.statement_id, other.statement_id),
        )
        for one, other in pairs
        if one.sentence != other.sentence and not _meet(one, other)
    ]


def _meet(one: Statement, other: Statement) -> bool:
    """Whether two figures can both be true of one measure, by their bounds and the rounding they show."""
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return low <= other_high and other_low <= high


def _interval(statement: Statement) -> tuple[Decimal, Decimal]:
    value = statement.value or Decimal(0)
    high = statement.value_high or value
    slack = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1) if statement.unit == "%" else Decimal(0)
    if statement.bound is Bound.ABOUT:
        slack = abs(value) / 10
    if statement.bound in {Bound.MORE_THAN, Bound.AT_LEAST}:
        return value, _INFINITE
    if statement.bound in {Bound.LESS_THAN, Bound.AT_MOST}:
        return Decimal(0), high
    return value - slack, high + slack


def _ratios(levels: list[Statement], counts: list[Statement]) -> list[Identity]:
    found = []
    for rate in (s for s in levels if s.unit == "%" and s.value):
        near = [c for c in counts if c.year == rate.year and c.char_start < rate.char_start][-_REACH:]
        pairs = [(a, b) for a in near for b in near if a.value and b.value and a.value < b.value]
        ranked = sorted(pairs, key=lambda p: abs(_percent(p[0], p[1]) - (rate.value or 0)))
        if ranked and abs(_percent(*ranked[0]) - (rate.value or Decimal(0))) <= _NEAR:
            found.append(_ratio(rate, *ranked[0]))
    return found


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
