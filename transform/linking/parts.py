"""Part or whole: of several figures that would be one fact, the whole keeps the link."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from transform.linking.bodies import has_own_body, kinds_of_bodies
from transform.linking.frames import Frames
from transform.linking.held import is_amount_of_part, wholes
from transform.linking.kinds import beside_other_procedure, of_series
from transform.linking.links import Link, Links
from transform.sense.context import Placed
from transform.text.marks import BRACKET, PART_OF
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis, Role
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 其中简易程序, 包括
_OPENS_PARTS = re.compile(either([*PART_OF, *_TABLE["opens_parts"]]))
# groups of the lexicon: a noun that holds more than a metric counts, and the one that it counts; by what way
# one of several was put out
_WIDE, _NARROW = "wide", "narrow"
_CHANNELS = "channels"
# deeds that take in what comes, and those that deal with it
_TAKES_IN, _DEALS = "takes_in", "deals_with"
# who, counted again, did something else: 12人参加考试，9人通过考试
_PEOPLE = frozenset(_TABLE["people_units"])
# of one share in print
_ROUNDING = Decimal("0.1")


def without_parts(
    text: str, figures: Sequence[Placed], found: Links, facts: Sequence[Hashable], frames: Frames
) -> dict[int, Link]:
    """The links without those of parts: 处罚1742件，其中简易程序613件，一般程序1129件 is one fact, two parts.

    `facts` tells of each figure whose it is and when (year, place, scope). Of the levels of one metric and
    fact in a sentence, or in the 其中 that follows it, the one that stands before 其中 or a bracket is the
    whole, or the one that is the sum of the others; where neither tells, all are, but for bodies that a list
    counts by kind. What a body of its own did (其中市中院受理), or another deed (其中答复), is no part; what
    其中 tells in another unit than the whole is one (其中来访36批), and what a later sentence tells of one
    channel alone. Shares of a sentence that make 100 % are parts, with the counts that they are of.
    """
    links = found.links
    if not links or len(figures) < 2:
        return dict(links)
    whole_of = wholes(text, figures)
    groups: dict[tuple[str, Hashable, str], list[Placed]] = defaultdict(list)
    for placed in figures:
        link = links.get(placed.index)
        if link and placed.role is Role.LEVEL and placed.figure.quantity.value is not None:
            groups[link.metric, facts[placed.index], placed.figure.quantity.unit].append(placed)
    dropped: set[int] = set()
    for group in groups.values():
        for near in _told_together(group):
            dropped |= _parts_of(text, near, found, frames)
    for told in _by_fact(groups).values():
        dropped |= _of_one_channel(told, whole_of, found, frames)
    dropped |= of_series(text, figures, found, frames)
    dropped |= beside_other_procedure(figures, found, frames)
    dropped |= _amounts_behind(text, figures, whole_of, _without(links, dropped))
    dropped |= _in_other_units(text, figures, whole_of, links)
    dropped |= _sharing_all(figures, links)
    return _without(links, dropped)


def _without(links: Mapping[int, Link], dropped: set[int]) -> dict[int, Link]:
    """The links but those dropped and what leans on them, however far; each leans on an earlier one."""
    kept: dict[int, Link] = {}
    for index, link in sorted(links.items()):
        gone = index in dropped or (link.leans_on in links and link.leans_on not in kept)
        if not gone:
            kept[index] = link
    return kept


def _by_fact(groups: Mapping[tuple[str, Hashable, str], list[Placed]]) -> dict[Hashable, list[Placed]]:
    """The figures of one metric and fact, in whatever unit, in the order of the text."""
    told: dict[Hashable, list[Placed]] = defaultdict(list)
    for (metric, fact, _), group in groups.items():
        told[metric, fact] += group
    return {key: sorted(group, key=lambda placed: placed.index) for key, group in told.items()}


def _of_one_channel(
    group: Sequence[Placed], whole_of: Sequence[int | None], found: Links, frames: Frames
) -> set[int]:
    """主动公开信息860条。通过政府网站公开96条: what one channel put out of the whole before it.

    Where 其中 tells that it is a part, it is one however much it counts.
    """
    channels = frames.group(_CHANNELS)
    dropped: set[int] = set()
    whole: Decimal | None = None
    for placed in group:
        value = placed.figure.quantity.value or Decimal(0)
        if not found.named[placed.index] & channels:
            whole = max(whole or Decimal(0), value)
        elif whole is not None and (value < whole or whole_of[placed.index] is not None):
            dropped.add(placed.index)
    return dropped


def _amounts_behind(
    text: str, figures: Sequence[Placed], whole_of: list[int | None], links: Mapping[int, Link]
) -> set[int]:
    """查处案件310件，其中超限运输62件，罚款31万元: an amount right behind the one part is of the part.

    Not where the part is a measure of its own (其中移送公安2件), nor a body's.
    """
    found: set[int] = set()
    for index, whole in enumerate(whole_of):
        if whole is None or not is_amount_of_part(figures, whole_of, index):
            continue
        part = figures[index - 1]
        one_unit = figures[whole].figure.quantity.unit == part.figure.quantity.unit
        if whole in links and one_unit and part.index not in links and not has_own_body(text, part):
            found.add(index)
    return found


def _in_other_units(
    text: str, figures: Sequence[Placed], whole_of: list[int | None], links: Mapping[int, Link]
) -> set[int]:
    """受理信访120件，其中来信12件、来访36批: levels told as parts of one in another unit."""
    found: set[int] = set()
    for placed, number in zip(figures, whole_of, strict=True):
        link = links.get(placed.index)
        if number is None or link is None or placed.role is not Role.LEVEL:
            continue
        whole = figures[number]
        of_whole = links.get(whole.index)
        same = of_whole is not None and of_whole.metric == link.metric and whole.role is Role.LEVEL
        other_unit = whole.figure.quantity.unit != placed.figure.quantity.unit
        if same and other_unit and not has_own_body(text, placed):
            found.add(placed.index)
    return found


def _sharing_all(figures: Sequence[Placed], links: Mapping[int, Link]) -> set[int]:
    """县级负责人出庭569人，占94.1%，市级36人，占5.9%: neither count is the whole, neither share its rate."""
    shares: dict[Hashable, list[Placed]] = defaultdict(list)
    for placed in figures:
        link = links.get(placed.index)
        if link and link.rule.endswith(":share") and placed.figure.quantity.value is not None:
            shares[link.metric, placed.figure.sentence].append(placed)
    parts: set[int] = set()
    for group in shares.values():
        total = sum((placed.figure.quantity.value or Decimal(0) for placed in group), Decimal(0))
        if len(group) > 1 and abs(total - 100) <= _ROUNDING * len(group):
            parts |= {placed.index for placed in group}
            parts |= {of for placed in group if (of := links[placed.index].leans_on) is not None}
    return parts


def _told_together(group: list[Placed]) -> list[list[Placed]]:
    """A group by sentence; a sentence that opens with 其中 goes with the one before it."""
    together: list[list[Placed]] = []
    for placed in group:
        figure, last = placed.figure, together[-1][-1].figure if together else None
        if last and (last.sentence == figure.sentence or figure.goes_on_from(last)):
            together[-1].append(placed)
        else:
            together.append([placed])
    return [near for near in together if len(near) > 1]


def _parts_of(text: str, near: list[Placed], found: Links, frames: Frames) -> set[int]:
    if news := _counted_anew(near, found):
        return news
    values = [placed.figure.quantity.value or Decimal(0) for placed in near]
    if len(set(values)) == 1:
        return set()
    if beyond := _beyond_received(near, found, frames):
        return beyond
    whole = _whole(text, near, values)
    if whole is None:
        return kinds_of_bodies(text, near) | _behind(text, near) | _lesser(text, near, found)
    others = [placed for number, placed in enumerate(near) if number != whole]
    if any(_is_narrower(found.named, near[whole].index, one.index, frames) for one in others):
        return {near[whole].index}
    # parts that make up the whole are parts, whatever is said of them
    acts = frozenset() if values[whole] * 2 == sum(values) else _acts(found, near[whole], frames)
    return {
        one.index
        for one in others
        if not has_own_body(text, one) and (not (own := _acts(found, one, frames)) or not acts or own & acts)
    }


def _counted_anew(near: list[Placed], found: Links) -> set[int]:
    """新增联系点6个，总数达20个: what came to a stock that the next figure tells whole."""
    return {
        before.index
        for before, one in pairwise(near)
        if found.links[one.index].rule.endswith(":stock") and before.index == one.index - 1
    }


def _beyond_received(near: list[Placed], found: Links, frames: Frames) -> set[int]:
    """收到60件；答复64件（含上年结转4件）: more than came in is another count."""
    first = near[0]
    if not _acts(found, first, frames) & frames.group(_TAKES_IN):
        return set()
    return {
        one.index
        for one in near[1:]
        if (acts := _acts(found, one, frames)) & frames.group(_DEALS)
        and not acts & frames.group(_TAKES_IN)
        and (one.figure.quantity.value or 0) > (first.figure.quantity.value or 0)
    }


def _behind(text: str, near: list[Placed]) -> set[int]:
    """结案率88%。其中，一审结案率87%: what a sentence tells that 其中 opens is of parts."""
    first = near[0].figure
    return {one.index for one in near if one.figure.goes_on_from(first) and not has_own_body(text, one)}


def _lesser(text: str, near: list[Placed], found: Links) -> set[int]:
    """“一件事”36个场景上线，9个场景办件1200件: fewer of what the first has said are of it."""
    first, links = near[0], found.links
    if links[first.index].basis is not LinkBasis.OWN:
        return set()
    return {
        one.index
        for one in near[1:]
        if links[one.index].basis is not LinkBasis.OWN
        and links[one.index].leans_on is None
        and one.figure.quantity.unit not in _PEOPLE
        and not text[one.figure.clause_start : one.figure.quantity.start].strip()
        and (one.figure.quantity.value or 0) < (first.figure.quantity.value or 0)
    }


def _acts(found: Links, placed: Placed, frames: Frames) -> frozenset[str]:
    kinds = frames.scanner.kinds
    return frozenset(name for name in found.named[placed.index] if kinds[name] is Kind.ACT)


def _is_narrower(named: Mapping[int, frozenset[str]], whole: int, part: int, frames: Frames) -> bool:
    """行政案件174件，其中行政诉讼131件: the part names what the metric counts, the whole holds more."""
    wide, narrow = frames.group(_WIDE), frames.group(_NARROW)
    return bool(named[whole] & wide and not named[whole] & narrow and named[part] & narrow)


def _whole(text: str, near: list[Placed], values: list[Decimal]) -> int | None:
    total = sum(values)
    # a sum amid its parts (2卷、3卷、1卷) is a chance
    for number in (0, len(values) - 1):
        if values[number] * 2 == total:
            return number
    between = BRACKET.sub("", text[near[0].figure.quantity.end : near[1].figure.quantity.start])
    if _OPENS_PARTS.search(between) and values[0] > max(values[1:]):
        return 0
    return None
