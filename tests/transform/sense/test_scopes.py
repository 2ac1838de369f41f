"""Whose a figure is: the whole place, a department, a part, another place."""

import pytest

from tests.transform.conftest import Read, stated
from warehouse.records import ScopeKind


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("全市办理法律援助案件300件。", "330700", ScopeKind.WHOLE),
        ("市本级取消证明事项112项。", "330700", ScopeKind.OWN),
        ("市环保局立案查处企业55家。", "330700", ScopeKind.DEPARTMENT),
        ("义乌市取消证明事项270项。", "330782", ScopeKind.AREA),
        ("如兰溪、义乌等市达到年度8次上学法。", "330781", ScopeKind.AREA),
        ("义乌市法院受理一审行政案件31件。", "330782", ScopeKind.AREA),
        ("义乌法院受理一审行政案件31件。", "330782", ScopeKind.AREA),
        ("金华中院受理二审行政案件31件。", "330700", ScopeKind.WHOLE),
        ("磐安、武义两县出庭应诉率达到100%。", "330727", ScopeKind.AREA),
        ("负责人出庭应诉率89.6%，全省平均为81.2%。", "330000", ScopeKind.AREA),
        ("出庭应诉率同杭州的95%相比有差距。", "330100", ScopeKind.AREA),
        ("向省政府报送备案规范性文件27件。", "330700", ScopeKind.WHOLE),
        ("其中行政处罚类案件60件。", "330700", ScopeKind.PART),
    ],
)
def test_whose_figure_it_is(read: Read, text: str, place: str, kind: ScopeKind) -> None:
    last = read(text).statements[-1]
    assert (last.place, last.scope_kind) == (place, kind)


def test_a_department_holds_on_until_another_body_is_named(read: Read) -> None:
    reading = read("市环保局罚款41万元，行政拘留19人；全市行政机关罚款900万元。")
    assert stated(reading, "scope_kind") == [ScopeKind.DEPARTMENT, ScopeKind.DEPARTMENT, ScopeKind.WHOLE]


def test_respectively_deals_out_departments(read: Read) -> None:
    reading = read("其中市市场监管局、市城管局、市交通局分别办结行政处罚案件318件、521件和134件。")
    assert stated(reading, "scope") == ["市市场监管局", "市城管局", "市交通局"]
    assert set(stated(reading, "metric")) == {"enforcement.penalty_cases"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("义乌（96.1%）、永康（92.4%）办结率居前。", ["330782", "330784"]),
        ("兰溪市、义乌市、东阳市分别为301件、285件和98件。", ["330781", "330782", "330783"]),
        ("义乌市132件，永康市98件，全市合计520件。", ["330782", "330784", "330700"]),
        ("杭州市立案1200件，我市立案350件。", ["330100", "330700"]),
        ("其中义乌市受理512件；婺城区受理120件。", ["330782", "330702"]),
        (
            "兰溪市（受理56件、审结52件）、义乌市（受理128件、审结120件）。",
            ["330781", "330781", "330782", "330782"],
        ),
        ("出庭率为88%，义乌市达到95%，高出全省平均3个百分点。", ["330700", "330782", "330782"]),
        ("义乌市达到95%，我市高出全省平均3个百分点。", ["330782", "330700"]),
        ("全国人均水平为1.2件，我市为0.8件。", ["100000", "330700"]),
        ("在义乌市召开现场会，全市参会120人。", ["330700"]),
    ],
)
def test_places_alone_and_in_lists(read: Read, text: str, places: list[str]) -> None:
    assert stated(read(text), "place") == places


def test_an_average_is_a_yardstick_for_one_figure_alone(read: Read) -> None:
    reading = read("义乌市满意率95%，比全省平均94.1%高0.9个百分点。")
    assert stated(reading, "place") == ["330782", "330000", "330782"]
