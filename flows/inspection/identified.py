"""Whose report a document is, of which year, and its figures read as that: done in the process that reads."""

from collections.abc import Iterator

from extract.identity import Identity, check_identity, identify
from transform.reading import read_report
from transform.rules import rules_for
from warehouse.errors import SettingsError
from warehouse.places import COUNTRY, Gazetteer, load_places
from warehouse.records import CatalogueEntry, Document, Place, Reading


def read_as(
    source: str, document: Document, place: str | None, year: int | None
) -> tuple[Place, int, Reading, str | None]:
    """The place, the year, what the report says, and a note where its title names another place or year.

    Raises CatalogueError for an unknown place, SettingsError where the document does not say whose it is.
    """
    places = load_places()
    found_place, found_year = _place_and_year(source, document, place, year)
    reading = read_report(document, found_place.code, found_year, rules_for(document))
    note = check_identity(document, CatalogueEntry(found_place.code, found_year, source), places)
    return found_place, found_year, reading, note


def _place_and_year(
    source: str, document: Document, place: str | None, year: int | None
) -> tuple[Place, int]:
    places = load_places()
    said = identify(document, places)
    found_year = year or said.year
    if place:
        found_place: Place | None = places.resolve(place, found_year)
    else:
        found_place = places.by_code(said.place) if said.place else None
    if found_place is not None and found_year is not None:
        return found_place, found_year
    missing = [name for name, value in (("place", found_place), ("year", found_year)) if value is None]
    way_out = " and ".join(f"--{name}" for name in missing)
    may_be = [*_named(said, places)] * (found_place is None) + [*map(str, said.years)] * (found_year is None)
    doubt = f"; it may be {', '.join(may_be)}" if may_be else ""
    raise SettingsError(
        f"does not say of which {' and '.join(missing)} it reports{doubt}", source, f"give {way_out}"
    )


def _named(said: Identity, places: Gazetteer) -> Iterator[str]:
    """The places that a document may be of, each with the one above it and its code."""
    for place in said.places:
        above = next((parent.name for parent in places.parents(place.code) if parent.code != COUNTRY), "")
        yield f"{above}{place.name} {place.code}"
