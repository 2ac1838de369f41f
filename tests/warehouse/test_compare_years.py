"""A base year against other years, and the trend from value to value."""

from decimal import Decimal
from typing import Any

import pytest

from tests.load.factories import CASES, LOSS, statement
from tests.warehouse.warehouses import Warehouse, ask, rate

YEARS = (
    "SELECT year, value, difference, ratio, verdict, comparable, why_not "
    "FROM compare_years WHERE base_year = 2017"
)


def test_2017_against_other_years(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330700-2017", "11.7", metric=LOSS, year=2015),
        rate("330700-2017", "9.5", metric=LOSS, year=2016),
        rate("330700-2017", "6.9", metric=LOSS),
    )
    assert ask(connection, f"{YEARS} ORDER BY year") == [
        (2015, Decimal("11.7"), Decimal("-4.8"), None, "better", True, None),
        (2016, Decimal("9.5"), Decimal("-2.6"), None, "better", True, None),
    ]


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        pytest.param({"value": "92"}, {"value": "92"}, ("same", True, None), id="the same"),
        pytest.param({"value": "92"}, {"value": "95"}, ("worse", True, None), id="higher is better"),
        pytest.param({"value": "92"}, {"value": "0"}, ("better", True, None), id="no ratio to nothing"),
        pytest.param(
            {"value": "92"},
            {"value": "85", "bound": "at_least"},
            ("unknown", False, "bound"),
            id="85 or more",
        ),
        pytest.param(
            {"value": "90", "bound": "at_least"},
            {"value": "60"},
            ("better", False, "bound"),
            id="90 or more is over 60",
        ),
        pytest.param(
            {"value": "92"}, {"value": "92", "unit": "件"}, ("unknown", False, "unit"), id="other unit"
        ),
        pytest.param(
            {"value": "92"},
            {"value": "80", "value_high": Decimal(85)},
            ("better", False, "range"),
            id="a range",
        ),
        pytest.param(
            {"value": "5", "metric": CASES},
            {"value": "4", "metric": CASES},
            ("changed", True, None),
            id="neutral",
        ),
    ],
)
def test_verdicts(
    warehouse: Warehouse, base: dict[str, Any], other: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    connection = warehouse.of(statement("330700-2017", **base), statement("330700-2016", **other))
    assert ask(
        connection, "SELECT verdict, comparable, why_not FROM compare_years WHERE base_year = 2017"
    ) == [expected]


def test_trend_goes_from_value_to_value_over_a_gap(warehouse: Warehouse) -> None:
    connection = warehouse.of(rate("330700-2014", "70"), rate("330700-2016", "80"), rate("330700-2017", "80"))
    found = ask(
        connection, "SELECT year, previous_year, years_between, change, verdict FROM trend ORDER BY year"
    )
    assert found == [
        (2014, None, None, None, "first"),
        (2016, 2014, 2, Decimal(10), "better"),
        (2017, 2016, 1, Decimal(0), "same"),
    ]
