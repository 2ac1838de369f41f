"""Which months of its year a figure covers, by its own words."""

import pytest

from transform.sense.months import Months, months_of
from transform.text.normalise import normalise


def months_in(sentence: str, text: str, year: int | None = None) -> Months:
    """The months of the figure that stands as `text` in a sentence."""
    before, _, after = sentence.partition(text)
    return months_of(normalise(before), normalise(after), year)


@pytest.mark.parametrize(
    ("sentence", "months"),
    [
        ("上半年办理100件。", (1, 6)),
        ("1-6月办理100件。", (1, 6)),
        ("１—６月份办理100件。", (1, 6)),
        ("1～11月份办理100件。", (1, 11)),
        ("5月至12月，全市法院受理100件。", (5, 12)),
        ("一月至六月办理100件。", (1, 6)),
        ("一至十一月办理100件。", (1, 11)),
        ("前三季度共办理100件。", (1, 9)),
        ("第三季度，办理100件。", (7, 9)),
        ("2017年一季度办理100件。", (1, 3)),
        ("前11个月办理100件。", (1, 11)),
        ("截至11月底，共办理100件。", (1, 11)),
        ("截至2017年11月，共办理100件。", (1, 11)),
        ("截止2017年11月30日，共办理100件。", (1, 11)),
        ("截至11月20日，共办理100件。", (1, 10)),
        ("截至今年11月底，共办理100件。", (1, 11)),
        ("2017年1月1日至11月30日，办理100件。", (1, 11)),
        ("2017年10月至2018年3月办理100件。", (10, 3)),
        ("2016年12月至2017年11月办理100件。", (12, 11)),
        ("11月份办理100件。", (11, 11)),
        ("办理100件（截至11月底）。", (1, 11)),
        ("2017年，全市1至11月办理100件。", (1, 11)),
    ],
)
def test_a_part_of_the_year(sentence: str, months: tuple[int, int]) -> None:
    assert months_in(sentence, "100件", 2017) == months


@pytest.mark.parametrize(
    "sentence",
    [
        "1-12月办理100件。",
        "2017年1月至12月办理100件。",
        "1月至12月31日办理100件。",
        "截至12月底办理100件。",
        "2017年12月，办理100件。",
        "5月出台办法，办理100件。",
        "100件。",
        "上半年制定方案，全年办理100件。",
        "1-6月办理60件，2016年办理100件。",
        "全年办理100件，其中上半年60件。",
        "落实《2017年上半年工作要点》，办理100件。",
        "截至2018年2月底，上年度的申请办结100件。",
        "每季度一次，共100件。",
        "3月份印发通知，各地开展检查，共办理100件。",
    ],
)
def test_the_whole_year(sentence: str) -> None:
    assert months_in(sentence, "100件", 2017) == (1, 12)


@pytest.mark.parametrize(
    ("figure", "months"),
    [("100件", (1, 12)), ("60件", (1, 6)), ("40件", (7, 12))],
)
def test_each_figure_by_its_own_words(figure: str, months: tuple[int, int]) -> None:
    assert months_in("全年办理100件，其中上半年60件，下半年40件。", figure) == months


def test_what_is_compared_with_the_same_period_is_of_that() -> None:
    assert months_in("1-11月办理100件，上年同期办理80件。", "80件", 2016) == (1, 11)
