"""From the words round a figure to its metric: sentences as reports word them, over a small catalogue."""

from collections.abc import Callable

import pytest

from tests.transform.linking.conftest import Link
from warehouse.records import Certainty, LinkBasis, Reading


@pytest.mark.parametrize(
    "text",
    [
        "收到行政复议申请703件。",
        "行政复议申请收到703件。",
        "全市共收到复议申请703件。",
        "703件行政复议申请已收到。",
        "收到行政复议案件703件。",
    ],
    ids=["verb first", "noun first", "other names", "figure first", "another noun"],
)
def test_a_frame_holds_in_any_order(link: Link, text: str) -> None:
    assert link(text) == {"703件": "received"}


def test_the_title_of_a_list_names_what_a_later_clause_counts(link: Link) -> None:
    assert link("公布《规章目录》，废止7件。") == {"7件": "rules_repealed"}
    assert link("公布《规章制定办法》，废止7件。") == {"7件": None}
    assert link("废止《规章目录》等7件。") == {"7件": None}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("审查3件部门规章7件。", [None, "rules_reviewed"]),
        ("对3件单位7件规章进行审查。", [None, "rules_reviewed"]),
    ],
    ids=["with the deed before", "with the noun behind"],
)
def test_whom_it_was_done_to_is_not_what_is_counted(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("审查提案、申请等规章7件。", "rules_reviewed"),
        ("审查提案、申请、规章7件。", None),
        ("审查提案、申请等7件规章。", "rules_reviewed"),
        ("审查提案等规章7件。", None),
        ("审查提案、二审等规章7件。", None),
        ("审查财政、人事等规章7件。", "rules_reviewed"),
        ("审查财政、人事等规范性文件7件。", None),
        ("检查提案、申请等企业7家。", None),
    ],
    ids=[
        "a list and its noun",
        "a list alone",
        "the noun behind",
        "no list",
        "a part",
        "unknown words",
        "a noun not of all",
        "a noun of any list",
    ],
)
def test_the_noun_behind_a_list_tells_what_is_counted(link: Link, text: str, metric: str | None) -> None:
    assert list(link(text).values()) == [metric]


@pytest.mark.parametrize(("word", "first"), [("参加", "rules_reviewed"), ("会同", None)])
def test_what_people_take_part_in_is_of_them_too(link: Link, word: str, first: str | None) -> None:
    assert list(link(f"3件{word}审查规章7件。").values()) == [first, "rules_reviewed"]


