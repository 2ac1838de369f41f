"""Observations: the levels that a report states or implies of a metric, each a vintage of its fact."""

from collections.abc import Iterable
from decimal import Decimal

from transform.numbers.printed import rounding_of
from transform.rules import Rules
from transform.sense.months import WHOLE_YEAR
from transform.statements import exact
from warehouse.records import Basis, Issue, Observation, Role, Statement
from warehouse.units import Conversion, conversion

NO_CONVERSION = "unit not converted"
"""The issue of a figure whose unit does not become its metric's."""


def observations_of(statements: tuple[Statement, ...], rules: Rules) -> tuple[Observation, ...]:
    """The linked levels among the statements, in the metric's unit, in the order of the text.

    Changes, gaps, ranks, requirements and targets are no observations, nor is a figure whose unit does not
    become the metric's (`refused_units`); a blank is one without a value.
    """
    return tuple(
        _observation(statement, found)
        for statement in statements
        if (found := _conversion(statement, rules)) is not None
    )


def refused_units(statements: Iterable[Statement], rules: Rules) -> tuple[Issue, ...]:
    """An issue for each linked level that is no observation, since its unit does not become the metric's."""
    return tuple(
        Issue(s.char_start, s.char_end, NO_CONVERSION, f"{s.text}: {s.metric}")
        for s in statements
        if _is_level(s) and s.basis is Basis.STATED and _conversion(s, rules) is None
    )


def _is_level(statement: Statement) -> bool:
    return statement.metric is not None and statement.role is Role.LEVEL


def _conversion(statement: Statement, rules: Rules) -> Conversion | None:
    if statement.metric is None or statement.role is not Role.LEVEL:
        return None
    return conversion(statement.unit, rules.metrics[statement.metric])


def _observation(statement: Statement, into: Conversion) -> Observation:
    return Observation(
        place=statement.place,
        metric=statement.metric or "",
        year=statement.year,
        scope_kind=statement.scope_kind,
        scope=statement.scope,
        value=_times(statement.value, into),
        value_high=_times(statement.value_high, into),
        unit=into.unit,
        bound=statement.bound,
        basis=statement.basis,
        report_id=statement.report_id,
        statement_id=statement.statement_id,
        char_start=statement.char_start,
        rounding=_times(_rounding(statement), into) or Decimal(0),
        first_month=statement.first_month,
        last_month=statement.last_month,
        part_year=(statement.first_month, statement.last_month) != WHOLE_YEAR,
        link_basis=statement.link_basis,
        certainty=statement.certainty,
        derivation=statement.derivation,
    )


def _times(value: Decimal | None, into: Conversion) -> Decimal | None:
    return None if value is None else exact(value * into.factor)


def _rounding(statement: Statement) -> Decimal:
    if statement.value is None:
        return Decimal(0)
    if statement.rounding is not None:
        return statement.rounding
    return rounding_of(statement.text, statement.value, statement.unit)
