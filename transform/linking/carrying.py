"""A figure without a noun linked by words before it: of a clause, or of what its items are spread over."""

import re

from transform.linking.bodies import COUNTED_PLACES, PEOPLE_OF
from transform.linking.frames import Frames
from transform.linking.links import Link, Links
from transform.linking.matching import counts_offices
from transform.linking.mentions import Mention
from transform.linking.own_words import link_by_own_words, without_turns
from transform.linking.setting import Setting
from transform.linking.shares import CHANGES, same_unit
from transform.linking.words import Words
from transform.sense.context import Placed
from transform.text.marks import CLAUSE_MARKS, DEALT, JOINT
from warehouse.records import LinkBasis, Role
from warehouse.units import PLACE, THING
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
_ROLES = load_wording("roles")
# 增速由正转负，为-1.2%; 败诉率逐年下降，其中2022年下降1个百分点: the clause before has the noun
_GROWS = re.compile(
    either(
        [
            *_ROLES["growth"]["nouns"],
            *_ROLES["growth"]["falls"],
            *_ROLES["down"]["negative"],
            *_TABLE["trends"],
        ]
    )
)
# 个领域、38个部门，共; 个领域的
_HOLDERS = re.compile(
    rf"(?:{either(_TABLE['counted_holders'])})?[、，（的]?(?:{either(_TABLE['together'])})?"
)
# 公布免罚清单，涉及126项
_LEADS_ON = re.compile(either(_TABLE["leads"]))
# 部门1280项
_HOLDER = re.compile(either(_TABLE["counted_holders"]))
# （12件）、合同（78份
_NEXT_IN_BRACKETS = "）、"
# group of the lexicon: words of what was counted anew
_NEWS = "news"
_HOLDER_UNITS, _HELD_UNITS = frozenset(_TABLE["holder_units"]), frozenset(_TABLE["held_units"])


def link_by_clause_before(
    setting: Setting, words: Words, frames: Frames, found: Links, index: int
) -> Link | None:
    """出庭应诉率逐年提升，首次突破80%: the clause before, where it holds no figure, has the noun."""
    placed = setting.figures[index]
    if PEOPLE_OF.match(setting.text, words.end) or counts_offices(setting, words):
        return None
    if placed.role is Role.GAP:
        words = without_turns(words, placed, frames)
    held = holders_before(setting, index)
    first = setting.figures[index - held].figure
    # the members of a list that 分别 deals out have the clause before the first of them
    since = _end_of_figure_before(setting, index - (held or placed.figure.position))
    low = max(since, placed.figure.sentence.start)
    low = max(low, setting.text.rfind("，", low, first.clause_start - 1) + 1)
    if placed.role in CHANGES - {Role.GAP} and not _GROWS.search(setting.text, low, first.clause_start):
        return None
    if DEALT.search(setting.text, words.low, words.start) and JOINT.search(
        setting.text, low, first.clause_start
    ):
        # 受理数、败诉数双下降，分别为236件、18件: which noun is whose, nobody tells
        return None
    if held:
        start, own = first.quantity.start, tuple[Mention, ...]()
        clause = _up_to_holders(setting, low, start)
    else:
        start, own = words.start, words.before
        if leads_on(setting, words):
            own = tuple(one._replace(concepts=frozenset()) for one in own)
        clause = setting.between(low, first.clause_start)
    if not any(mention.concepts for mention in clause):
        return None
    carried = Words(
        start=start,
        end=words.end,
        low=low,
        high=words.high,
        before=(*clause, *own),
        after=words.after,
        clause=_before_list(setting, words, low),
        beyond=words.beyond,
        clause_start=low,
        sentence_start=words.sentence_start,
        # up to its own words: the places that it is of, told or counted
        others=(first.clause_start - 1, first.clause_start if held else max(first.clause_start, words.low)),
    )
    link = link_by_own_words(setting, carried, placed, frames, found)
    return Link(link.metric, link.rule, LinkBasis.SENTENCE) if link else None


def leads_on(setting: Setting, words: Words) -> bool:
    """公布免罚清单，涉及126项: whether a figure's words do nothing but lead on to it."""
    return bool(_LEADS_ON.fullmatch(setting.text, words.low, words.start))


