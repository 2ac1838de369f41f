"""Which patterns can match a text at all, by words that each of their matches holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.numbers.exclusions import named_spans
from transform.text.anchors import anchors_of, index_patterns


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("败诉率", {"败诉率"}),
        ("(收到|新收).", {"收到", "新收"}),
        ("(收到|新收)申请", {"收到申请", "新收申请"}),
        ("复议.*(收到|新收)?", {"复议"}),
        ("(?:上|下)半年", {"上半年", "下半年"}),
        ("[双两]随机、?一公开", {f"{one}随机{mark}一公开" for one in "双两" for mark in ("", "、")}),
        ("[编章篇](?=、)", {"编、", "章、", "篇、"}),
        ("(?<=[编章])(?:十|百)+节", {"十节", "百节"}),
        ("(?<=[编章])十节", {"编十节", "章十节"}),
        ("[3-5]{1,9}月", {"3月", "4月", "5月"}),
        (r"\s?[号日]+文", {"号文", "日文"}),
        ("[编章篇]?", None),
        ("[^编章篇]", None),
        ("[一-篇]", None),
        (r"[\w编]", None),
        ("(?<![公])约定(?=书)", {"约定书"}),
        ("a{2,3}案件", {"aa案件", "aaa案件"}),
        ("a{5,}案件", {"aaaa案件"}),
        ("(?m)^第]", {"第]"}),
        ("(案件)?", None),
        ("x|.*", None),
    ],
)
def test_words_of_which_one_stands_in_every_match(pattern: str, words: set[str] | None) -> None:
    found = anchors_of(pattern)
    assert (set(found) if found else None) == words


def test_more_words_than_allowed_are_cut_short_at_the_seam() -> None:
    assert anchors_of("(?:收到|新收)(?:申请|复议)", 4) == {"收到申请", "收到复议", "新收申请", "新收复议"}
    assert anchors_of("(?:收到|新到)(?:申请|申诉)", 3) == {"到申"}
    assert anchors_of("(?:收到|新收)申请", 1) == {"申请"}


_PATTERNS = [
    "第[一二三]+届", "(?:双|两)随机", r"\d{4}年", "《[^》]*》", "最多跑?一次", "[〔]", "次|条",
    r"第\s?\d{1,3}[号次]", r"(?<=[会议])[一二]{1,2}(?=届|次)", r"(?:第?\d{1,2}月)+[1-3]日", "[A-Ca]+-?[0-9]",
    r"\d{5,}", r"(?m)^ *[一二]、", "(?:公开|随机)?(?:一|二)?(?:届|次)", "[^一二]次?会议",
    "[一二]{2}[会议]*年",
]  # fmt: skip
_INDEX = index_patterns(_PATTERNS)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="第一二三十届次会议年月日号条、《》〔〕“”（）双随机公开最多跑0123456789٣ \u2028\nABa-",
        max_size=40,
    )
)
def test_no_pattern_that_matches_is_left_out(text: str) -> None:
    matching = {number for number, pattern in enumerate(_PATTERNS) if re.search(pattern, text)}
    assert matching <= set(_INDEX.candidates(text))


def test_the_index_tries_patterns_without_words_always() -> None:
    index = index_patterns([r"\w+", "案件"])
    assert index.candidates("没有") == [0]
    assert index.candidates("案件") == [0, 1]


def test_a_digit_of_another_script_may_stand_in_any_pattern() -> None:
    index = index_patterns([r"\d+年", "案件"])
    assert index.candidates("2年") == [0]
    assert index.candidates("٢年") == [0, 1]


def test_exclusions_found_through_the_index_are_those_found_without() -> None:
    assert [span.reason for span in named_spans(["《条例》第三条"])[0]] == ["citation", "citation", "ordinal"]
