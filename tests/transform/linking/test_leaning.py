"""Figures without a noun of their own, and what they take it from."""

import pytest

from tests.transform.linking.conftest import Link


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("提案工作情况，全年办结26件。", "proposals"),
        ("提案工作情况，全年废止26件。", None),
        ("提案工作情况，办结规章26件。", None),
        ("提案工作情况，办结信函26件。", None),
        ("提案工作情况，措施得力，办结26件。", None),
        ("提案工作有序。办结26件。", None),
        ("提案情况，分别办结26件。", "proposals"),
        ("提案、提案案件情况，分别办结26件。", None),
    ],
    ids=[
        "the clause before has the noun",
        "no deed that tells of a whole",
        "a noun of its own",
        "a word that the lexicon does not know",
        "not the clause before that",
        "nor another sentence",
        "several figures of one noun",
        "not of several nouns",
    ],
)
def test_a_deed_alone_is_done_with_what_the_clause_before_names(
    link: Link, text: str, metric: str | None
) -> None:
    assert link(text) == {"26件": metric}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("行政复议办结量上升，3个市由26件上升到31件。", [None, "concluded", "concluded"]),
        ("行政复议办结量上升，3份由26件上升到31件。", [None, None, None]),
        ("行政复议办结量上升，余姚市、慈溪市办结量分别增长5%、6%。", ["concluded"] * 2),
    ],
    ids=["places counted", "a figure of anything else", "places dealt"],
)
def test_a_figure_of_places_takes_its_noun_from_the_clause_before_them(
    link: Link, text: str, links: list[str | None]
) -> None:
    assert [metric for _, metric in link(text).items()] == links


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("行政复议撤销率8%，同比上升5%。", "overturn_rate"),
        ("行政复议撤销率8%，案件同比上升5%。", None),
        ("受理行政复议9件，撤销率8%，案件同比上升5%。", "accepted"),
    ],
    ids=["the rate's", "of cases, and no rate", "of the cases before the rate"],
)
def test_a_change_of_cases_is_of_no_rate(link: Link, text: str, metric: str | None) -> None:
    assert link(text)["5%"] == metric


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("起草规范性文件，共12个部门、86项。", "items"),
        ("起草规范性文件，共12个领域86项。", "items"),
        ("起草规范性文件，共12个部门、信函86项。", None),
        ("起草规范性文件6项，共12个部门、86项。", None),
    ],
    ids=["over bodies", "over fields", "a noun of its own", "the clause before has a figure"],
)
def test_items_spread_over_counted_bodies_have_the_noun_before_these(
    link: Link, text: str, metric: str | None
) -> None:
    assert link(text)["86项"] == metric


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("行政复议案件情况，受理量增长5%。", ["accepted"]),
        ("行政复议案件情况，水利受理量增长5%。", [None]),
        ("废止规章3件，规范性文件下降5%。", ["rules_repealed", None]),
        ("行政诉讼案件情况，调整量增长5%。", [None]),
        ("行政复议受理数上升6件，增长5%。", ["accepted"] * 2),
    ],
    ids=[
        "a subject",
        "not past a word that is not known",
        "no deed",
        "a verb of change is no noun",
        "a change of one thing",
    ],
)
def test_what_a_change_takes_from_before(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "行政复议撤销12件，行政复议撤销率5%，比2015年、2016年分别下降6个和7个百分点。",
            ["overturned", *["overturn_rate"] * 3],
        ),
        ("行政复议撤销率5%，全省平均9%。", ["overturn_rate"] * 2),
        ("行政复议撤销率居全省第3位，下降6个百分点。", ["overturn_rate"] * 2),
        ("行政复议受理数居全省第3位，下降6个百分点。", ["accepted", None]),
        ("行政复议受理5件，全省平均9件。", ["accepted", None]),
    ],
    ids=[
        "years are no levels",
        "the average of a rate is a rate",
        "its rank leads to points",
        "that of a count does not",
        "that of a count is none",
    ],
)
def test_what_a_rate_is_measured_against(link: Link, text: str, links: list[str | None]) -> None:
    assert [metric for figure, metric in link(text).items()] == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "受理行政复议案件数居全省第3位（前两位是金华市61件、台州市57件）。",
            ["accepted", None, *["accepted"] * 2],
        ),
        ("受理行政复议案件数居全省第3位，同比上升5%。", ["accepted"] * 2),
        ("受理行政复议案件是金华市61件、台州市57件，共118件。", [*["accepted"] * 2, None]),
        ("受理行政复议案件是金华市61件、台州市57件，共217件。", ["accepted"] * 3),
    ],
    ids=["levels behind a rank", "a change behind one", "what they make together", "another total"],
)
def test_what_places_have(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


def test_what_a_count_holds_in_all_may_stand_right_behind_it(link: Link) -> None:
    assert link("全市受理复议3批共12件。") == {"3批": "accepted", "12件": "accepted"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("新增学法3次，总量达12次。", [None, "study"]),
        ("新增提案3次，总量达12次。", [None, None]),
        ("学法和提案3次。总量达12次。", [None, None]),
    ],
    ids=["of what was counted anew", "which is a metric's noun", "in its sentence alone"],
)
def test_a_stock_is_of_what_was_counted_anew(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    ("text", "metric"), [("明年计划办结复议案件12件。", "concluded"), ("去年计划办结复议案件12件。", None)]
)
def test_a_plan_bars_no_target(link: Link, text: str, metric: str | None) -> None:
    assert link(text) == {"12件": metric}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("以土地领域整治为抓手，办结复议案件12件。", "concluded"),
        ("对土地领域进行整治，办结复议案件12件。", None),
    ],
)
def test_what_work_is_led_by_is_no_field_of_it(link: Link, text: str, metric: str | None) -> None:
    assert link(text) == {"12件": metric}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("废止规章3件、规范性文件9件，共12件。", "papers_repealed"),
        ("废止规章3件、规范性文件8件，共12件。", None),
        ("收到行政复议申请3件、提案9件，共12件。", None),
    ],
    ids=["the kinds have a name together", "no sum", "no name"],
)
def test_a_sum_is_of_what_its_parts_are_together(link: Link, text: str, metric: str | None) -> None:
    assert link(text)["12件"] == metric


