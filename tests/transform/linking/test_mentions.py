"""Where a text names concepts: the longest word at each place, lists joined, titles and dates passed over."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.linking.mentions import Scanner, make_scanner
from warehouse.lexicon import build_lexicon

LEXICON = {
    "subject": {"reconsideration": ["(行政)?复议"]},
    "act": {"overturned": ["撤销", "变更"], "issued": ["制定"]},
    "thing": {"document": ["规范性文件"], "rule": ["规章"], "body": ["复议委员会"]},
    "sum": {"papers": ["document", "rule"]},
    "pair": {"any_overturned": ["overturned"]},
    "generic": {"law_title": [], "party_title": []},
    "filler": {"filler": ["依法", "共"]},
}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return make_scanner(build_lexicon([("here", LEXICON)]))


def named(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    mentions = scanner.scan(text, 0, len(text))
    return [(text[m.start : m.end], "/".join(sorted(m.concepts))) for m in mentions if m.concepts]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("依法行政复议", [("行政复议", "reconsideration")]),
        ("行政复议委员会", [("行政复议", "reconsideration")]),
        ("设立复议委员会", [("复议委员会", "body")]),
        ("制定规章和规范性文件", [("制定", "issued"), ("规章和规范性文件", "papers")]),
        ("制定规章、各类规范性文件", [("制定", "issued"), ("规章、各类规范性文件", "papers")]),
        ("撤销、变更", [("撤销、变更", "overturned")]),
        ("规章3件、规范性文件", [("规章", "rule"), ("规范性文件", "document")]),
        ("《复议委员会规章》和规范性文件", [("规范性文件", "document")]),
        ("《行政复议法》", [("《行政复议法》", "law_title")]),
        ("《制定规章目录（本级）》", [("《制定规章目录（本级）》", "rule")]),
        ("《中国共产党巡视条例》", [("《中国共产党巡视条例》", "party_title")]),
        ("《行政复议意见书》", [("行政复议", "reconsideration")]),
        ("《复议委员会工作证》", [("复议委员会", "body")]),
        ("2017年规章", [("规章", "rule")]),
        ("", []),
    ],
    ids=[
        "a filler names nothing",
        "the leftmost word wins",
        "the longest word wins",
        "a list of kinds is their sum",
        "however it is joined",
        "a pair speaks with its first",
        "a figure in between parts them",
        "a document's title tells nothing of what is counted",
        "a law's title tells that it is one",
        "a list's title tells what is on it, and not what was done",
        "the party's rules are no law",
        "but a paper's name does",
        "so does a card's",
        "nor does a date",
        "nothing",
    ],
)
def test_mentions(scanner: Scanner, text: str, mentions: list[tuple[str, str]]) -> None:
    assert named(scanner, text) == mentions


@given(st.text(alphabet="行政复议撤销变更制定规章规范性文件共、和《》2017年", max_size=60))
def test_mentions_stand_in_order_and_apart(text: str) -> None:
    scanner = make_scanner(build_lexicon([("here", LEXICON)]))
    mentions = scanner.scan(text, 0, len(text))
    assert all(one.end <= other.start for one, other in zip(mentions, mentions[1:], strict=False))
    assert all(0 <= one.start < one.end <= len(text) for one in mentions)


def test_many_stretches_are_scanned_as_each_is_alone(scanner: Scanner) -> None:
    text = "收到行政复议9件，《规章汇编》2017年撤销3件、变更2件"
    spans = [(0, 9), (4, 4), (9, len(text)), (0, len(text))]
    assert scanner.scan_all(text, spans) == [scanner.scan(text, *span) for span in spans]


def test_a_hundred_thousand_characters_are_scanned(scanner: Scanner) -> None:
    text = "".join(random.Random(3).choices("行政复议撤销变更规章《》、", k=100_000))
    assert scanner.scan(text, 0, len(text))
