"""What holds for the parts of a whole, and for what stands behind them."""

from collections.abc import Callable

import pytest

from tests.transform.linking.conftest import Link
from warehouse.records import Reading


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("起草规章9件（其中制定规章3件，废止规章2件）。", [None, None, None]),
        ("起草规章9件，其中制定规章3件。", [None, None]),
        ("起草规章9件（其中制定规章3件），废止规章2件。", [None, None, "rules_repealed"]),
        ("起草规章9件，其中制定规章3件；废止规章2件。", [None, None, "rules_repealed"]),
        ("起草规章9件。制定规章3件。", [None, "rules_issued"]),
    ],
    ids=["in a bracket", "after 其中", "to the bracket's end", "to ；", "to the sentence's end"],
)
def test_what_is_not_done_yet_holds_for_its_parts(link: Link, text: str, links: list[str | None]) -> None:
    assert [metric for figure, metric in link(text).items()] == links


@pytest.mark.parametrize(
    ("text", "fines"),
    [
        ("案件31起，其中简易28起，共罚款3万元。", None),
        ("案件31起，其中简易28起，未3起，共罚款3万元。", "fines"),
        ("案件31起，共罚款3万元。", "fines"),
        ("案件31起，其中简易28起。共罚款3万元。", "fines"),
        ("案件31起。其中，简易28起，罚款3万元。", None),
        ("受理行政复议31件。其中，受理行政复议28件，罚款3万元。", None),
        ("受理行政复议31件，其中市司法局受理28件，罚款3万元。", "fines"),
    ],
    ids=[
        "of the one part",
        "of several, so of all",
        "of the whole",
        "a sentence of its own",
        "of the sentence before",
        "of a part that only 其中 tells",
        "of a body",
    ],
)
def test_an_amount_behind_a_part_is_of_the_part(link: Link, text: str, fines: str | None) -> None:
    assert link(text)["3万元"] == fines


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("受理行政复议案件9件，其中受理案件3批。", None),
        ("受理行政复议案件9件，其中市司法局受理案件3批。", "accepted"),
        ("受理行政复议案件9件，全年受理案件3批。", "accepted"),
    ],
    ids=["after 其中", "of a body of its own", "no part"],
)
def test_a_part_in_another_unit_is_a_part(link: Link, text: str, part: str | None) -> None:
    assert link(text) == {"9件": "accepted", "3批": part}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("受理复议案件9件，审结8件。其中，6个区（县）受理复议案件5件，审结4件。", ["accepted", "concluded"]),
        ("受理复议案件9件，审结8件。其中，受理复议案件5件；市司法局审结4件。", [None, "concluded"]),
        ("受理复议案件9件，审结8件。其中，受理复议案件5件；审结4件。", [None, None]),
    ],
    ids=["counted places", "a body that ； opens", "no body"],
)
def test_parts_of_bodies_keep_their_links(link: Link, text: str, links: list[str | None]) -> None:
    found = link(text)
    assert [found["5件"], found["4件"]] == links


def test_a_sentence_of_parts_is_of_the_body_that_the_one_before_names(
    read_small: Callable[[str], Reading],
) -> None:
    reading = read_small("市司法局受理行政复议案件9件。其中，受理行政复议案件3件。受理行政复议案件5件。")
    assert [s.scope for s in reading.statements] == ["市司法局", "市司法局", None]
    assert [s.metric for s in reading.statements] == ["x.accepted", None, "x.accepted"]


def test_a_rate_in_a_sentence_of_parts_is_of_a_part(link: Link) -> None:
    rates = link("行政复议撤销率8%。其中，变更率6%。")
    assert rates == {"8%": "overturn_rate", "6%": None}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("检查企业12家、网吧9家。", [None, None]),
        ("检查企业12家、书店4家、网吧9家。", [None, None, None]),
        ("检查企业12家，检查网吧9家。", ["firms", None]),
        ("检查网吧12家，检查企业9家。", [None, None]),
        ("检查企业9家，检查网吧12家。", [None, None]),
        ("检查企业9家。检查网吧12家。", ["firms", "firms"]),
        ("检查企业余姚市12家、慈溪市9家。", ["firms", "firms"]),
    ],
    ids=["kinds", "one unknown", "of every kind", "neither", "fewer than a kind", "sentences", "places"],
)
def test_bodies_that_a_sentence_counts_by_kind_are_parts(
    link: Link, text: str, links: list[str | None]
) -> None:
    assert [metric for _, metric in link(text).items()] == links


def test_parts_told_hundreds_of_times_in_one_sentence_stay_parts(
    read_small: Callable[[str], Reading],
) -> None:
    reading = read_small("起草规章9件（其中制定规章3件），废止规章3件，" * 300)
    assert [s.metric for s in reading.statements] == [None, None, "x.rules_repealed"] * 300


def test_a_bracket_ends_with_its_body_and_its_year_is_that_of_the_whole(
    read_small: Callable[[str], Reading],
) -> None:
    read = read_small("受理行政复议96件（其中市司法局受理80件），审结90件。").statements
    assert [one.scope for one in read] == [None, "市司法局", None]
    read = read_small("完成2016年度述法96名（其中现场述法12名）。").statements
    assert [one.year for one in read] == [2016, 2016]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("余姚市受理二审诉讼案件9件，慈溪市受理5件。", "second_instance"),
        ("余姚市受理二审诉讼案件9件，上升8%，慈溪市受理5件。", "second_instance"),
        ("余姚市受理二审诉讼案件9件，慈溪市收到5件。", None),
        ("余姚市受理二审诉讼案件9件，受理5件。", None),
        ("受理二审诉讼案件9件，慈溪市受理5件。", None),
        ("余姚市受理二审诉讼案件9件，慈溪市罚款5件。", None),
    ],
    ids=["the same deed", "past a change", "another deed", "no place", "no place before", "another noun"],
)
def test_another_place_says_the_same_deed_alone(link: Link, text: str, last: str | None) -> None:
    assert link(text)["5件"] == last


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("审查9件（规章5件）。", "rules_reviewed"),
        ("审查9件（略），规章5件。", None),
        ("收到9件（规章5件）。", None),
    ],
    ids=["in the bracket", "behind it", "another deed"],
)
def test_the_deed_of_a_whole_is_that_of_its_parts_in_a_bracket(
    link: Link, text: str, part: str | None
) -> None:
    assert link(text)["5件"] == part


def test_what_bodies_hand_in_is_dealt_with_and_not_they(link: Link) -> None:
    assert link("检查9家企业的情况。检查5家企业的请求。") == {"9家": "firms", "5家": None}


def test_bodies_named_alone_have_the_deed_of_the_whole(link: Link) -> None:
    text = "受理行政复议案件36件，其中交通局9件、水利局6件。"
    assert link(text) == {"36件": "accepted", "9件": "accepted", "6件": "accepted"}


def test_a_bracket_that_holds_a_figure_parts_no_noun_from_its_own(link: Link) -> None:
    assert link("受理行政复议案件（含调整3件）共36件。")["36件"] == "accepted"
    assert link("受理行政复议案件（含调整3件），36件。")["36件"] is None


def test_a_clause_that_speaks_of_all_tells_the_deed(link: Link) -> None:
    assert link("行政复议案件36件，全部受理。") == {"36件": "accepted"}
    assert link("制定规章6件，均废止。") == {"6件": "rules_issued"}