def test_cases_that_grow_are_no_amount(link: Link) -> None:
    text = "办结行政复议案件12件，罚款3万元，案件数同比增长6%。"
    assert link(text) == {"12件": "concluded", "3万元": "fines", "6%": "concluded"}


def test_an_average_is_of_its_own_figure(link: Link) -> None:
    assert link("行政复议案件平均6天，全年办结12件。") == {"6天": None, "12件": "concluded"}


def test_deeds_that_are_dealt_out_share_the_noun_of_the_last(link: Link) -> None:
    assert link("制定、废止规章分别为3件、12件。") == {"3件": "rules_issued", "12件": "rules_repealed"}


def test_what_a_count_reached_is_told_once_more_and_no_kind(link: Link) -> None:
    assert link("检查企业30家，达36家。") == {"30家": "firms", "36家": "firms"}


def test_the_mark_of_a_list_bars_nothing(link: Link) -> None:
    assert link("办结提案9件。2.受理行政复议案件12件。") == {"9件": "proposals", "12件": "accepted"}


def test_what_stands_behind_places_is_of_the_next_figure(link: Link) -> None:
    assert link("审查16个市的规章86件。") == {"16个": None, "86件": "rules_reviewed"}
    assert link("审查规章9件；审查16个市和部门规章86件。")["16个"] is None


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("收到行政复议申请9件，全省6个市居第二。", "received"),
        ("收到行政复议申请9件，提案全省6个市居第二。", None),
    ],
    ids=["of the figure before the bodies", "not where they have a noun"],
)
def test_a_rank_is_told_past_the_bodies_among_which_it_is(link: Link, text: str, metric: str | None) -> None:
    assert link(text) == {"9件": "received", "6个": None, "第二": metric}


def test_a_part_stands_behind_a_multiple(link: Link) -> None:
    text = "收到行政复议申请26件，是上年的1.6倍，其中市本级9件。"
    assert link(text) == {"26件": "received", "1.6倍": None, "9件": "received"}


def test_cases_in_a_list_are_none_of_the_noun_before(link: Link) -> None:
    assert link("审查规章3件、案件9件。") == {"3件": "rules_reviewed", "9件": None}


def test_what_items_are_spread_over_is_none_of_them(link: Link) -> None:
    assert link("起草规范性文件共9个部门36项。") == {"9个": None, "36项": "items"}


def test_what_a_part_is_of_is_forgotten_behind_the_semicolon(link: Link) -> None:
    assert link("收到行政复议申请26件，其中提案类9件；办结12件。")["12件"] == "concluded"


def test_a_change_told_in_words_is_measured_from_a_figure(link: Link) -> None:
    text = "收到行政复议申请26件，比上年的9件调整。"
    assert link(text) == {"26件": "received", "9件": "received"}


def test_a_total_that_grows_is_none_of_the_last_kind(link: Link) -> None:
    text = "收到行政复议申请9件，办结提案6件，总量比上年增长12%。"
    assert link(text)["12%"] is None


def test_a_noun_before_one_more_bracket_shares_the_deed_of_the_first(link: Link) -> None:
    assert link("审查规章（3件）、规范性文件（9件）。") == {
        "3件": "rules_reviewed",
        "9件": "documents_reviewed",
    }


def test_the_clause_right_before_a_figure_is_nearer_than_the_figure_before_it(link: Link) -> None:
    assert link("常务会议法治建设3次，学法工作，共9次。") == {"3次": "meetings", "9次": "study"}


def test_a_share_among_a_count_is_of_that_count_alone(link: Link) -> None:
    assert link("行政复议案件撤销12件，占9%。")["9%"] == "overturn_rate"
    assert link("行政复议撤销12件案件中，被调整的占9%。")["9%"] is None


def test_a_sentence_forgets_all_that_parts_before_it_were_of(link: Link) -> None:
    text = "收到行政复议申请26件。其中，企业类9件；提案类6件。全年办结12件。"
    assert link(text)["12件"] == "concluded"


def test_a_base_is_of_the_level_that_its_change_comes_to(link: Link) -> None:
    text = "收到行政复议申请68件，办结61件，比上年的73件下降5件。"
    assert link(text) == {"68件": "received", "61件": "concluded", "73件": "received", "5件": "received"}


def test_an_arrow_ends_the_words_of_a_figure(link: Link) -> None:
    assert link("规范性文件66件→废止52件。") == {"66件": None, "52件": "documents_repealed"}


def test_what_is_left_is_another_count(link: Link) -> None:
    assert link("办结行政复议案件3件，还有9件。") == {"3件": "concluded", "9件": None}
