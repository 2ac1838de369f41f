"""What the print says of a figure: how far it is rounded."""

import re
from decimal import Decimal
from operator import itemgetter

from transform.numbers.numerals import ARABIC, SCALES
from transform.text.normalise import normalise
from warehouse.characters import SIMPLIFIED_OF
from warehouse.records import Bound, Statement
from warehouse.units import RATES

_SCALES = tuple(
    (frozenset({sign, *(chr(code) for code, plain in SIMPLIFIED_OF.items() if chr(plain) == sign)}), scale)
    for sign, scale in sorted(SCALES.items(), key=itemgetter(1), reverse=True)
)
"""Characters that multiply, simplified and traditional, the largest first."""
# 1,285.5
_ARABIC = re.compile(ARABIC)
# 92.5 of 92.5%: one number alone, which needs no folding
_ALONE = re.compile(r"\D*[0-9]+(?:\.(?P<places>[0-9]+))?\D*")
_MOST_PLACES = 3
"""Of a value whose print tells none: a third is 33.333333."""


def rounding_of(text: str, value: Decimal, unit: str) -> Decimal:
    """How far the true value may lie from the printed one, in `unit`: half of one in the last printed place.

    `text` is the figure as written and `value` what it was read as. A count printed whole is not rounded.

    >>> [str(rounding_of(*one)) for one in [("92%", Decimal(92), "%"), ("3.4萬件", Decimal(34000), "件")]]
    ['0.5', '500.0']
    >>> rounding_of("1285件", Decimal(1285), "件")
    Decimal('0')
    """
    scale = Decimal(1) if unit in RATES else _scale(text)
    if scale is None:
        return Decimal(0)
    printed = _printed_places(text)
    places = max(printed, min(_places((value / scale).normalize()), _MOST_PLACES))
    return (scale / 2).scaleb(-places)


def limits_of(statement: Statement) -> tuple[Decimal | None, Decimal | None]:
    """Between what the true value of a statement that has one lies, in its unit; None where it is open.

    What warehouse/views/reported_figure.sql says of observations: by the rounding that the print shows, a
    tenth either way of one that is about; an open bound is open to its side and as printed to the other.
    """
    value = statement.value or Decimal(0)
    high = value if statement.value_high is None else statement.value_high
    if statement.bound in {Bound.LESS_THAN, Bound.AT_MOST}:
        return None, high
    if statement.bound in {Bound.MORE_THAN, Bound.AT_LEAST}:
        return value, None
    slack = slack_of(statement)
    return value - slack, high + slack


def slack_of(statement: Statement) -> Decimal:
    """How far the true value may lie off one that is no open bound: its rounding, or a tenth if about."""
    if statement.rounding is not None:
        return statement.rounding
    value = statement.value or Decimal(0)
    about = statement.bound is Bound.ABOUT
    return abs(value) / 10 if about else rounding_of(statement.text, value, statement.unit)


def can_both_be_true(one: Statement, other: Statement) -> bool:
    """Whether two figures of one fact in one unit can stand beside each other: their limits meet.

    3.4万件 (33500 to 34500) and 33986件 can, 3.4万件 and 31986件 cannot.
    """
    low, high = limits_of(one)
    other_low, other_high = limits_of(other)
    return (low is None or other_high is None or low <= other_high) and (
        high is None or other_low is None or other_low <= high
    )


def _scale(words: str) -> Decimal | None:
    return next((scale for signs, scale in _SCALES if not signs.isdisjoint(words)), None)


def _printed_places(text: str) -> int:
    if alone := _ALONE.fullmatch(text):
        return len(alone["places"] or "")
    return max((_places(Decimal(number)) for number in _numbers(normalise(text))), default=0)


def _numbers(words: str) -> list[str]:
    return [match.replace(",", "").replace(" ", "") for match in _ARABIC.findall(words)]


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
