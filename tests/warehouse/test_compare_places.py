"""Places of one year side by side: ranks, ties, the median and quartiles as pandas has them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from tests.load.factories import CASES, LOSS, PLACES, RATE, statement
from tests.warehouse.warehouses import Warehouse, ask, rate
from warehouse.records import Place


def of_one_level() -> tuple[Place, ...]:
    return tuple(replace(place, level="prefecture") for place in PLACES)


def four_places(metric: str, *values: str | None) -> list[dict[str, Any]]:
    codes = ("330500-2017", "330700-2017", "330781-2017", "331000-2017")
    unit = "件" if metric == CASES else "%"
    return [
        statement(
            code,
            f"{value}{unit}",
            value,
            unit=unit,
            metric=metric,
            bound="blank" if value is None else "exact",
        )
        for code, value in zip(codes, values, strict=True)
    ]


PLACES_ASKED = (
    "SELECT place_name, value, place_rank, n, median, q1, q3, best_value, gap "
    "FROM compare_places ORDER BY place"
)


def test_places_side_by_side_with_a_tie(warehouse: Warehouse) -> None:
    warehouse.places = of_one_level()
    connection = warehouse.of(*four_places(RATE, "92", "92", "80", "70.5"))
    shared = (4, Decimal(86), Decimal("77.625"), Decimal(92), Decimal(92))
    assert ask(connection, PLACES_ASKED) == [
        ("湖州市", Decimal(92), 1, *shared, Decimal(0)),
        ("金华市", Decimal(92), 1, *shared, Decimal(0)),
        ("兰溪市", Decimal(80), 3, *shared, Decimal(12)),
        ("台州市", Decimal("70.5"), 4, *shared, Decimal("21.5")),
    ]


def test_lower_is_better_and_a_blank_stays_out(warehouse: Warehouse) -> None:
    warehouse.places = of_one_level()
    connection = warehouse.of(*four_places(LOSS, "6.9", None, "9", "5"))
    found = ask(
        connection, "SELECT place, place_rank, n, best_value, gap FROM compare_places ORDER BY place_rank"
    )
    assert found == [
        ("331000", 1, 3, Decimal(5), Decimal(0)),
        ("330500", 2, 3, Decimal(5), Decimal("1.9")),
        ("330781", 3, 3, Decimal(5), Decimal(4)),
    ]


def test_an_open_bound_is_shown_without_a_rank(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330500-2017", "90", bound="at_least"), rate("330700-2017", "92"), rate("331000-2017", "80")
    )
    found = ask(connection, "SELECT place, place_rank, n, why_not FROM compare_places ORDER BY place")
    assert found == [("330500", None, 2, "bound"), ("330700", 1, 2, None), ("331000", 2, 2, None)]


def test_a_metric_without_direction_has_no_best(warehouse: Warehouse) -> None:
    warehouse.places = of_one_level()
    connection = warehouse.of(*four_places(CASES, "3", "9", "5", "5"))
    found = ask(connection, "SELECT place_rank, best_value, gap FROM compare_places ORDER BY place")
    assert found == [(4, None, None), (1, None, None), (2, None, None), (2, None, None)]


@pytest.mark.parametrize(
    ("metric", "unit", "best"),
    [
        pytest.param(RATE, "%", "max", id="higher is better"),
        pytest.param(LOSS, "%", "min", id="lower is better"),
        pytest.param(CASES, "件", "", id="neither"),
    ],
)
@pytest.mark.parametrize("count", [1, 2, 3, 7, 30])
def test_median_and_quartiles_as_pandas_has_them(
    warehouse: Warehouse, count: int, metric: str, unit: str, best: str
) -> None:
    frame = pd.DataFrame(
        {
            "place": f"{33 if at % 3 else 13}{at:04}",
            "value": float(Decimal(at * at * 37 % 101) / 4),
        }
        for at in range(count)
    )
    stated = [
        statement(f"{place}-2017", f"{value}{unit}", str(value), metric=metric, unit=unit)
        for place, value in frame.itertuples(index=False)
    ]
    found = ask(
        warehouse.of(*stated),
        "SELECT DISTINCT peers, peer_group, q1, median, q3, best_value FROM place_rank "
        "WHERE peers <> 'level'",
    )
    groups = {("all", ""): frame["value"]}
    groups |= {("province", code): few["value"] for code, few in frame.groupby(frame["place"].str[:2])}
    assert len(found) == len(groups)
    for peers, group, *quartiles, best_value in found:
        values = groups[peers, group]
        expected = list(values.quantile([0.25, 0.5, 0.75]))
        assert [float(figure) for figure in quartiles] == pytest.approx(expected, abs=1e-6)
        assert best_value == (Decimal(str(values.agg(best))) if best else None)
