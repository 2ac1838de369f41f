"""What a report sets for the next year, beside what the next year's report states."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.load.factories import CASES, LOSS, METRICS, statement
from tests.warehouse.warehouses import Warehouse, ask, rate


def target(value: str, **fields: Any) -> dict[str, Any]:
    words = f"2018年力争达到{value}%。"
    row: dict[str, Any] = {"role": "target", "year": 2018, "sentence": words, "bound": "at_least"}
    return statement("330700-2017", **({"text": f"{value}%", "value": value} | row | fields))


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


def set_for(value: str, **fields: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"role": "target", "year": 2018, "bound": "at_least", "unit": "件", "metric": CASES}
    row |= {"text": f"{value}件以上", "value": value, "sentence": f"2018年办理{value}件以上。"}
    return statement("330700-2017", **(row | fields))


def told(value: str, sentence: str = "", report: str = "330700-2018", **fields: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"unit": "件", "metric": CASES, "sentence": sentence or f"全年办理{value}件。"}
    return statement(report, f"{value}件", value, **(row | fields))


@pytest.mark.parametrize(
    ("promised", "answered", "outcome"),
    [
        pytest.param(
            set_for("50"), told("60", "上半年办理60件。"), "not judged", id="half a year is no whole one"
        ),
        pytest.param(
            set_for("50", sentence="2018年上半年办理50件以上。"),
            told("60", "上半年办理60件。"),
            "reached",
            id="half a year that was promised",
        ),
        pytest.param(set_for("25"), told("30", value_high=Decimal(40)), "reached", id="a range above"),
        pytest.param(set_for("45"), told("30", value_high=Decimal(40)), "missed", id="a range below"),
        pytest.param(set_for("35"), told("30", value_high=Decimal(40)), "not judged", id="a range across"),
        pytest.param(set_for("50"), told("52", bound="about"), "not judged", id="about as much"),
        pytest.param(set_for("50"), told("80", bound="about"), "reached", id="about much more"),
        pytest.param(
            set_for("50", unit="人", text="50人以上", sentence="50人以上。"),
            told("60"),
            "not judged",
            id="another unit",
        ),
        pytest.param(
            set_for("50", scope="市司法局", scope_kind="department"),
            told("60", scope="市司法局", scope_kind="department"),
            "reached",
            id="a department's with the department's",
        ),
        pytest.param(
            set_for("50", scope="市司法局", scope_kind="department"),
            told("60"),
            "unanswered",
            id="a department's is not the city's",
        ),
        pytest.param(
            set_for("50", place="330781", scope="兰溪市", scope_kind="area"),
            told("60", report="330781-2018"),
            "reached",
            id="a county's with its own report",
        ),
    ],
)
def test_a_promise_meets_its_own_fact(
    warehouse: Warehouse, promised: dict[str, Any], answered: dict[str, Any], outcome: str
) -> None:
    assert ask(warehouse.of(promised, answered), "SELECT outcome FROM promises") == [(outcome,)]


def test_where_only_the_government_can_have_a_figure_its_own_is_meant(tmp_path: Path) -> None:
    ours = Warehouse(tmp_path, [replace(metric, of="government") for metric in METRICS])
    connection = ours.of(set_for("50", scope="市政府", scope_kind="own"), told("60", scope_kind="own"))
    assert ask(connection, "SELECT outcome FROM promises") == [("reached",)]


def test_a_target_in_thousandths_is_held_in_the_figures_unit(tmp_path: Path) -> None:
    ours = Warehouse(tmp_path, [replace(metric, units=(metric.unit, "‰")) for metric in METRICS])
    promised = target(
        "60", unit="‰", text="60‰", sentence="2018年降到60‰以下。", bound="at_most", metric=LOSS
    )
    connection = ours.of(promised, rate("330700-2018", "5.5", metric=LOSS))
    assert ask(connection, "SELECT outcome FROM promises") == [("reached",)]
