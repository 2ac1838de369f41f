"""What a figure does in its sentence: level, change, gap, rank, requirement, target."""

import pytest

from tests.transform.conftest import Read, stated
from warehouse.records import Bound, Direction, Role


@pytest.mark.parametrize(
    ("text", "role", "direction", "base_year"),
    [
        ("人民调解案件同比增长12%。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("一审行政诉讼案件比上年减少86件。", Role.CHANGE, Direction.DOWN, 2016),
        ("受理信访件环比下降4.4%。", Role.CHANGE_RATE, Direction.DOWN, 2017),
        ("同比↑9.7%。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("较上年增幅达16.9%。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("出庭应诉率高于全省平均水平6.1个百分点。", Role.GAP, Direction.UP, None),
        ("败诉率比全省平均值低1.1个百分点。", Role.GAP, Direction.DOWN, None),
        ("综合竞争力居全国第四位。", Role.RANK, None, None),
        ("政府常务会议学法全年不少于四次。", Role.REQUIREMENT, None, None),
        ("力争2018年底出庭应诉率达到85%以上。", Role.TARGET, None, None),
        ("全年新增公证机构30家。", Role.LEVEL, None, None),
        ("群众满意率提高到91.4%。", Role.LEVEL, None, None),
        ("办理时限比法定时限缩短62.5%。", Role.LEVEL, None, None),
        ("压减公用经费15%。", Role.CHANGE_RATE, Direction.DOWN, 2016),
        ("一审应诉案件同比翻了一番。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("信访总量同比增长-3.2%。", Role.CHANGE_RATE, Direction.DOWN, 2016),
        ("信访总量增速为-1.8%。", Role.CHANGE_RATE, Direction.DOWN, 2016),
        ("信访总量负增长2.4%。", Role.CHANGE_RATE, Direction.DOWN, 2016),
        ("受理数比上年增加-12件。", Role.CHANGE, Direction.DOWN, 2016),
        ("民营经济保持8%以上的增速。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("办件量以12%的速度递增。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("法治考核成绩前进3名。", Role.CHANGE, Direction.UP, 2016),
        ("按期办结率比预期目标高2.5个百分点。", Role.GAP, Direction.UP, None),
        ("出庭率较前年提高12个百分点。", Role.CHANGE, Direction.UP, 2015),
        ("出庭率比五年前提高12个百分点。", Role.CHANGE, Direction.UP, 2012),
        ("经营主体比“十二五”末增加七成以上。", Role.CHANGE_RATE, Direction.UP, 2015),
        ("败诉率低于杭州1.1个百分点。", Role.GAP, Direction.DOWN, None),
        ("败诉率低于上年1.1个百分点。", Role.CHANGE, Direction.DOWN, 2016),
        ("信访总量零增长。", Role.CHANGE_RATE, None, 2016),
        ("答复率应达到90%以上。", Role.REQUIREMENT, None, None),
        ("申请须在20个工作日内答复。", Role.REQUIREMENT, None, None),
        ("案件办理期限不得超过90日。", Role.REQUIREMENT, None, None),
        ("主要预期目标是：办结率达到95%以上。", Role.TARGET, None, None),
        ("确保2018年底前建成站点60个。", Role.TARGET, None, None),
        ("计划于2018年新增普法阵地20个。", Role.TARGET, None, None),
        ("力争到年底覆盖率达95%以上。", Role.TARGET, None, None),
        ("审核率要求达到100%。", Role.REQUIREMENT, None, None),
        ("按照不低于5%的比例抽查。", Role.REQUIREMENT, None, None),
        ("按要求达到100%。", Role.LEVEL, None, None),
        ("工业用电量变化幅度-3.6%。", Role.CHANGE_RATE, Direction.DOWN, 2016),
        ("工业用电量增长率保持在8%左右。", Role.CHANGE_RATE, Direction.UP, 2016),
        ("全年争取到上级补助资金350万元。", Role.LEVEL, None, None),
        ("预计全年调解纠纷将突破2万件。", Role.LEVEL, None, None),
        ("紧急事项2小时内响应。", Role.LEVEL, None, None),
    ],
)
def test_roles(read: Read, text: str, role: Role, direction: Direction | None, base_year: int | None) -> None:
    (statement,) = read(text).statements
    assert (statement.role, statement.direction, statement.base_year) == (role, direction, base_year)


@pytest.mark.parametrize("told", ["（312件）多", "（312件）多了", "的312件多", "的312件增加"])
def test_a_figure_beside_what_it_is_more_than_is_no_level(read: Read, told: str) -> None:
    before, more = read(f"收到行政复议申请415件，比上年{told}103件。").statements[1:3]
    assert (before.text, before.role, before.bound) == ("312件", Role.LEVEL, Bound.EXACT)
    assert (more.text, more.role, more.direction) == ("103件", Role.CHANGE, Direction.UP)


def test_signs_in_a_list_tell_each_direction(read: Read) -> None:
    reading = read("复议、应诉、信访案件同比分别为3.5%、-2.1%和8%。")
    assert stated(reading, "direction") == [Direction.UP, Direction.DOWN, Direction.UP]
    assert set(stated(reading, "role")) == {Role.CHANGE_RATE}


@pytest.mark.parametrize(
    "text", ["2018年拟新建站点8个，2017年已建成3个。", "到2018年要建成站点8个，目前已有3个。"]
)
def test_what_is_there_beside_a_plan_is_no_target(read: Read, text: str) -> None:
    assert stated(read(text), "role") == [Role.TARGET, Role.LEVEL]


def test_a_norm_and_what_was_done_against_it(read: Read) -> None:
    reading = read("要求覆盖率不低于80%，实际达到86%。")
    assert stated(reading, "role") == [Role.REQUIREMENT, Role.LEVEL]


def test_what_stands_under_a_heading_of_plans_is_a_target(read: Read) -> None:
    reading = read("五、下一步工作打算\n网上可办率稳定在99%以上，平均办理时限再压减10%左右。")
    assert stated(reading, "role") == [Role.TARGET, Role.TARGET]
    assert stated(reading, "year") == [2018, 2018]
    assert stated(reading, "direction") == [None, Direction.DOWN]


def test_figures_before_the_heading_of_plans_are_no_targets(read: Read) -> None:
    reading = read("一、2017年工作情况\n培训执法人员300人次。\n二、2018年工作安排\n培训执法人员500人次。")
    assert stated(reading, "role") == [Role.LEVEL, Role.TARGET]


def test_a_list_deals_changes_out_to_the_levels_before_it(read: Read) -> None:
    reading = read("败诉率6.9%，出庭应诉率92%，分别比上年下降2.6个和提高7个百分点。")
    assert stated(reading, "role")[2:] == [Role.CHANGE, Role.CHANGE]
