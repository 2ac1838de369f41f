"""Which documents a change of the metric rules touches: every other one is read alike before and after.

A rule has a say in a document through words that stand in it. A word of the lexicon that names something else
than before touches the documents in which it stands; a frame that came, went or was altered touches those in
which so many of its needs have a word that it may link a figure or be offered for one. A frame is altered too
where one of the concepts that may meet a need is of another kind or group, though none of its words stands:
linking asks what kinds a need is of. What a metric says besides (its unit, its share) is asked where one of
its frames links.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from transform.linking.frames import frame_settings, parse_frame
from transform.linking.held import INFO
from transform.linking.mentions import TITLES
from transform.linking.suggestions import comes_near
from transform.text.normalise import normalise
from transform.text.words import all_words
from warehouse.lexicon import Lexicon
from warehouse.metrics import NAMES_ANOTHER, UNREAD, Catalogue
from warehouse.records import Metric

_ASKED = tuple(field.name for field in fields(Metric) if field.name not in UNREAD | {"frames"})

_WITHOUT_WORDS = TITLES | INFO
"""Concepts that a text may name by none of their words."""


class _Frame(NamedTuple):
    """How many needs a frame has, and for each that only words can meet, those of which one must stand."""

    needs: int
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What two catalogues differ in, as far as reading asks.

    `words` name something else; `frames` are in one alone, or of a metric that says something else.
    `of_all`: what both have stands in another order, which decides among equals.
    """

    words: frozenset[str]
    frames: frozenset[_Frame]
    of_all: bool

    def __bool__(self) -> bool:
        return bool(self.words or self.frames or self.of_all)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: its metrics by id, and by id and text of a frame; words by what they name."""

    lexicon: Lexicon
    metrics: Mapping[str, Metric]
    frames: Mapping[tuple[str, str], Metric]
    words: Mapping[str, set[str]]


def change_between(before: Catalogue, after: Catalogue) -> RuleChange:
    """What differs between the rules that read a document and those that would read it now."""
    old, new = _side(before), _side(after)
    altered = _altered(old.metrics, new.metrics)
    concepts = _other_concepts(old.lexicon, new.lexicon)
    frames = {
        _frame(metric, text, side)
        for side, other in ((old, new), (new, old))
        for (name, text), metric in side.frames.items()
        if name in altered
        or (name, text) not in other.frames
        or not concepts.isdisjoint(_concepts_of(text, side.lexicon))
    }
    of_all = (
        not concepts.isdisjoint(_WITHOUT_WORDS)
        or _reordered(old.frames, new.frames)
        or _reordered(old.lexicon.sums, new.lexicon.sums)
    )
    return RuleChange(_other_words(old, new, concepts), frozenset(frames), of_all)


def touches(change: RuleChange) -> Callable[[str, str, bool], bool]:
    """The test whether a change touches a document, given its text, its title and whether it is all prose.

    The words of a table are put together from its cells: there a word may stand whose characters do.
    """
    listed = sorted(change.words.union(*(words for frame in change.frames for words in frame.words)))
    find = all_words(listed) if listed else None

    def standing(text: str, *, in_prose: bool) -> set[str]:
        if find is None:
            return set()
        if in_prose:
            return {listed[number] for _, _, number in find(text)}
        characters = set(text)
        return {word for word in listed if characters.issuperset(word)}

    def is_touched(text: str, title: str, in_prose: bool) -> bool:  # noqa: FBT001
        if change.of_all:
            return True
        words = standing(f"{normalise(text)}\n{normalise(title)}", in_prose=in_prose)
        return not words.isdisjoint(change.words) or any(
            comes_near(frame.needs, sum(need.isdisjoint(words) for need in frame.words))
            for frame in change.frames
        )

    return is_touched


def _side(catalogue: Catalogue) -> _Side:
    words: dict[str, set[str]] = {}
    for word, concepts in catalogue.lexicon.words.items():
        for concept in concepts:
            words.setdefault(concept, set()).add(word)
    # what is listed together names the sum
    for name in catalogue.lexicon.sums:
        words[name] = set().union(*(words.get(one, ()) for one in _members(name, catalogue.lexicon)))
    frames = {
        (metric.id, " ".join(text.split())): metric for metric in catalogue.metrics for text in metric.frames
    }
    return _Side(catalogue.lexicon, {metric.id: metric for metric in catalogue.metrics}, frames, words)


def _members(name: str, lexicon: Lexicon) -> set[str]:
    """What a sum joins, also by the sums among its members."""
    found, left = set[str](), {name}
    while left:
        found |= left
        left = set().union(*(lexicon.sums.get(one, ()) for one in left)) - found
    return found - {name}


def _altered(old: Mapping[str, Metric], new: Mapping[str, Metric]) -> set[str]:
    """Metrics that say something else, frames apart, and those that name such a one, through others too."""
    asked = [{name: _asked(metric) for name, metric in side.items()} for side in (old, new)]
    altered = {name for name in old.keys() | new.keys() if asked[0].get(name) != asked[1].get(name)}
    metrics = [metric for side in (old, new) for metric in side.values()]
    naming = {(metric.id, getattr(metric, field)) for metric in metrics for field in NAMES_ANOTHER}
    while more := {one for one, other in naming if other in altered} - altered:
        altered |= more
    return altered


def _asked(metric: Metric) -> tuple[object, ...]:
    return tuple(getattr(metric, name) for name in _ASKED)


def _frame(metric: Metric, text: str, side: _Side) -> _Frame:
    needs = dict.fromkeys(parse_frame(metric, text, side.lexicon).needs)
    of_words = (need for need in needs if _WITHOUT_WORDS.isdisjoint(need))
    words = (frozenset().union(*(side.words.get(name, ()) for name in need)) for need in of_words)
    return _Frame(len(needs), tuple(words))


def _concepts_of(text: str, lexicon: Lexicon) -> set[str]:
    """All that may meet what a frame names."""
    names = {name for word in frame_settings(text)[0] for name in word.rstrip("?!").split("|")}
    return names.union(*(lexicon.groups.get(name, ()) for name in names))


def _other_concepts(old: Lexicon, new: Lexicon) -> set[str]:
    """Concepts of another kind, in another group, or in a sum that joins others."""
    concepts = {
        name for name in old.kinds.keys() | new.kinds.keys() if old.kinds.get(name) != new.kinds.get(name)
    }
    for was, now in _differing(old.groups, new.groups):
        concepts |= was ^ now
    for was, now in _differing(old.sums, new.sums):
        concepts |= was | now
    return concepts


def _other_words(old: _Side, new: _Side, concepts: Iterable[str]) -> frozenset[str]:
    """Words that name something else, and those of these concepts."""
    words = {
        word
        for word in old.lexicon.words.keys() | new.lexicon.words.keys()
        if old.lexicon.words.get(word) != new.lexicon.words.get(word)
    }
    return frozenset(words.union(*(side.words.get(name, ()) for side in (old, new) for name in concepts)))


def _differing(
    old: Mapping[str, frozenset[str]], new: Mapping[str, frozenset[str]]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    nothing = frozenset[str]()
    for name in old.keys() | new.keys():
        if old.get(name, nothing) != new.get(name, nothing):
            yield old.get(name, nothing), new.get(name, nothing)


def _reordered(old: Iterable[object], new: Iterable[object]) -> bool:
    """Whether what both list stands in another order."""
    first, second = list(old), list(new)
    return [one for one in first if one in set(second)] != [one for one in second if one in set(first)]
