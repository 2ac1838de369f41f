"""Which metric a figure is: wordings claim figures, the nearest and most specific claim wins."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from transform.context import Figure
from transform.quantities import Quantity
from transform.rules import FIGURE, MetricRules, Rule, Rules
from warehouse.records import Bound, Direction, Role

_CROSSED = re.compile(r"[；。！？\n]")
_FILLED = re.compile(r"[，：](?:分别|依次|共计?|达到?|总计|合计|累计|其中|为|约)*\Z")
_DIRECT = re.compile(r"[，；。：！？、（）\n#]")
_FORWARD, _BACKWARD = 40, 14
_RATES = frozenset({"%", "‰", "百分点"})
_SUPPORT = 2.0
_OF_KIND = re.compile(r"(?:类|类别|领域)\Z")
_CAUSED = re.compile(r"(?:引发|引起|导致)的[^，；。]{2,24}\Z")


@dataclass(frozen=True, slots=True)
class Masked:
    """A paragraph with each figure as `#`, and where each of them stands; headings masked alike."""

    text: str
    positions: tuple[int, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its role, as linking needs it.

    `index` counts the figures of the paragraph; `leans` tells one with no noun of its own.
    """

    figure: Figure
    role: Role
    direction: Direction | None
    index: int
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The metric of a figure and the rule that said so."""

    metric: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Topic:
    """Where a paragraph speaks of a metric's topic: the ends of its mentions, in order."""

    pattern: re.Pattern[str] | None
    ends: tuple[int, ...]

    def last_before(self, position: int) -> int | None:
        """The end of the last mention that ends at or before `position`."""
        count = bisect_right(self.ends, position)
        return self.ends[count - 1] if count else None


@dataclass(frozen=True, slots=True)
class _Claim:
    score: float
    index: int
    rule: Rule
    start: int
    end: int
    shared: bool


def mask(
    text: str, start: int, end: int, quantities: tuple[Quantity, ...], headings: tuple[str, ...]
) -> Masked:
    """Replace each quantity of `text[start:end]` by `#`."""
    parts, positions, done, length = [], [], start, 0
    for quantity in quantities:
        words = text[done : quantity.start].rstrip(" ") + quantity.noun
        parts.append(words)
        length += len(words)
        positions.append(length)
        parts.append(FIGURE)
        length += 1
        done = quantity.end
    parts.append(text[done:end])
    return Masked("".join(parts), tuple(positions), headings)


def link_figures(masked: Masked, placed: tuple[Placed, ...], rules: Rules) -> dict[int, Link]:
    """The link of each figure of a paragraph that has one, by index; ties between metrics stay unlinked."""
    claims: list[_Claim] = []
    topics: dict[str, _Topic] = {}
    for number in rules.index.candidates(masked.text):
        rule = rules.rules[number]
        for match in rule.pattern.finditer(masked.text):
            decided = rules.metrics[rule.metric]
            if rule.metric not in topics:
                topics[rule.metric] = _topic_of(masked, decided)
            claims.extend(_claims(masked, placed, rule, match, (decided, topics[rule.metric])))
    return _settle(claims)


def _topic_of(masked: Masked, decided: MetricRules) -> _Topic:
    pattern = decided.topic
    ends = tuple(match.end() for match in pattern.finditer(masked.text)) if pattern else ()
    return _Topic(pattern, ends)


def _settle(claims: list[_Claim]) -> dict[int, Link]:
    links: dict[int, Link] = {}
    scores: dict[int, float] = {}
    ties: set[int] = set()
    used: dict[tuple[str, int, int], int] = {}
    for claim in sorted(claims, key=lambda c: (-c.score, c.index, c.rule.name)):
        if claim.index in links:
            same = links[claim.index].metric == claim.rule.metric
            if not same and claim.score == scores[claim.index]:
                ties.add(claim.index)
            continue
        span = (claim.rule.metric, claim.start, claim.end)
        if not claim.shared and used.get(span, claim.index) != claim.index:
            continue
        used[span] = claim.index
        links[claim.index] = Link(claim.rule.metric, claim.rule.name)
        scores[claim.index] = claim.score
    return {index: link for index, link in links.items() if index not in ties}


def _claims(
    masked: Masked,
    placed: tuple[Placed, ...],
    rule: Rule,
    match: re.Match[str],
    metric: tuple[MetricRules, _Topic],
) -> list[_Claim]:
    decided, topic = metric
    if rule.names_figure:
        found, bonus = _named(masked, placed, match), 6.0
    else:
        found, bonus = [*_forward(masked, placed, match), *_backward(masked, match)], 0.0
    claims = []
    indexes = {index for index, _, _ in found}
    for index, distance, shared in found:
        if index + 1 in indexes and _counts_batches(masked, placed, index, decided):
            continue
        penalty = _topic_penalty(masked, rule, topic, match, index)
        if penalty is None or not _allowed(placed[index], decided):
            continue
        support = 0.0 if rule.needs_topic else _support(masked, topic, index)
        score = 100 + bonus + support - 2 * distance + 1.5 * min(match.end() - match.start(), 16) - penalty
        claims.append(_Claim(score, index, rule, match.start(), match.end(), shared))
    return claims


def _counts_batches(masked: Masked, placed: tuple[Placed, ...], index: int, decided: MetricRules) -> bool:
    """3批67项: of two figures in one breath the one in the metric's own unit is meant."""
    in_one_breath = masked.positions[index + 1] == masked.positions[index] + 1
    own, following = (placed[i].figure.quantity.unit for i in (index, index + 1))
    return in_one_breath and own != decided.metric.unit == following


