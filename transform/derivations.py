"""Levels that follow from what is printed: 92%, up 15 points on 2015, gives 77% for 2015."""

from decimal import Decimal
from hashlib import sha256

from transform.numbers.printed import slack_of
from transform.rules import Rules
from transform.statements import exact
from warehouse.records import Basis, Bound, Certainty, Direction, Role, ScopeKind, Statement
from warehouse.units import SHARES, TIMES

_KNOWN = frozenset({Bound.EXACT, Bound.ABOUT})
_FARTHEST = 60
"""Figures back that a level is looked for."""


def derive(statements: tuple[Statement, ...], rules: Rules) -> tuple[Statement, ...]:
    """The statements with a derived level after each change that allows one.

    A change is taken from the level before it in the same sentence, of the same metric, year, place and
    scope. Nothing is derived where the report itself states the earlier level.
    """
    stated = {
        (s.metric, s.place, s.scope_kind, s.year) for s in statements if s.role is Role.LEVEL and s.metric
    }
    result: list[Statement] = []
    for position, change in enumerate(statements):
        result.append(change)
        level = _level_of(statements, position)
        if level and (change.metric, change.place, change.scope_kind, change.base_year) not in stated:
            earlier = _earlier(level, change, whole_numbers=level.unit not in SHARES)
            if earlier:
                result.append(earlier)
    return tuple(result)


def _level_of(statements: tuple[Statement, ...], position: int) -> Statement | None:
    """The level that the change at `position` is a change of; None where none may be derived from it."""
    change = statements[position]
    if change.role not in {Role.CHANGE, Role.CHANGE_RATE} or not change.metric or not change.direction:
        return None
    if (
        change.base_year is None
        or change.base_year == change.year
        or change.bound not in _KNOWN
        or change.value is None
    ):
        return None
    for number in range(position - 1, -1, -1):
        level = statements[number]
        if level.sentence != change.sentence or position - number > _FARTHEST:
            return None
        same = (level.metric, level.year, level.place, level.scope_kind) == (
            change.metric, change.year, change.place, change.scope_kind
        )  # fmt: skip
        if same and level.role is Role.LEVEL and level.bound in _KNOWN and level.value is not None:
            return level if level.value_high is None and level.scope_kind is not ScopeKind.PART else None
    return None


def _earlier(level: Statement, change: Statement, *, whole_numbers: bool) -> Statement | None:
    """The level of the year that a change goes out from; None where it would be below nothing.

    Rates are printed rounded, so that what they give is about, with as much slack as the rounding leaves.
    """
    if level.value is None or change.value is None:
        return None
    sign = -1 if change.direction is Direction.UP else 1
    if change.role is Role.CHANGE:
        value = level.value + sign * change.value
        rounding = slack_of(level) + slack_of(change)
        arithmetic = f"{level.value} {'-' if sign < 0 else '+'} {change.value} = {value}"
    else:
        factor = 1 - sign * change.value / (Decimal(1) if change.unit == TIMES else Decimal(100))
        if change.unit == TIMES or factor <= 0:
            return None
        value, rounding, arithmetic = _by_rate(level, change, factor, whole_numbers=whole_numbers)
    if value < 0:
        return None
    all_certain = level.certainty is change.certainty is Certainty.CERTAIN
    exact_sum = change.role is Role.CHANGE and level.bound is Bound.EXACT and change.bound is Bound.EXACT
    key = f"{change.statement_id}\x1f{change.base_year}\x1f{Role.LEVEL.value}"
    return change._replace(
        statement_id=sha256(key.encode()).hexdigest()[:16],
        value=exact(value),
        unit=level.unit,
        bound=Bound.EXACT if exact_sum else Bound.ABOUT,
        role=Role.LEVEL,
        direction=None,
        year=change.base_year or change.year,
        base_year=None,
        basis=Basis.DERIVED,
        certainty=Certainty.CERTAIN if all_certain else Certainty.LIKELY,
        derivation=f"{change.base_year}: {arithmetic}",
        first_month=level.first_month,
        last_month=level.last_month,
        rounding=rounding,
    )


def _by_rate(
    level: Statement, change: Statement, factor: Decimal, *, whole_numbers: bool
) -> tuple[Decimal, Decimal, str]:
    """Divide by the growth factor: the value, how far it may lie off, the arithmetic.

    The interval is what the rounding of the printed rate and of the level allow.
    """
    printed, of = change.value or Decimal(0), level.value or Decimal(0)
    half, slack = slack_of(change) / 100, slack_of(level)
    low, high = (of - slack) / (factor + half), (of + slack) / max(factor - half, Decimal("0.0001"))
    value = (of / factor).quantize(Decimal(1) if whole_numbers else Decimal("0.01"))
    written = f"{of} / {factor.normalize():f} = {value}, between {low:.1f} and {high:.1f}"
    return value, max(value - low, high - value), f"{written} by rounding of {printed}%"
