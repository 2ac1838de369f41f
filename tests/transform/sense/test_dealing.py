"""Figures that a clause hands out to nouns, verbs, places and years, and what follows from a change."""

from decimal import Decimal

import pytest

from tests.transform.conftest import Read
from warehouse.records import Basis, Bound, Direction, Reading, Role

_UP, _DOWN = Direction.UP, Direction.DOWN


def told(reading: Reading) -> list[tuple[str, Direction | None, str]]:
    return [
        (s.text, s.direction, (s.metric or "").rpartition(".")[2])
        for s in reading.statements
        if s.basis is Basis.STATED
    ]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "行政复议案件88件、行政应诉案件41件，同比分别增加9件、减少3件。",
            [("9件", _UP, "reconsideration_handled"), ("3件", _DOWN, "litigation_cases")],
        ),
        (
            "举办法治培训班7期、培训640人次，比上年分别多2期、少30人次。",
            [("2期", _UP, "training_sessions"), ("30人次", _DOWN, "people_trained")],
        ),
        (
            "公证办理量、法律援助受理量分别增长6%和下降1%。",
            [("6%", _UP, "notary_cases"), ("1%", _DOWN, "legal_aid_cases")],
        ),
        (
            "新收、审结行政复议案件90件、80件，同比增长7.0%、9.5%。",
            [("7.0%", _UP, "reconsideration_received"), ("9.5%", _UP, "reconsideration_concluded")],
        ),
    ],
    ids=["a verb each", "a unit each", "no levels before", "without 分别"],
)
def test_changes_go_to_the_nouns_one_by_one(
    read: Read, text: str, changes: list[tuple[str, Direction, str]]
) -> None:
    assert told(read(text))[-2:] == changes


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("行政复议受理、审结数为31件、28件。", ["reconsideration_accepted", "reconsideration_concluded"]),
        ("公证办理量、罚没款金额为61件、70万元。", ["notary_cases", "penalty_amount"]),
        ("全年罚没款70万元、80万元。", ["penalty_amount", "penalty_amount"]),
    ],
    ids=["as many nouns", "other units", "one noun"],
)
def test_as_many_nouns_as_figures_go_together_without_a_word(
    read: Read, text: str, metrics: list[str]
) -> None:
    assert [metric for _, _, metric in told(read(text))] == metrics


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("行政复议案件增长近一倍，达到61件。", ["reconsideration_handled"] * 2),
        ("公证办理量增幅由3.1%降至-2.0%。", ["notary_cases"] * 2),
        ("行政应诉案件增速由正转负，为-4.4%。", ["litigation_cases"]),
        ("行政应诉案件120件，较2015年的150件减少20%。", ["litigation_cases"] * 3),
        ("行政诉讼败诉率5.2%，低于全省平均水平1.3个百分点。", ["litigation_loss_rate"] * 2),
        ("法治政府建设考核全省排名12，较上年前进3名。", ["assessment_rank", ""]),
        ("出庭应诉率97%，未出庭应诉率3%。", ["appearance_rate", ""]),
    ],
    ids=[
        "a level reached",
        "a rate turned",
        "a noun before",
        "with a year",
        "a gap",
        "places gained",
        "undone",
    ],
)
def test_what_goes_with_a_figure_has_its_metric(read: Read, text: str, metrics: list[str]) -> None:
    assert [metric for _, _, metric in told(read(text))] == metrics


def test_a_year_right_before_a_figure_is_its_own_though_compared_with(read: Read) -> None:
    reading = read("行政应诉案件97件，较2015年81件增加了16件。")
    assert [(s.year, s.role) for s in reading.statements if s.basis is Basis.STATED] == [
        (2017, Role.LEVEL),
        (2015, Role.LEVEL),
        (2017, Role.CHANGE),
    ]


def test_years_counted_are_handed_out_to_their_own_list_alone(read: Read) -> None:
    reading = read("三年来，败诉率分别为6%、5%、4%。两年来受理案件26件，审结20件，同比分别上升8%、7%。")
    years = [s.year for s in reading.statements if s.basis is Basis.STATED]
    assert years == [2015, 2016, 2017, 2017, 2017, 2017, 2017]


def test_norms_beside_what_was_reached(read: Read) -> None:
    reading = read("出庭应诉率达96%，高于不低于91%的考核要求。败诉率应控制在7%以下。培训不少于每年2次。")
    assert [(s.role, s.bound) for s in reading.statements] == [
        (Role.LEVEL, Bound.EXACT),
        (Role.REQUIREMENT, Bound.AT_LEAST),
        (Role.REQUIREMENT, Bound.AT_MOST),
        (Role.REQUIREMENT, Bound.AT_LEAST),
    ]


def test_half_a_doubling_keeps_its_unit(read: Read) -> None:
    statement = read("法律援助案件较2010年翻一番半。").statements[0]
    assert (statement.value, statement.unit, statement.base_year) == (Decimal("1.5"), "番", 2010)


def test_a_plan_lays_down_how_often_in_a_year(read: Read) -> None:
    reading = read("对照《干部培训计划》，每年开展3次轮训（不少于24学时）。今年共开展轮训2次。")
    assert [one.role for one in reading.statements] == [Role.REQUIREMENT, Role.REQUIREMENT, Role.LEVEL]


def test_what_was_made_into_less_is_of_the_year_before(read: Read) -> None:
    assert [one.year for one in read("把42项指标精简优化为17项。").statements] == [2016, 2017]


def test_the_year_that_was_assessed_ends_with_its_rank(read: Read) -> None:
    text = "在2016年度依法行政考评中排名第三，进入公示名单，透明度在全国26个城市中排名第四。"
    assert [one.year for one in read(text).statements] == [2016, 2017, 2017]


def test_a_plan_counts_what_it_sets_out(read: Read) -> None:
    plan = "编制《法治建设实施方案》，明晰路径，提出建立9项重要制度，健全8个工作机制，明确6个量化目标。"
    assert not read(plan).statements
    assert not read("20179月，清单公布。20171108日，清单更新。").statements
    assert [one.text for one in read("完善制度体系，建立9项重要制度。").statements] == ["9项"]
