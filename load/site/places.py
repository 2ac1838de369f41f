"""What is known of places, some at a time: their reports, figures by year, gaps and promises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from load.engines.connection import Connection
from load.questions.asking import ask, extent_of
from load.questions.notes import Row
from load.site.grouping import Slices, sliced

_PARTS = {
    "reports": "site_place_reports",
    "figures": "site_years",
    "gaps": "site_gaps",
    "promises": "site_promises",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A place and how much is known of it: `years` has a row a year with n, health and reason."""

    code: str
    name: str
    level: str
    province: str
    years: Sequence[Row]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """All rows of a place that its page shows."""

    place: Known
    reports: Sequence[Row] = ()
    figures: Sequence[Row] = ()
    gaps: Sequence[Row] = ()
    promises: Sequence[Row] = ()


def known_places(connection: Connection) -> list[Known]:
    """The places that any report or figure is of, in order of their codes."""
    rows = ask(connection, "site_places", {}).to_pylist()
    return [
        Known(code, one[0]["place_name"], one[0]["place_level"], one[0]["province_name"], one)
        for code, one in ((code, list(group)) for code, group in groupby(rows, key=lambda row: row["place"]))
    ]


def by_province(places: Sequence[Known]) -> Iterator[tuple[str, list[Known]]]:
    """The places by the province's code, in order."""
    for code, group in groupby(places, key=lambda place: f"{place.code[:2]}0000"):
        yield code, list(group)


def slices_of(connection: Connection, province: str, base_year: int) -> dict[str, Slices]:
    """What the warehouse has of the places of one province, by code, asked for all of them at once."""
    extent = extent_of(province)
    asked = {"first": extent.first, "after": extent.after, "base_year": base_year}
    return sliced(connection, _PARTS, "place", asked)


def facts_of(place: Known, slices: Slices) -> PlaceFacts:
    """The facts of a place out of what the warehouse has of it."""
    reports, figures, gaps, promises = map(slices.rows, ("reports", "figures", "gaps", "promises"))
    return PlaceFacts(place, reports, figures, gaps, promises)
