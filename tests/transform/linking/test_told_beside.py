"""Figures whose meaning the words beside them tell or change: by the packaged catalogue."""

import pytest

from tests.transform.linking.conftest import metrics_of


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("党组理论学习中心组学习8次，深入学习宪法和民法典。", "group_study_sessions"),
        ("党工委中心组集中研讨9次，把习近平法治思想作为重点逐篇研读。", "group_study_sessions"),
        ("区政府常务会议集体学习5次，学习行政处罚法。", "executive_study_sessions"),
        ("举办专题辅导3次，学习宪法和行政处罚法。", "training_sessions"),
        ("学习宪法和行政处罚法，召开中心组学习会6次。", "group_study_sessions"),
        ("学习宪法、产业政策，召开中心组学习会6次。", None),
        ("党组中心组学习8次，深入学习产业政策、宪法。", None),
        ("党组中心组学习8次，深入学习宪法、产业政策。", None),
        ("党组中心组学习8次，学习党的二十大精神，推进法治建设。", None),
        ("党组中心组学习8次，领导干部带头遵法学法。", None),
    ],
)
def test_a_clause_beside_tells_what_law_was_studied(text: str, metric: str | None) -> None:
    assert metrics_of(text) == [metric]


def test_means_are_not_what_is_counted() -> None:
    assert metrics_of("以讲座、报告会等形式开展法治宣传36场次。") == ["law_publicity_events"]
    assert metrics_of("行政复议通过调解、和解等方式结案36件。") == ["reconsideration_mediated"]


def test_a_deed_over_counted_bodies_is_done_to_what_they_have() -> None:
    assert metrics_of("调整12个区级部门、16个镇街126项行政职权事项。")[-1] is None
    assert metrics_of("调整12个区级部门的126项行政职权事项。")[-1] is None
    assert metrics_of("公布12个区级部门、16个镇街3260项权责事项。")[-1] == "powers_listed"


def test_what_narrows_the_first_of_a_list_narrows_the_others() -> None:
    assert metrics_of("办理涉企从轻处罚案件36件、不予处罚案件14件。") == [None, None]
    assert metrics_of("办理普通案件36件、不予处罚案件14件。")[-1] == "lenient_cases"


def test_what_stands_behind_将_and_its_noun_is_done_to_it() -> None:
    assert metrics_of("将4项政务服务事项经办权由市级下沉到县区。") == [None]
    assert metrics_of("把126项政务服务事项纳入大厅集中办理。") == ["service_items"]


def test_the_members_of_a_list_share_what_follows_the_last_noun() -> None:
    assert metrics_of("对18项涉企经营许可事项、26项证明事项实行告知承诺制。") == [
        "commitment_items",
        "certificates_cancelled",
    ]


def test_fewer_of_what_a_sentence_has_counted_are_of_it() -> None:
    assert metrics_of("“一件事”36个集成办事场景上线，13个场景共产生1.2万件办件量。")[:2] == [
        "one_thing_items",
        None,
    ]


def test_bodies_whose_people_are_counted_did_nothing_themselves() -> None:
    assert metrics_of("组织党政主要负责人“年终述法”，36个党政部门共216人完成书面述法。") == [
        None,
        "leaders_reporting",
    ]
    assert metrics_of("组织4个区和36个市直部门的党政主要负责人提交书面述法。") == ["leaders_reporting"] * 2


def test_words_that_say_again_what_the_clause_before_has_said_take_the_rest_from_it() -> None:
    assert metrics_of("党委会和理论学习中心组坚持专题学习习近平法治思想，全年组织学习3次。") == [
        "group_study_sessions"
    ]
    assert metrics_of("党组中心组坚持学习党的创新理论，全年学习9次。") == [None]


def test_a_meeting_on_one_topic_is_on_what_was_counted_next() -> None:
    assert metrics_of("召开专题会议3次，研究法治建设重点问题9项。") == ["topic_meetings", "topics_studied"]
    assert metrics_of("召开专题会议3次，研究防汛重点问题9项。") == [None, None]


def test_the_clause_after_a_list_of_meetings_tells_what_each_of_them_studied() -> None:
    listed = "召开政府党组会议8次、常务会议12次"
    assert metrics_of(f"{listed}，专题研究法治政府建设工作。") == ["topic_meetings"] * 2
    assert metrics_of(f"{listed}，研究重大项目建设工作。") == [None, None]


