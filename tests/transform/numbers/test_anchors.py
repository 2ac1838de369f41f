"""Which patterns can match a text at all, by words that each of their matches holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.numbers.anchors import anchors_of, index_patterns
from transform.numbers.exclusions import named_spans


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("败诉率", {"败诉率"}),
        ("(收到|新收).", {"收到", "新收"}),
        ("(收到|新收)申请", {"申请"}),
        ("复议.*(收到|新收)?", {"复议"}),
        ("(?:上|下)半年", {"半年"}),
        ("[双两]随机、?一公开", {"一公开"}),
        ("[编章篇](?=、)", {"编", "章", "篇"}),
        (r"\d{1,2}[:：]\d{2}", {":", "："}),
        ("[编章篇]?", None),
        ("[^编章篇]", None),
        ("[一-篇]", None),
        (r"[\d编]", None),
        ("(?<![公])约定(?=书)", {"约定"}),
        ("a{2,3}案件", {"a案件"}),
        (r"\d{15,18}", None),
        ("(案件)?", None),
        ("x|.*", None),
    ],
)
def test_words_of_which_one_stands_in_every_match(pattern: str, words: set[str] | None) -> None:
    found = anchors_of(pattern)
    assert (set(found) if found else None) == words


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="第一二三十届次会议年月日号条《》〔〕“”（）双随机公开最多跑0123456789", max_size=40))
def test_no_pattern_that_matches_is_left_out(text: str) -> None:
    patterns = ["第[一二三]+届", "(?:双|两)随机", r"\d{4}年", "《[^》]*》", "最多跑?一次", "[〔]", "次|条"]
    matching = {number for number, pattern in enumerate(patterns) if re.search(pattern, text)}
    assert matching <= set(index_patterns(patterns).candidates(text))


def test_the_index_tries_patterns_without_words_always() -> None:
    index = index_patterns([r"\d+", "案件"])
    assert index.candidates("没有") == [0]
    assert index.candidates("案件") == [0, 1]


def test_exclusions_found_through_the_index_are_those_found_without() -> None:
    assert [span.reason for span in named_spans("《条例》第三条")] == ["citation", "citation", "ordinal"]
