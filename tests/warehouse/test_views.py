"""Each view on small tables: what it must answer, by hand and by pandas."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.load.factories import CASES, LOSS, PLACES, RATE, document, statement
from tests.warehouse.warehouses import Warehouse, ask, rate, without_rows
from transform.numbers.printed import limits_of
from warehouse.records import Bound, Place, Statement
from warehouse.sql import check_sql, sql_type, table_sql, view_sql
from warehouse.tables import FOLDERS, TABLES

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


CHECKED = "SELECT check_name, severity, words FROM check_result ORDER BY check_name, words"


def test_sound_tables_pass_every_check(warehouse: Warehouse) -> None:
    assert (
        ask(warehouse.of(rate("330700-2017", "92"), rate("330500-2017", "80"), checks=check_sql()), CHECKED)
        == []
    )


@pytest.mark.parametrize(
    ("stated", "documents", "check"),
    [
        pytest.param(
            [rate("330700-2017", "92")], (document(text="全年9２%"),), "proof", id="other characters"
        ),
        pytest.param([rate("330700-2017", "92")], (document(text=None),), "proof", id="no text"),
        pytest.param([rate("330700-2017", "92")] * 2, (), "duplicates", id="one id twice"),
        pytest.param([statement(metric="no.such")], (), "orphans", id="unknown metric"),
        pytest.param([statement(place="999999")], (), "orphans", id="unknown place"),
        pytest.param([rate("330700-2017", "192")], (), "rates", id="a rate over 100"),
        pytest.param(
            [statement(value="100001", metric=CASES, unit="件")], (), "plausible", id="too many cases"
        ),
        pytest.param(
            [rate("330700-2017", "92"), rate("330700-2018", "60", year=2017)],
            (),
            "contradictions",
            id="two reports",
        ),
    ],
)
def test_checks_find(
    warehouse: Warehouse, stated: list[dict[str, Any]], documents: tuple[dict[str, Any], ...], check: str
) -> None:
    found = ask(warehouse.of(*stated, documents=documents, checks=check_sql()), CHECKED)
    assert check in {name for name, _, _ in found}


def test_sql_tables_are_those_of_the_schemas() -> None:
    with duckdb.connect() as connection:
        for line in table_sql():
            connection.execute(line)
        for name, table in TABLES.items():
            columns = connection.execute(
                f"SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = '{name}'"
            ).fetchall()
            assert columns == [(field.name, field.nullable) for field in table.schema]


def test_every_table_and_column_is_explained() -> None:
    with duckdb.connect() as connection:
        for line in (*table_sql(), *(line for lines in view_sql().values() for line in lines)):
            connection.execute(line)
        silent = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
            "WHERE table_name IN (SELECT table_name FROM duckdb_tables()) AND comment IS NULL"
        ).fetchall()
    assert silent == []


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_column_type_has_a_sql_type(name: str) -> None:
    assert all(sql_type(field.type) for field in FOLDERS[name].schema)


def test_an_undeclared_type_is_refused() -> None:
    with pytest.raises(KeyError):
        sql_type(pa.float64())


@pytest.mark.parametrize("name", sorted(check_sql()))
def test_a_check_asks_three_columns(name: str) -> None:
    with without_rows() as connection:
        found = connection.execute(check_sql()[name])
        assert [column[0] for column in found.description or ()] == ["severity", "statement_id", "words"]
