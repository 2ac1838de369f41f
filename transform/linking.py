"""Which metric a figure is: wordings claim figures, the nearest and most specific claim wins."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from transform.masking import Masked, Placed
from transform.reach import Reach, named_figure, near_figures
from transform.rules import FIGURE, MetricRules, Rule, Rules
from warehouse.records import Bound, Role

_RATES = frozenset({"%", "‰", "百分点"})
# what a claim is worth beside its distance: a figure named by the pattern, a topic in the sentence
_NAMED, _SUPPORT = 6.0, 2.0
_OF_KIND = re.compile(r"(?:类|类别)\Z")
# where the words about a figure end: the next of a list, or a bracket with figures of its own
_OWN_END = re.compile(r"、|（(?![^（）]*）)")
_CAUSED = re.compile(r"(?:引发|引起|导致)的[^，；。]{2,24}\Z")


@dataclass(frozen=True, slots=True)
class Link:
    """The metric of a figure and the rule that said so."""

    metric: str
    rule: str


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a paragraph's figures by index, and the metrics between which a figure is tied."""

    links: dict[int, Link]
    ties: dict[int, tuple[str, ...]]


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


def link_figures(masked: Masked, rules: Rules) -> Links:
    """Link each figure of a paragraph that a wording claims; a tie between metrics links none of them."""
    claims: list[_Claim] = []
    topics: dict[str, _Topic] = {}
    for start, end in masked.stretches():
        for number in rules.index.candidates(masked.text[start:end]):
            rule = rules.rules[number]
            for match in rule.pattern.finditer(masked.text, start, end):
                decided = rules.metrics[rule.metric]
                if rule.metric not in topics:
                    topics[rule.metric] = _topic_of(masked, decided)
                claims.extend(_claims(masked, rule, match, topics[rule.metric], decided))
    return _settle(claims)


def _topic_of(masked: Masked, decided: MetricRules) -> _Topic:
    pattern = decided.topic
    ends = tuple(match.end() for match in pattern.finditer(masked.text)) if pattern else ()
    return _Topic(pattern, ends)


def _settle(claims: list[_Claim]) -> Links:
    links: dict[int, Link] = {}
    scores: dict[int, float] = {}
    ties: dict[int, set[str]] = {}
    used: dict[tuple[str, int, int], int] = {}
    for claim in sorted(claims, key=lambda c: (-c.score, c.index, c.rule.name)):
        if claim.index in links:
            same = links[claim.index].metric == claim.rule.metric
            if not same and claim.score == scores[claim.index]:
                ties.setdefault(claim.index, {links[claim.index].metric}).add(claim.rule.metric)
            continue
        span = (claim.rule.metric, claim.start, claim.end)
        if not claim.shared and used.get(span, claim.index) != claim.index:
            continue
        used[span] = claim.index
        links[claim.index] = Link(claim.rule.metric, claim.rule.name)
        scores[claim.index] = claim.score
    settled = {index: link for index, link in links.items() if index not in ties}
    return Links(settled, {index: tuple(sorted(metrics)) for index, metrics in ties.items()})


def _claims(
    masked: Masked, rule: Rule, match: re.Match[str], topic: _Topic, decided: MetricRules
) -> list[_Claim]:
    reached = named_figure(masked, match) if rule.names_figure else near_figures(masked, match)
    length = match.end() - match.start()
    claims = []
    for reach in reached:
        penalty = _topic_penalty(masked, rule, topic, match, reach.index)
        if penalty is None or not _allowed(masked.figures[reach.index], decided):
            continue
        if _counts_batches(masked, reached, reach.index, decided):
            continue
        bonus = _NAMED if rule.names_figure else 0.0
        support = 0.0 if rule.needs_topic else _support(masked, topic, reach.index)
        score = 100 + bonus + support - 2 * reach.distance + 1.5 * min(length, 16) - penalty
        claims.append(_Claim(score, reach.index, rule, match.start(), match.end(), reach.shared))
    return claims


def _counts_batches(masked: Masked, reached: list[Reach], index: int, decided: MetricRules) -> bool:
    """3批67项: of two figures in one breath the one in the metric's own unit is meant."""
    if not masked.in_one_breath(index) or all(reach.index != index + 1 for reach in reached):
        return False
    own, following = (masked.figures[i].figure.quantity.unit for i in (index, index + 1))
    return own != decided.metric.unit == following


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
    words = (
        (figure.clause if figure.position else figure.before)
        + FIGURE
        + _OWN_END.split(figure.after, maxsplit=1)[0]
    )
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
