"""Observations and what covers them, on small tables: what the views must answer, by hand."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.load.factories import CASES, LOSS, RATE, document, statement
from tests.warehouse.warehouses import Warehouse, ask, rate
from transform.numbers.printed import limits_of
from warehouse.records import Bound, Statement

OBSERVED = "SELECT value, chosen_because, n_vintages, n_statements, disagree FROM observation"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param(
            [rate("330700-2018", "91", year=2017), rate("330700-2017", "92")],
            (Decimal(92), "own_report", 2, 1, False),
            id="the year's own report before a later one; 91% and 92% may both be rounded",
        ),
        pytest.param(
            [rate("330700-2019", "70", year=2017), rate("330700-2018", "80", year=2017)],
            (Decimal(80), "later_report", 2, 1, True),
            id="the nearest later report",
        ),
        pytest.param(
            [rate("330700-2017", "77", year=2015, basis="derived"), rate("330700-2018", "70", year=2015)],
            (Decimal(70), "later_report", 2, 1, True),
            id="stated in a later report before derived",
        ),
        pytest.param(
            [rate("330700-2017", "92", certainty="likely"), rate("330700-2018", "88", year=2017)],
            (Decimal(88), "later_report", 2, 1, True),
            id="a certain link before a likely one",
        ),
        pytest.param(
            [
                rate("330700-2017", "92", certainty="likely"),
                rate("330700-2018", "88", year=2017, basis="derived"),
            ],
            (Decimal(92), "own_report", 2, 1, True),
            id="stated before derived, however sure",
        ),
        pytest.param(
            [rate("330700-2017", "77", year=2015, basis="derived")],
            (Decimal(77), "derived", 1, 1, False),
            id="derived where nobody states it",
        ),
        pytest.param(
            [rate("330700-2017", "85", bound="at_least", char_start=1), rate("330700-2017", "92")],
            (Decimal(92), "own_report", 1, 2, False),
            id="exact before an open bound that allows it",
        ),
        pytest.param(
            [rate("330700-2017", "95", bound="at_least", char_start=1), rate("330700-2017", "92")],
            (Decimal(92), "own_report", 1, 2, True),
            id="an open bound that does not allow it",
        ),
        pytest.param(
            [statement("330700-2017", "92%", None, bound="blank"), rate("330700-2018", "92.1", year=2017)],
            (Decimal("92.1"), "later_report", 1, 1, False),
            id="a blank gives way to a later report",
        ),
        pytest.param(
            [
                statement("330700-2017", "16.9万件", "169000", unit="件", metric=CASES),
                statement("330700-2018", "169480件", "169480", unit="件", metric=CASES, year=2017),
            ],
            (Decimal(169000), "own_report", 2, 1, False),
            id="16.9万 is 169480 rounded",
        ),
        pytest.param(
            [
                statement("330700-2017", "1285件", "1285", unit="件", metric=CASES),
                statement("330700-2018", "1286件", "1286", unit="件", metric=CASES, year=2017),
            ],
            (Decimal(1285), "own_report", 2, 1, True),
            id="counts written out must be the same",
        ),
    ],
)
def test_one_value_for_place_metric_and_year(
    warehouse: Warehouse, stated: list[dict[str, Any]], expected: tuple[Any, ...]
) -> None:
    assert ask(warehouse.of(*stated), OBSERVED) == [expected]


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({}, None),
        ({"certainty": "likely"}, "likely"),
        ({"certainty": "likely", "bound": "about"}, "about, likely"),
    ],
)
def test_a_likely_link_is_marked(warehouse: Warehouse, fields: dict[str, str], mark: str | None) -> None:
    connection = warehouse.of(rate("330700-2017", "92", **fields))
    assert ask(connection, "SELECT mark, certainty, link_basis FROM observation") == [
        (mark, fields.get("certainty", "certain"), "own")
    ]


LIMITED = st.builds(
    lambda text, value, bound, unit: {"text": text, "value": value, "bound": bound, "unit": unit},
    st.sampled_from(["92%", "92.50%", "1285件", "3.4万件", "1.25亿元", "约3万件"]),
    st.decimals(0, 10**8, places=2),
    st.sampled_from([bound.value for bound in Bound if bound is not Bound.BLANK]),
    st.sampled_from(["%", "件", "元"]),
)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LIMITED, min_size=8, max_size=12))
def test_limits_are_those_that_a_reading_says(warehouse: Warehouse, drawn: list[dict[str, Any]]) -> None:
    """One rule for what can both be true: transform/numbers/printed.py and reported_figure."""
    rows = [statement("330700-2017", **fields, char_start=at) for at, fields in enumerate(drawn)]
    asked = "SELECT statement_id, lower_limit, upper_limit FROM reported_figure"
    found = {name: limits for name, *limits in ask(warehouse.of(*rows), asked)}
    assert found == {row["statement_id"]: limits_read(row) for row in rows}


def limits_read(row: dict[str, Any]) -> list[Decimal | None]:
    said = Statement(**{name: row.get(name) for name in Statement._fields})
    limits = limits_of(said._replace(bound=Bound(row["bound"])))
    return [None if one is None else one.quantize(Decimal("0.000001")) for one in limits]


def test_the_first_of_two_equal_rights_is_chosen(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330700-2017", "60", sentence="全年60%。"), rate("330700-2017", "40", sentence="其中40%。")
    )
    assert ask(connection, OBSERVED) == [(Decimal(60), "own_report", 1, 2, True)]


def test_own_government_stands_beside_the_whole_place(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330700-2017", "92"), rate("330700-2017", "88", scope_kind="own", scope="市本级")
    )
    found = ask(connection, "SELECT scope_kind, value, disagree FROM observation ORDER BY scope_kind")
    assert found == [("own", Decimal(88), False), ("whole", Decimal(92), False)]


@pytest.mark.parametrize("kind", ["department", "part"])
def test_a_department_or_a_part_is_never_the_place(warehouse: Warehouse, kind: str) -> None:
    connection = warehouse.of(rate("330700-2017", "92", scope_kind=kind, scope="市环保局"))
    with connection:
        assert connection.execute("SELECT COUNT(*) FROM observation").fetchone() == (0,)
        assert connection.execute("SELECT scope, chosen FROM vintages").fetchall() == [("市环保局", True)]
        assert connection.execute(
            f"SELECT status FROM coverage WHERE metric = '{RATE}' AND year = 2017"
        ).fetchall() == [("in part",)]


def test_an_unknown_place_and_metric_keep_their_row(warehouse: Warehouse) -> None:
    connection = warehouse.of(statement("999999-2017", metric="new.metric"))
    assert ask(connection, "SELECT place_name, label_zh, better FROM observation") == [
        ("999999", "new.metric", "neutral")
    ]


def test_a_code_that_changed_its_name_is_one_row(warehouse: Warehouse) -> None:
    connection = warehouse.of(rate("130502-2017", "92"))
    assert ask(connection, "SELECT place_name, value FROM observation") == [("襄都区", Decimal(92))]


def test_coverage_tells_why_there_is_no_value(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        statement("330700-2017", "个", None, bound="blank", unit="件", metric=CASES),
        rate("330700-2017", "92"),
        rate("330700-2017", "9.5", metric=LOSS, year=2016, basis="derived"),
        documents=(document("330500-2017", health="absent", reason="gone"),),
    )
    found = ask(
        connection, "SELECT place, metric, year, status, reason FROM coverage ORDER BY place, year, metric"
    )
    assert found == [
        ("330500", RATE, 2017, "report absent", "gone"),
        ("330500", LOSS, 2017, "report absent", "gone"),
        ("330500", CASES, 2017, "report absent", "gone"),
        ("330700", LOSS, 2016, "derived", None),
        ("330700", RATE, 2017, "stated", None),
        ("330700", LOSS, 2017, "missing", None),
        ("330700", CASES, 2017, "blank", None),
    ]