def _before_list(setting: Setting, words: Words, low: int) -> tuple[Mention, ...]:
    """审查文件（12件）、合同（78份）: what stands before the noun of one more count in a bracket."""
    if not setting.text.startswith(_NEXT_IN_BRACKETS, low):
        return ()
    marks = (setting.text.rfind(mark, words.sentence_start, low) + 1 for mark in CLAUSE_MARKS)
    return setting.between(max(words.sentence_start, *marks), low)


def link_stock_of_new(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """新增公职律师7名，总数达26名: all that there are of what was counted anew."""
    news = frames.group(_NEWS)
    placed, before = setting.figures[index], setting.figures[index - 1]
    told = words[index - 1]
    if not index or before.role is not Role.LEVEL:
        return None
    if before.figure.sentence != placed.figure.sentence or not same_unit(before, placed):
        return None
    if all(news.isdisjoint(mention.concepts) for mention in told.before):
        return None
    whole = tuple(mention._replace(concepts=mention.concepts - news) for mention in told.before)
    link = link_by_own_words(setting, told._replace(before=whole), placed, frames, found)
    return Link(link.metric, f"{link.metric}:stock", LinkBasis.SENTENCE) if link else None


def link_of_sum(
    setting: Setting, words: list[Words], parts: list[int], index: int, frames: Frames, found: Links
) -> Link | None:
    """人大代表建议112件、政协提案149件，合计261件: of what the lexicon names together, if it has a name."""
    sums = [
        dict(
            sum_of
            for one in (*words[part].before, *words[part].after)
            for sum_of in frames.scanner.sums_of(one.concepts)
        )
        for part in parts
    ]
    told = words[min(parts)]
    for name in sorted(set.intersection(*map(set, sums))):
        members = sums[0][name]
        kinds = {one.concepts & members for part in parts for one in words[part].before} - {frozenset()}
        # 撤销26件、变更3件，共29件: one concept, said in several ways, makes a sum of its own
        if len(kinds) < len(parts) and len(members) > 1:
            continue
        before = tuple(
            one._replace(concepts=frozenset({name})) if one.concepts & members else one for one in told.before
        )
        whole = told._replace(before=before)
        if link := link_by_own_words(setting, whole, setting.figures[index], frames, found):
            return Link(link.metric, link.rule, LinkBasis.SENTENCE)
    return None


def _end_of_figure_before(setting: Setting, index: int) -> int:
    """Where the figure before one ends; the places that its own clause counts are passed over."""
    clause = setting.figures[index].figure.clause_start
    for before in reversed(setting.figures[:index]):
        if before.figure.clause_start != clause or not counts_places(setting, before):
            return before.figure.quantity.end
    return 0


def counts_places(setting: Setting, placed: Placed) -> bool:
    """65%以上的有濮阳等8个市。其中，濮阳（92.7%）; 前两位是: how many places there are."""
    quantity = placed.figure.quantity
    if quantity.unit == PLACE:
        return placed.figure.before.endswith(_TABLE["first_of"])
    return quantity.unit == THING and bool(COUNTED_PLACES.match(setting.text, quantity.end))


def _up_to_holders(setting: Setting, low: int, end: int) -> tuple[Mention, ...]:
    """The words before holders; the verb of extent right before them makes no part: 涉及36个部门、1280项."""
    found = setting.between(low, end)
    if found and found[-1].end == end:
        return *found[:-1], found[-1]._replace(concepts=frozenset())
    return found


def holds_next(setting: Setting, index: int) -> bool:
    """清单涵盖36个部门1280项: whether a figure counts what the next one is spread over."""
    end = setting.figures[index].figure.quantity.end
    return (
        bool(_HOLDER.match(setting.text, end))
        and index + 1 < len(setting.figures)
        and holders_before(setting, index + 1) > 0
    )


def holders_before(setting: Setting, index: int) -> int:
    """How many figures right before one tell what its items are spread over: 15个领域、38个部门、1280项."""
    quantity = setting.figures[index].figure.quantity
    if quantity.unit not in _HELD_UNITS or quantity.noun:
        return 0
    number = index
    while number:
        before = setting.figures[number - 1].figure.quantity
        start = setting.figures[number].figure.quantity.start
        if before.unit not in _HOLDER_UNITS or not _HOLDERS.fullmatch(setting.text, before.end, start):
            break
        number -= 1
    return index - number