def _named(masked: Masked, placed: tuple[Placed, ...], match: re.Match[str]) -> list[tuple[int, float, bool]]:
    """The figure that the pattern's `#` is, or the one that 分别 deals to the noun before it."""
    position = match.start("figure")
    if match.end() > position + 1 and masked.text[position + 1] in "、，":
        return []
    index = bisect_left(masked.positions, position)
    figure = placed[index].figure
    if figure.item is None or figure.position:
        return [(index, 0.0, False)]
    members = range(index, index + figure.count)
    dealt = [(i, near, True) for i in members if (near := _dealt(masked, placed, match, i, 1.0)) is not None]
    return [one for one in dealt if one[1] == 0.0] or dealt


def _forward(
    masked: Masked, placed: tuple[Placed, ...], match: re.Match[str]
) -> list[tuple[int, float, bool]]:
    index = bisect_left(masked.positions, match.end())
    if index == len(masked.positions):
        return []
    between = masked.text[match.end() : masked.positions[index]]
    if len(between) > _FORWARD or _CROSSED.search(between):
        return []
    if ("，" in between or "：" in between) and not _FILLED.search(between):
        if not placed[index].leans or between.count("，") > 1:
            return []
        return [(index, 10.0 + len(between) / 4, False)]
    if "）" in between and "（" not in between:
        between = between[between.index("）") :]
    distance = len(between) + 3.0 * between.count("、")
    return _sharing(masked, placed, match, index, distance)


def _sharing(
    masked: Masked, placed: tuple[Placed, ...], match: re.Match[str], index: int, distance: float
) -> list[tuple[int, float, bool]]:
    """The figure that a noun hands itself to, the others of its list, and one in the same breath."""
    figure = placed[index].figure
    found = [(index, distance, False)]
    if figure.count > 1 and not figure.position:
        members = range(index, index + figure.count)
        found = [
            (i, near, True)
            for i in members
            if (near := _dealt(masked, placed, match, i, distance)) is not None
        ]
    follower = index + 1
    if follower < len(masked.positions) and masked.positions[follower] == masked.positions[index] + 1:
        found.append((follower, distance + 1, True))
    return found


def _dealt(
    masked: Masked, placed: tuple[Placed, ...], match: re.Match[str], index: int, distance: float
) -> float | None:
    """How near a noun stands to a figure of a list that 分别 deals out.

    A noun inside one of the dealt nouns is meant for that one alone, and near; the last one's noun may stand
    for all of them (2015年、2016年败诉率分别为). None where it is another's.
    """
    item = placed[index].figure.item
    if item is None:
        return distance
    first = index - placed[index].figure.position
    shift = placed[first].figure.quantity.start - masked.positions[first]
    start = match.start() + shift
    items = [placed[i].figure.item for i in range(first, first + placed[index].figure.count)]
    holders = [one for one in items[:-1] if one and one[0] <= start < one[1]]
    if not holders:
        return distance
    return 0.0 if item in holders else None


def _backward(masked: Masked, match: re.Match[str]) -> list[tuple[int, float, bool]]:
    index = bisect_left(masked.positions, match.start()) - 1
    if index < 0:
        return []
    between = masked.text[masked.positions[index] + 1 : match.start() + 1]
    between = between if _DIRECT.match(between[-1:]) else between[:-1]
    if len(between) > _BACKWARD or (_DIRECT.search(between) and between != "："):
        return []
    return [(index, len(between) + 0.5, False)]


def _topic_penalty(
    masked: Masked, rule: Rule, topic: _Topic, match: re.Match[str], index: int
) -> float | None:
    """How far back the talk turned to the metric's topic; None where it never did."""
    if not rule.needs_topic or topic.pattern is None:
        return 0.0
    end = _clause_end(masked.text, max(match.end(), masked.positions[index]))
    nearest = topic.last_before(end)
    if nearest is not None:
        between = masked.text[nearest : match.start()]
        return min(len(between), 120) / 10 + 3 * between.count("。") + 0.5 * between.count("，")
    for level, heading in enumerate(reversed(masked.headings)):
        if topic.pattern.search(heading):
            return 20.0 + 4 * level
    return None


def _support(masked: Masked, topic: _Topic, index: int) -> float:
    """A sentence that speaks of the metric's topic before the figure supports a whole phrase."""
    position = masked.positions[index]
    nearest = topic.last_before(position)
    start = masked.text.rfind("。", 0, position) + 1
    return _SUPPORT if nearest is not None and nearest > start else 0.0


def _clause_end(text: str, position: int) -> int:
    for offset in range(position, min(len(text), position + 40)):
        if text[offset] in "，；。：！？":
            return offset
    return min(len(text), position + 40)


def _allowed(placed: Placed, decided: MetricRules) -> bool:
    figure = placed.figure
    if _OF_KIND.search(figure.before) or _CAUSED.search(figure.clause):
        return False
    words = (figure.clause if figure.position else figure.before) + FIGURE + figure.after.partition("、")[0]
    if decided.not_near and decided.not_near.search(words):
        return False
    return unit_fits(placed, decided)


def unit_fits(placed: Placed, decided: MetricRules) -> bool:
    """Whether a figure's unit may stand for the metric: its own units; points and rates for changes."""
    unit = placed.figure.quantity.unit
    if placed.role is Role.RANK:
        return True
    if unit == "百分点":
        return decided.metric.unit in _RATES
    if placed.role is Role.CHANGE_RATE or (placed.role is Role.TARGET and placed.direction):
        return unit in _RATES or unit in {"倍"} or unit in decided.units
    if placed.figure.quantity.bound is Bound.BLANK:
        return unit in decided.units
    return unit in decided.units or unit == ""
