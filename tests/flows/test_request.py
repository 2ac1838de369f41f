"""The flow's flat parameters."""

import pytest

from flows.request import Selection, panel_request, parse_years
from warehouse.errors import SettingsError
from warehouse.records import CatalogueEntry


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", None),
        ("2017", {2017}),
        ("2015-2017", {2015, 2016, 2017}),
        ("2015,2017", {2015, 2017}),
        ("2015，2017至2018", {2015, 2017, 2018}),
    ],
)
def test_years(text: str, years: set[int] | None) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        pytest.param({"years": "2018-2015"}, "years", id="years backwards"),
        pytest.param({"years": "last year"}, "years", id="no years"),
        pytest.param({"years": "3017"}, "years", id="year out of range"),
        pytest.param({"base_year": 17}, "base_year", id="base year out of range"),
        pytest.param({"base_year": "x"}, "base_year", id="base year no number"),
        pytest.param({"places": 330700}, "places", id="places no text"),
        pytest.param({"export": "pdf"}, "export", id="an export that is none"),
        pytest.param({"refetch": "perhaps"}, "refetch", id="neither yes nor no"),
        pytest.param({"placse": []}, "placse", id="unknown parameter"),
    ],
)
def test_wrong_parameter_is_one_line_that_names_it(parameters: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=f"^{words}: [^\n]*$"):
        panel_request(**parameters)


def test_places_may_be_typed_together() -> None:
    assert panel_request(places="金华市,330500、合肥市").places == ("金华市", "330500", "合肥市")


def test_selection_keeps_places_and_years_in_the_catalogue_s_order() -> None:
    entries = [CatalogueEntry(place, year, "") for place in ("330700", "330500") for year in (2017, 2016)]
    chosen = Selection(frozenset({"330500"}), frozenset({2016, 2017})).of(entries)
    assert [entry.report_id for entry in chosen] == ["330500-2017", "330500-2016"]
