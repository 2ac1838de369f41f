"""Published titles: which are of such reports, whose and of which year, each on the site of its own place."""

import csv
from pathlib import Path

import pytest

from extract.report_titles import place_of_title, why_no_report, year_named
from warehouse.places import load_places

with (Path(__file__).parent / "titles.csv").open(encoding="utf-8") as file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("title", "site", "other", "place", "year"), ROWS, ids=[row[0] for row in ROWS])
def test_a_published_title(title: str, site: str, other: str, place: str, year: str) -> None:
    assert (why_no_report(title) or "") == other
    if not other:
        named = year_named(title)
        assert str(named or "") == year
        assert place_of_title(title, named or 2020, site, load_places()).code == place
