"""Published titles: which are of such reports, whose and of which year, each on the site of its own place."""

import csv
from pathlib import Path

from extract.report_titles import place_of_title, why_no_report, year_named
from warehouse.places import load_places

with (Path(__file__).parent / "titles.csv").open(encoding="utf-8") as file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(file)]


def read(title: str, site: str) -> tuple[str, str | None, str]:
    """Why it is of no report, else whose report's it is, and of which year."""
    if other := why_no_report(title):
        return other, "", ""
    named = year_named(title)
    return "", place_of_title(title, named or 2020, site, load_places()).code, str(named or "")


def test_published_titles() -> None:
    """All in one: hundreds of tests take longer to tell apart than to run."""
    wanted = [(title, (other, place, year)) for title, _, other, place, year in ROWS]
    found = [(title, read(title, site)) for title, site, *_ in ROWS]
    assert [one for one, right in zip(found, wanted, strict=True) if one != right] == []
