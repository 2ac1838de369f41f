"""What places a report's text may speak of, and those that a sentence of it names."""

from dataclasses import dataclass
from typing import NamedTuple

from transform.sense.place_mentions import Mention, PlaceList, lists_in, mentions_in
from transform.sense.place_names import PlaceNames, place_names_of
from warehouse.places import Gazetteer
from warehouse.records import Place, ScopeKind


class Scope(NamedTuple):
    """Words, kind and place code of whose figure it is.

    `average` where it is a yardstick for one figure; `holds` where a place is the subject of its clause and
    of what follows.
    """

    words: str | None
    kind: ScopeKind
    place: str
    average: bool = False
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The report's place, those above it, and the names of places that its text may speak of."""

    place: str
    name: str
    parents: tuple[Place, ...]
    names: PlaceNames


def surroundings_of(place: str, year: int, gazetteer: Gazetteer) -> Surroundings:
    """Places that a report of `place` may name: below it, its neighbours, all prefectures and provinces."""
    own = gazetteer.by_code(place, year) or gazetteer.by_code(place)
    names = place_names_of(place, year, gazetteer)
    parents = gazetteer.parents(place, year)
    return Surroundings(place, own.name if own else "", parents, names)


class Places(NamedTuple):
    """The places that the text of one sentence names, which begins at `start`."""

    start: int
    mentions: tuple[Mention, ...]
    lists: tuple[PlaceList, ...]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions between two offsets of the document, moved to the first of them."""
        if not self.mentions:
            return ()
        base = start - self.start
        return tuple(
            Mention(one.start - base, one.end - base, one.code)
            for one in self.mentions
            if base <= one.start and one.end <= end - self.start
        )


def places_of(text: str, start: int, end: int, around: Surroundings) -> Places:
    """The places named from `start` to `end` of the document's text."""
    words = text[start:end]
    mentions = mentions_in(words, around.names)
    return Places(start, mentions, lists_in(words, mentions))


def scope_at(words: str, mention: Mention, around: Surroundings, *, holds: bool = False) -> Scope:
    """The scope of a place as `words` name it: the whole where it is the report's own."""
    if mention.code == around.place:
        return Scope(None, ScopeKind.WHOLE, around.place)
    return Scope(words, ScopeKind.AREA, mention.code, holds=holds)
