"""The lexicon: forms of words, and clear words about what is not one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import CatalogueError
from warehouse.lexicon import Kind, build_lexicon, expand
from warehouse.metrics import load_lexicon


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("复议", ["复议"]),
        ("(行政)?复议", ["行政复议", "复议"]),
        ("[省市]政府", ["省政府", "市政府"]),
        ("审[结理]", ["审结", "审理"]),
        ("(新|共)?收(到|案)", ["新收到", "新收案", "共收到", "共收案", "收到", "收案"]),
        ("一?次", ["一次", "次"]),
        ("(a(b|c)?)d", ["abd", "acd", "ad"]),
    ],
)
def test_forms(word: str, forms: list[str]) -> None:
    assert list(expand(word)) == forms


@given(
    st.lists(st.text(alphabet="收到受理审结", min_size=1, max_size=4), min_size=1, max_size=5, unique=True)
)
def test_a_choice_of_words_has_these_forms_and_no_others(words: list[str]) -> None:
    assert set(expand(f"({'|'.join(words)})案件")) == {f"{word}案件" for word in words}


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("(行政复议", "leaves a bracket open"),
        ("[省市", "leaves a bracket open"),
        ("行政)复议", "closes a bracket"),
        ("(行政)?", "may be empty"),
        ("复议+", "has +, which is no character"),
        ("复议.*案件", "has ., which"),
        ("?复议", "has ?, which"),
        ("[^省]市", "has ^省, which"),
        ("[0-9]件", "has 0-9, which"),
        ("[]市", "has [], which"),
        ("[一二三四五六七八九十]" * 3 + "[一二三四五六七八九]", "more than 4000 forms"),
    ],
)
def test_a_word_that_is_none(word: str, complaint: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        expand(word, "here")


def test_a_word_may_name_several_concepts_and_a_filler_none() -> None:
    lexicon = build_lexicon(
        [("here", {"act": {"heard": ["审理"], "tried": ["审理"]}, "filler": {"f": ["共"]}})]
    )
    assert lexicon.words == {"审理": frozenset({"heard", "tried"}), "共": frozenset()}
    assert lexicon.kinds["heard"] is Kind.ACT


def test_words_share_choices_by_name() -> None:
    """Of whichever table they are: each family may call those of the file that all share."""
    shared = {"field": ["工商", "质监?"]}
    lexicon = build_lexicon(
        [("here", {"doer": {"body": ["{field}局"]}}), ("there", {"shared": shared})],
    )
    assert set(lexicon.words) == {"工商局", "质监局", "质局"}


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ([{"verb": {"heard": ["审理"]}}], "no kind of concept is verb"),
        ([{"act": {"heard": ["审理"]}}, {"thing": {"heard": ["案件"]}}], "heard stands twice"),
        ([{"act": {"heard": "审理"}}], "is no list of words"),
        ([{"doer": {"body": ["{field}局"]}}], "{field}局 calls field (no [shared] table has it)"),
        ([{"shared": {"field": "工商"}}], "is no list of words"),
        ([{"sum": {"all": ["heard"]}}], "all joins heard"),
        ([{"group": {"all": ["heard"]}}], "all joins heard"),
    ],
)
def test_a_lexicon_that_does_not_hold(tables: list[dict[str, dict[str, object]]], complaint: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        build_lexicon((f"table {number}", table) for number, table in enumerate(tables))


def test_every_concept_of_the_packaged_lexicon_has_a_word() -> None:
    lexicon = load_lexicon()
    named = frozenset().union(*lexicon.words.values()) | lexicon.sums.keys() | lexicon.groups.keys()
    without = {name for name, kind in lexicon.kinds.items() if kind is not Kind.FILLER} - named
    assert without == set()
