"""The names of places as a report of one place and year means them, found in one pass of its words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from transform.text.words import Finder, all_words
from warehouse.places import COUNTRY, Gazetteer
from warehouse.records import Place
from warehouse.vocabulary import any_of

# of two places with one short name the higher one is meant: 河北 is a province, and a district of Tianjin
_RANKS = ("country", "province", "prefecture", "county")
_SHORTEST = 2
_READ_AT_ONCE = 64
"""Places whose names are kept: reports come place by place, and a nation's would not fit in memory."""


@dataclass(frozen=True, slots=True)
class _Finder:
    """All names that any place has had, of which a report means some."""

    names: tuple[str, ...]
    find: Finder


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Codes by name: those `near` the report's place go before those `far`, its `own` names stand for none.

    `own_words` finds these, compiled once for the reports of a place. `far` is shared by all reports
    of a year, the finder by all reports.
    """

    place: str
    own: frozenset[str]
    own_words: re.Pattern[str]
    near: Mapping[str, str]
    far: Mapping[str, str]
    finder: _Finder

    def code_of(self, name: str) -> str | None:
        """The code of the place that a name means here; None where it means none, or the report's own."""
        if name in self.own:
            return None
        code = self.near.get(name) or self.far.get(name)
        return None if code == self.place else code

    def spans_in(self, words: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and code of the names in `words`, in order: the longest where several begin."""
        found = [
            (start, end, code)
            for start, end, number in self.finder.find(words)
            if (code := self.code_of(self.finder.names[number]))
        ]
        if not found:
            return
        done = 0
        for start, end, code in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= done:
                yield start, end, code
                done = end

    def without(self, words: str) -> str:
        """The words with the names taken out."""
        edge, parts = 0, []
        for start, end, _ in self.spans_in(words):
            parts.append(words[edge:start])
            edge = end
        return "".join((*parts, words[edge:])) if parts else words


@lru_cache(maxsize=_READ_AT_ONCE)
def place_names_of(place: str, year: int, gazetteer: Gazetteer) -> PlaceNames:
    """What a report of `place` may name: places below it, its neighbours, all prefectures and provinces."""
    own = gazetteer.by_code(place, year) or gazetteer.by_code(place)
    parents = gazetteer.parents(place, year)
    near = [*gazetteer.within(place, year)]
    if parents and own and own.level == "county":
        near += gazetteer.within(parents[0].code, year)
    near.sort(key=lambda one: _RANKS.index(one.level))
    names = frozenset({own.name, own.short_name}) if own else frozenset()
    codes = _codes(one for one in near if one.code != place)
    own_words = re.compile(any_of(filter(None, names)))
    return PlaceNames(place, names, own_words, codes, _far(year, gazetteer), _finder(gazetteer))


@cache
def _far(year: int, gazetteer: Gazetteer) -> dict[str, str]:
    return _codes(one for one in gazetteer.within(COUNTRY, year) if one.level in {"prefecture", "province"})


@cache
def _finder(gazetteer: Gazetteer) -> _Finder:
    names = tuple(_codes(gazetteer.within(COUNTRY)))
    return _Finder(names, all_words(names))


def _codes(places: Iterable[Place]) -> dict[str, str]:
    """The code of each name; of places that share one the first."""
    codes: dict[str, str] = {}
    for place in places:
        for name in (place.name, place.short_name):
            if len(name) >= _SHORTEST:
                codes.setdefault(name, place.code)
    return codes
