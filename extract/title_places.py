"""Whose report a title announces: a place's, the site's own, a body's or a zone's; by the words for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from warehouse.places import Gazetteer
from warehouse.records import Place
from warehouse.vocabulary import load_wording

_WORDS = load_wording("titles")["whose"]
_NAME_LENGTHS = range(14, 1, -1)
_CHAIN = 4
"""A name has at most three parents before it: 浙江省金华市义乌市."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)(?:年度?|年?度)?")
_PARTY = re.compile(_WORDS["party"])
_GOVERNMENT = re.compile(rf"(?:{_WORDS['government']})")
_FILLING = re.compile(rf"(?:{_WORDS['filling']})+")
_LAST_FILLING = re.compile(rf"(?:{_WORDS['filling']})+$")
_SELF = re.compile(_WORDS["self"])
_BODY = re.compile(rf"(?:{_WORDS['body']})$")
_BODIES = re.compile(_WORDS["bodies"])
_ZONE = re.compile(rf"(?:{_WORDS['zone']})(?:{_WORDS['steering']})?$|(?:{_WORDS['steering']})$")
_REGION = re.compile(rf"{_WORDS['region']}$")


class Kind(StrEnum):
    """Who speaks: the site's own government, a place that is named, a body or part of one, a zone, nobody."""

    OWN = "own"
    PLACE = "place"
    BODY = "department"
    ZONE = "zone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Whose:
    """Who speaks, and the words for it: a place's name with its parents', 市 for 我市, what is not known."""

    kind: Kind
    words: str = ""


def whose(head: str, places: Gazetteer) -> Whose:
    """Who speaks in the words of a title before its subject: 市司法局关于我市2020年.

    The bureau speaks, the city is spoken of: what stands behind 关于 counts, if it says who.
    """
    by, _, about = head.rpartition("关于")
    spoken_of, speaker = _of_words(about, places), _of_words(by, places)
    if not by or spoken_of.kind in (Kind.PLACE, Kind.BODY, Kind.ZONE):
        return spoken_of
    if spoken_of.kind is Kind.UNKNOWN and _REGION.search(spoken_of.words):
        return spoken_of
    if spoken_of.kind is Kind.OWN and spoken_of.words:
        name = "".join(_chain(_PARTY.sub("", by), places)[:1])
        return Whose(Kind.PLACE, name) if name.endswith(spoken_of.words) else spoken_of
    return speaker


def whose_aside(aside: str, places: Gazetteer) -> Whose | None:
    """Who speaks by words in brackets: （市民政局）, （红塔区）; None where they say nothing of it."""
    words = _YEAR.sub("", aside)
    if _BODIES.fullmatch(words):
        return Whose(Kind.BODY, words)
    found = _of_words(words, places)
    if found.kind is Kind.UNKNOWN and not _REGION.search(found.words):
        return None
    return None if found == Whose(Kind.OWN) else found


def is_own(words: str, own: Place) -> bool:
    """Whether 我市, 全县 and their like (by `words`: 市, 县) can mean the place.

    >>> [is_own(words, Place("330700", "金华市", "prefecture")) for words in ("市", "区")]
    [True, False]
    """
    kinds = (own.name[-1], "市" if own.name.endswith("地区") else "", "县" if own.name[-1] == "旗" else "")
    return words[-1:] in kinds


def says_own(words: str) -> bool:
    """Whether words that are a place's name too may be the site's own: 全州 is 全州县, and a whole 州."""
    return bool(_SELF.fullmatch(words))


def _of_words(words: str, places: Gazetteer) -> Whose:
    """Who speaks in a piece of a title without 关于: 金华市人民政府, 我市, 义乌市教育局, 全面推进."""
    party = _PARTY.match(words)
    rest = _YEAR.sub("", _PARTY.sub("", words)).strip("-—–―~:：·•|_.,、")
    if not _FILLING.sub("", rest):
        name = party and party["of"] and f"{party['of']}{party['kind'] or ''}"
        return _of_words(name, places) if name else Whose(Kind.OWN)
    for name in _chain(rest, places):
        kind = _of_rest(rest[len(name) :])
        if kind is not Kind.UNKNOWN:
            return Whose(kind, name if kind is Kind.PLACE else rest)
    own = _SELF.match(rest)
    kind = _of_rest(rest[own.end() :] if own else rest)
    if kind is Kind.PLACE:
        return Whose(Kind.OWN, own["kind"] if own else "")
    return Whose(kind, _LAST_FILLING.sub("", rest))


def _of_rest(rest: str) -> Kind:
    """What the words behind a place's name make of it: itself, a body of it, a zone in it."""
    bare = _LAST_FILLING.sub("", _GOVERNMENT.sub("", rest))
    if not _FILLING.sub("", bare):
        return Kind.PLACE
    if _ZONE.search(bare):
        return Kind.ZONE
    return Kind.BODY if _BODY.search(bare) or _BODIES.fullmatch(bare) else Kind.UNKNOWN


def _chain(words: str, places: Gazetteer) -> list[str]:
    """The place names that a text can begin with, the longest first, each with its parents' before it."""
    return sorted(set(_chains(words, (), places)), key=len, reverse=True)


def _chains(words: str, above: tuple[Place, ...], places: Gazetteer, depth: int = 0) -> Iterator[str]:
    for length in _NAME_LENGTHS:
        found = places.named(words[:length]) if length <= len(words) else ()
        if depth:
            found = tuple(place for place in found if _is_under(place, above, places))
        if not found:
            continue
        name = words[:length]
        yield name
        if depth + 1 < _CHAIN:
            yield from (name + lower for lower in _chains(words[length:], found, places, depth + 1))


def _is_under(place: Place, above: tuple[Place, ...], places: Gazetteer) -> bool:
    codes = {parent.code for parent in places.parents(place.code)}
    return any(parent.code in codes for parent in above)
