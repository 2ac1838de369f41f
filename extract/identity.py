"""Whose report a document is and of which year, by its own words, and whether the catalogue agrees."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.characters import simplified
from warehouse.places import Gazetteer
from warehouse.records import CatalogueEntry, Document, Place

_CHINESE_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九０１２３４５６７８９", "00001234567890123456789")
# Not the end of a span: 2015-2020年.
_YEAR = re.compile(r"(?<![\d\-—–－至~～])(20\d\d)(?=\s*年)")
_OF_YEAR = re.compile(r"(?<![\d\-—–－至~～])(20\d\d)\s*年度")
_NAME_LENGTHS = range(14, 1, -1)
_DEPTH = {"country": 0, "province": 1, "prefecture": 2, "county": 3}


@dataclass(frozen=True, slots=True)
class Identity:
    """Place code and report year that a document gives itself; None where it does not say."""

    place: str | None
    year: int | None


def identify(document: Document, places: Gazetteer) -> Identity:
    """Place and report year of a document.

    Year: of the title (2017年度, 二〇一七年; the year before in 2018年政府工作报告), else the first
    `20xx年度` of the text, else the year before publication, else the first year of its opening, else the
    one it names most often. Place: the longest place name of the title, else the site's code, else the names
    of site, publisher and source, else the first sentences.
    """
    year = _title_year(document.title) or _text_year(document)
    place = _title_place(document, places, year) or _other_place(document, places, year)
    return Identity(place.code if place else None, year)


def check_identity(document: Document, entry: CatalogueEntry, places: Gazetteer) -> str | None:
    """One line where the title names another year or place than the catalogue; None where it does not."""
    year = _title_year(document.title)
    if year is not None and year != entry.year:
        return f"the title says {year}, the catalogue {entry.year}: “{document.title}”"
    place = _title_place(document, places, entry.year)
    if place is None or place.code == entry.place or _same_area(place, entry, places):
        return None
    wanted = places.by_code(entry.place, entry.year)
    named = f"{wanted.name} {entry.place}" if wanted else entry.place
    return f"the title says {place.name} {place.code}, the catalogue {named}: “{document.title}”"


def _title_year(title: str) -> int | None:
    text = simplified(title).translate(_CHINESE_DIGITS)
    match = _OF_YEAR.search(text) or _YEAR.search(text)
    if not match:
        return None
    # A government work report is named after the year in which it is given.
    given_next = "政府工作报告" in text and not _OF_YEAR.search(text)
    return int(match[1]) - given_next


def _text_year(document: Document) -> int | None:
    start = document.text[:2000].translate(_CHINESE_DIGITS)
    if match := _OF_YEAR.search(start):
        return int(match[1])
    if document.published_on:
        return document.published_on.year - 1
    match = _YEAR.search(start[:300])
    return int(match[1]) if match else _most_named_year(document.text)


def _most_named_year(text: str) -> int | None:
    """The year a text names most often, the later of two; plans and reviews name theirs less."""
    counted = Counter(int(year) for year in _YEAR.findall(text))
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _title_place(document: Document, places: Gazetteer, year: int | None) -> Place | None:
    return _place_in(document.title, document, places, year)


def _other_place(document: Document, places: Gazetteer, year: int | None) -> Place | None:
    if place := _of_site_code(document, places, year):
        return place
    names = (document.site_name, document.publisher, document.source, document.text[:300])
    found = (_place_in(text, document, places, year) for text in names if text)
    return next((place for place in found if place), None)


def _of_site_code(document: Document, places: Gazetteer, year: int | None) -> Place | None:
    return places.by_code((document.site_code or "")[:6], year)


def _place_in(text: str, document: Document, places: Gazetteer, year: int | None) -> Place | None:
    """The place that the names in `text` mean together: the deepest one under those before it."""
    mentions = _mentions(text, places, year)
    first = next((number for number, found in enumerate(mentions) if found), None)
    if first is None:
        return None
    chosen = _chosen(mentions[first], (), document, places)
    for candidates in mentions[first + 1 :]:
        above = (chosen,) if chosen else mentions[first]
        lower = [place for place in candidates if _is_under(place, above, places)]
        if lower:
            chosen = _chosen(lower, above, document, places) or chosen
    return chosen


def _mentions(text: str, places: Gazetteer, year: int | None) -> list[tuple[Place, ...]]:
    """The places each name in `text` may mean, in order; full names count before short ones."""
    text = re.sub(r"\s", "", simplified(text))
    full = list(_names(text, places, year, full=True))
    return full or list(_names(text, places, year, full=False))


def _names(text: str, places: Gazetteer, year: int | None, *, full: bool) -> Iterable[tuple[Place, ...]]:
    position = 0
    while position < len(text):
        length, found = _longest(text, position, places, year, full=full)
        if found:
            yield found
        position += length


def _longest(
    text: str, position: int, places: Gazetteer, year: int | None, *, full: bool
) -> tuple[int, tuple[Place, ...]]:
    for length in _NAME_LENGTHS:
        name = text[position : position + length]
        if len(name) < length:
            continue
        found = tuple(place for place in places.named(name, year) if not full or place.name == name)
        if found:
            return length, found
    return 1, ()


def _chosen(
    candidates: Sequence[Place], above: Sequence[Place], document: Document, places: Gazetteer
) -> Place | None:
    """The one candidate, or of several the one that the site's code or name points to."""
    by_code = {place.code: place for place in candidates}
    if len(by_code) == 1:
        return next(iter(by_code.values()))
    site = (document.site_code or "")[:6]
    for prefix in (site, site[:4], site[:2]):
        near = [place for place in by_code.values() if prefix and place.code.startswith(prefix)]
        if len(near) == 1:
            return near[0]
    regions = [
        place
        for name in (document.site_name, document.publisher)
        if name
        for place in _flat(simplified(name), places)
    ]
    near = [place for place in by_code.values() if _is_under(place, regions, places)]
    return near[0] if len(near) == 1 else None


def _flat(name: str, places: Gazetteer) -> list[Place]:
    return [place for found in _names(name, places, None, full=True) for place in found]


def _is_under(place: Place, above: Iterable[Place], places: Gazetteer) -> bool:
    codes = {parent.code for parent in places.parents(place.code)}
    return any(parent.code in codes for parent in above)


def _same_area(place: Place, entry: CatalogueEntry, places: Gazetteer) -> bool:
    """Whether the title names just a region round the catalogue's place, or its code of another year."""
    wanted = places.by_code(entry.place)
    if wanted is None:
        return False
    return wanted.name == place.name or _is_under(wanted, (place,), places)
