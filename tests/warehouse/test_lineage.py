"""Which codes went to which, on a few made-up places and on real ones."""

from importlib.resources import files

import pytest

from warehouse.lineage import Lineage, lineages
from warehouse.places import load_places, parse_places
from warehouse.records import Place


def place(code: str, *successors: str, begin: int | None = None, end: int | None = None) -> Place:
    return Place(code, f"地{code}", "county", begin, end, successors=successors)


def told(*places: Place) -> list[tuple[str, str, int | None, int, str, int]]:
    found = lineages(places)
    return [(one.place, one.ancestor, one.first_year, one.last_year, one.kind, one.steps) for one in found]


A, B, C, D = "330001", "330002", "330003", "330004"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param(
            [place(A, B, end=2014), place(B, begin=2015)], [(B, A, None, 2014, "recoded", 1)], id="a new code"
        ),
        pytest.param([place(A, B, end=2018), place(B)], [(B, A, None, 2018, "merged", 1)], id="taken in"),
        pytest.param(
            [place(A, C, end=2018), place(B, C, end=2018), place(C, begin=2019)],
            [(C, A, None, 2018, "merged", 1), (C, B, None, 2018, "merged", 1)],
            id="two become one",
        ),
        pytest.param(
            [place(A, B, C, end=2010), place(B), place(C, begin=2011)],
            [(B, A, None, 2010, "split", 1), (C, A, None, 2010, "split", 1)],
            id="split, also where one part is new",
        ),
        pytest.param(
            [place(A, B, end=2010), place(B, C, begin=2011, end=2014), place(C, begin=2015)],
            [
                (B, A, None, 2010, "recoded", 1),
                (C, A, None, 2010, "recoded", 2),
                (C, B, None, 2014, "recoded", 1),
            ],
            id="twice",
        ),
        pytest.param(
            [place(A, B, end=2010), place(B, C, begin=2011, end=2014), place(C)],
            [
                (B, A, None, 2010, "recoded", 1),
                (C, A, None, 2010, "merged", 2),
                (C, B, None, 2014, "merged", 1),
            ],
            id="a new code, then taken in",
        ),
        pytest.param(
            [place(A, A, end=2009), place(A, B, begin=2010, end=2014), place(B, begin=2015)],
            [(B, A, None, 2009, "recoded", 1), (B, A, 2010, 2014, "recoded", 1)],
            id="another name, then a new code",
        ),
        pytest.param(
            [place(A, B, end=2006), place(B, begin=2007), place(A, begin=2012)],
            [(B, A, None, 2006, "recoded", 1)],
            id="the old code is another place's now",
        ),
        pytest.param(
            [place(A, B, end=2006), place(B, A, begin=2007, end=2010), place(A, begin=2011)],
            [(A, B, None, 2010, "recoded", 1), (B, A, None, 2006, "recoded", 1)],
            id="there and back",
        ),
        pytest.param(
            [place(A, B, C, end=2010), place(B, D, end=2012), place(C, D, end=2012), place(D, begin=2013)],
            [
                (B, A, None, 2010, "split", 1),
                (C, A, None, 2010, "split", 1),
                (D, A, None, 2010, "split", 2),
                (D, B, None, 2012, "merged", 1),
                (D, C, None, 2012, "merged", 1),
            ],
            id="split and joined again: once",
        ),
        pytest.param([place(A, end=2010), place(B, A)], [], id="nobody took it"),
        pytest.param([place(A, "999999", end=2010)], [], id="to a code that no list has"),
    ],
)
def test_what_went_to_what(
    places: list[Place], expected: list[tuple[str, str, int | None, int, str, int]]
) -> None:
    assert told(*places) == expected
    assert told(*reversed(places)) == expected


def test_a_circle_of_codes_ends() -> None:
    """Wrong data, not a hang."""
    found = told(place(A, B, end=2010), place(B, A, end=2010))
    assert {kind for *_, kind, _ in found} <= {"merged", "recoded"}


@pytest.fixture(scope="module")
def packaged() -> tuple[Lineage, ...]:
    return lineages(parse_places((files("warehouse") / "places/places.csv").read_text("utf-8"), "places.csv"))


@pytest.mark.parametrize(
    ("name", "code", "year", "kind"),
    [
        pytest.param("370100", "371200", 2018, "merged", id="莱芜市 into 济南市"),
        pytest.param("370116", "371202", 2018, "recoded", id="莱城区 is 莱芜区"),
        pytest.param("330111", "330183", 2014, "recoded", id="富阳市 is 富阳区"),
        pytest.param("340100", "341400", 2010, "split", id="巢湖市 to 合肥市"),
        pytest.param("340200", "341400", 2010, "split", id="巢湖市 to 芜湖市"),
        pytest.param("340500", "341400", 2010, "split", id="巢湖市 to 马鞍山市"),
        pytest.param("110101", "110103", 2009, "merged", id="崇文区 into 东城区"),
        pytest.param("120116", "120107", 2008, "merged", id="塘沽区 and others are 滨海新区"),
        pytest.param("360483", "360427", 2015, "recoded", id="星子县 is 庐山市"),
        pytest.param("630203", "632121", 2012, "recoded", id="平安县 is 平安区, over a code between"),
    ],
)
def test_real_codes(packaged: tuple[Lineage, ...], name: str, code: str, year: int, kind: str) -> None:
    found = {(one.place, one.ancestor): (one.last_year, one.kind) for one in packaged}
    assert found[name, code] == (year, kind)


def test_庐山区_went_nowhere(packaged: tuple[Lineage, ...]) -> None:
    """It is 濂溪区 under the same code; 庐山市 is what 星子县 was."""
    assert not [one for one in packaged if one.ancestor == "360402"]
    assert [place.name for place in load_places().successors("360402", 2015)] == ["濂溪区"]


def test_each_lineage_of_the_packaged_places_is_told_once(packaged: tuple[Lineage, ...]) -> None:
    assert len({(one.place, one.ancestor, one.last_year) for one in packaged}) == len(packaged)
    assert all(one.place != one.ancestor for one in packaged)


def test_a_code_has_one_name_a_year() -> None:
    """The views look a name up by code and year; two would double a figure."""
    places = parse_places((files("warehouse") / "places/places.csv").read_text("utf-8"), "places.csv")
    held = [
        (one.code, year)
        for one in places
        for year in range(one.valid_from or 1980, (one.valid_to or 2030) + 1)
    ]
    assert len(held) == len(set(held))
