import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.sense.place_names import PlaceNames, place_names_of
from warehouse.places import load_places

JINHUA, TIANJIN_HEBEI = "330700", "120105"


@pytest.fixture(scope="module")
def names() -> PlaceNames:
    return place_names_of(JINHUA, 2018, load_places())


def test_of_nested_names_the_longest_counts(names: PlaceNames) -> None:
    assert list(names.spans_in("在义乌市和浙江省")) == [(1, 4, "330782"), (5, 8, "330000")]


def test_the_report_s_own_name_stands_for_no_other_place(names: PlaceNames) -> None:
    assert names.code_of("金华市") is None and list(names.spans_in("金华市")) == []


def test_a_place_that_the_report_cannot_mean_has_no_code(names: PlaceNames) -> None:
    assert names.code_of("长安区") is None


def test_a_name_is_that_of_its_year() -> None:
    assert place_names_of("370000", 2018, load_places()).code_of("莱芜市") == "371200"
    assert place_names_of("370000", 2020, load_places()).code_of("莱芜市") is None


def test_a_district_s_own_name_is_not_the_province_of_that_name() -> None:
    assert place_names_of(TIANJIN_HEBEI, 2018, load_places()).code_of("河北") is None


def test_words_without_the_names(names: PlaceNames) -> None:
    assert names.without("义乌市、永康市办理") == "、办理"


_WORDS = ("义乌", "义乌市", "浙江", "浙江省", "永康市", "市", "和", "江", "东阳", "河南省")


@given(st.lists(st.sampled_from(_WORDS), max_size=8).map("".join))
def test_the_same_names_as_a_pattern_of_them_all_finds(text: str) -> None:
    names = place_names_of(JINHUA, 2018, load_places())
    known = [name for name in (*names.near, *names.far) if names.code_of(name)]
    pattern = re.compile("|".join(sorted(known, key=len, reverse=True)))
    assert [span[:2] for span in names.spans_in(text)] == [match.span() for match in pattern.finditer(text)]
