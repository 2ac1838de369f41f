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
        ("金华市2017法治政府建设年度报告", "330700", 2017),
        ("金华市2018年关于2017年度法治政府建设情况的报告", "330700", 2017),
        ("金华市2017年度法治政府建设情况和2018年度工作计划", "330700", 2017),
        ("金华市2018年法院工作报告", "330700", 2017),
        ("金华市2016—2018年法治政府建设情况报告", "330700", None),
        ("金华市近五年来法治政府建设情况报告（2018年）", "330700", None),
        ("金华市2018年行政复议工作新闻发布会", "330700", None),
        ("金政发〔2018〕9号金华市2017年法治政府建设报告", "330700", 2017),
        ("金华市关于法治政府建设情况的报告（2018年3月）", "330700", None),
        ("关于印发《金华市2017年度法治政府建设报告》的通知", "330700", 2017),
        ("关于落实《浙江省2017年工作要点》情况的报告", None, None),
        ("金华市司法局2017年法治政府建设报告", "330700", 2017),
        ("上海市普陀区长寿路街道2017年法治政府建设报告", "310107", 2017),
        ("东莞市长安镇2017年法治政府建设报告", "441900", 2017),
        ("浙江省绍兴市生态环境局柯桥分局2017年工作报告", "330603", 2017),
        ("中华人民共和国杭州海关2017年法治海关建设报告", "330100", 2017),
        ("国务院办公厅2017年政务公开工作情况报告", "100000", 2017),
        ("延边州2017年法治政府建设报告", "222400", 2017),
        ("金平县2017年法治政府建设报告", "532530", 2017),
        ("公安县2017年法治政府建设报告", "421022", 2017),
        ("成县2017年法治政府建设报告", "621221", 2017),
    ],
)
def test_the_title_names_place_and_year(title: str, place: str | None, year: int | None) -> None:
    assert identify(document(title), PLACES) == Identity(place, year)


@pytest.mark.parametrize(
    "title",
    [
        "人力资源和社会保障局2017年工作报告",
        "公安局2017年工作报告",
        "健康保险事业部2017年工作报告",
        "长寿路街道2017年工作报告",
        "民权与公益部2017年工作报告",
        "三都镇2017年工作报告",
        "县司法局2017年工作报告",
        "金华市、衢州市2017年工作报告",
        "苏州工业园区2017年工作报告",
        "宁波大榭开发区生态环境分局2017年工作报告",
        "深圳市沙河街道2017年工作报告",
        "义乌2017年工作报告",
    ],
)
def test_a_name_within_a_word_or_of_a_part_is_no_place(title: str) -> None:
    assert identify(document(title), PLACES).place is None


@pytest.mark.parametrize(
    "opening",
    [
        "健康保险监管有力",
        "统筹人力资源和社会保障",
        "依托公安机关开展检查",
        "推动建成县级平台",
        "会同有关部门检查",
        "加强合作",
        "深化政务公开化改革",
        "召开县委常委会议",
        "与市和县区同步",
        "落实《浙江省行政程序办法》",
        "执行《中华人民共和国行政诉讼法》",
        "在金华市委、市政府领导下",
        "新建县域医共体3个",
        "老城区改造完成",
        "办公地址：金华市双龙南街801号",
    ],
)
def test_an_opening_that_names_no_place_as_its_own(opening: str) -> None:
    found = document("2017年工作报告", f"2017年，我单位{opening}，全年办结12件。")
    assert identify(found, PLACES).place is None


@pytest.mark.parametrize(
    ("found", "year"),
    [
        (document("报告", "现将2017年度工作报告如下，2018年打算。", published_on=date(2019, 1, 1)), 2017),
        (document("报告", "2016年8月发文。", published_on=date(2018, 3, 30)), 2017),
        (document("报告", "2017年，全市办理1285件。"), 2017),
        (document("报告", "全市办理1285件。"), None),
        (document("报告", "各地" * 200 + "2016年甲。2016年乙。到2020年丙。"), 2016),
        (document("报告", "根据《2016年度计划》，2017年，全市办理12件。"), 2017),
        (document("报告", "统计期限为2017年1月1日至12月31日，2018年3月公布。"), 2017),
        (document("报告", "在2016年度考评中获优秀。\n2017年，全市办理12件。"), None),
        (document("报告", "2016年度获优秀。\n2017年，办理12件。", published_on=date(2018, 3, 1)), 2017),
        (document("报告", "2013年以来，全市办理12件。"), None),
        (document("报告", "全市办理12件。", published_on=date(2017, 12, 20)), None),
        (document("意见", "全市各单位认真落实。", published_on=date(2018, 3, 1)), None),
        (document("2018年报告", "2017年甲。2017年乙。2017年丙。"), None),
        (document("报告", "二〇一七年，全市办理12件。\n某局\n2018年1月20日"), 2017),
    ],
    ids=[
        "of the text",
        "before publication",
        "first year",
        "none",
        "named most often",
        "not of another document",
        "period",
        "two years",
        "two years and a day",
        "span",
        "late in the year",
        "no report",
        "title against text",
        "signed",
    ],
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
        (document("2017年工作报告", publisher="金华市司法局", site_code="3300000001"), "330700"),
        (document("2017年工作报告", publisher="金华日报"), None),
        (document("2017年工作报告", publisher="县司法局", site_code="3307000003"), None),
        (document("2017年工作报告", publisher="县司法局", site_code="3307230003"), "330723"),
        (document("壶山街道2017年工作报告", site_code="3307000003"), None),
        (document("壶山街道2017年工作报告", site_code="3307230003"), "330723"),
        (document("2017年工作报告", "2017年办结12件。\n武义县司法局\n2018年1月20日"), "330723"),
        (document("2017年工作报告", "2017年办结12件。\n武义县司法局\n（此件公开发布）"), "330723"),
        (document("2017年工作报告", "金华市人民政府：\n2017年，全县办结12件。"), None),
        (document("2017年工作报告", "2017年，武义县与永康市共办12件。"), None),
        (document("2017年工作报告", "2017年，婺城区办结12件。", publisher="金华市司法局"), None),
        (document("2017年工作报告", "一、概况\n2017年，武义县办结12件。"), None),
    ],
    ids=[
        "site code",
        "site name",
        "source",
        "text",
        "code decides",
        "site decides",
        "ambiguous",
        "ministry",
        "publisher before site",
        "press",
        "a county on its city's site",
        "a county's office",
        "a street on its city's site",
        "a street",
        "signed",
        "a note below",
        "addressed",
        "two places",
        "text against publisher",
        "below a heading",
    ],
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


@pytest.mark.parametrize(
    ("found", "places", "years"),
    [
        (document("朝阳区2017年工作报告"), ["110105", "220104"], (2017,)),
        (document("宁波大榭开发区2017年工作报告"), ["330200"], (2017,)),
        (
            document("2016—2018年工作报告", "2017年，婺城区办结12件。", publisher="金华市司法局"),
            ["330700", "330702"],
            (2018, 2017),
        ),
        (document("某街道2017年工作报告", "按照《坪山区工作方案》落实。"), ["440310"], (2017,)),
        (document("工作报告", "全年办结12件。"), [], ()),
    ],
    ids=["one name", "zone", "contradiction", "named", "nothing"],
)
def test_in_doubt_the_candidates_are_named(
    found: Document, places: list[str], years: tuple[int, ...]
) -> None:
    said = identify(found, PLACES)
    assert said.place is None
    assert ([place.code for place in said.places], said.years) == (places, years)
