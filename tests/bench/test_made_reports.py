"""The made-up reports of the benches: as long and as full of figures as told, and read as their places'."""

import pytest

from bench.made_reports import CHARACTERS, made_report
from extract.documents import read_document
from extract.identity import identify
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.places import load_places

SITE = "https://made.example"


@pytest.mark.parametrize("number", [0, 1700, 37_999])
def test_a_made_report_is_its_place_s_and_has_the_figures_of_one(number: int) -> None:
    made = made_report(number, SITE)
    document = read_document(made.page)
    said = identify(document, load_places())
    assert (said.place, said.year) == (made.place, made.year)
    assert abs(len(document.text) - CHARACTERS) < CHARACTERS / 5
    figures = len(read_report(document, made.place, made.year, load_rules()).statements)
    assert 75 <= figures <= 130


def test_a_revision_has_other_figures_at_the_same_address() -> None:
    one, other = made_report(7, SITE), made_report(7, SITE, revision=1)
    assert one.url == other.url and one.page != other.page
    assert made_report(7, SITE) == one
