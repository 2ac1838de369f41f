"""Words found by the one automaton and by the one that stands in for it."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.text.words import all_words, all_words_elsewhere, longest_words, longest_words_elsewhere

WORDS = st.lists(st.text("复议案件行政\0", min_size=1, max_size=4), unique=True, max_size=12)
TEXT = st.text("复议案件行政\0𠮷a", max_size=30)


def test_longest_of_the_first_that_begin():
    assert longest_words(["诉讼", "行政诉讼", "讼案"])("行政诉讼案，诉讼") == [(0, 4, 1), (6, 8, 0)]


def test_characters_beyond_the_first_plane_count_as_one():
    assert longest_words(["案件"])("𠮷县案件") == [(2, 4, 0)]


@pytest.mark.parametrize("finder", [longest_words, all_words])
def test_no_words_are_found_nowhere(finder):
    assert finder([])("行政复议案件") == []


def test_where_daachorse_is_not_there_the_other_one_stands_in(monkeypatch):
    monkeypatch.setitem(sys.modules, "daachorse", None)
    assert longest_words(["诉讼", "行政诉讼", "讼案"])("行政诉讼案") == [(0, 4, 1)]
    assert sorted(all_words(["诉讼", "行政诉讼"])("行政诉讼")) == [(0, 4, 1), (2, 4, 0)]


@given(WORDS, TEXT)
def test_both_automata_find_the_same_longest_words(words, text):
    assert longest_words(words)(text) == longest_words_elsewhere(words)(text)


@given(WORDS, TEXT)
def test_both_automata_find_the_same_words_that_overlap(words, text):
    assert sorted(all_words(words)(text)) == sorted(all_words_elsewhere(words)(text))
