"""Equations between the figures of one sentence: ratios and sums, with their arithmetic."""

from decimal import Decimal
from itertools import groupby

from warehouse.records import Basis, Bound, Identity, Role, Statement

_NEAR = Decimal("0.15")
_REACH = 6


def find_identities(statements: tuple[Statement, ...]) -> tuple[Identity, ...]:
    """Ratios that a printed rate states (33496/33986 = 98.6%) and totals of the parts after them.

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
    return tuple(found)


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
