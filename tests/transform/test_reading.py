"""Sentences as reports word them, and the statements in them."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transform.conftest import Read
from transform.observations import observations_of
from transform.rules import load_rules
from warehouse.records import Basis, Bound, Direction, Reading, Role, ScopeKind


def stated(reading: Reading, attribute: str) -> list[object]:
    return [getattr(s, attribute) for s in reading.statements if s.basis is Basis.STATED]


def test_one_level_two_changes_and_two_derived_levels(read: Read) -> None:
    reading = read("2017年全市行政机关负责人出庭率达到92%，分别比2015年、2016年上升15个和7个百分点。")
    assert [(s.value, s.unit, s.role, s.year, s.base_year, s.basis) for s in reading.statements] == [
        (Decimal(92), "%", Role.LEVEL, 2017, None, Basis.STATED),
        (Decimal(15), "百分点", Role.CHANGE, 2017, 2015, Basis.STATED),
        (Decimal(77), "%", Role.LEVEL, 2015, None, Basis.DERIVED),
        (Decimal(7), "百分点", Role.CHANGE, 2017, 2016, Basis.STATED),
        (Decimal(85), "%", Role.LEVEL, 2016, None, Basis.DERIVED),
    ]
    assert set(stated(reading, "metric")) == {"disputes.appearance_rate"}
    assert reading.statements[2].derivation == "2015: 92 - 15 = 77"


def test_a_rate_of_change_gives_an_interval(read: Read) -> None:
    reading = read("全年收到行政复议申请1502件，同比上升16.9%。", year=2018)
    derived = reading.statements[-1]
    assert (derived.value, derived.bound, derived.year) == (Decimal(1285), Bound.ABOUT, 2017)
    assert derived.derivation and "between 1284.3 and 1285.4" in derived.derivation


def test_nothing_is_derived_where_the_report_states_the_earlier_level(read: Read) -> None:
    reading = read("“最多跑一次”事项13206项，较2017年的11648项净增1558项。", year=2018)
    assert [s.basis for s in reading.statements] == [Basis.STATED] * 3


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015年败诉率11.7%、2016年败诉率9.5%、2017年败诉率6.9%。", [2015, 2016, 2017]),
        ("2015年、2016年、2017年行政机关败诉率依次为17.2%、14.5%和11.9%。", [2015, 2016, 2017]),
        ("行政诉讼败诉率连年下降，2015年为11.7%，2016年为9.5%，2017年为6.9%。", [2015, 2016, 2017]),
        ("败诉率由上年的9.5%下降到6.9%。", [2016, 2017]),
        ("全年新收行政复议申请1486件（2016年为1271件）。", [2017, 2016]),
        ("新收行政复议案件398件（2016年：251件）。", [2017, 2016]),
        ("收到行政复议申请1502件，上年同期为1285件。", [2017, 2016]),
        ("市政府法律顾问由5名增至9名。", [2016, 2017]),
        ("清理2016年底前制发的规范性文件1153件。", [2017]),
        ("2016年，全市收到行政复议申请500件，审结400件。", [2016, 2016]),
        ("累计化解信访积案315件。", [2017]),
        ("2015年至2017年，复议案件分别为210件、245件和280件。", [2015, 2016, 2017]),
        ("近三年，应诉案件分别为88件、95件、102件。", [2015, 2016, 2017]),
        ("收到行政复议申请415件，较2014年（298件）增长39%。", [2017, 2014, 2017]),
        ("出庭应诉率98%，比2014年（86%）提高12个百分点。", [2017, 2014, 2017]),
        ("收到行政复议申请415件，比上年的312件多103件。", [2017, 2016, 2017]),
        ("“十二五”期间，共制定地方性法规23件，2017年制定4件。", [2015, 2017]),
        ("印发《“十二五”期间法治建设评估报告》，开展督察12次。", [2017]),
        ("“十三五”期间，已培训执法人员1200人次。", [2017]),
        ("新收行政复议案件65件，比“十二五”时期的年均数增加12件。", [2017, 2017]),
        ("2014年以来，立案数依次为51件、63件、70件、82件。", [2014, 2015, 2016, 2017]),
        ("去年受理投诉1.2万件，今年上半年受理6500件。", [2016, 2017]),
        ("2016年，办理案件320件，纠错12件，罚款180万元。", [2016, 2016, 2016]),
        ("2016年和2017年分别培训3场、5场。", [2016, 2017]),
        ("名次由2012年的第60位升至第12位。", [2012, 2017]),
        ("在2015年度全省考核中列第2名。", [2015]),
        ("受理数从2014年的150件增加到2017年的420件。", [2014, 2017]),
        ("受理320件，2016年同期为280件，今年纠错9件。", [2017, 2016, 2017]),
        ("与2015年相比，案件下降15%。", [2017]),
        ("平均用时由12.5天压缩到3天半。", [2016, 2017]),
        ("2016年为312件、2017年为426件，增幅36.5%。", [2016, 2017, 2017]),
        ("培训22期，上年度18期。", [2017, 2016]),
        ("审结641件（含2016年结转52件），调解173件。", [2017, 2017, 2017]),
        ("上年末在册2850户，年末达3170户。", [2016, 2017]),
        ("受理438件，结转上年8件。", [2017, 2017]),
        ("清单从2016年的4个领域98项扩展到11个领域254项。", [2016, 2016, 2017, 2017]),
        ("参与率由65%提升至2017年的82%。", [2016, 2017]),
    ],
)
def test_years(read: Read, text: str, years: list[int]) -> None:
    assert stated(read(text), "year") == years


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
    ("text", "metrics"),
    [
        (
            "防止民间纠纷转化为刑事案件30件115人。",
            ["disputes.mediation_crime_cases_prevented", "disputes.mediation_crime_people_prevented"],
        ),
        (
            "培育市县两级政府部门依法行政示范单位18家，乡镇（街道）政府示范单位18家。",
            ["organisation.model_units_departments", "organisation.model_units_townships"],
        ),
        (
            "全市行政复议机关收到复议申请703件，受理612件，审结587件。",
            [
                "disputes.reconsideration_received",
                "disputes.reconsideration_accepted",
                "disputes.reconsideration_concluded",
            ],
        ),
        ("全市收到行政复议申请1502件。其中市本级467件。", ["disputes.reconsideration_received"] * 2),
        (
            "全市法院受理一审行政案件740件，其中市中院受理一审行政案件95件。",
            ["disputes.litigation_first_instance"] * 2,
        ),
        ("县法院受理行政案件90件，其中行政诉讼案件61件，非诉审查案件29件。",
         [None, "disputes.litigation_cases", "disputes.non_litigation_enforcement"]),
        ("法律援助中心受理案件6540件，同比增加813件。", ["disputes.legal_aid_cases"] * 2),
        ("▶98.3%：政务热线满意度，▶512件：行政复议收案数。", [
            "functions.hotline_satisfaction",
            "disputes.reconsideration_received",
        ]),
        (
            "办理行政复议案件412件，较2016年的380件增加32件，同比增长8.4%。",
            ["disputes.reconsideration_handled"] * 4,
        ),
        ("新增市场主体2.6万户，总量达18.6万户，同比增长8.1%。", [
            "functions.market_entities_new",
            "functions.market_entities",
            "functions.market_entities",
        ]),
        ("收到行政复议申请862件，占全省的6.1%。", ["disputes.reconsideration_received", None]),
        ("行政诉讼案件58件（一审41件，二审17件）。", [
            "disputes.litigation_cases",
            "disputes.litigation_first_instance",
            "disputes.litigation_second_instance",
        ]),
        ("全年罚款35万元培训执法人员1234人次。", ["enforcement.penalty_amount", "capacity.people_trained"]),
        ("县级负责人出庭应诉569人，占94.1%，市级负责人出庭应诉36人，占5.9%。", [None] * 4),
        ("负责人出庭应诉率98.2%，高于全市平均水平6.1个百分点。", ["disputes.appearance_rate"] * 2),
        (
            "向省政府、市人大常委会分别报备规范性文件31件和30件。",
            ["rules.normative_documents_filed_province", "rules.normative_documents_filed_congress"],
        ),
        (
            "收到行政复议申请39件；33件被受理，31件已办结。",
            [
                "disputes.reconsideration_received",
                "disputes.reconsideration_accepted",
                "disputes.reconsideration_concluded",
            ],
        ),
        ("43项行政审批被取消，16项权力下放到乡镇。", [
            "functions.approvals_cancelled",
            "functions.approvals_delegated",
        ]),
        ("评查案卷300件，评定优秀64件、合格221件、不合格15件。", [
            "enforcement.files_reviewed",
            "enforcement.files_excellent",
            "enforcement.files_qualified",
            "enforcement.files_unqualified",
        ]),
    ],
)  # fmt: skip
def test_links(read: Read, text: str, metrics: list[str]) -> None:
    assert stated(read(text), "metric") == metrics


def test_a_figure_that_no_metric_fits_is_kept(read: Read) -> None:
    (statement,) = read("拔掉燃煤小锅炉1,043台。").statements
    assert (statement.metric, statement.value, statement.unit) == (None, Decimal(1043), "台")


def test_a_rate_without_its_sign_is_a_rate(read: Read) -> None:
    (statement,) = read("全市政府及其部门负责人出庭应诉率达到85以上。").statements
    assert (statement.value, statement.unit, statement.bound) == (Decimal(85), "%", Bound.AT_LEAST)


def test_identities_write_out_their_arithmetic(read: Read) -> None:
    reading = read(
        "全市11648项实现“最多跑一次”，其中9346个事项实现“跑一次”，2302个事项实现“零上门”，零上门比率达19.7%。"
    )
    assert [(i.kind, i.holds) for i in reading.identities] == [("ratio", False), ("sum", True)]
    assert reading.identities[0].arithmetic == "2302 / 11648 = 19.76%, printed as 19.7%"


def test_ids_stay_when_another_paragraph_changes(read: Read) -> None:
    before = read("页头\n全年受理申请8件。")
    after = read("另一个更长的页头\n全年受理申请8件。")
    assert before.statements[0].statement_id == after.statements[0].statement_id
    assert before.statements[0].char_start != after.statements[0].char_start


def test_the_same_figure_twice_in_a_sentence_has_two_ids(read: Read) -> None:
    one, other = read("部门示范单位18家，乡镇示范单位18家。").statements
    assert one.statement_id != other.statement_id


SAID = "全年受理申请8件，败诉率6.9%，下降2.6个百分点。"


@pytest.mark.parametrize(
    "text", [f"{SAID}{SAID}", f"{SAID}\n{SAID}\n第二部分\n{SAID}"], ids=["together", "apart"]
)
def test_a_sentence_told_twice_has_two_ids_for_each_figure_and_the_first_keeps_its_own(
    read: Read, text: str
) -> None:
    """Reports repeat a sentence of their summary word for word."""
    once, again = read(SAID).statements, read(text).statements
    ids = [one.statement_id for one in again]
    assert len(set(ids)) == len(ids) == text.count(SAID) * len(once)
    assert ids[: len(once)] == [one.statement_id for one in once]


PROSE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "全市收到行政复议申请件，。；、：（）分别比上年同期上升下降其中由到为负责人出庭应诉率败诉百分点一二三十百千万亿0123456789.%个项家\n"
        ),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=300,
)


@settings(max_examples=150, deadline=None)
@given(PROSE)
def test_every_slice_of_the_text_is_the_figure(read: Read, text: str) -> None:
    reading = read(text)
    for statement in reading.statements:
        assert text[statement.char_start : statement.char_end] == statement.text
    assert len({s.statement_id for s in reading.statements}) == len(reading.statements)


def test_levels_that_cannot_both_be_true_contradict(read: Read) -> None:
    reading = read("全市行政机关负责人出庭应诉率为92%。\n全市行政机关负责人出庭应诉率为88.5%。")
    assert [(i.kind, i.arithmetic) for i in reading.identities] == [("contradiction", "92% against 88.5%")]


def test_a_lower_bound_does_not_contradict_a_level_above_it(read: Read) -> None:
    reading = read("全市负责人出庭应诉率达到85以上。\n全市负责人出庭应诉率为92%。")
    assert not reading.identities


def test_an_unlinked_figure_gets_a_suggestion_and_no_link(read: Read) -> None:
    (statement,) = read("审结仲裁外的劳动争议案件811件。").statements
    assert (statement.metric, statement.suggestions) == (None, ("disputes.arbitration_cases",))


def test_a_list_deals_changes_out_to_the_levels_before_it(read: Read) -> None:
    reading = read("败诉率6.9%，出庭应诉率92%，分别比上年下降2.6个和提高7个百分点。")
    assert stated(reading, "role")[2:] == [Role.CHANGE, Role.CHANGE]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("为358万居家老年人提供服务。", 3580000, "人"),
        ("个人养老金开户数近1800万。", 18000000, "户"),
        ("平均办理时限缩短近一半。", 50, "%"),
        ("下发监督意见书3份，无一被退回。", 0, "份"),
    ],
)
def test_units_that_the_noun_gives(read: Read, text: str, value: int, unit: str) -> None:
    last = read(text).statements[-1]
    assert (last.value, last.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "alphabet",
    [
        "全市收到行政复议申请件，、：（）分别比上年同期由到为败诉率百分点一二三十百千万亿0123456789.%个项家 ",
        "0123456789.,% ，一二三四五六七八九十百千万亿",
        "".join(map(chr, range(0x20))) + "的一是“”《》（）〔〕＃#※\u200b\ufeff年月日第",
    ],
    ids=["prose", "numbers", "control characters"],
)
def test_a_hundred_thousand_random_characters_are_read(read: Read, alphabet: str) -> None:
    text = "".join(random.Random(7).choices(alphabet, k=100_000)).replace("\n", " ")
    reading = read(text)
    assert all(text[s.char_start : s.char_end] == s.text for s in reading.statements)


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


def test_a_rate_in_thousandths_is_an_observation_in_hundredths(read: Read) -> None:
    reading = read("行政诉讼败诉率为65‰。")
    (found,) = observations_of(reading.statements, load_rules())
    assert (found.value, found.unit, found.rounding) == (Decimal("6.5"), "%", Decimal("0.05"))


def test_a_derived_level_carries_the_rounding_of_both_figures(read: Read) -> None:
    reading = read("行政机关负责人出庭应诉率达到92%，比上年提高7个百分点。")
    *_, derived = observations_of(reading.statements, load_rules())
    assert (derived.value, derived.rounding, derived.year) == (Decimal(85), Decimal(1), 2016)


@pytest.mark.parametrize("text", ["罚款¥7.5万元。", "罚款￥75000元。", "罚款￥75,000。"])
def test_a_sign_of_money_stands_between_figure_and_words(read: Read, text: str) -> None:
    (statement,) = read(text).statements
    told = (statement.value, statement.unit, statement.metric)
    assert told == (Decimal(75000), "元", "enforcement.penalty_amount")


def test_the_second_number_of_a_measure_begins_no_thousands(read: Read) -> None:
    statements = read("场地为3×6，200家单位参加。").statements
    assert Decimal(6200) not in [one.value for one in statements]
