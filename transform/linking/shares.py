"""Shares of a whole, and stocks after their new ones: figures whose metric another one's names."""

import re

from transform.linking.frames import Frames
from transform.linking.links import Link, Links
from transform.linking.setting import Setting
from transform.linking.words import Words
from transform.sense.context import Placed
from warehouse.records import LinkBasis, Role
from warehouse.units import PER_CENT, POINTS
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
CHANGES = frozenset({Role.CHANGE, Role.CHANGE_RATE, Role.GAP})
# 新登记75万户，总数达411万户; 累计: the stock is not the new ones
_STOCK, _ADDED_UP = re.compile(either(_TABLE["stock"])), re.compile(either(_TABLE["added_up"]))
# 日均100件
_DAILY = re.compile(either(_TABLE["daily"]))
# 36件案件中，
AMONG = re.compile(rf"[^，。；：\d]{{1,14}}{_TABLE['among']}(?=，)")
# 占全省的
_OF_REGION = re.compile(either(_TABLE["of_region"]) + r"\Z")
# groups of the lexicon: words that say that a figure is a share, and words of the whole that it is of
_SHARES, _OF_WHOLE = "shares", "of_whole"


def is_share(words: Words, placed: Placed, frames: Frames) -> bool:
    """占审结案件的32.4%: a share of the whole, and no word of anything else."""
    if placed.figure.quantity.unit != PER_CENT or placed.role is not Role.LEVEL:
        return False
    named = [mention.concepts for mention in words.before if mention.concepts]
    says_so = any(concepts & frames.group(_SHARES) for concepts in named)
    return says_so and all(concepts & frames.group(_OF_WHOLE) for concepts in named)


def says_stock(setting: Setting, words: Words) -> bool:
    """总量达18.6万户: all that there are, told by that word alone."""
    return _names_nothing(words) and bool(_STOCK.search(setting.text, words.low, words.start))


def adds_up(setting: Setting, words: Words) -> bool:
    """累计86名: all that there are if those before are new ones, and else the same count of more years."""
    return _names_nothing(words) and bool(_ADDED_UP.search(setting.text, words.low, words.start))


def _names_nothing(words: Words) -> bool:
    return not any(mention.concepts for mention in (*words.before, *words.after))


def stock_of(
    setting: Setting, frames: Frames, found: Links, index: int, *, any_unit: bool = False
) -> Link | None:
    """The stock whose new ones stand before it: 新增市场主体2.6万户，总量达18.6万户, or 总量增长8%."""
    placed = setting.figures[index]
    for other in (setting.figures[number] for number in range(index - 1, -1, -1)):
        if other.figure.sentence != placed.figure.sentence:
            return None
        link = found.links.get(other.index)
        metric = frames.stocks.get(link.metric) if link and other.role is Role.LEVEL else None
        if metric and (any_unit or same_unit(other, placed)):
            return Link(metric, f"{metric}:stock", LinkBasis.INHERITED)
    return None


def share_of(setting: Setting, frames: Frames, found: Links, index: int) -> Link | None:
    """The rate whose count stands before its share: 和解结案964件，占21.57%.

    A share of a region's (占全省的6.1%) is no rate of the count's whole. Of several each is of its own count:
    维持60件、和解25件，占比分别为60%、25%.
    """
    placed = setting.figures[index]
    if of_region(setting, placed):
        return None
    if (count := placed.figure.count) > 1:
        position = placed.figure.position
        levels = levels_before(setting, index - position, count)
        return _share(frames, found, levels[position]) if levels else None
    for other in (setting.figures[number] for number in range(index - 1, -1, -1)):
        if other.figure.sentence != placed.figure.sentence:
            return None
        if other.role in CHANGES or other.role is Role.RANK or in_closed_bracket(setting, other, placed):
            continue
        # 163件败诉案件中，程序违法的占33%: of the count, and not of what it is a part of
        among = AMONG.match(setting.text, other.figure.quantity.end)
        return None if among else _share(frames, found, other)
    return None


def _share(frames: Frames, found: Links, other: Placed) -> Link | None:
    link = found.links.get(other.index)
    metric = frames.shares.get(link.metric) if link else None
    return Link(metric, f"{metric}:share", LinkBasis.INHERITED, leans_on=other.index) if metric else None


def levels_before(setting: Setting, first: int, count: int) -> list[Placed]:
    """受理8件，审结7件，同比分别上升83%、79%: as many levels before a list as it has members; else none."""
    sentence = setting.figures[first].figure.sentence
    levels: list[Placed] = []
    for number in range(first - 1, -1, -1):
        placed = setting.figures[number]
        if len(levels) == count or placed.figure.sentence != sentence:
            break
        if placed.role is Role.LEVEL:
            levels.insert(0, placed)
    return levels if len(levels) == count else []


def of_region(setting: Setting, placed: Placed) -> bool:
    """占全省的6.1%: a share of what the region has."""
    return bool(_OF_REGION.search(setting.text, placed.figure.clause_start, placed.figure.quantity.start))


def daily_before(setting: Setting, words: list[Words], found: Links, index: int) -> int | None:
    """受理工单3.6万件，日均100件，同比增长12%: the same once more, by the day, which no metric counts."""
    if index < 2 or setting.figures[index - 1].index in found.links:
        return None
    whole, daily = setting.figures[index - 2 : index]
    told = whole.index in found.links and same_unit(whole, daily)
    own = words[index - 1]
    return daily.index if told and _DAILY.search(setting.text, own.low, own.start) else None


def in_closed_bracket(setting: Setting, other: Placed, placed: Placed) -> bool:
    """Whether `other` stands in a bracket that is closed before `placed`."""
    between = setting.text[other.figure.quantity.end : placed.figure.quantity.start]
    if "）" not in between:
        return False
    depth = 0
    for character in between:
        if character == "（":
            depth += 1
        elif character == "）":
            if not depth:
                return True
            depth -= 1
    return False


def same_unit(one: Placed, other: Placed) -> bool:
    """Whether two figures may be of one metric by their units: points are of a rate."""
    units = {one.figure.quantity.unit, other.figure.quantity.unit}
    return len(units) == 1 or units == {PER_CENT, POINTS}