@pytest.mark.parametrize("of", ["规章", "规章（规章）"])
def test_a_deed_that_leads_on_to_the_next_figure_is_that_ones(link: Link, of: str) -> None:
    assert link(f"3件{of}审查规范性文件7件。")["3件"] is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("收到行政复议申请表703件。", "a word that the lexicon does not know"),
        ("收到二审行政复议申请703件。", "a part that the frame does not name"),
        ("未收到行政复议申请703件。", "a deed that was not done"),
        ("收到行政复议规章703件。", "a thing that the frame does not name"),
        ("行政复议申请703件。", "no act"),
        ("收到行政复议申请703次。", "another unit"),
        ("领域收到行政复议申请703件。", "the field holds for all of the sentence"),
        ("公安机关收到行政复议申请703件。", "another doer"),
    ],
)
def test_what_bars_a_link(link: Link, text: str, why: str) -> None:
    assert set(link(text).values()) == {None}, why


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("【规章审查】制定规章3件。", ["rules_issued"]),
        ("【行政复议】受理612件。", ["accepted"]),
        ("【行政诉讼】受理612件。", [None]),
        ("行政复议受理（不含撤销、变更后的）612件。", ["accepted"]),
        ("行政复议受理（以撤销、变更等方式）共612件。", ["accepted"]),
        ("行政复议（含受理的）612件。", [None]),
        ("行政复议受理（含二审）612件。", ["accepted"]),
        ("审查规章（含行政复议）3件。", [None]),
        ("审查14个部门的规章3件。", [None, "rules_reviewed"]),
        ("审查14个部门的规章。", ["rules_reviewed"]),
        ("对3件规章审查。", ["rules_reviewed"]),
        ("对3件规章审查 调整率", ["rules_reviewed"]),
        ("对3件规章审查进行调整。", [None]),
    ],
    ids=[
        "a short heading is not the figure's own words",
        "but gives the subject",
        "or another one",
        "what a bracket explains is passed over",
        "so it is before a total",
        "a bracket adds nothing",
        "what it includes is no part",
        "a noun that it includes is counted",
        "bodies are counted, and then their things",
        "unless these are not counted",
        "the words after a figure",
        "up to the blank in a headline",
        "a count of changes",
    ],
)
def test_what_stands_round_a_figure(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


def test_unknown_words_are_told_with_the_metric_that_they_bar(
    read_small: Callable[[str], Reading],
) -> None:
    reading = read_small("收到行政复议申请表703件。")
    assert [(issue.kind, issue.words) for issue in reading.issues] == [("unknown words", "表")]
    assert reading.statements[0].suggestions == ("x.received",)


@pytest.mark.parametrize(
    "text",
    [
        "收到“码上办”行政复议申请703件。",
        "收到“老娘舅行政复议申请”703件。",
        "703件行政复议“码上办”申请已收到。",
    ],
    ids=["a whole name", "a name that goes on", "after the figure"],
)
def test_names_in_quotes_bar_nothing(link: Link, text: str) -> None:
    assert link(text) == {"703件": "received"}


def test_open_frames_let_unknown_words_stand(link: Link) -> None:
    assert link("县长带头学法5次。") == {"5次": "study"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("收到行政复议申请703件，受理612件，审结587件。", ["received", "accepted", "concluded"]),
        ("收到行政复议申请703件。受理612件。", ["received", "accepted"]),
        ("行政复议工作。\n受理612件。", ["accepted"]),
        ("行政诉讼案件90件，受理612件。", ["litigation", None]),
        ("收到行政复议申请703件，行政诉讼案件90件，受理612件。", ["received", "litigation", None]),
        ("收到行政复议申请703件，率高于行政诉讼，受理612件。", ["received", "accepted"]),
        ("（一）行政复议受理612件。", ["accepted"]),
        ("制定规章3件，废止2件。", ["rules_issued", "rules_repealed"]),
        ("废止规章3件、规范性文件12件。", ["rules_repealed", "documents_repealed"]),
        ("在行政复议领域，全年受理612件。", ["accepted"]),
        ("城管领域行政复议，全年受理612件。", [None]),
        ("废止规章3件，规范性文件12件。", ["rules_repealed", "documents_repealed"]),
        ("废止规章3件，规范性文件12份。", ["rules_repealed", "documents_repealed"]),
        ("废止规章3件，其中规范性文件2件。", ["rules_repealed", None]),
        ("废止规章3件，学法次数和规范性文件12次。", ["rules_repealed", None]),
        ("废止规章3件，规范性文件12件的清理。", ["rules_repealed", None]),
        ("收到行政复议申请703件、受理612件、二审案件9件。", ["received", "accepted", None]),
    ],
    ids=[
        "a subject is taken from the clause before",
        "and from the sentence before",
        "and from the paragraph before",
        "a rival closes the search",
        "the nearest decides",
        "not what is compared with",
        "the number of a paragraph is no word",
        "a thing is taken over like a subject",
        "an act is shared within its list",
        "a subject's own field is no part of it",
        "another one is",
        "with commas too, where the clause is a noun and its figure",
        "in units that papers share",
        "not of a part",
        "nor in another unit",
        "nor where more is said",
        "what stands beyond another figure narrows nothing",
    ],
)
def test_what_is_taken_from_before(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    "text",
    [
        "一、行政复议\n受理612件。",
        "（一）行政复议\n（1）情况。受理612件。",
        "行政复议情况\n受理612件。\n行政诉讼情况\n案件90件。",
        "行政复议有关数据如下：\n1.受理612件。\n2.审结587件。",
        "行政复议情况\n·行政诉讼案件90件。\n·受理612件。",
    ],
    ids=["numbered", "the one above it", "without a number", "what opens a list", "to each of a list"],
)
def test_headings_give_the_subject(link: Link, text: str) -> None:
    assert link(text)["612件"] == "accepted"


