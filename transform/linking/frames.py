"""Frames: the concepts that together make a metric, compiled from the catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from transform.linking.answers import Answers
from transform.linking.fitting import Kin, unit_fits
from transform.linking.mentions import TITLES, Scanner, make_scanner
from warehouse.errors import CatalogueError
from warehouse.lexicon import Kind, Lexicon
from warehouse.records import Metric, Role


class Layer(IntEnum):
    """Where a concept that a figure's own words lack may come from, nearest first."""

    OWN = 0
    CLAUSE = 1
    SENTENCE = 2
    PARAGRAPH = 3
    BEFORE = 4
    HEADING = 5


REACHES = "@"
"""Before the name of a frame's own reach."""
UNITS = "#"
"""Before the units that a frame takes besides its metric's."""
_AHEAD = "<"
_MARKS = f"?!{_AHEAD}"
_REACHES = tuple(layer.name.lower() for layer in Layer)
_EVERYWHERE = frozenset({"case"}) | TITLES
_NOTHING = frozenset[str]()
_RESTRICTING = (Kind.PART, Kind.FIELD)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say a metric: each of `needs` is a choice of concepts, of which one must be there.

    `own` are those needs that the figure's own words must hold, `ahead` those that may not stand behind it,
    `may` what it names besides. `allows` may stand beside them; with `bars` all else may, except those, and
    with neither nothing else.
    """

    name: str
    metric: str
    needs: tuple[frozenset[str], ...]
    own: frozenset[frozenset[str]]
    ahead: frozenset[frozenset[str]]
    may: tuple[frozenset[str], ...]
    allows: frozenset[str]
    bars: frozenset[str] | None
    any_words: bool
    reach: Layer
    not_by: frozenset[str]
    not_under: frozenset[str]
    roles: frozenset[Role]
    units: frozenset[str]
    """Units that it takes besides its metric's."""
    by_unit: bool
    """Whether the unit alone tells this metric from another: 处罚12万元, but not 处罚增加12%."""
    parts: frozenset[str]
    """All concepts of parts and deeds undone that the frame does not name."""

    def admits(self, concepts: frozenset[str], doers: frozenset[str]) -> bool:
        """Whether a word may stand among the frame's words."""
        if not self.parts.isdisjoint(concepts):
            return False
        rest = concepts - doers
        if self.bars is not None:
            return self.bars.isdisjoint(rest)
        return not rest or not self.allows.isdisjoint(rest)


@dataclass(frozen=True, slots=True)
class Frames:
    """The catalogue's frames by the concepts that they need, with the lexicon that finds these.

    A set of frames is the bits of a whole number, frame `n` of `listed` its bit `n`: the words of a figure
    share a concept with some twenty frames of which one fits, which so costs one `&` a word. `needing` are
    the frames that need a concept, `admitting` those among whose words one may stand that names such
    concepts, `fitting` those whose metric a figure of such a kin may be, `narrowed` those that a word of a
    part which they do not name bars. Each is asked once for what many figures share.

    Needs are bits as well, of all that any frame has: `needs` are those of each frame, `own_needs` those that
    the figure's own words must meet, `met` those that some concepts meet. `generic` are the concepts that
    tell of no frame.

    `roles` holds the metrics that only some roles may have, `shares` the rates of counts.
    """

    scanner: Scanner
    listed: tuple[Frame, ...]
    needing: Mapping[str, int]
    admitting: Mapping[frozenset[str], int]
    fitting: Mapping[Kin, int]
    narrowed: Mapping[frozenset[str], int]
    needs: tuple[int, ...]
    own_needs: tuple[int, ...]
    met: Mapping[frozenset[str], int]
    generic: frozenset[str]
    doers: frozenset[str]
    units: Mapping[str, frozenset[str]]
    unit: Mapping[str, str]
    shares: Mapping[str, str]
    stocks: Mapping[str, str]
    endings: Mapping[str, str]
    roles: Mapping[str, frozenset[Role]]
    groups: Mapping[str, frozenset[str]]

    def group(self, name: str) -> frozenset[str]:
        """The concepts of a group of the lexicon; none where it has no such group."""
        return self.groups.get(name, _NOTHING)

    def needing_any(self, concepts: Iterable[str], among: int) -> list[int]:
        """The numbers of those `among` a set that need one of the concepts, in the concepts' order."""
        numbers: list[int] = []
        needing = self.needing
        for concept in concepts:
            if concept in needing and (chosen := among & needing[concept]):
                among ^= chosen
                while chosen:
                    lowest = chosen & -chosen
                    chosen ^= lowest
                    numbers.append(lowest.bit_length() - 1)
        return numbers

    def without(self, name: str) -> "Frames":
        """All frames but the one of that name."""
        kept = ~_set_of(frame.name == name for frame in self.listed)
        return replace(self, needing={concept: held & kept for concept, held in self.needing.items()})


def _set_of(chosen: Iterable[bool]) -> int:
    """The frames for which it is true, in the order of the catalogue's."""
    return sum(1 << number for number, is_chosen in enumerate(chosen) if is_chosen)