def test_a_total_of_several_kinds_is_none_of_the_last() -> None:
    assert metrics_of("审查规范性文件43件、政府合同62件，总计265件。")[-1] is None
    assert metrics_of("审查规范性文件43件、政府合同62件，总计105件。")[-1] == "legality_reviews_total"


def test_examples_in_quotes_are_not_what_is_counted() -> None:
    assert metrics_of("“低保申请”“优待证办理”等6项高频事项推行“马上办”。") == ["instant_items"]
    projects = "“强队伍，规范行政执法权力”和“推进行政复议改革”等3个项目"
    assert metrics_of(f"{projects}入选全省法治政府建设示范项目。") == ["model_projects"]
    of_places = "东山区“规范行政执法权力”、西山县“推进行政复议改革”等2项创新"
    assert metrics_of(f"{of_places}获评全省法治政府建设最佳实践。") == ["model_projects"]


def test_a_lecture_beside_the_training_of_officials_is_for_them() -> None:
    assert metrics_of("举办法治讲座6场，法律知识综合培训3次。") == ["training_sessions"] * 2
    assert metrics_of("举办法治讲座6场，发放宣传资料3万份。") == [None, None]


def test_a_figure_told_once_more_is_what_it_was() -> None:
    told = "法院审结行政案件842件，其中一审612件。在审结的612件一审案件中，判决结案260件。"
    assert metrics_of(told) == ["litigation_concluded", None, None, None]
    again = "收到行政复议申请612件。收到的612件申请中，涉及公安的260件。"
    assert metrics_of(again) == ["reconsideration_received", "reconsideration_received", None]


def test_a_part_by_its_instance_is_of_what_the_whole_counts() -> None:
    text = "法院受理行政案件960件，审结842件。其中，受理一审612件。"
    assert metrics_of(text)[-1] == "litigation_first_instance"


def test_parts_of_what_was_published_are_no_deeds() -> None:
    text = "主动公开政府信息252条，其中人大代表建议12条，政策解读6条。"
    assert metrics_of(text) == ["disclosures", None, "policy_interpretations"]
    listed = "主动公开信息3626条，包括年报4件，人大代表建议10件、政协委员提案3件。"
    assert metrics_of(listed) == ["disclosures", None, None, None]


def test_parts_that_包括_opens_share_the_deed_of_the_whole() -> None:
    text = "审查各类合同文件126件，包括规范性文件12件、政府合同82件。"
    assert metrics_of(text) == ["legality_reviews_total", "documents_reviewed", "contracts_reviewed"]


def test_a_meeting_of_others_ends_the_search_for_who_studied() -> None:
    said = "中心组集体学法7次；区政府常务会议听取汇报2次、举办专题报告会3次、专题学法5次。"
    assert metrics_of(said)[0] == "group_study_sessions"
    assert metrics_of(said)[-1] != "group_study_sessions"


def test_honours_count_those_who_got_them() -> None:
    assert metrics_of("2个人民调解组织和5名人民调解员获评全省先进。") == [None, None]
    assert metrics_of("2个人民调解组织和5名人民调解员排查纠纷86件。")[0] == "mediation_committees"


def test_the_count_of_places_among_which_a_rank_is_keeps_it_from_nothing() -> None:
    assert metrics_of("在全省依法行政考核中列12个设区市第三。") == [None, "assessment_rank"]
    assert metrics_of("在全省法治政府建设考评中获优秀等次，在12个设区市中排名第三。")[-1] == "assessment_rank"
    assert metrics_of("全省依法行政考核连续两年优秀，营商环境居12个设区市第三。") == [None, None]


def test_more_than_came_in_is_another_count() -> None:
    assert metrics_of("收到政府信息公开申请36件，答复39件。") == ["disclosure_requests", None]
    assert metrics_of("收到政府信息公开申请36件，办结35件。") == ["disclosure_requests"] * 2


def test_the_first_of_a_series_of_kinds_is_a_kind() -> None:
    assert metrics_of("全年公开机构信息9条，人事信息26条，重点领域信息8条。") == [None] * 3
    assert metrics_of("网站公开信息360条，人事信息26条。")[0] == "disclosures"


def test_titles_that_the_clause_before_says_were_taught() -> None:
    assert metrics_of("深入学习《中华人民共和国行政处罚法》，举办专题培训班3期。") == ["training_sessions"]
    assert metrics_of("严格执行《中华人民共和国行政处罚法》，举办专题培训班3期。") == [None]
    assert metrics_of("学习《中华人民共和国行政强制法》，举办培训班3期，参训90人。") == [
        "training_sessions",
        "people_trained",
    ]


