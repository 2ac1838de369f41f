"""What may be compared with what, and what is shown beside it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.load.factories import CASES, METRICS, RATE, statement
from tests.warehouse.warehouses import Warehouse, ask, rate
from warehouse.errors import CatalogueError
from warehouse.metrics import parse_catalogue
from warehouse.places import load_places
from warehouse.records import Metric, Place

RULES = Metric(
    "rules.government_rules_issued",
    "rules",
    "规章",
    "Rules",
    "件",
    "count",
    "neutral",
    "制定规章",
    of="government",
)


def count(report: str, value: str, metric: str = CASES, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}件", value, unit="件", metric=metric, **fields)


def test_rates_are_compared_in_points_and_counts_by_ratio_too(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330700-2017", "90"),
        rate("330700-2016", "60"),
        count("330700-2017", "150"),
        count("330700-2016", "100"),
    )
    found = ask(
        connection,
        "SELECT metric, difference, difference_unit, ratio FROM compare_years "
        "WHERE base_year = 2017 ORDER BY metric",
    )
    assert found == [
        (RATE, Decimal(30), "百分点", None),
        (CASES, Decimal(50), "件", Decimal("1.5")),
    ]


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        pytest.param(
            {}, {"bound": "at_least", "value": "85"}, (None, None, Decimal(7), "at_least"), id="85 or more"
        ),
        pytest.param(
            {}, {"bound": "at_most", "value": "85"}, (None, Decimal(7), None, "at_most"), id="85 or less"
        ),
        pytest.param(
            {},
            {"bound": "about", "value": "85"},
            (Decimal(7), Decimal(7), Decimal(7), "about"),
            id="about 85",
        ),
        pytest.param(
            {},
            {"value": "80", "value_high": Decimal(85)},
            (None, Decimal(7), Decimal(12), "range"),
            id="80 to 85",
        ),
        pytest.param({}, {"value": "85", "unit": "件"}, (None, None, None, None), id="other units never"),
    ],
)
def test_an_open_bound_is_compared_with_its_mark(
    warehouse: Warehouse, base: dict[str, Any], other: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    connection = warehouse.of(statement("330700-2017", **base), statement("330700-2016", **other))
    query = (
        "SELECT difference, difference_low, difference_high, mark FROM compare_years WHERE base_year = 2017"
    )
    assert ask(connection, query) == [expected]


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        pytest.param("上半年办理100件。", True, id="first half"),
        pytest.param("1-6月办理100件。", True, id="January to June"),
        pytest.param("5月至12月，全市法院受理100件。", True, id="May to December"),
        pytest.param("前三季度共办理100件。", True, id="three quarters"),
        pytest.param("1-12月办理100件。", False, id="the whole year"),
        pytest.param("全年办理100件，其中上半年60件。", False, id="words after the figure are of another"),
        pytest.param("2017年12月，办理100件。", False, id="a date"),
    ],
)
def test_a_figure_of_a_part_of_the_year_is_marked(warehouse: Warehouse, sentence: str, part: bool) -> None:
    connection = warehouse.of(count("330700-2017", "100", sentence=sentence))
    assert ask(connection, "SELECT part_year, mark FROM observation") == [
        (part, "part_year" if part else None)
    ]


def test_a_count_of_half_a_year_is_no_better_or_worse_and_has_no_rank(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        count("330700-2017", "100", sentence="上半年办理100件。"),
        count("330700-2016", "150"),
        count("330500-2017", "7"),
    )
    with connection:
        assert connection.execute(
            "SELECT verdict, base_mark FROM compare_years WHERE base_year = 2017"
        ).fetchall() == [("unknown", "part_year")]
        assert connection.execute(
            "SELECT place, place_rank, n, why_not FROM compare_places WHERE year = 2017 ORDER BY place"
        ).fetchall() == [("330500", 1, 1, None), ("330700", None, 1, "part_year")]


def test_own_and_whole_are_never_compared(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        count("330700-2017", "5", scope_kind="own", scope="市本级"),
        count("330700-2016", "50"),
        count("330500-2017", "9"),
    )
    with connection:
        assert connection.execute("SELECT COUNT(*) FROM compare_years").fetchone() == (0,)
        assert connection.execute(
            "SELECT place, n FROM compare_places WHERE year = 2017 ORDER BY place"
        ).fetchall() == [("330500", 1), ("330700", 1)]


def test_where_only_the_government_can_have_a_figure_its_own_is_the_place_s(tmp_path: Path) -> None:
    connection = Warehouse(tmp_path, (*METRICS, RULES)).of(
        count("330700-2017", "5", RULES.id, scope_kind="own", scope="市政府"),
        count("330700-2016", "4", RULES.id),
    )
    query = "SELECT scope_kind, base_value, value FROM compare_years WHERE base_year = 2017"
    assert ask(connection, query) == [("whole", Decimal(5), Decimal(4))]


def test_a_metric_is_of_its_place_or_of_its_government() -> None:
    toml = '[m]\nlabel_zh = "a"\nlabel_en = "a"\nunit = "件"\nkind = "count"\n'
    toml += 'better = "neutral"\ndefinition = "a"\n'
    assert [_of(toml + line) for line in ("", 'of = "government"')] == [
        "place",
        "government",
    ]
    with pytest.raises(CatalogueError, match="of is 'court'"):
        _of(toml + 'of = "court"')


def _of(toml: str) -> str:
    return parse_catalogue({"f.toml": toml}).metrics[0].of


@pytest.mark.parametrize(
    ("place", "over", "at"),
    [
        pytest.param("330111", [2010, 2012], [2017], id="富阳: a county-level city made a district"),
        pytest.param("370100", [2019, 2020, 2021], [2019], id="济南 took 莱芜 in"),
        pytest.param("340100", [2010], [2012], id="合肥 took a part of 巢湖"),
        pytest.param("130502", [2020, 2021], [2020], id="桥东区 took another name and part of a county"),
        pytest.param("330700", [], [], id="金华 never changed"),
    ],
)
def test_real_changes_are_marked_in_both_views(
    warehouse: Warehouse, place: str, over: list[int], at: list[int]
) -> None:
    """Against 2017 each year over the change, in a trend the step over it."""
    codes = (place, "330183", "371200", "341400", "130521")
    warehouse.places = tuple({form for code in codes for form in load_places().history(code)})
    years = (2010, 2012, 2017, 2018, 2019, 2020, 2021)
    connection = warehouse.of(*(rate(f"{place}-{year}", "90") for year in years))
    with connection:
        compared = connection.execute(
            "SELECT year FROM compare_years WHERE base_year = 2017 AND break_mark = 'place_changed' "
            "ORDER BY year"
        ).fetchall()
        steps = connection.execute(
            "SELECT year FROM trend WHERE breaks LIKE '%place_changed%' ORDER BY year"
        ).fetchall()
    assert [[year for (year,) in found] for found in (compared, steps)] == [over, at]


def test_a_place_that_was_renamed_between_the_years_is_marked(warehouse: Warehouse) -> None:
    """The code is the key, and a comparison across the change says so."""
    connection = warehouse.of(rate("130502-2021", "90"), rate("130502-2018", "80"), rate("130502-2017", "80"))
    with connection:
        assert connection.execute(
            "SELECT year, break_mark FROM compare_years WHERE base_year = 2018 ORDER BY year"
        ).fetchall() == [(2017, None), (2021, "place_changed")]
        assert connection.execute("SELECT year, breaks FROM trend ORDER BY year").fetchall() == [
            (2017, None),
            (2018, None),
            (2021, "gap, place_changed"),
        ]


def test_a_place_that_took_another_in_is_marked(warehouse: Warehouse) -> None:
    """莱芜 went to 济南 in 2019, so 济南 is another area since."""
    warehouse.places = (
        Place("370100", "济南市", "prefecture", short_name="济南"),
        Place("371200", "莱芜市", "prefecture", None, 2018, "莱芜", ("370100",)),
    )
    connection = warehouse.of(*(rate(f"370100-{year}", "90") for year in (2017, 2018, 2019, 2020)))
    query = "SELECT year, break_mark FROM compare_years WHERE base_year = 2019 ORDER BY year"
    assert ask(connection, query) == [(2017, "place_changed"), (2018, "place_changed"), (2020, None)]


def test_no_view_drops_an_observation_for_want_of_a_place_or_a_metric(warehouse: Warehouse) -> None:
    """Rows in are rows out."""
    connection = warehouse.of(
        statement("999999-2017", metric="new.metric"),
        statement("999999-2016", metric="new.metric"),
        rate("330700-2017", "1"),
    )
    counts = "SELECT (SELECT COUNT(*) FROM {}), (SELECT COUNT(*) FROM observation)"
    with connection:
        for view in ("trend", "compare_places"):
            assert connection.execute(counts.format(view)).fetchone() == (3, 3)
        assert connection.execute("SELECT COUNT(*) FROM compare_years").fetchone() == (2,)
        assert connection.execute("SELECT COUNT(*) FROM coverage WHERE place = '999999'").fetchone() == (8,)


PEERS = (
    "SELECT place, peers, place_rank, n, median, percentile FROM place_rank "
    "WHERE place IN ('330700', '330781') ORDER BY place, peers"
)


def test_a_place_among_all_its_level_and_its_province(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330500-2017", "95"),
        rate("330700-2017", "90"),
        rate("331000-2017", "80"),
        rate("330781-2017", "70"),
        rate("130502-2017", "100"),
    )
    assert ask(connection, PEERS) == [
        ("330700", "all", 3, 5, Decimal(90), Decimal(50)),
        ("330700", "level", 2, 3, Decimal(90), Decimal(50)),
        ("330700", "province", 2, 3, Decimal(90), Decimal(50)),
        ("330781", "all", 5, 5, Decimal(90), Decimal(0)),
        ("330781", "level", 2, 2, Decimal(85), Decimal(0)),
        ("330781", "province", 1, 1, Decimal(70), None),
    ]


def test_the_only_place_has_no_percentile(warehouse: Warehouse) -> None:
    query = "SELECT place_rank, n, percentile, level_rank, province_n FROM compare_places"
    assert ask(warehouse.of(rate("330700-2017", "90")), query) == [(1, 1, None, 1, 1)]
