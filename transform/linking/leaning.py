"""A paragraph's figures linked in order: by their own words, or by the figure that they lean on."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from transform.linking.carrying import (
    counts_places,
    holders_before,
    link_by_clause_before,
    link_of_sum,
    link_stock_of_new,
)
from transform.linking.certainty import certainty_of_companion
from transform.linking.fitting import RATES, kin_of, unit_fits
from transform.linking.frames import Frames
from transform.linking.held import with_held
from transform.linking.links import Link, Links
from transform.linking.meetings import with_topics, without_means
from transform.linking.mentions import without_names
from transform.linking.own_words import (
    TURNS,
    left_over,
    link_by_own_words,
    link_of_first_rate,
    says_again,
    says_deed_alone,
    without_plans,
    without_turns,
)
from transform.linking.setting import Setting, concepts_of
from transform.linking.shares import (
    CHANGES,
    daily_before,
    in_closed_bracket,
    is_share,
    same_unit,
    says_stock,
    share_of,
    stock_of,
)
from transform.linking.suggestions import near_metrics
from transform.linking.words import Words, words_of
from transform.sense.context import Placed
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis, Role
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
_ROLES = load_wording("roles")
_RESPECTIVELY = re.compile(either(load_wording("dealing")["loosely"]))
_PART_OF = tuple(_TABLE["parts"])
# 增长近一倍，达到300件
_REACHED = re.compile(rf"，?(?:{either(_TABLE['reached'])})(?:{either(_TABLE['reached_after'])})*")
# 较2015年、2016年分别下降5个和2个百分点: years are dealt out, and no levels
_YEAR = re.compile(r"年[、，]?\Z")
# 由5.2%降至-1.8%
_TURNED = re.compile(rf"[，、]?(?:{either(_TABLE['turned'])})")
# 其中市本级, 县（区）
_OF_PLACE = re.compile(r"[省市县区州盟旗镇乡]")
_CASES = frozenset({"case"})
_NO_COUNTS = RATES | {"元"}
# 36件案件中，
_AMONG = re.compile(r"[^，。；：\d]{1,14}中(?=，)")
_COMPARING = CHANGES | {Role.RANK}
_TOGETHER = re.compile(either(_TABLE["together"]))
_SIGNS = "+-—"
_TASKS = re.compile(either(_TABLE["counts_tasks"]))
# groups of the lexicon: words that tell no noun, and words that say that a figure is a share
_NO_NOUN, _SHARES = "no_noun", "shares"
# what a gap is measured from: 高于全市平均6.1个百分点
_YARDSTICKS = "yardsticks"
# 收案降幅位居全省第二: a rank of the change, not of the figure that changed
_GROWTH = re.compile(either([*_ROLES["up"]["nouns"], *_ROLES["down"]["nouns"]]))


def link_figures(settings: Sequence[Setting], frames: Frames) -> list[Links]:
    """Link each figure of paragraphs; a tie between metrics links none of them.

    Each step is taken for all paragraphs before the next one: what it runs stays in the processor's cache.
    """
    told = [
        [words_of(setting, index, frames.scanner) for index in range(len(setting.figures))]
        for setting in settings
    ]
    told = [
        with_topics(setting, without_means(setting, words, frames), frames)
        for setting, words in zip(settings, told, strict=True)
    ]
    told = [without_plans(setting, words, frames) for setting, words in zip(settings, told, strict=True)]
    told = [with_held(setting, words, frames) for setting, words in zip(settings, told, strict=True)]
    links = [_linked(setting, words, frames) for setting, words in zip(settings, told, strict=True)]
    for setting, words, found in zip(settings, told, links, strict=True):
        for placed, own in zip(setting.figures, words, strict=True):
            if placed.index in found.links:
                found.named[placed.index] = concepts_of(own.before) or concepts_of(own.after)
            else:
                found.near[placed.index] = suggest(setting, own, placed, frames)
    return links


def _linked(setting: Setting, words: list[Words], frames: Frames) -> Links:
    found = Links()
    for index, placed in enumerate(setting.figures):
        link = _link(setting, words, frames, found, index)
        if link and (told := _told_before(setting, index)):
            link = _inherit(frames, found, told, placed)
        if link:
            found.links[placed.index] = link
    return found


def link_cell(setting: Setting, words: Words, placed: Placed, frames: Frames) -> Link | None:
    """Link a table's cell by the words of its row and column."""
    return link_by_own_words(setting, words, placed, frames, Links())


def suggest(setting: Setting, words: Words, placed: Placed, frames: Frames) -> tuple[str, ...]:
    """At most three metrics that a figure without a link may be; never a link."""
    return near_metrics(setting, words, frames, kin_of(placed))


