"""Members of a list, and the noun and the deed that each is read with: by the packaged catalogue."""

import pytest

from tests.transform.linking.conftest import metrics_of


@pytest.mark.parametrize(
    "text",
    [
        "出台3部地方性法规、2部政府规章。",
        "出台3部地方性法规，2部政府规章。",
        "制定《甲市停车条例》等3部地方性法规、《甲市公园办法》等2部政府规章。",
        "制定《甲市停车条例》等3部地方性法规，《甲市公园办法》《甲市绿化办法》等2部政府规章。",
    ],
    ids=["、", "，", "titles", "titles, ，"],
)
def test_members_of_a_list_that_the_figures_open_have_each_its_own_noun(text: str) -> None:
    assert metrics_of(text) == ["local_regulations_adopted", "government_rules_issued"]


def test_what_stands_behind_a_comma_is_a_member_only_where_it_is_a_noun() -> None:
    assert metrics_of("审查12件合同，5件文件。") == ["contracts_reviewed", "documents_reviewed"]
    assert metrics_of("审查12件合同，5件文件存在问题。")[1] is None


def test_the_parts_in_a_bracket_share_the_deed_of_the_whole() -> None:
    text = "开展合法性审查173件（规范性文件52件、协议97件、重大决策24件），办理信访件86件。"
    kinds = ["documents_reviewed", "contracts_reviewed", "major_decisions_reviewed"]
    assert metrics_of(text) == ["legality_reviews_total", *kinds, "petitions"]


def test_what_law_one_member_was_on_is_not_lent_to_the_next() -> None:
    assert metrics_of("举办机关干部法治报告会3场、公务员轮训班4期。") == ["training_sessions", None]


def test_a_noun_that_is_a_deed_too_is_one_right_before_its_count() -> None:
    assert metrics_of("审核规范性文件36件、备案14件、清理22件、废止3件。") == [
        "documents_reviewed",
        "normative_documents_filed_total",
        "normative_documents_cleaned",
        "normative_documents_repealed",
    ]
    assert metrics_of("开展跨部门跨领域协同执法360次，检查企业1260家。")[-1] == "entities_inspected"