def test_a_name_before_a_street_bars_nothing() -> None:
    assert metrics_of("甲乙街道持有执法证人员36人。") == ["officers"]


def test_a_sum_amid_its_parts_is_a_chance() -> None:
    text = "2卷案卷被生态环境部评为优秀案卷；3卷案卷被省水利厅评为优秀案卷；1卷案卷被省司法厅评为优秀案卷。"
    assert metrics_of(text) == ["files_excellent_upper"] * 3


def test_whose_review_it_was_tells_who_rated_the_files() -> None:
    assert metrics_of("在全省案卷评查中，我县3件案卷被评为优秀。") == ["files_excellent_upper"]
    assert metrics_of("在全县案卷评查中，3件案卷被评为优秀。") == ["files_excellent"]


def test_the_coverage_behind_legal_advisers_is_theirs() -> None:
    assert metrics_of("聘请法律顾问36名，覆盖率100%。") == ["legal_advisers", "legal_adviser_coverage"]
    assert metrics_of("建成服务站36个，覆盖率100%。") == [None, None]


def test_meetings_that_studied_other_work_are_not_on_law() -> None:
    assert metrics_of("推进法治政府建设，召开区政府常务会议26次，研究重大行政决策事项。") == [None]
    assert metrics_of("推进法治政府建设，召开区政府常务会议6次，研究部署相关工作。") == ["topic_meetings"]


def test_a_count_by_the_day_keeps_no_change_from_the_whole() -> None:
    told = "12345热线受理诉求36.5万件，日均1000件，同比增长12%。"
    assert metrics_of(told)[:3] == ["hotline_requests", None, "hotline_requests"]


def test_a_trend_in_the_clause_before_gives_later_changes_their_noun() -> None:
    assert metrics_of("行政机关败诉率呈下降趋势，其中2016年下降2.3个百分点。") == ["litigation_loss_rate"]


def test_the_second_of_two_figures_in_one_breath_may_have_the_noun() -> None:
    assert metrics_of("组织6批次126名任前法律知识考试。") == [None, "law_exam_people"]


def test_what_a_bracket_tells_is_told_in_it() -> None:
    told = "上半年受理行政复议案件96件，下半年受理120件（其中涉企18件），审结110件。"
    assert metrics_of(told)[1:] == [
        "reconsideration_accepted",
        "reconsideration_enterprise",
        "reconsideration_concluded",
    ]


def test_tasks_that_a_plan_counts_have_no_noun_of_the_clause_before() -> None:
    assert metrics_of("落实“高效办成一件事”部署，3项重点牵头任务按时完成。") == [None]


def test_what_was_said_at_a_study_is_no_study() -> None:
    assert metrics_of("各党委成员围绕学习习近平法治思想作研讨发言6次。") == [None]


def test_what_a_change_is_measured_against_may_be_told_in_many_ways() -> None:
    for against in ("相较于2016年", "较之2016年", "对比2016年"):
        assert metrics_of(f"败诉率为12.6%，{against}上升了1.2个百分点。")[1] == "litigation_loss_rate"


def test_the_growth_of_a_stock_and_its_rank_are_not_those_of_the_new_ones() -> None:
    text = "全市市场主体41.6万户，当年新增5.2万户，总量增长9%，居全省第5位。"
    stock, new, growth, _past, rank = metrics_of(text)
    assert (stock, new, growth, rank) == ("market_entities", "market_entities_new", stock, stock)


def test_a_word_closes_the_search_for_its_own_kind_where_the_figure_has_a_noun() -> None:
    told = "政务服务中心新承接权限16项，进驻事项共计436项。"
    assert metrics_of(told)[-1] == "service_items"
    assert metrics_of("行政诉讼审结96件。受理非诉行政执行案件26件，审结26件。")[-1] is None


def test_what_is_said_again_without_a_count_closes_nothing() -> None:
    assert metrics_of("党政主要负责人带头尊法、学法，全年组织集体学法16次。") == ["group_study_sessions"]
    assert metrics_of("一般程序立案26起，简易程序立案96起。")[-1] is None