def _link(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    placed, own = setting.figures[index], words[index]
    if placed.role is Role.RANK and _GROWTH.search(setting.text, own.low, own.start):
        return None
    if index and _in_one_breath(setting, index):
        link = link_by_own_words(setting, words[index - 1], placed, frames, found)
        return link or link_by_own_words(setting, own, placed, frames, found)
    tells_stock = placed.role is Role.LEVEL and says_stock(setting, own)
    if not tells_stock and _leans(setting, placed, own, frames):
        link = _leant_on(setting, words, frames, found, index)
        link = link or link_by_clause_before(setting, own, frames, found, index)
        return link or _with_words_before(setting, words, frames, found, index)
    if is_share(own, placed, frames):
        return share_of(setting, frames, found, index)
    if tells_stock:
        stock = stock_of(setting, frames, found, index)
        return stock or link_stock_of_new(setting, words, frames, found, index)
    link = link_of_first_rate(setting, own, placed, frames, found) or link_by_own_words(
        setting, own, placed, frames, found
    )
    if link is None and placed.role in CHANGES:
        link = link_by_own_words(setting, without_turns(own, frames), placed, frames, found)
    if link is None and (placed.role in CHANGES or placed.role is Role.RANK):
        link = _by_noun(setting, words, frames, found, index)
    if link is None and placed.role is Role.LEVEL:
        link = _of_whole(setting, words, frames, found, index)
    if (
        link is None
        and placed.index not in found.ties
        and (
            says_deed_alone(setting, own, frames) or (placed.role is Role.LEVEL and says_again(setting, own))
        )
    ):
        return link_by_clause_before(setting, own, frames, found, index)
    return link


def _told_before(setting: Setting, index: int) -> Placed | None:
    """受理36件。在受理的36件案件中，…: the figure that is told once more as the whole of what follows."""
    placed = setting.figures[index]
    quantity = placed.figure.quantity
    if not index or not _AMONG.match(setting.text, quantity.end):
        return None
    for other in setting.figures[index - 1 :: -1]:
        if other.figure.quantity.value == quantity.value is not None and same_unit(other, placed):
            return other if other.role is placed.role else None
    return None


def _of_whole(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """主动公开信息93条。其中市本级公开39条: a place's part says again what was done, and no more."""
    placed, own = setting.figures[index], words[index]
    opened = max(setting.text.rfind(word, own.sentence_start, own.start) for word in _PART_OF)
    told = [mention.concepts for mention in own.before if mention.concepts]
    if opened < 0 or not told or own.after or not _OF_PLACE.search(setting.text, own.low, own.start):
        return None
    if left_over(setting, own.before, own.low, own.start):
        return None
    for other in _figures_before(setting, index):
        if other.figure.quantity.end <= opened:
            whole = frozenset().union(*(mention.concepts for mention in words[other.index].before))
            agrees = (
                all(concepts & whole for concepts in told)
                and other.role is Role.LEVEL
                and same_unit(other, placed)
            )
            return _inherit(frames, found, other, placed) if agrees else None
    return None


def _in_one_breath(setting: Setting, index: int) -> bool:
    """30件115人: the second figure has the words of the first, and another unit."""
    before, own = setting.figures[index - 1].figure.quantity, setting.figures[index].figure.quantity
    return not setting.text[before.end : own.start].strip()


def _with_words_before(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """旁听庭审163次、4000人次, 考试3次共86人: without words, in another unit, it has those before."""
    placed = setting.figures[index]
    if not index or placed.role is not Role.LEVEL:
        return None
    before = setting.figures[index - 1]
    between = setting.text[before.figure.quantity.end : placed.figure.quantity.start]
    if before.role is not Role.LEVEL or before.figure.sentence != placed.figure.sentence:
        return None
    if same_unit(before, placed) or not (between.startswith(("、", "，")) or _TOGETHER.fullmatch(between)):
        return None
    return link_by_own_words(setting, words[index - 1], placed, frames, found)


def _leans(setting: Setting, placed: Placed, words: Words, frames: Frames) -> bool:
    """Whether a figure has no noun of its own: fillers, years, places and bodies alone."""
    if placed.figure.quantity.noun:
        return False
    ignored = frames.group(_NO_NOUN)
    if placed.role in CHANGES:
        ignored |= frames.group(TURNS)
    if placed.role is Role.GAP or placed.figure.quantity.unit in RATES:
        ignored |= frames.group(_YARDSTICKS)
    if not holders_before(setting, placed.index):
        if not all(mention.concepts <= ignored for mention in words.before):
            return False
        if left_over(setting, words.before, words.low, words.start, without_names):
            return False
    if placed.role in CHANGES:
        return True
    if _is_base(setting, placed):
        ignored |= frames.group(TURNS)
    tasks = _TASKS.match(setting.text, words.end, words.high)
    if tasks or not all(mention.concepts <= ignored for mention in words.after):
        return False
    return not left_over(setting, words.after, words.end, words.high)


def _is_base(setting: Setting, placed: Placed) -> bool:
    """较2022年的380件增加32件: the verb behind a figure is that of the change that follows in its clause."""
    following = setting.figures[placed.index + 1 : placed.index + 2]
    return any(
        one.role in CHANGES and one.figure.clause_start == placed.figure.clause_start for one in following
    )


def _leant_on(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """The link of the figure that this one takes its noun from."""
    placed = setting.figures[index]
    if level := _level_dealt(setting, index):
        return _inherit(frames, found, level, placed)
    if parts := _summed_up(setting, words[index], index):
        return link_of_sum(setting, words, parts, index, frames, found)
    share = any(mention.concepts & frames.group(_SHARES) for mention in words[index].before)
    if share and placed.role is Role.LEVEL and placed.figure.quantity.unit == "%":
        return share_of(setting, frames, found, index)
    if link := _led_to(setting, frames, found, index):
        return link
    change: Placed | None = None
    # 结案率98%，罚款12万元，案件数增长53%: cases grow, and no rate or amount of theirs
    daily = daily_before(setting, words, found, index) if placed.role in CHANGES else None
    counted = placed.role in CHANGES and any(_CASES & mention.concepts for mention in words[index].before)
    for other in _figures_before(setting, index):
        if (counted and other.figure.quantity.unit in _NO_COUNTS) or other.index == daily:
            continue
        if _lends(other, placed, frames, found):
            return _inherit(frames, found, other, placed)
        if placed.role in _COMPARING or other.role in _COMPARING:
            change = change or (other if other.role in CHANGES else None)
            continue
        if not (_is_share_between(setting, other, words[index], frames) or counts_places(setting, other)):
            return None
    # 败诉案件减少28件，降幅24.1%: no level is told, but another change
    return _inherit(frames, found, change, placed) if change and placed.role in CHANGES else None


def _level_dealt(setting: Setting, index: int) -> Placed | None:
    """The level that a list of changes hands to one of them: 受理8件，审结7件，分别上升83%、79%."""
    placed = setting.figures[index]
    figure = placed.figure
    if figure.count == 1 or placed.role not in _COMPARING or _YEAR.search(figure.dealt):
        return None
    levels = _levels_before(setting, index - figure.position, figure.count)
    listed = all(level.figure.count == figure.count for level in levels)
    return levels[figure.position] if levels and (listed or _RESPECTIVELY.search(figure.clause)) else None


def _lends(other: Placed, placed: Placed, frames: Frames, found: Links) -> bool:
    """Whether a figure before one that has no noun may give it its own: by their roles and units."""
    one_unit = same_unit(other, placed)
    if other.role is Role.RANK and (placed.role is Role.LEVEL or (placed.role in CHANGES and not one_unit)):
        # 案件数居第3位（首位是金华市61件）, 出庭应诉率居全市第一，同比提高3.3个百分点
        link = found.links.get(other.index)
        return link is not None and not one_unit and _unit_fits(placed, link.metric, frames)
    if other.role in _COMPARING:
        return one_unit and not (placed.role in _COMPARING and other.role in CHANGES)
    return one_unit or placed.role in _COMPARING


def _summed_up(setting: Setting, words: Words, index: int) -> list[int]:
    """昆明12件、大理8件，共计20件: the figures before it that make it together, nearest first."""
    if not _TOGETHER.search(setting.text, words.low, words.start):
        return []
    placed = setting.figures[index]
    total, unit = placed.figure.quantity.value, placed.figure.quantity.unit
    summed, parts = Decimal(0), list[int]()
    for other in _figures_before(setting, index):
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
    return _inherit(frames, found, before, placed) if way.fullmatch(between.rstrip(_SIGNS)) else None


def _figures_before(setting: Setting, index: int) -> Iterator[Placed]:
    """The figures that one may lean on, nearest first; 其中 may open the sentence after theirs."""
    placed = setting.figures[index]
    figure = placed.figure
    farthest = figure.sentence
    for other in (setting.figures[number] for number in range(index - 1, -1, -1)):
        if other.figure.sentence != farthest:
            if farthest != figure.sentence or not figure.lead.startswith(_PART_OF):
                return
            farthest = other.figure.sentence
        if not in_closed_bracket(setting, other, placed):
            yield other


def _is_share_between(setting: Setting, other: Placed, words: Words, frames: Frames) -> bool:
    """市级712条，占44.9%；县区890条: a share is passed over, where no noun stands behind it."""
    if other.figure.quantity.unit != "%":
        return False
    named = setting.between(other.figure.quantity.end, words.low)
    return not any(mention.concepts - frames.group(_NO_NOUN) for mention in named)


def _levels_before(setting: Setting, first: int, count: int) -> list[Placed]:
    """受理8件，审结7件，同比分别上升83%、79%: as many levels before a list of changes as it has members."""
    sentence = setting.figures[first].figure.sentence
    levels: list[Placed] = []
    for number in range(first - 1, -1, -1):
        placed = setting.figures[number]
        if len(levels) == count or placed.figure.sentence != sentence:
            break
        if placed.role is Role.LEVEL:
            levels.insert(0, placed)
    return levels if len(levels) == count else []


def _inherit(frames: Frames, found: Links, other: Placed, placed: Placed) -> Link | None:
    link = found.links.get(other.index)
    if link is None or placed.role not in frames.roles.get(link.metric, (placed.role,)):
        return None
    if placed.figure.quantity.unit == "百分点" and frames.unit[link.metric] not in RATES:
        return None
    sure = certainty_of_companion(link, placed.role)
    return Link(link.metric, f"{link.metric}:inherited", LinkBasis.INHERITED, sure, other.index)


def _by_noun(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
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
            return _inherit(frames, found, other, placed)
    return None
