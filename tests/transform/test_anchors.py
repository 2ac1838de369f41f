import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.anchors import anchors_of, index_patterns
from transform.exclusions import named_spans
from transform.rules import load_rules


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("败诉率", {"败诉率"}),
        ("(收到|新收).", {"收到", "新收"}),
        ("(收到|新收)申请", {"申请"}),
        ("复议.*(收到|新收)?", {"复议"}),
        ("(?:上|下)半年", {"半年"}),
        ("[双两]随机、?一公开", {"一公开"}),
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
@given(st.lists(st.sampled_from("复议申请收到新案件审结办率败诉负责人出庭应行政机关#，、的共"), max_size=60))
def test_no_rule_that_matches_is_left_out(characters: list[str]) -> None:
    text = "".join(characters)
    rules = load_rules()
    matching = {number for number, rule in enumerate(rules.rules) if rule.pattern.search(text)}
    assert matching <= set(rules.index.candidates(text))


def test_the_index_tries_patterns_without_words_always() -> None:
    index = index_patterns([r"\d+", "案件"])
    assert index.candidates("没有") == [0]
    assert index.candidates("案件") == [0, 1]


def test_exclusions_found_through_the_index_are_those_found_without() -> None:
    assert [span.reason for span in named_spans("《条例》第三条")] == ["citation", "citation", "ordinal"]