def test_a_clause_may_say_what_the_figure_before_it_counts() -> None:
    told = "3.6万件，是政务大厅全年的办件量；0件，是本镇行政诉讼败诉案件数。"
    assert metrics_of(told) == ["service_cases_handled", "litigation_lost"]
    assert metrics_of("96.3%——行政机关负责人出庭应诉率创新高。") == ["appearance_rate"]
    assert metrics_of("收到行政复议申请360件，是上年的1.2倍。")[0] == "reconsideration_received"


def test_how_often_a_deed_was_done_is_no_count_of_those_to_whom_it_was_done() -> None:
    assert metrics_of("对辖区26家网吧、书店和旅馆检查36次。") == ["entities_inspected", None]
    assert metrics_of("对26家网吧罚款3万元。") == [None, "penalty_amount"]


def test_of_those_that_are_begun_a_figure_says_less_than_of_all() -> None:
    assert metrics_of("承接上级赋权执法事项96项，目前已开展26项。") == ["approvals_delegated", None]


def test_what_the_next_of_a_list_studied_is_not_what_the_first_did() -> None:
    assert metrics_of("开展党委中心组专题学习16次、专题法治学习9次。") == [None, "group_study_sessions"]
    assert metrics_of("受理36件、审结26件行政复议案件。")[0] == "reconsideration_accepted"


def test_an_amount_behind_how_many_were_fined_is_what_they_paid() -> None:
    assert metrics_of("公安机关罚款3600人次、金额126万元。")[-1] == "penalty_amount"


def test_what_a_subject_serves_does_not_hide_it() -> None:
    told = "行政复议纠错率下降2.6个百分点，行政复议成为法治建设的“助推器”。制发意见书、建议书96份。"
    assert metrics_of(told)[-1] == "reconsideration_opinions"


def test_names_in_quotes_bar_nothing_though_they_hold_words_that_are_known() -> None:
    assert metrics_of("在门户网站“政务公开标准目录”发布信息126条。") == ["disclosures"]


def test_words_that_only_lead_on_to_the_next_figure_are_its_own() -> None:
    assert metrics_of("防止民转刑案件14件涉及39人。") == [
        "mediation_crime_cases_prevented",
        "mediation_crime_people_prevented",
    ]


def test_what_a_multiple_compares_with_is_not_what_is_spoken_of() -> None:
    text = "行政复议机构收案960件，为同期一审行政诉讼收案数的1.6倍；受理871件，审结820件。"
    assert metrics_of(text) == [
        "reconsideration_received",
        None,
        "reconsideration_accepted",
        "reconsideration_concluded",
    ]


def test_a_share_of_no_figure_is_of_what_the_clause_before_tells() -> None:
    assert metrics_of("各镇均聘请法律顾问，覆盖率93%。") == ["legal_adviser_coverage"]
    assert metrics_of("各镇均配备公职律师，覆盖率93%。") == [None]


def test_those_whom_another_figure_counts_did_nothing() -> None:
    text = "全市公职律师310名，组织执法骨干培训班9期。"
    assert metrics_of(text) == ["public_lawyers", "training_sessions"]


def test_a_share_of_cases_is_no_share_of_services() -> None:
    text = "政务服务办件360万件（其中网上办理294万件，占81.7%）。"
    assert metrics_of(text) == ["service_cases_handled", None, None]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("网上可办事项864项，占事项总数的86%。", "online_share"),
        ("网上可办事项864项，占全省的6%。", None),
        ("网上可办事项864项。占事项总数的86%。", None),
        ("维持行政复议案件12件，占19%。", None),
    ],
    ids=["of the whole", "of the region's", "a sentence of its own", "no rate of its name"],
)
def test_a_share_is_of_the_rate_that_its_count_names(text: str, share: str | None) -> None:
    assert metrics_of(text)[-1] == share


@pytest.mark.parametrize(
    ("parts", "links"),
    [
        ("撤销15件、调解和解25件，占比分别为15%、25%", [None, "reconsideration_settlement_rate"]),
        ("调解和解25件、撤销15件，分别占25%、15%", ["reconsideration_settlement_rate", None]),
    ],
    ids=["the second", "the first"],
)
def test_of_shares_that_are_dealt_out_each_is_of_its_own_count(parts: str, links: list[str | None]) -> None:
    assert metrics_of(f"审结行政复议案件100件，其中{parts}。")[-2:] == links


def test_a_body_s_part_counted_in_another_unit_is_its_own() -> None:
    text = "全市查处违法案件5200起，其中市城管局作出行政处罚340件。"
    assert metrics_of(text) == ["penalty_cases", "penalty_cases"]


