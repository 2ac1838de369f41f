"""Whose report a document is, of all that its title, publisher, site and own words say."""

from collections.abc import Iterator

from extract.identity.evidence import (
    Evidence,
    of_mentions,
    of_opening,
    of_publisher,
    of_signature,
    of_site_code,
    of_title,
)
from extract.identity.levels import is_of_level, levels_needed
from extract.identity.names import is_under
from warehouse.places import Gazetteer
from warehouse.records import Document, Place


def place_of(document: Document, places: Gazetteer, year: int | None) -> Evidence:
    """The place that a document reports on as it was in `year`; with doubt, all that it may be.

    By title, publisher and source, the site's code and name, in this order; else by who signs the text, else
    by the one place that its opening is about. What is named in doubt (朝阳区, a zone of a city) narrows down
    what a later source says. What the text itself says must not contradict publisher and site.
    """
    said = of_title(document.title, places, year)
    if said.sure:
        return said
    levels = levels_needed(document)
    for evidence in _outside(document, places, year):
        said = _narrowed(said, evidence, levels, places)
    for evidence in (of_signature(document.text, places, year), of_opening(document.text, places, year)):
        said = _agreed(said, evidence, places) if said.sure else _narrowed(said, evidence, levels, places)
    return said if said.places else of_mentions(document.text, places, year)


def _outside(document: Document, places: Gazetteer, year: int | None) -> Iterator[Evidence]:
    yield of_publisher(document.publisher or "", places, year)
    yield of_publisher(document.source or "", places, year)
    yield of_site_code(document.site_code or "", places, year)
    yield of_publisher(document.site_name or "", places, year)


def _narrowed(said: Evidence, more: Evidence, levels: frozenset[str], places: Gazetteer) -> Evidence:
    """What was said, with what a later source says as well; what is sure stays."""
    if said.sure or not more.places:
        return said
    if not said.places or (said.is_vague and not more.is_vague and not _confirms(more, said, places)):
        return more if is_of_level(more.sure, levels, places) else Evidence(more.places, is_part=True)
    if said.is_part:
        return _whole(said, more, levels, places)
    near = tuple(
        place for place in said.places if place in more.places or is_under(place, more.places, places)
    )
    if not near:
        return said
    return Evidence(near, is_vague=said.is_vague and more.sure is None)


def _confirms(more: Evidence, vague: Evidence, places: Gazetteer) -> bool:
    return any(place in more.places or is_under(place, more.places, places) for place in vague.places)


def _whole(part: Evidence, more: Evidence, levels: frozenset[str], places: Gazetteer) -> Evidence:
    """The place round a zone or a township, if a source names one below what was named with it."""
    place = more.sure
    if place is None or place in part.places or is_under(part.places[0], (place,), places):
        return part
    if is_under(place, part.places, places) and is_of_level(place, levels, places):
        return more
    return Evidence((*part.places, place))


def _agreed(said: Evidence, own: Evidence, places: Gazetteer) -> Evidence:
    """What publisher or site say, unless the text speaks of another place, or of one within."""
    place: Place | None = own.sure
    if place is None or place in said.places or is_under(said.places[0], (place,), places):
        return said
    return Evidence((*said.places, place))
