"""Titles as lists give them: which are of such reports, whose, and of which year."""

from datetime import date

import pytest

from extract.report_titles import place_of_title, why_no_report, year_of_title
from warehouse.errors import CatalogueError
from warehouse.places import load_places

PUBLISHED = date(2021, 3, 30)


@pytest.mark.parametrize(
    ("title", "site", "place", "year"),
    [
        ("北京市2020年法治政府建设年度情况报告", "110000", "110000", 2020),
        ("2020年法治政府建设年度报告", "440100", "440100", 2020),
        ("洛政文〔2025〕11号 洛阳市人民政府2024年度法治政府建设情况的报告", "410300", "410300", 2024),
        ("新县人民政府2022年法治政府建设情况的报告", "411500", "411523", 2022),
        ("中共汉中市委 汉中市人民政府关于2023年度法治政府建设工作情况的报告", "610700", "610700", 2023),
        ("陈仓区2025年度法治政府建设工作总结", "610304", "610304", 2025),
        ("合肥市2015年依法行政工作情况", "340100", "340100", 2015),
        ("二〇一七年度金华市法治政府建设情况报告", "330700", "330700", 2017),
        ("市政府2021年度推进法治政府建设情况报告", "330700", "330700", 2021),
        ("金华市关于2016年法治政府建设工作情况和2017年工作安排", "330700", "330700", 2016),
        ("我区2020年法治政府建设年度报告", "110112", "110112", 2020),
        ("景德镇市2020年法治政府建设情况报告", "360200", "360200", 2020),
        ("新乡2020年法治政府建设情况报告", "410700", "410700", 2020),
        ("2021年度南京市鼓楼区法治政府建设年度报告", "320000", "320106", 2021),
        ("鼓楼区2020年法治政府建设年度报告", "410200", "410204", 2020),
        ("市司法局关于我市2020年度法治政府建设情况的报告", "410700", "410700", 2020),
        ("深圳市2020年度法治政府建设情况报告（公开稿）", "440300", "440300", 2020),
        ("《义乌市2018年度法治政府建设年报》", "330700", "330782", 2018),
        ("莱芜市2017年法治政府建设情况报告", "370000", "371200", 2017),
        ("金華市2017年法治政府建設情況報告", "330700", "330700", 2017),
        ("廣東省關於2020年度法治政府建設情況的報告", "440000", "440000", 2020),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) > 6 else "",
)
def test_title_of_a_report(title: str, site: str, place: str, year: int) -> None:
    assert why_no_report(title) is None
    assert year_of_title(title, PUBLISHED) == year
    assert place_of_title(title, year, site, load_places()).code == place


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2020年政府信息公开年度报告", "other subject"),
        ("2021年法治政府建设工作要点", "plan"),
        ("法治政府建设示范创建实施方案", "plan"),
        ("关于印发2020年法治政府建设年度报告的通知", "notice"),
        ("一图读懂《金华市2020年法治政府建设报告》", "interpretation"),
        ("《金华市2020年法治政府建设情况报告》解读", "interpretation"),
        ("市人大常委会听取2020年法治政府建设情况的报告", "news"),
        ("我市召开法治政府建设工作会议", "news"),
        ("法治政府建设实施纲要(2015-2020年)完成情况报告", "several years"),
        ("2021年上半年法治政府建设情况报告", "part of a year"),
        ("2021年第三季度法治政府建设工作情况", "part of a year"),
        ("法治政府建设第三方评估报告", "assessment"),
        ("金华市财政局2020年法治政府建设年度报告", "department"),
        ("民治街道2025年度法治政府建设情况的报告", "department"),
        ("罗店镇2020年法治政府建设情况报告", "department"),
        ("市政府办公厅2024年法治政府建设年度报告", "department"),
        ("中共金华市委全面依法治市委员会办公室2020年法治政府建设报告", "department"),
        ("法治政府建设", "no report"),
    ],
)
def test_title_of_something_else(title: str, reason: str) -> None:
    assert why_no_report(title) == reason


@pytest.mark.parametrize(
    ("title", "site", "words"),
    [
        pytest.param("金花市2020年法治政府建设情况报告", "330000", "金华市", id="unknown: the nearest"),
        pytest.param("朝阳区2020年法治政府建设情况报告", "500000", "220104", id="ambiguous: candidates"),
        pytest.param("莱芜市2020年法治政府建设情况报告", "370000", "to 2018", id="gone that year"),
        pytest.param("2020年法治政府建设年度报告", "", "names no place", id="nobody says"),
    ],
)
def test_place_that_cannot_be_told(title: str, site: str, words: str) -> None:
    """An unknown name stops that report with a line that names the nearest."""
    with pytest.raises(CatalogueError, match=words):
        place_of_title(title, 2020, site, load_places())


@pytest.mark.parametrize("published", [PUBLISHED, date(2021, 12, 30), None])
def test_the_day_of_publication_alone_does_not_say_the_year(published: date | None) -> None:
    with pytest.raises(CatalogueError, match="names no year"):
        year_of_title("金华市法治政府建设年度报告", published)


def test_a_summing_up_of_december_is_of_that_year() -> None:
    assert year_of_title("金华市法治政府建设工作总结", date(2021, 12, 28)) == 2021
    with pytest.raises(CatalogueError, match="names no year"):
        year_of_title("金华市法治政府建设工作总结", date(2022, 1, 12))
