"""The figure that one without a noun of its own leans on: changes, shares, brackets, from–to, 分别."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transform.linking.bodies import BODIES_COUNTED_IN, NAMED_BODY, REACHED
from transform.linking.carrying import counts_places, holders_before, link_of_sum
from transform.linking.certainty import certainty_of_companion
from transform.linking.fitting import kin_of, unit_fits
from transform.linking.frames import Frames
from transform.linking.links import Link, Links
from transform.linking.mentions import without_names
from transform.linking.own_words import TURNS, YARDSTICKS, left_over
from transform.linking.ranks import first_of_bodies
from transform.linking.setting import Setting
from transform.linking.shares import (
    CHANGES,
    daily_before,
    in_closed_bracket,
    levels_before,
    same_unit,
    says_stock,
    share_of,
    stock_of,
)
from transform.linking.words import Words
from transform.sense.context import Placed
from transform.text.marks import DEALT, PART_OF
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis, Role
from warehouse.units import MONEY, PER_CENT, POINTS, RATES, TIMES, YEARS
from warehouse.vocabulary import either, load_wording

_TABLE, _ROLES = load_wording("linking"), load_wording("roles")["beside"]
# 共计20件
TOGETHER = re.compile(either(_TABLE["together"]))
# 增长近一倍，达到300件
_REACHED = re.compile(rf"，?{REACHED.pattern}")
# 较2015年、2016年分别下降5个和2个百分点: years are dealt out, and no levels
_YEAR = re.compile(rf"{YEARS}[、，]?\Z")
# 由5.2%降至-1.8%
_TURNED = re.compile(rf"[，、]?(?:{either(_TABLE['turned'])})")
# 承接79项，已开展36项: of those before it
_BEGUN = re.compile(either(_TABLE["begun"]))
# 重点改革任务
_TASKS = re.compile(either(_TABLE["counts_tasks"]))
# 示范单位36家，其中市级9家: of a grade, and no body's
_GRADE = re.compile(rf"(?:{either(PART_OF)}){_TABLE['grades']}\Z")
# 较上年的
_MEASURED_FROM = re.compile(rf"(?:{either(_TABLE['measured_from'])})[^，；。、\d]{{1,6}}\Z")
# 净增12户
_NET = re.compile("|".join(word for way in ("net_up", "net_down") for word in _ROLES[way]))
_CASES = frozenset({"case"})
_NO_COUNTS = RATES | {MONEY}
_COMPARING = CHANGES | {Role.RANK}
_SIGNS = "+-—"
# groups of the lexicon: words that tell no noun, words that say that a figure is a share, bodies
_NO_NOUN, _SHARES, _BODIES = "no_noun", "shares", "bodies"


def leans(setting: Setting, placed: Placed, words: Words, frames: Frames) -> bool:
    """Whether a figure has no noun of its own: fillers, years, places and bodies alone."""
    counts_bodies = placed.figure.quantity.unit in BODIES_COUNTED_IN
    if (
        placed.figure.quantity.noun
        or _BEGUN.fullmatch(setting.text, words.low, words.start)
        or (counts_bodies and _GRADE.search(setting.text, words.low, words.start))
    ):
        return False
    ignored = _telling_nothing(setting, placed, words, frames)
    if not holders_before(setting, placed.index):
        # 印发文件11件，乡镇5件: bodies alone, but where they may be what is counted
        bodies = frozenset() if counts_bodies else frames.group(_BODIES) | frames.doers
        if not all(mention.concepts <= ignored | bodies for mention in words.before):
            return False
        body = not counts_bodies and NAMED_BODY.fullmatch(setting.text, words.low, words.start)
        if not body and left_over(setting, words.before, words.low, words.start, without_names):
            return False
    if placed.role in CHANGES:
        return True
    if _is_base(setting, placed):
        ignored |= frames.group(TURNS)
    tasks = _TASKS.match(setting.text, words.end, words.high)
    if tasks or not all(mention.concepts <= ignored for mention in words.after):
        return False
    return not left_over(setting, words.after, words.end, words.high)


def _telling_nothing(setting: Setting, placed: Placed, words: Words, frames: Frames) -> frozenset[str]:
    """What words may name and yet not tell what is counted."""
    ignored = frames.group(_NO_NOUN)
    if placed.role is Role.LEVEL and setting.text.startswith("、", words.low):
        # 审核文件12件、案件36件: the next of a list of nouns
        ignored -= _CASES
    if placed.role in CHANGES:
        ignored |= frames.group(TURNS)
    if placed.role is Role.GAP or placed.figure.quantity.unit in RATES:
        ignored |= frames.group(YARDSTICKS)
    return ignored


def _is_base(setting: Setting, placed: Placed) -> bool:
    """较2022年的380件增加32件: the verb behind a figure is that of the change that follows in its clause.

    So it is where it tells how much in words: 较上年的380件明显增加.
    """
    if _MEASURED_FROM.search(setting.text, placed.figure.clause_start, placed.figure.quantity.start):
        return True
    following = setting.figures[placed.index + 1 : placed.index + 2]
    return any(
        one.role in CHANGES and one.figure.clause_start == placed.figure.clause_start for one in following
    )


def link_leant_on(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """The link of the figure that this one takes its noun from."""
    placed = setting.figures[index]
    if level := _level_dealt(setting, index) or _level_changed(setting, index):
        return inherit(frames, found, level, placed)
    if parts := _summed_up(setting, words[index], index):
        return link_of_sum(setting, words, parts, index, frames, found)
    first = index - placed.figure.position  # 占比分别为60%、25%: the list's first has the word
    share = any(mention.concepts & frames.group(_SHARES) for mention in words[first].before)
    if share and placed.role is Role.LEVEL and placed.figure.quantity.unit == PER_CENT:
        return share_of(setting, frames, found, index)
    if link := _led_to(setting, frames, found, index) or _grown(setting, words, frames, found, index):
        return link
    passed_over = _others_nouns(setting, words, frames, found, index) | _bodies_ranked(setting, words, index)
    change: Placed | None = None
    for other in figures_before(setting, index):
        if other.index in passed_over:
            continue
        if _lends(other, placed, frames, found):
            return inherit(frames, found, other, placed)
        if placed.role in _COMPARING or other.role in _COMPARING:
            change = change or (other if other.role in CHANGES else None)
            continue
        if not (_is_share_between(setting, other, words[index], frames) or counts_places(setting, other)):
            return None
    # 败诉案件减少28件，降幅24.1%: no level is told, but another change
    return inherit(frames, found, change, placed) if change and placed.role in CHANGES else None


def _others_nouns(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> frozenset[int]:
    """The figures before one whose noun is not its own, as its words tell.

    结案率98%，罚款12万元，案件数增长53%: cases grow, no rate or amount. 总户数12万户，新增2万户，
    总量增长9%: nor do the new ones. 日均接待90人次，全年办件3万件，增长5%: nor an average. 审查文件9件、
    合同12件，总计36件: nor is a total of the last kind.
    """
    placed = setting.figures[index]
    changes = placed.role in CHANGES
    counted = changes and any(_CASES & mention.concepts for mention in words[index].before)
    stock = says_stock(setting, words[index])
    daily = daily_before(setting, words, found, index) if changes else None
    near = [other for other in figures_before(setting, index) if same_unit(other, placed)]
    kinds = {found.links[other.index].metric for other in near if other.index in found.links}
    total = len(kinds) > 1 and (
        (changes and stock) or TOGETHER.search(setting.text, words[index].low, words[index].start)
    )
    return frozenset(
        other.index
        for other in figures_before(setting, index)
        if other.index == daily
        or total
        or (
            counted and (other.figure.quantity.unit in _NO_COUNTS or _is_unlinked_part(setting, found, other))
        )
        or (stock and other.index in found.links and found.links[other.index].metric in frames.stocks)
    )


def _bodies_ranked(setting: Setting, words: list[Words], index: int) -> frozenset[int]:
    """满意率98%，在36个县区中排第二: the bodies among which a rank is, where no noun stands before them."""
    first = first_of_bodies(setting, index) if setting.figures[index].role is Role.RANK else index
    own = words[first]
    named = any(mention.concepts for mention in own.before)
    if first == index or named or left_over(setting, own.before, own.low, own.start):
        return frozenset()
    return frozenset({setting.figures[first].index})


def _is_unlinked_part(setting: Setting, found: Links, placed: Placed) -> bool:
    """办结案件98件，其中一般程序31件，案件数下降9%: the parts are not what all cases are."""
    figure = placed.figure
    since, end = figure.sentence.start, figure.quantity.start
    return placed.index not in found.links and any(
        setting.text.find(word, since, end) >= 0 for word in PART_OF
    )


def _level_dealt(setting: Setting, index: int) -> Placed | None:
    """The level that a list of changes hands to one of them: 受理8件，审结7件，分别上升83%、79%."""
    placed = setting.figures[index]
    figure = placed.figure
    if figure.count == 1 or placed.role not in _COMPARING or _YEAR.search(figure.dealt):
        return None
    levels = levels_before(setting, index - figure.position, figure.count)
    listed = all(level.figure.count == figure.count for level in levels)
    return levels[figure.position] if levels and (listed or DEALT.search(figure.clause)) else None


def _lends(other: Placed, placed: Placed, frames: Frames, found: Links) -> bool:
    """Whether a figure before one that has no noun may give it its own: by their roles and units."""
    one_unit = same_unit(other, placed)
    if placed.role is Role.RANK and other.role in CHANGES:
        return other.index in found.links  # 新增2万户，总量增长9%，居首位: of what has grown
    if other.role is Role.RANK and (placed.role is Role.LEVEL or (placed.role in CHANGES and not one_unit)):
        # 案件数居第3位（首位是金华市61件）, 出庭应诉率居全市第一，同比提高3.3个百分点
        link = found.links.get(other.index)
        return link is not None and not one_unit and _unit_fits(placed, link.metric, frames)
    if other.role in _COMPARING:
        return one_unit and not (placed.role in _COMPARING and other.role in CHANGES)
    return one_unit or placed.role in _COMPARING


def _summed_up(setting: Setting, words: Words, index: int) -> list[int]:
    """昆明12件、大理8件，共计20件: the figures before it that make it together, nearest first."""
    if not TOGETHER.search(setting.text, words.low, words.start):
        return []
    placed = setting.figures[index]
    total, unit = placed.figure.quantity.value, placed.figure.quantity.unit
    summed, parts = Decimal(0), list[int]()
    for other in figures_before(setting, index):
        if other.role is not Role.LEVEL or other.figure.quantity.unit != unit:
            return []
        parts.append(other.index)
        summed += other.figure.quantity.value or Decimal(0)
        if total is None or summed >= total:
            return parts if len(parts) > 1 and summed == total else []
    return []


def _unit_fits(placed: Placed, metric: str, frames: Frames) -> bool:
    return unit_fits(kin_of(placed), frames.unit[metric], frames.units[metric])


def _led_to(setting: Setting, frames: Frames, found: Links, index: int) -> Link | None:
    """增长近一倍，达到300件; 增幅由5.2%降至-1.8%: what the change right before a figure has led to."""
    if not index:
        return None
    before, placed = setting.figures[index - 1], setting.figures[index]
    link = found.links.get(before.index)
    if link is None or before.role not in {Role.CHANGE, Role.CHANGE_RATE}:
        return None
    if before.figure.sentence != placed.figure.sentence or not _unit_fits(placed, link.metric, frames):
        return None
    between = setting.text[before.figure.quantity.end : placed.figure.quantity.number_start]
    way = _REACHED if placed.role is Role.LEVEL else _TURNED
    return inherit(frames, found, before, placed) if way.fullmatch(between.rstrip(_SIGNS)) else None


def _level_changed(setting: Setting, index: int) -> Placed | None:
    """调处568件，成功561件，较去年的603件少了35件: the level that a base and its change come to."""
    base, following = setting.figures[index], setting.figures[index + 1 : index + 2]
    if base.role is not Role.LEVEL or not following or following[0].role is not Role.CHANGE:
        return None
    one, other = base.figure, following[0].figure
    if one.clause_start != other.clause_start or not same_unit(base, following[0]):
        return None
    if not _MEASURED_FROM.search(setting.text, one.clause_start, one.quantity.start):
        return None
    value, changed = one.quantity.value or Decimal(0), other.quantity.value
    for level in figures_before(setting, index):
        told = level.figure.quantity.value
        if level.role is Role.LEVEL and same_unit(level, base) and told and abs(told - value) == changed:
            return level
    return None


def _grown(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """新增市场主体2万户，总量增长8%: all that there are of what was counted anew, as it has grown."""
    placed = setting.figures[index]
    grows = placed.role in CHANGES or (placed.role is Role.TARGET and placed.figure.quantity.unit == PER_CENT)
    if not grows or not says_stock(setting, words[index]):
        return None
    return stock_of(setting, frames, found, index, any_unit=True)


def figures_before(setting: Setting, index: int) -> Iterator[Placed]:
    """The figures that one may lean on, nearest first; 其中 may open the sentence after theirs."""
    placed = setting.figures[index]
    figure = placed.figure
    farthest = figure.sentence
    for other in (setting.figures[number] for number in range(index - 1, -1, -1)):
        if other.figure.sentence != farthest:
            if farthest != figure.sentence or not figure.lead.startswith(PART_OF):
                return
            farthest = other.figure.sentence
        if not in_closed_bracket(setting, other, placed):
            yield other


def _is_share_between(setting: Setting, other: Placed, words: Words, frames: Frames) -> bool:
    """市级712条，占44.9%；县区890条: a share is passed over, where no noun stands behind it.

    So is a multiple: 收到2387件，是上年的1.6倍，其中市本级641件.
    """
    if other.figure.quantity.unit not in {PER_CENT, TIMES}:
        return False
    named = setting.between(other.figure.quantity.end, words.low)
    return not any(mention.concepts - frames.group(_NO_NOUN) for mention in named)


def inherit(frames: Frames, found: Links, other: Placed, placed: Placed) -> Link | None:
    """The link of another figure for this one, where its metric takes the role and the unit."""
    link = found.links.get(other.index)
    if link is None or placed.role not in frames.roles.get(link.metric, (placed.role,)):
        return None
    if placed.figure.quantity.unit == POINTS and frames.unit[link.metric] not in RATES:
        return None
    sure = certainty_of_companion(link, placed.role)
    metric = link.metric
    if placed.role is Role.CHANGE and _NET.fullmatch(placed.figure.before):
        metric = frames.stocks.get(
            metric, metric
        )  # 新登记2.6万户，净增1.4万户: of all that there are, unless set against a year
    return Link(metric, f"{metric}:inherited", LinkBasis.INHERITED, sure, other.index)


def link_by_noun(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """新收同比下降: a change has the metric of the figure before it whose words hold its noun."""
    placed = setting.figures[index]
    kinds = frames.scanner.kinds
    own = frozenset(
        concept
        for mention in words[index].before
        for concept in mention.concepts
        if kinds[concept] is not Kind.GENERIC
    )
    own -= frames.group(TURNS)
    for number in range(index - 1, -1, -1):
        other = setting.figures[number]
        if not own or other.figure.sentence != placed.figure.sentence:
            return None
        if other.role in CHANGES or other.role is Role.RANK:
            continue
        if own <= frozenset().union(*(mention.concepts for mention in words[number].before)):
            return inherit(frames, found, other, placed)
    return None
