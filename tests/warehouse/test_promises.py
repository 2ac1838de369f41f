"""What a report sets for the next year, beside what the next year's report states."""

from typing import Any

import pytest

from tests.load.factories import LOSS
from tests.warehouse.warehouses import Warehouse, ask, rate


def target(value: str, **fields: Any) -> dict[str, Any]:
    words = f"2018年力争达到{value}%。"
    row: dict[str, Any] = {"role": "target", "year": 2018, "sentence": words, "bound": "at_least"}
    return rate("330700-2017", value, **(row | fields))


@pytest.mark.parametrize(
    ("promised", "answered", "outcome"),
    [
        pytest.param(target("95"), rate("330700-2018", "96"), "reached", id="more than promised"),
        pytest.param(target("95"), rate("330700-2018", "94"), "missed", id="less than promised"),
        pytest.param(
            target("95", bound="exact"), rate("330700-2018", "96"), "reached", id="no bound, higher is better"
        ),
        pytest.param(
            target("5", bound="exact", metric=LOSS),
            rate("330700-2018", "6", metric=LOSS),
            "missed",
            id="no bound, lower is better",
        ),
        pytest.param(
            target("95"), rate("330700-2018", "90", bound="at_least"), "not judged", id="an open answer"
        ),
        pytest.param(
            target("2", direction="up"), rate("330700-2018", "96"), "not judged", id="a change promised"
        ),
        pytest.param(
            target("95"), rate("330700-2018", "6", metric=LOSS), "unanswered", id="the report is silent"
        ),
        pytest.param(target("95"), rate("330500-2018", "96"), "no report", id="no report of that year"),
        pytest.param(target("95", metric=None), rate("330700-2018", "96"), "not linked", id="of no metric"),
    ],
)
def test_promises(
    warehouse: Warehouse, promised: dict[str, Any], answered: dict[str, Any], outcome: str
) -> None:
    assert ask(warehouse.of(promised, answered), "SELECT outcome FROM promises") == [(outcome,)]
