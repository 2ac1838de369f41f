"""Which of several figures of one fact is chosen, and what it is compared with."""

from decimal import Decimal
from typing import Any

import pytest

from tests.load.factories import CASES, statement
from tests.warehouse.warehouses import Warehouse, ask, rate


def count(report: str, value: str, sentence: str = "", **fields: Any) -> dict[str, Any]:
    words = {"sentence": sentence} if sentence else {}
    return statement(report, f"{value}件", value, unit="件", metric=CASES, **(words | fields))


CHOSEN = "SELECT value, mark, chosen_because, disagree FROM observation WHERE year = 2017"


def test_the_whole_year_comes_before_a_part_of_it_and_contradicts_nothing(warehouse: Warehouse) -> None:
    in_one = warehouse.of(
        count("330700-2017", "40", "上半年办理40件。"), count("330700-2017", "90", "全年办理90件。")
    )
    assert ask(in_one, CHOSEN) == [(Decimal(90), None, "own_report", False)]
    in_the_next = warehouse.of(
        count("330700-2017", "80", "截至11月底，办理80件。"), count("330700-2018", "90", year=2017)
    )
    assert ask(in_the_next, CHOSEN) == [(Decimal(90), None, "later_report", False)]


def test_parts_are_set_against_the_same_months_alone(warehouse: Warehouse) -> None:
    query = (
        "SELECT difference, difference_low, verdict, comparable, why_not FROM compare_years "
        "WHERE base_year = 2017"
    )
    like = warehouse.of(
        rate("330700-2017", "90", sentence="1—11月为90%。"),
        rate("330700-2016", "80", sentence="前11个月为80%。"),
    )
    assert ask(like, query) == [(Decimal(10), Decimal(10), "better", True, None)]
    unlike = warehouse.of(
        rate("330700-2017", "90", sentence="1—11月为90%。"), rate("330700-2016", "80", sentence="全年为80%。")
    )
    assert ask(unlike, query) == [(None, None, "unknown", False, "part_year")]


def test_a_bound_gives_way_to_a_later_exact_figure_that_agrees(warehouse: Warehouse) -> None:
    agreeing = warehouse.of(
        count("330700-2017", "300", bound="about"), count("330700-2018", "298", year=2017)
    )
    assert ask(agreeing, CHOSEN) == [(Decimal(298), None, "exact_report", False)]
    other = warehouse.of(count("330700-2017", "300", bound="about"), count("330700-2018", "98", year=2017))
    assert ask(other, CHOSEN) == [(Decimal(300), "about, disagree", "own_report", True)]


TWICE = (count("330700-2017", "700", "全年办理700件。"), count("330700-2017", "690", "共办理690件。"))


def test_two_figures_of_one_report_between_which_no_rule_chooses(warehouse: Warehouse) -> None:
    others = count("330500-2017", "500"), count("330700-2016", "650"), count("331000-2017", "400")
    with warehouse.of(*TWICE, *others) as connection:
        query = f"{CHOSEN} AND place = '330700'"
        assert connection.execute(query).fetchall() == [
            (Decimal(700), "disagree, unsettled", "own_report", True)
        ]
        query = (
            "SELECT difference, difference_low, verdict, why_not FROM compare_years WHERE base_year = 2017"
        )
        assert connection.execute(query).fetchall() == [(None, None, "unknown", "unsettled")]
        query = "SELECT place, place_rank, n, why_not FROM compare_places WHERE year = 2017 ORDER BY place"
        assert connection.execute(query).fetchall() == [
            ("330500", 1, 2, None), ("330700", None, 2, "unsettled"), ("331000", 2, 2, None)
        ]  # fmt: skip
        joined = "vintages AS v JOIN fact_observation USING (statement_id, value)"
        query = f"SELECT value FROM {joined} WHERE v.unsettled"
        assert sorted(connection.execute(query).fetchall()) == [(Decimal(690),), (Decimal(700),)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param({"link_basis": "own"}, {"link_basis": "clause"}, id="the better link"),
        pytest.param({"scope": "全市"}, {}, id="words that say the whole"),
        pytest.param({}, {"certainty": "likely", "link_basis": "sentence"}, id="a certain link"),
    ],
)
def test_two_figures_of_one_report_between_which_a_rule_chooses(
    warehouse: Warehouse, better: dict[str, Any], worse: dict[str, Any]
) -> None:
    """The better one stands second in the text, and what differs is told all the same."""
    figures = (
        count("330700-2017", "690", "共办理690件。", **worse),
        count("330700-2017", "700", "全年办理700件。", **better),
    )
    assert ask(warehouse.of(*figures), CHOSEN) == [(Decimal(700), "disagree", "own_report", True)]