def compile_frames(metrics: Iterable[Metric], lexicon: Lexicon, names: Iterable[str] = ()) -> Frames:
    """Compile the frames of a catalogue; `names` of places mean nothing to them.

    Raises CatalogueError naming the metric and what is no concept.
    """
    metrics = tuple(metrics)
    frames = (parse_frame(metric, text, lexicon) for metric in metrics for text in metric.frames)
    listed = tuple({frame.name: frame for frame in frames}.values())
    needing = _holding(frozenset().union(*frame.needs) for frame in listed)
    narrowing = _holding(frame.parts for frame in listed)
    needs = list(dict.fromkeys(need for frame in listed for need in frame.needs))
    numbers = {need: 1 << number for number, need in enumerate(needs)}
    meeting = _holding(needs)
    doers = frozenset(name for name, kind in lexicon.kinds.items() if kind is Kind.DOER)
    unit = {metric.id: metric.unit for metric in metrics}
    units = {metric.id: frozenset(metric.units or (metric.unit,)) for metric in metrics}

    def admitting(concepts: frozenset[str]) -> int:
        return _set_of(frame.admits(concepts, doers) for frame in listed)

    def fitting(kin: Kin) -> int:
        return _set_of(
            (not frame.roles or kin.role in frame.roles)
            and not (frame.by_unit and kin.unit not in units[frame.metric])
            and unit_fits(kin, unit[frame.metric], units[frame.metric] | frame.units)
            for frame in listed
        )

    return Frames(
        make_scanner(lexicon, names),
        listed,
        needing,
        Answers(admitting),
        Answers(fitting),
        _of_any(narrowing),
        tuple(sum(numbers[need] for need in set(frame.needs)) for frame in listed),
        tuple(sum(numbers[need] for need in frame.own.intersection(frame.needs)) for frame in listed),
        _of_any(meeting),
        frozenset(name for name, kind in lexicon.kinds.items() if kind is Kind.GENERIC),
        doers,
        units,
        unit,
        {metric.id: metric.share for metric in metrics if metric.share},
        {metric.id: metric.stock for metric in metrics if metric.stock},
        {metric.id: metric.ended for metric in metrics if metric.ended},
        {metric.id: frozenset(Role(role) for role in metric.roles) for metric in metrics if metric.roles},
        lexicon.groups,
    )


def _holding(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    """The sets, as bits, that hold each concept."""
    holding: dict[str, int] = defaultdict(int)
    for number, concepts in enumerate(sets):
        for concept in concepts:
            holding[concept] |= 1 << number
    return holding


def _of_any(holding: Mapping[str, int]) -> Mapping[frozenset[str], int]:
    """What any of some concepts has, as bits."""

    def of_any(concepts: frozenset[str]) -> int:
        found = 0
        for concept in concepts:
            found |= holding.get(concept, 0)
        return found

    return Answers(of_any)


def parse_frame(metric: Metric, text: str, lexicon: Lexicon) -> Frame:
    """One frame: concepts parted by blanks; `a|b` one of several, `a?` may be missing, `a!` in its own words,
    `a<` not behind the figure.

    A group stands for one of its members. `@paragraph` is how far this frame reaches, whatever its metric
    does; `#个|处` are units that it takes besides its metric's.
    """
    words, reach, units = frame_settings(text)
    reach = reach or metric.reach
    needs: list[frozenset[str]] = []
    own: set[frozenset[str]] = set()
    ahead: set[frozenset[str]] = set()
    may: list[frozenset[str]] = []
    allows = set(_named(metric, metric.beside, lexicon)) | _EVERYWHERE
    named: set[str] = set()
    for word in words:
        names = _named(metric, names_in(word), lexicon)
        named |= names
        if word.endswith("!"):
            own.add(names)
        if word.endswith(_AHEAD):
            ahead.add(names)
        (may if word.endswith("?") else needs).append(names)
    allows |= named
    if not needs:
        raise CatalogueError(f"frame {text!r} needs nothing", metric.id, "name what must be said")
    if reach.upper() not in Layer.__members__:
        raise CatalogueError(f"frame {text!r} reaches {reach!r}", metric.id, f"one of {', '.join(_REACHES)}")
    return Frame(
        name=f"{metric.id}:{' '.join(text.split())}",
        metric=metric.id,
        needs=tuple(needs),
        own=frozenset(own),
        ahead=frozenset(ahead),
        may=tuple(may),
        allows=frozenset(allows),
        bars=None if metric.not_with is None else _named(metric, metric.not_with, lexicon) - named,
        any_words=metric.any_words or metric.not_with is not None,
        reach=Layer[reach.upper()],
        not_by=_named(metric, metric.not_by, lexicon),
        not_under=_named(metric, metric.not_under, lexicon),
        roles=frozenset(Role(role) for role in metric.roles),
        units=units,
        by_unit=frozenset().union(*needs) <= _named(metric, metric.by_unit, lexicon),
        parts=frozenset(n for n, kind in lexicon.kinds.items() if kind in _RESTRICTING and n not in allows),
    )


def frame_settings(text: str) -> tuple[list[str], str, frozenset[str]]:
    """A frame's words for concepts, the reach of its own (empty for none) and the units it takes besides.

    >>> frame_settings("inspected! @clause #个|处")[:2]
    (['inspected!'], 'clause')
    """
    words = text.split()
    reach = next((word.removeprefix(REACHES) for word in words if word.startswith(REACHES)), "")
    units = next((word.removeprefix(UNITS).split("|") for word in words if word.startswith(UNITS)), ())
    return [word for word in words if not word.startswith((REACHES, UNITS))], reach, frozenset(units)


def names_in(word: str) -> list[str]:
    """The names of concepts, or of groups of them, in one of a frame's words.

    >>> names_in("accepted|received!")
    ['accepted', 'received']
    """
    return word.rstrip(_MARKS).split("|")


def _named(metric: Metric, names: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """The concepts that names stand for. Raises CatalogueError for one that the lexicon does not have."""
    found: set[str] = set()
    for name in names:
        if name not in lexicon.kinds:
            raise CatalogueError(f"{name} is no concept", metric.id, "see warehouse/lexicon.toml")
        found |= lexicon.groups.get(name, {name})
    return frozenset(found)
