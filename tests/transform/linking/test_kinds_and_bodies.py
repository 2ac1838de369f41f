"""What a part's kind is told by, bodies alone before a figure, and those to whom a deed hands something."""

import pytest

from tests.transform.linking.conftest import metrics_of


@pytest.mark.parametrize(
    "part",
    ["不服交警处罚的12件", "对行政处罚不服的12件", "行政处罚类12件", "因行政处罚引发的12件"],
)
def test_what_a_kind_is_told_by_is_not_what_is_spoken_of(part: str) -> None:
    assert metrics_of(f"收到复议申请62件，其中{part}；受理58件。") == [
        "reconsideration_received",
        None,
        "reconsideration_accepted",
    ]


@pytest.mark.parametrize("part", ["因行政处罚引发的行政诉讼12件", "行政诉讼案件涉及征收12件"])
def test_the_noun_of_which_a_kind_is_told_is_spoken_of(part: str) -> None:
    assert metrics_of(f"收到复议申请62件，其中{part}，审结9件。")[2] is None


def test_bodies_alone_before_a_figure_have_the_noun_before_it() -> None:
    issued = "normative_documents_issued"
    assert metrics_of("印发行政规范性文件12件，部门16件，镇（街道）6件。") == [issued, issued, issued]
    assert metrics_of("建成调解组织12个，乡镇6个。")[1] is None


def test_bodies_whose_files_are_counted_next_are_no_files() -> None:
    assert metrics_of("开展案卷评查1次，12个单位的36宗案卷参评。") == [
        "files_review_rounds",
        None,
        "files_reviewed",
    ]


def test_what_is_handed_to_bodies_that_are_counted_is_what_it_is_done_to() -> None:
    assert metrics_of("将36项行政处罚权赋予12个乡镇。") == ["approvals_delegated", None]


def test_bodies_that_enforce_file_cases_of_it() -> None:
    filed = "cases_filed"
    assert metrics_of("应急管理、交通运输部门分别立案36件、12件。") == [filed, filed]
    assert metrics_of("行政复议机关立案36件。") == ["reconsideration_accepted"]


def test_the_noun_of_a_rate_bars_no_count_before_it() -> None:
    for rate in ("“最多跑一次”率达", "网上可办率"):
        assert metrics_of(f"62项政务服务事项{rate}98%。")[0] == "service_items"


def test_a_level_s_part_is_a_body_s_but_of_bodies_that_have_grades() -> None:
    received = "reconsideration_received"
    assert metrics_of("全市收到行政复议申请62件，其中市级12件。") == [received, received]
    assert metrics_of("创建依法行政示范单位38家，其中市级9家。")[1] is None


def test_a_gap_behind_a_change_may_be_told_as_still_there() -> None:
    told = metrics_of("行政机关败诉率12.6%，下降3个百分点，但仍高于全省平均2个百分点。")
    assert set(told) == {"litigation_loss_rate"}


def test_a_gap_has_a_noun_of_its_own_past_what_it_is_measured_from() -> None:
    assert metrics_of("负责人出庭率比全省平均低3个百分点。") == ["appearance_rate"]


def test_what_a_count_was_merged_into_is_of_it() -> None:
    assert metrics_of("政务服务事项由上年的936项整合为812项。")[:2] == ["service_items"] * 2


def test_cases_that_grow_are_all_and_not_the_part_before_them() -> None:
    told = metrics_of("查处违法案件98起，其中简易程序62起、普通程序36起，案件数下降9%。")
    assert told[:4] == ["penalty_cases", None, None, "penalty_cases"]


def test_the_prefecture_behind_其中_is_a_body() -> None:
    received = "reconsideration_received"
    assert metrics_of("收到行政复议申请62件，其中地区26件、县（市）36件。") == [received] * 3


def test_what_follows_figures_that_are_dealt_out_is_said_of_all() -> None:
    assert (
        metrics_of("县委常委会、县政府常务会议分别3次、6次专题研究法治政府建设。") == ["topic_meetings"] * 2
    )


def test_a_round_number_that_was_passed_is_no_kind() -> None:
    told = metrics_of("新设经营主体3.06万户，历史性突破3万户。")
    assert set(told) == {"market_entities_new"}


def test_who_did_so_on_the_spot_are_some_of_those_before() -> None:
    assert metrics_of("36名党政主要负责人提交述法报告，现场述法6名。") == ["leaders_reporting", None]


def test_bodies_of_one_kind_do_not_bar_what_they_have() -> None:
    assert metrics_of("12个执法单位持证人员362人。") == [None, "officers"]


def test_a_rank_among_whom_alone_is_of_what_the_clause_before_tells() -> None:
    assert metrics_of("在全省法治建设考核中保持优秀，位列市级序列第三。") == ["assessment_rank"]
    assert metrics_of("在全省法治建设考核中保持优秀，公众安全感位列第三。") == [None]


def test_what_new_ones_add_up_to_is_the_stock_and_else_the_same_count() -> None:
    assert metrics_of("新增经营主体1.2万户，累计9.6万户。") == ["market_entities_new", "market_entities"]
    assert metrics_of("推出“一件事一次办”事项12个，累计36个。") == ["one_thing_items"] * 2
    assert metrics_of("新增基层立法联系点6个，总数达16个。") == [None, "legislative_contact_points"]


def test_a_net_change_behind_new_ones_is_of_all_that_there_are() -> None:
    told = metrics_of("新登记经营主体2.6万户，净增1.4万户。")
    assert told[:2] == ["market_entities_new", "market_entities"]
    told = metrics_of("新登记经营主体2.6万户，比上年净增1.4万户。")
    assert told[1] == "market_entities_new"


def test_what_work_looks_at_is_not_what_it_is() -> None:
    told = metrics_of("开展法治督察，围绕行政执法、复议应诉等4个重点方面发现问题62个。")
    assert told[-1] == "problems_found"


def test_a_gap_may_be_of_what_the_clause_before_tells() -> None:
    assert metrics_of("行政机关负责人出庭率偏低，低于全省平均3个百分点。") == ["appearance_rate"]


def test_some_may_be_counted_in_another_unit_than_those_before() -> None:
    assert metrics_of("52个县级部门主要负责人提交述法报告，会议述法6人。") == ["leaders_reporting", None]
