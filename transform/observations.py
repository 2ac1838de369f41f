"""Observations: the levels that a report states or implies of a metric, each a vintage of its fact."""

from decimal import Decimal

from transform.months import WHOLE_YEAR
from transform.printed import rounding_of
from transform.rules import Rules
from transform.statements import exact
from warehouse.records import Observation, Role, Statement


def observations_of(statements: tuple[Statement, ...], rules: Rules) -> tuple[Observation, ...]:
    """The linked levels among the statements, in the metric's unit, in the order of the text.

    Changes, gaps, ranks, requirements and targets are no observations; a blank is one without a value.
    """
    return tuple(
        Observation(
            place=statement.place,
            metric=statement.metric,
            year=statement.year,
            scope_kind=statement.scope_kind,
            scope=statement.scope,
            value=statement.value,
            value_high=statement.value_high,
            unit=rules.metrics[statement.metric].unit,
            bound=statement.bound,
            basis=statement.basis,
            report_id=statement.report_id,
            statement_id=statement.statement_id,
            char_start=statement.char_start,
            rounding=_rounding(statement),
            first_month=statement.first_month,
            last_month=statement.last_month,
            part_year=(statement.first_month, statement.last_month) != WHOLE_YEAR,
            link_basis=statement.link_basis,
            certainty=statement.certainty,
            derivation=statement.derivation,
        )
        for statement in statements
        if statement.metric is not None and statement.role is Role.LEVEL
    )


def _rounding(statement: Statement) -> Decimal:
    if statement.value is None:
        return Decimal(0)
    if statement.rounding is not None:
        return exact(statement.rounding) or Decimal(0)
    return exact(rounding_of(statement.text, statement.value, statement.unit)) or Decimal(0)
