import re

from hypothesis import given
from hypothesis import strategies as st

from transform.text.scanning import matches_of

_PATTERN, _BEGINS = re.compile(r"(?<!约)\d+件?|近半|半数以上"), re.compile(r"[\d近半]")


@given(st.text(alphabet="约近半数以上12件", max_size=20))
def test_the_same_matches_as_trying_everywhere(text: str) -> None:
    found = [match.span() for match in matches_of(_PATTERN, _BEGINS, text)]
    assert found == [match.span() for match in _PATTERN.finditer(text)]


def test_no_text_has_no_match() -> None:
    assert list(matches_of(_PATTERN, _BEGINS, "")) == []
