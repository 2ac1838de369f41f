"""Which figures a wording reaches: the one it names, the next one, those of a list, the one just before."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from transform.masking import Masked
from transform.rules import FIGURE

_CROSSED = re.compile(r"[；。！？\n]")
_FILLED = re.compile(r"[，：](?:分别|依次|共计?|达到?|总计|合计|累计|其中|为|约)+\Z")
_DIRECT = re.compile(r"[，；。：！？、（）\n#]")
_BREAK = re.compile(r"[，；。：！？\n]")
_FORWARD, _BACKWARD = 40, 14
# a noun before a comma is farther from a figure that leans on it than one in its own clause
_LEANING = 10.0


@dataclass(frozen=True, slots=True)
class Reach:
    """A figure that a wording reaches, how far off, and whether others of its list share the wording."""

    index: int
    distance: float
    shared: bool = False


def named_figure(masked: Masked, match: re.Match[str]) -> list[Reach]:
    """The figure that the pattern's `#` is, or the one that 分别 deals to the noun before it."""
    position = match.start("figure")
    if match.end() > position + 1 and masked.text[position + 1] in "、，":
        return []
    index = bisect_left(masked.positions, position)
    figure = masked.figures[index].figure
    if figure.item is None or figure.position:
        return [Reach(index, 0.0)]
    dealt = _members(masked, match, index, 1.0)
    return [one for one in dealt if one.distance == 0.0] or dealt


def near_figures(masked: Masked, match: re.Match[str]) -> list[Reach]:
    """The figures after a wording and the one just before it."""
    return [*_forward(masked, match), *_backward(masked, match)]


def _forward(masked: Masked, match: re.Match[str]) -> list[Reach]:
    index = bisect_left(masked.positions, match.end())
    if index == len(masked.positions):
        return []
    between = masked.text[match.end() : masked.positions[index]]
    if len(between) > _FORWARD or _CROSSED.search(between):
        return []
    if ("，" in between or "：" in between) and not _FILLED.search(between):
        if not masked.figures[index].leans or between.count("，") > 1 or _has_figure(masked, match.start()):
            return []
        return [Reach(index, _LEANING + len(between) / 4)]
    if "）" in between and "（" not in between:
        between = between[between.index("）") :]
    return _sharing(masked, match, index, len(between) + 3.0 * between.count("、"))


def _has_figure(masked: Masked, position: int) -> bool:
    """Whether a figure stands before a wording in its clause: 203件文件得到清理，36件被废止."""
    clause = _BREAK.split(masked.text[max(0, position - _FORWARD) : position])[-1]
    return FIGURE in clause


def _sharing(masked: Masked, match: re.Match[str], index: int, distance: float) -> list[Reach]:
    """The figure that a noun hands itself to, the others of its list, and one in the same breath."""
    figure = masked.figures[index].figure
    found = [Reach(index, distance)]
    if figure.count > 1 and not figure.position:
        found = _members(masked, match, index, distance)
    if masked.in_one_breath(index):
        found.append(Reach(index + 1, distance + 1, shared=True))
    return found


def _members(masked: Masked, match: re.Match[str], first: int, distance: float) -> list[Reach]:
    members = range(first, first + masked.figures[first].figure.count)
    dealt = ((i, _dealt(masked, match, i, distance)) for i in members)
    return [Reach(i, near, shared=True) for i, near in dealt if near is not None]


def _dealt(masked: Masked, match: re.Match[str], index: int, distance: float) -> float | None:
    """How near a noun stands to a figure of a list that 分别 deals out.

    A noun inside one of the dealt nouns is meant for that one alone, and near; the last one's noun may stand
    for all of them (2015年、2016年败诉率分别为). None where it is another's.
    """
    figure = masked.figures[index].figure
    if figure.item is None:
        return distance
    first = index - figure.position
    start = match.start() + masked.shift(first)
    items = [masked.figures[i].figure.item for i in range(first, first + figure.count)]
    holders = [one for one in items[:-1] if one and one[0] <= start < one[1]]
    if not holders:
        return distance
    return 0.0 if figure.item in holders else None


def _backward(masked: Masked, match: re.Match[str]) -> list[Reach]:
    index = bisect_left(masked.positions, match.start()) - 1
    if index < 0:
        return []
    between = masked.text[masked.positions[index] + 1 : match.start() + 1]
    between = between if _DIRECT.match(between[-1:]) else between[:-1]
    if len(between) > _BACKWARD or (_DIRECT.search(between) and between != "："):
        return []
    return [Reach(index, len(between) + 0.5)]
