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
