"""Part or whole: of several figures that would be one fact, the whole keeps the link."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal

from transform.linking.bodies import OWN_BODY, has_own_body, kinds_of_bodies
from transform.linking.frames import Frames
from transform.linking.links import Link, Links
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import COUNTED_BODIES, Words
from transform.sense.context import Placed
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis, Role
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
_PART_OF = tuple(_TABLE["parts"])
_OPENS_PART = re.compile(rf"\A[^，；。（]{{0,20}}(?:（|，?(?:{either(_PART_OF)}))")
_OPENS_PARTS = re.compile(either([*_PART_OF, *_TABLE["opens_parts"]]))
# groups of the lexicon: a noun that holds more than a metric counts, and the one that it counts; what holds
# for the parts of a whole too; kinds of a count that hold for an amount behind it
_HELD_BY_AMOUNTS = "held_by_amounts"
_WIDE, _NARROW, _HELD = "wide", "narrow", "held_by_parts"
# what narrows all of a list when it narrows the first
_HELD_IN_LISTS = "held_in_lists"
# the instances of a court, and what was done with a case in the end
_INSTANCES, _ENDS = "instances", "ends"
# and by what way one of several was put out
_CHANNELS = "channels"
# 12个区级部门、16个镇街126项: bodies over which a deed is done
_BODY_UNITS = frozenset({"个", "家"})
_JOINTS = "、和及与"
# who, counted again, did something else: 12人参加考试，9人通过考试
_PEOPLE = frozenset({"人", "名", "人次", "名次", "位"})
# of one share in print
_ROUNDING = Decimal("0.1")
_BRACKET = re.compile(r"（[^（）]*）")
_PARTS = (Kind.PART, Kind.FIELD)


def with_held(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of a paragraph's figures, each with what holds for it of figures before.

    The words of a whole that its parts have too (of 9 drafts, 3 that are new are drafts); the part that an
    amount right behind it is of (其中简易程序28起，罚款3万元; 查处食品案件28件，罚款3万元); the deed done
    over bodies counted right before (调整12个部门的权责126项); what narrows the first of a list
    (涉企从轻处罚9件、不予处罚3件).
    """
    kinds, group, narrow = frames.scanner.kinds, frames.group(_HELD), frames.group(_HELD_BY_AMOUNTS)
    whole_of = _wholes(setting.text, setting.figures)
    found: list[Words] = []
    for index, (one, whole) in enumerate(zip(words, whole_of, strict=True)):
        held: list[Mention] = []
        if whole is not None:
            held += [mention for mention in words[whole].before if mention.concepts & group]
            held += _concluded(words[whole], one, frames)
        if _is_amount_of_part(setting.figures, whole_of, index):
            held += [m for m in words[index - 1].before if any(kinds[c] in _PARTS for c in m.concepts)]
        elif index and _is_amount_behind(*setting.figures[index - 1 : index + 1]):
            near = (*words[index - 1].before, *words[index - 1].after)
            held += [mention for mention in near if mention.concepts & narrow]
        if index:
            held += _over_bodies(setting, words, index, frames) or _of_list(
                setting, found[-1], one, index, frames
            )
        found.append(one._replace(held=tuple(held)) if held else one)
    return found


def _concluded(whole: Words, part: Words, frames: Frames) -> list[Mention]:
    """审结842件，其中一审612件: that the whole counts what was concluded, for a part by its instance."""
    instances, ends, kinds = frames.group(_INSTANCES), frames.group(_ENDS), frames.scanner.kinds
    own = concepts_of(part.before)
    if not own & instances or any(kinds[concept] is Kind.ACT for concept in own):
        return []
    return [one for one in whole.before if one.concepts & ends]


def _over_bodies(setting: Setting, words: list[Words], index: int, frames: Frames) -> list[Mention]:
    """The deeds before the bodies that are counted right before a figure without a deed of its own."""
    figures, kinds_of, first, end = setting.figures, frames.scanner.kinds_of, index, words[index].low
    while first:
        before, own = figures[first - 1].figure, figures[first].figure
        if before.quantity.unit not in _BODY_UNITS or before.clause_start != own.clause_start:
            break
        if setting.text[end - 1] in _JOINTS:
            end -= 1
        if not COUNTED_BODIES.fullmatch(setting.text, before.quantity.end, end):
            break
        first, end = first - 1, before.quantity.start
    if first == index or any(Kind.ACT in kinds_of[one.concepts] for one in words[index].before):
        return []
    clause = setting.between(figures[index].figure.clause_start, figures[first].figure.quantity.start)
    return [one for one in clause if one.concepts and Kind.ACT in kinds_of[one.concepts]]