def test_a_new_heading_closes_the_one_before(link: Link) -> None:
    text = "行政复议情况\n受理612件。\n行政诉讼情况\n受理75件。"
    assert link(text) == {"612件": "accepted", "75件": None}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("受理行政复议案件612件，同比增长5%。", ["accepted", "accepted"]),
        ("受理行政复议案件612件，二审行政诉讼案件90件，同比增长5%。", ["accepted", None, None]),
        ("受理行政复议案件612件，审结587件，同比分别增长5%、7%。", ["accepted", "concluded"] * 2),
        ("受理行政复议案件612件（去年同期580件），审结587件。", ["accepted", "accepted", "concluded"]),
        ("受理行政复议案件612件，撤销12件，占2.04%。", ["accepted", "overturned", "overturn_rate"]),
        ("罚款3万元，增长5%。", ["fines", "fines"]),
        ("罚款增长5%。", [None]),
    ],
    ids=[
        "a change",
        "of no link, no link",
        "dealt out",
        "last year's in brackets",
        "a share",
        "of an amount",
        "of what the unit alone would tell",
    ],
)
def test_changes_and_companions(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("受理行政复议案件612件，其中受理城管案件100件。", ["accepted", None]),
        ("受理行政复议案件612件，其中市本级受理100件。", ["accepted", "accepted"]),
        ("受理行政复议案件612件，审结7件，其中市局受理100件，审结6件。", ["accepted", "concluded"] * 2),
        ("提案办结9件。其中市本级办结4件，全县办结5件。", ["proposals"] * 3),
        ("提案办结9件。其中审结4件。", ["proposals", None]),
        ("受理行政复议案件612件（行政复议受理300件、行政复议受理312件）。", ["accepted", None, None]),
        ("行政复议撤销30件，其中撤销12件，占4%，同比下降1个百分点。", ["overturned", None, None, None]),
    ],
    ids=[
        "what the lexicon does not know",
        "a part that a body owns keeps it",
        "in the clauses behind it too",
        "places that did a part of it",
        "nobody's part",
        "parts that sum to the whole",
        "what leans on a part, and on that",
    ],
)
def test_parts_and_wholes(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


def test_a_sum_over_kinds_speaks_for_the_list(link: Link) -> None:
    assert link("行政复议撤销、变更12件。") == {"12件": None}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("召开常务会议5次，研究法治建设工作。", "meetings"),
        ("召开5次常务会议，研究法治建设工作。", "meetings"),
        ("召开常务会议5次，研究防汛、法治建设工作。", None),
        ("召开常务会议5次，法治建设成效明显。", None),
        ("召开常务会议5次，研究法治建设议题26个。", None),
        ("召开常务会议5次。研究法治建设工作。", None),
    ],
    ids=[
        "what it studied",
        "figure first",
        "another thing first",
        "no study",
        "figures of their own",
        "apart",
    ],
)
def test_a_meeting_is_of_what_the_next_clause_says_it_studied(
    link: Link, text: str, metric: str | None
) -> None:
    assert link(text)["5次"] == metric


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("审查120件，其中规章30件、规范性文件90件。", [None, "rules_reviewed", "documents_reviewed"]),
        ("审查120件，其中规章30件，规范性文件90件。", [None, "rules_reviewed", "documents_reviewed"]),
        ("审查120件，其中废止规章30件。", [None, "rules_repealed"]),
        ("废止120件，其中规章30件。", [None, None]),
        ("对30件规章、90件规范性文件进行审查。", ["rules_reviewed", "documents_reviewed"]),
        ("30件规章收到、90件规范性文件被审查。", [None, "documents_reviewed"]),
        (
            "废止规章30件（含审查规章2件）、规范性文件90件。",
            ["rules_repealed", "rules_reviewed", "documents_repealed"],
        ),
    ],
    ids=[
        "parts share the deed of the whole",
        "over commas",
        "a deed of their own",
        "nor every deed",
        "members share the deed, not the last one's noun",
        "nor the deed where they have one",
        "nor one told in a bracket",
    ],
)
def test_parts_share_a_deed(link: Link, text: str, links: list[str | None]) -> None:
    assert list(link(text).values()) == links


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("受理行政复议案件612件。", LinkBasis.OWN),
        ("行政复议机关办理有力，受理612件。", LinkBasis.SENTENCE),
        ("一、行政复议\n受理612件。", LinkBasis.HEADING),
    ],
)
def test_a_link_tells_what_it_rests_on(
    read_small: Callable[[str], Reading], text: str, basis: LinkBasis
) -> None:
    (statement,) = read_small(text).statements
    assert statement.link_basis is basis
    assert statement.certainty in Certainty


def test_what_has_no_link_rests_on_nothing(read_small: Callable[[str], Reading]) -> None:
    (statement,) = read_small("拆除锅炉612台。").statements
    assert (statement.link_basis, statement.certainty, statement.suggestions) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("行政复议规章受理612件。", ("x.accepted",)),
        ("行政复议受理情况，规章不多，共612件。", ("x.accepted",)),
        ("行政复议未受理612件。", ()),
        ("行政复议规章受理612条。", ()),
        ("规章612件。", ()),
    ],
    ids=["a word bars", "no noun of its own", "a part is no whole", "another unit", "too little is said"],
)
def test_what_has_no_link_may_be_what_its_words_come_near_to(
    read_small: Callable[[str], Reading], text: str, suggestions: tuple[str, ...]
) -> None:
    (statement,) = read_small(text).statements
    assert (statement.metric, statement.suggestions) == (None, suggestions)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全市法治建设提案12个。", "questions"),
        ("全市法治建设。提案12个。", None),
        ("全市行政诉讼。提案12个。", "questions"),
    ],
    ids=["the metric's reach", "beyond it", "the frame's own"],
)
def test_a_frame_may_reach_farther_than_its_metric(link: Link, text: str, metric: str | None) -> None:
    assert link(text)["12个"] == metric


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("行政复议受理9件，二审复议案件受理7件，申请收到5件。", "received"),
        ("行政复议受理9件，二审复议案件受理7件，收到5件。", None),
        ("行政复议受理9件。二审复议案件受理7件。申请收到5件。", "received"),
    ],
    ids=["a noun of its own", "none", "in sentences"],
)
def test_a_subject_is_taken_from_before_a_narrowed_clause(link: Link, text: str, last: str | None) -> None:
    assert link(text)["5件"] == last


def test_a_heading_on_a_field_makes_no_part_of_what_follows(link: Link) -> None:
    assert link("五、工作方面\n收到行政复议申请9件，受理6件。")["6件"] == "accepted"


def test_a_few_words_that_head_a_paragraph_are_near(link: Link) -> None:
    assert link("规范性文件。全年废止9件。") == {"9件": "documents_repealed"}
