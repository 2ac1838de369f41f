import re

from hypothesis import given
from hypothesis import strategies as st

from transform.numbers.signs import begins_of
from transform.text.scanning import matches_of

_PATTERN, _BEGINS = re.compile(r"(?<!约)\d+件?|近半|半数以上"), re.compile(r"[\d近半]")

_WORDED = re.compile(r"(?<!约)无一(?:败诉|纠错)|零(?:败诉)?|[未没]收到|(?:近|约)?零件")


@given(st.text(alphabet="约近无一零败诉纠错未没收到件", max_size=20))
def test_the_characters_that_a_match_begins_with_are_read_from_the_pattern(text: str) -> None:
    found = [match.span() for match in matches_of(_WORDED, begins_of(_WORDED), text)]
    assert found == [match.span() for match in _WORDED.finditer(text)]


def test_a_pattern_that_may_begin_with_anything_is_tried_everywhere() -> None:
    assert begins_of(re.compile(r".?零|\d件")).search("年")


@given(st.text(alphabet="约近半数以上12件", max_size=20))
def test_the_same_matches_as_trying_everywhere(text: str) -> None:
    found = [match.span() for match in matches_of(_PATTERN, _BEGINS, text)]
    assert found == [match.span() for match in _PATTERN.finditer(text)]


def test_no_text_has_no_match() -> None:
    assert list(matches_of(_PATTERN, _BEGINS, "")) == []
