"""Whose report a document is and of which year, by its own words, and whether the catalogue agrees."""

from dataclasses import dataclass, field

from extract.identity.evidence import of_title
from extract.identity.names import is_under
from extract.identity.whose import place_of
from extract.identity.years import title_year, year_of
from warehouse.places import Gazetteer
from warehouse.records import CatalogueEntry, Document, Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Place code and report year that a document gives itself; None where it leaves a doubt or says nothing.

    `places` and `years` are what it may be, the likeliest first; two that say the same are equal whatever
    these are.
    """

    place: str | None
    year: int | None
    places: tuple[Place, ...] = field(default=(), compare=False)
    years: tuple[int, ...] = field(default=(), compare=False)


def identify(document: Document, places: Gazetteer) -> Identity:
    """Place and report year of a document: see place_of and year_of."""
    year = year_of(document)
    place = place_of(document, places, year.sure)
    return Identity(place.sure.code if place.sure else None, year.sure, place.places, year.years)


def check_identity(document: Document, entry: CatalogueEntry, places: Gazetteer) -> str | None:
    """One line where the title names another year or place than the catalogue; None where it does not."""
    year = title_year(document.title).sure
    if year is not None and year != entry.year:
        return f"the title says {year}, the catalogue {entry.year}: “{document.title}”"
    place = of_title(document.title, places, entry.year).sure
    if place is None or place.code == entry.place or _same_area(place, entry, places):
        return None
    wanted = places.by_code(entry.place, entry.year)
    named = f"{wanted.name} {entry.place}" if wanted else entry.place
    return f"the title says {place.name} {place.code}, the catalogue {named}: “{document.title}”"


def _same_area(place: Place, entry: CatalogueEntry, places: Gazetteer) -> bool:
    """Whether the title names just a region round the catalogue's place, or its code of another year."""
    wanted = places.by_code(entry.place)
    if wanted is None:
        return False
    return wanted.name == place.name or is_under(wanted, (place,), places)
