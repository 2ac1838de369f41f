"""Sentences as reports word them, and the statements in them."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transform.conftest import Read, stated
from transform.observations import observations_of
from transform.rules import load_rules
from warehouse.records import Bound


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


def test_a_rate_in_thousandths_is_an_observation_in_hundredths(read: Read) -> None:
    reading = read("行政诉讼败诉率为65‰。")
    (found,) = observations_of(reading.statements, load_rules())
    assert (found.value, found.unit, found.rounding) == (Decimal("6.5"), "%", Decimal("0.05"))


@pytest.mark.parametrize("text", ["罚款¥7.5万元。", "罚款￥75000元。", "罚款￥75,000。"])
def test_a_sign_of_money_stands_between_figure_and_words(read: Read, text: str) -> None:
    (statement,) = read(text).statements
    told = (statement.value, statement.unit, statement.metric)
    assert told == (Decimal(75000), "元", "enforcement.penalty_amount")


def test_the_second_number_of_a_measure_begins_no_thousands(read: Read) -> None:
    statements = read("场地为3×6，200家单位参加。").statements
    assert Decimal(6200) not in [one.value for one in statements]
