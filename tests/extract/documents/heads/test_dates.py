from datetime import date

import pytest

from extract.documents.heads.dates import date_in, dates_in


@pytest.mark.parametrize(
    "text",
    [
        "2018-03-30",
        "2018/3/30 14:41:29",
        "2018.03.30",
        "2018 年 3 月 30 日",
        "２０１８－０３－３０",
        "20180330",
        "30.03.2018 10:26",
        "二〇一八年三月三十日",
        "二○一八年三月三十日",
        "二O一八年三月三十日",
        "2018-03-30T14:41",
        "发布：2018年03月30日14时41分",
    ],
)
def test_every_written_form_of_a_day(text: str) -> None:
    assert date_in(text) == date(2018, 3, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("二〇二四年十二月二十一日", date(2024, 12, 21)),
        ("二〇二四年二月九日", date(2024, 2, 9)),
        ("二〇二四年十三月九日", None),
        ("2018-13-45", None),
        ("2018年3月", None),
        ("113307000025/2018-00031", None),
        ("1120180330", None),
        ("", None),
    ],
)
def test_what_is_no_day_of_the_calendar_is_none(text: str, day: date | None) -> None:
    assert date_in(text) == day


@pytest.mark.parametrize(
    ("text", "is_clock"),
    [("2018年3月30日 星期五", True), ("2018年3月30日（农历二月十四）", False), ("2018年3月30日", False)],
)
def test_a_weekday_behind_a_date_tells_what_day_it_is(text: str, is_clock: bool) -> None:
    (found,) = dates_in(text)
    assert found.is_clock is is_clock


def test_a_time_of_day_belongs_to_its_date() -> None:
    text = "2018-03-30 14:41 来源：某局"
    (found,) = dates_in(text)
    assert text[found.start : found.end] == "2018-03-30 14:41"