def test_two_figures_of_one_report_that_can_both_be_true_settle_themselves(warehouse: Warehouse) -> None:
    figures = count("330700-2017", "700", bound="about"), count("330700-2017", "690", "共办理690件。")
    assert ask(warehouse.of(*figures), CHOSEN) == [(Decimal(690), None, "own_report", False)]


def test_another_places_report_fills_a_gap_and_is_marked(warehouse: Warehouse) -> None:
    said = rate("330700-2017", "88", place="330781", scope="兰溪市", scope_kind="area")
    query = "SELECT value, scope_kind, mark, chosen_because FROM observation WHERE place = '330781'"
    assert ask(warehouse.of(said), query) == [(Decimal(88), "whole", "other_report", "other_place")]
    own = rate("330781-2017", "91")
    assert ask(warehouse.of(said, own), query) == [(Decimal(91), "whole", "disagree", "own_report")]
    later = rate("330781-2018", "88", year=2017)
    assert ask(warehouse.of(said, later), query) == [(Decimal(88), "whole", None, "later_report")]


def test_figures_whose_limits_meet_are_no_different_unless_both_are_exact(warehouse: Warehouse) -> None:
    query = "SELECT difference, verdict FROM compare_years WHERE base_year = 2017"
    about = warehouse.of(rate("330700-2017", "90", bound="about"), rate("330700-2016", "91"))
    assert ask(about, query) == [(Decimal(-1), "same")]
    exact = warehouse.of(rate("330700-2017", "90"), rate("330700-2016", "91"))
    assert ask(exact, query) == [(Decimal(-1), "worse")]


def test_an_open_bound_is_as_printed_to_its_closed_side(warehouse: Warehouse) -> None:
    limits = "SELECT lower_limit, upper_limit FROM reported_figure"
    assert ask(warehouse.of(rate("330700-2017", "90", bound="at_least")), limits) == [(Decimal(90), None)]
    assert ask(warehouse.of(rate("330700-2017", "90", bound="less_than")), limits) == [(None, Decimal(90))]


RANKS = "SELECT place, place_rank, n FROM compare_places WHERE year = 2017 ORDER BY place"


def test_figures_whose_limits_meet_share_a_rank(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330500-2017", "91"), rate("330700-2017", "90", bound="about"), rate("331000-2017", "60")
    )
    assert ask(connection, RANKS) == [("330500", 1, 3), ("330700", 1, 3), ("331000", 3, 3)]


def test_exact_figures_are_ranked_by_their_values(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        rate("330500-2017", "91"), rate("330700-2017", "90.9"), rate("331000-2017", "91")
    )
    assert ask(connection, RANKS) == [("330500", 1, 3), ("330700", 3, 3), ("331000", 1, 3)]


def test_a_city_is_not_ranked_among_its_counties_unless_asked(warehouse: Warehouse) -> None:
    connection = warehouse.of(
        count("330700-2017", "900"), count("330781-2017", "70"), count("330500-2017", "800")
    )
    with connection:
        assert connection.execute(RANKS).fetchall() == [
            ("330500", 2, 2), ("330700", 1, 2), ("330781", 1, 1)
        ]  # fmt: skip
        mixed = "SELECT place, place_rank, n, median FROM place_rank WHERE peers = 'all' ORDER BY place"
        assert connection.execute(mixed).fetchall() == [
            ("330500", 2, 3, None), ("330700", 1, 3, None), ("330781", 3, 3, None)
        ]  # fmt: skip
