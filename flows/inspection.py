"""One report read and shown: every statement, and on demand exclusions and issues. Writes nothing."""

from decimal import Decimal

STATEMENT_KEYS = (
    "report_id",
    "section",
    "sentence",
    "text",
    "char_start",
    "char_end",
    "value",
    "value_high",
    "unit",
    "bound",
    "role",
    "direction",
    "year",
    "base_year",
    "place",
    "scope",
    "scope_kind",
    "metric",
    "basis",
    "rule",
)
"""Columns of the statement table that `inspect --jsonl` prints, in this order."""

_PRECISION = Decimal("0.000001")


def json_number(value: Decimal) -> int | float:
    """A figure as a JSON number: whole ones without a point, others in the six decimals of the tables.

    >>> json_number(Decimal("1650000.00")), json_number(Decimal("11.70"))
    (1650000, 11.7)
    """
    if value == value.to_integral_value():
        return int(value)
    return float(value.quantize(_PRECISION))
