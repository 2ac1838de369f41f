from datetime import date

import pytest

from extract.identity import Identity, check_identity, identify
from warehouse.places import load_places
from warehouse.records import CatalogueEntry, Document

PLACES = load_places()


def document(title: str = "", text: str = "", **facts: object) -> Document:
    return Document(title=title, text=text, blocks=(), format="html", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "place", "year"),
    [
        ("金华市人民政府关于2017年度法治政府建设工作情况报告", "330700", 2017),
        ("重庆市渝北区人民政府关于2021年度法治政府建设情况的报告", "500112", 2021),
        ("长沙县2023年度法治政府建设工作报告", "430121", 2023),
        ("合肥市２０１５年依法行政工作情况报告", "340100", 2015),
        ("金华市二〇一七年法治政府建设工作报告", "330700", 2017),
        ("金华市二○一七年度法治政府建设工作报告", "330700", 2017),
        ("上海闵行区2018年法治政府建设年度报告", "310112", 2018),
        ("北京市朝阳区人民政府2019年法治政府建设年度情况报告", "110105", 2019),
        ("吉林省吉林市2019年法治政府建设报告", "220200", 2019),
        ("浙江省2018年度法治政府建设报告", "330000", 2018),
        ("金华2017年法治政府建设报告", "330700", 2017),
        ("关于贯彻《实施纲要（2015-2020年）》金华市2018年度法治政府建设报告", "330700", 2018),
        ("莱芜市2018年法治政府建设报告", "371200", 2018),
        ("贵州省2025年政府工作报告", "520000", 2024),
        ("法治政府建设工作报告", None, None),
    ],
)
def test_the_title_names_place_and_year(title: str, place: str | None, year: int | None) -> None:
    assert identify(document(title), PLACES) == Identity(place, year)


@pytest.mark.parametrize(
    ("found", "year"),
    [
        (document("报告", "现将2017年度工作报告如下，2018年打算。", published_on=date(2019, 1, 1)), 2017),
        (document("报告", "2016年8月发文。", published_on=date(2018, 3, 30)), 2017),
        (document("报告", "2017年，全市办理1285件。"), 2017),
        (document("报告", "全市办理1285件。"), None),
        (document("报告", "各地" * 200 + "2016年甲。2016年乙。到2020年丙。"), 2016),
    ],
    ids=["of the text", "before publication", "first year", "none", "named most often"],
)
def test_without_a_year_in_the_title(found: Document, year: int | None) -> None:
    assert identify(found, PLACES).year == year


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (document("2017年法治政府建设报告", site_code="3307000003"), "330700"),
        (document("2017年法治政府建设报告", site_name="金华市人民政府"), "330700"),
        (document("2017年法治政府建设报告", publisher="市司法局", source="金华市司法局"), "330700"),
        (document("2017年法治政府建设报告", "2017年，金华市坚持依法行政。"), "330700"),
        (document("朝阳区2017年法治政府建设报告", site_code="1101050001"), "110105"),
        (document("朝阳区2017年法治政府建设报告", site_name="北京市朝阳区人民政府"), "110105"),
        (document("朝阳区2017年法治政府建设报告"), None),
        (document("2017年法治政府建设报告", site_code="bm01000001"), None),
    ],
    ids=["site code", "site name", "source", "text", "code decides", "site decides", "ambiguous", "ministry"],
)
def test_without_a_clear_place_in_the_title(found: Document, place: str | None) -> None:
    assert identify(found, PLACES).place == place


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("金华市2017年度法治政府建设报告", None),
        ("浙江省金华市2017年度法治政府建设报告", None),
        ("浙江省2017年度法治政府建设报告（金华）", None),
        ("法治政府建设工作情况报告", None),
        ("金华市2016年度法治政府建设报告", "the title says 2016, the catalogue 2017"),
        ("湖州市2017年度法治政府建设报告", "the title says 湖州市 330500, the catalogue 金华市 330700"),
        ("金华市婺城区2017年度法治政府建设报告", "the title says 婺城区 330702, the catalogue 金华市 330700"),
    ],
)
def test_the_title_may_contradict_the_catalogue(title: str, line: str | None) -> None:
    entry = CatalogueEntry("330700", 2017, "https://example.org/a")
    found = check_identity(document(title), entry, PLACES)
    assert (found or "").startswith(line or "")
    assert (found is None) == (line is None)