def test_of_matches_that_tie_the_one_told_nearest_is_taken() -> None:
    text = "组织旁听庭审36人次；学法用法考试进展顺利，实际参加320人。"
    assert metrics_of(text) == ["court_hearing_attendance", "law_exam_people"]
    text = "矛盾纠纷化解方面：复议机关收到复议申请96件，不予受理5件，受理88件。"
    assert metrics_of(text)[-1] == "reconsideration_accepted"


def test_offices_are_nothing_that_was_told_before() -> None:
    text = "审议法治议题13个；10个县和38个市级部门提交了法治政府建设报告。"
    assert metrics_of(text) == ["topics_studied", None, None]


def test_a_heading_on_litigation_tells_what_courts_took_in() -> None:
    text = "一、行政审判工作\n全市法院2020年收案812件，结案790件。"
    assert metrics_of(text) == ["litigation_cases", "litigation_concluded"]
    assert metrics_of("全市法院2020年收案812件，结案790件。") == [None, None]


def test_a_heading_tells_nothing_of_what_the_sentence_has_told_otherwise() -> None:
    text = "一、行政诉讼\n全市法院审结涉旅游行政案件126件，以调解撤诉方式结案31件。"
    assert metrics_of(text) == [None, None]


def test_the_months_of_a_year_are_no_unknown_word() -> None:
    assert metrics_of("2023年1-9月收到行政复议申请126件。") == ["reconsideration_received"]


def test_a_trend_before_a_bracket_gives_the_change_in_it_its_noun() -> None:
    text = "一审行政案件略有下降（同比下降11.4%），二审行政案件激增（同比增长62%）。"
    assert metrics_of(text) == ["litigation_first_instance", "litigation_second_instance"]


def test_a_hotline_that_is_pointed_back_at_is_the_one_before() -> None:
    text = "“12348”公共法律服务热线累计解答咨询3.6万人次。该热线群众满意率达99%。"
    assert metrics_of(text) == ["legal_consultations", None]


def test_those_chosen_have_the_words_behind_all_of_whom_they_are_chosen() -> None:
    assert metrics_of("从36个申报项目中评选9个法治政府建设示范项目。") == [None, "model_projects"]
    assert metrics_of("在全市36家部门依法行政考核中排名第9。")[-1] == "assessment_rank"


def test_an_example_before_a_figure_narrows_nothing_that_the_noun_behind_it_counts() -> None:
    assert metrics_of("开展依法行政示范创建，确定河道联防体系等12个示范项目。") == ["model_projects"]


def test_bodies_whose_papers_are_drawn_are_no_papers() -> None:
    assert metrics_of("对12个部门随机抽取的36本案卷进行评查。") == [None, "files_reviewed"]


def test_files_have_the_words_of_the_bodies_that_they_are_of() -> None:
    assert metrics_of("开展案卷评查活动，共抽查26家单位126卷。") == [None, "files_reviewed"]
    assert metrics_of("抽查26家单位126次。")[0] == "entities_inspected"


def test_what_work_looks_at_is_no_other_thing_done_so_often() -> None:
    assert metrics_of("开展法治政府建设督察，并围绕突出问题开展6次专项督察。") == ["inspections"]
    assert metrics_of("围绕突出问题、审批事项等开展法治培训6期。") == ["training_sessions"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("政务公开情况\n“甲县医保”微信公众号粉丝12万人，全年发布信息26篇。", None),
        ("政务公开情况\n依托政府网站和微信公众号，及时回应关切，全年发布信息26篇。", "disclosures"),
    ],
    ids=["of one outlet", "of the site, too"],
)
def test_what_one_outlet_put_out_is_not_all(text: str, metric: str | None) -> None:
    assert metrics_of(text)[-1] == metric


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("市信访局办理人大代表建议36件。", "congress_proposals"),
        ("市审计局审查合同36份。", "contracts_reviewed"),
        ("市政务服务管理局清理规范性文件36件。", "normative_documents_cleaned"),
        ("区行政审批服务中心办理行政复议案件36件。", "reconsideration_handled"),
        ("全市各级行政执法机关清理规范性文件36件。", "normative_documents_cleaned"),
        ("市公安局查处违法案件36件。", None),
        ("协助市市场监管局查办案件36件。", None),
    ],
)
def test_the_name_of_the_body_that_did_a_deed_bars_nothing(text: str, metric: str | None) -> None:
    assert metrics_of(text) == [metric]