def _of_list(setting: Setting, first: Words, words: Words, index: int, frames: Frames) -> list[Mention]:
    """What narrows the member before in a list of nouns (办理涉企减轻处罚9件、不予处罚3件)."""
    before, own = setting.figures[index - 1].figure, setting.figures[index].figure
    kinds, group = frames.scanner.kinds, frames.group(_HELD_IN_LISTS)
    if not setting.text.startswith("、", before.quantity.end) or before.clause_start != own.clause_start:
        return []
    if any(kinds[concept] is Kind.ACT for one in words.before for concept in one.concepts):
        return []
    return [one for one in (*first.held, *first.before) if one.concepts & group]


def _wholes(text: str, figures: Sequence[Placed]) -> list[int | None]:
    """The figure that each figure of a paragraph is told as a part of: by 其中 or in the bracket behind it.

    What 其中 opens ends with the sentence or ；, what a bracket opens with the bracket. A sentence that 其中
    opens tells parts of what the one before it ends with.
    """
    found: list[int | None] = []
    whole: int | None = None
    for index, placed in enumerate(figures):
        before = figures[index - 1].figure if index else None
        if before is None or before.sentence != placed.figure.sentence:
            whole = index - 1 if before and placed.figure.goes_on_from(before) else None
        else:
            between = text[before.quantity.end : placed.figure.quantity.start]
            if "）" in between:
                # a bracket that is closed again is the noun's own: 村（社区）
                between = _BRACKET.sub("", between)
            if "；" in between or "）" in between:
                whole = None
            if _OPENS_PART.match(between):
                whole = index - 1
        found.append(whole)
    return found


def _is_amount_of_part(figures: Sequence[Placed], whole_of: list[int | None], index: int) -> bool:
    """Whether an amount stands right behind the one part that is told; behind several it is of all."""
    if index >= len(figures):
        return False
    unit, whole = figures[index].figure.quantity.unit, whole_of[index]
    return unit == "元" and whole is not None and whole == index - 2


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
    if len(links) < 2:
        return dict(links)
    whole_of = _wholes(text, figures)
    groups: dict[Hashable, list[Placed]] = defaultdict(list)
    for placed in figures:
        link = links.get(placed.index)
        if link and placed.role is Role.LEVEL and placed.figure.quantity.value is not None:
            groups[link.metric, facts[placed.index], placed.figure.quantity.unit].append(placed)
    dropped: set[int] = set()
    for group in groups.values():
        for near in _told_together(group):
            dropped |= _parts_of(text, near, found, frames)
        dropped |= _of_one_channel(group, found, frames)
    dropped |= _amounts_behind(text, figures, whole_of, _without(links, dropped))
    dropped |= _in_other_units(figures, whole_of, links)
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


def _of_one_channel(group: Sequence[Placed], found: Links, frames: Frames) -> set[int]:
    """主动公开信息860条。通过政府网站公开96条: what one channel put out of the whole before it."""
    channels = frames.group(_CHANNELS)
    dropped: set[int] = set()
    whole: Decimal | None = None
    for placed in group:
        value = placed.figure.quantity.value or Decimal(0)
        if not found.named[placed.index] & channels:
            whole = max(whole or Decimal(0), value)
        elif whole is not None and value < whole:
            dropped.add(placed.index)
    return dropped


def _is_amount_behind(before: Placed, placed: Placed) -> bool:
    """Whether an amount follows a count in its sentence."""
    one, own = before.figure, placed.figure
    return own.quantity.unit == "元" != one.quantity.unit and one.sentence == own.sentence


def _amounts_behind(
    text: str, figures: Sequence[Placed], whole_of: list[int | None], links: Mapping[int, Link]
) -> set[int]:
    """查处案件310件，其中超限运输62件，罚款31万元: an amount right behind the one part is of the part.

    Not where the part is a measure of its own (其中移送公安2件), nor a body's.
    """
    found: set[int] = set()
    for index, whole in enumerate(whole_of):
        if whole is None or not _is_amount_of_part(figures, whole_of, index):
            continue
        part = figures[index - 1]
        one_unit = figures[whole].figure.quantity.unit == part.figure.quantity.unit
        if whole in links and one_unit and part.index not in links and not has_own_body(text, part):
            found.add(index)
    return found


def _in_other_units(
    figures: Sequence[Placed], whole_of: list[int | None], links: Mapping[int, Link]
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
        if same and other_unit and not OWN_BODY.match(placed.figure.before):
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
    values = [placed.figure.quantity.value or Decimal(0) for placed in near]
    if len(set(values)) == 1:
        return set()
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
    for number, value in enumerate(values):
        if value * 2 == total:
            return number
    between = _BRACKET.sub("", text[near[0].figure.quantity.end : near[1].figure.quantity.start])
    if _OPENS_PARTS.search(between) and values[0] > max(values[1:]):
        return 0
    return None
