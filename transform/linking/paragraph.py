"""A paragraph's figures linked in order: by their own words, or by the figure that they lean on."""

import re
from collections.abc import Sequence

from transform.linking.bodies import BODIES_OF, COUNTED_BODIES, FILE_UNITS, has_own_body
from transform.linking.carrying import holds_next, leads_on, link_by_clause_before, link_stock_of_new
from transform.linking.endings import link_of_ending
from transform.linking.fitting import kin_of
from transform.linking.frames import Frames
from transform.linking.held import wholes, with_held
from transform.linking.leaning import (
    TOGETHER,
    figures_before,
    inherit,
    leans,
    link_by_noun,
    link_leant_on,
)
from transform.linking.links import Link, Links
from transform.linking.matching import counts_fields
from transform.linking.meetings import with_topics, without_means
from transform.linking.mentions import NOUNS, names_any
from transform.linking.own_words import (
    left_over,
    link_by_own_words,
    link_of_first_rate,
    says_again,
    says_deed_alone,
    without_plans,
    without_reasons,
    without_turns,
)
from transform.linking.ranks import first_of_bodies, link_rank, says_place_alone
from transform.linking.setting import Setting, concepts_of
from transform.linking.shares import (
    AMONG,
    CHANGES,
    adds_up,
    is_share,
    of_region,
    same_unit,
    says_stock,
    share_of,
    stock_of,
)
from transform.linking.suggestions import near_metrics
from transform.linking.words import Words, words_of
from transform.sense.context import Placed
from transform.text.marks import PART_OF
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis, Role
from warehouse.vocabulary import either, load_wording

_ROLES, _TABLE = load_wording("roles"), load_wording("linking")
# 其中市本级, 县（区）
_OF_PLACE = re.compile(f"[{_TABLE['area_ends']}]")
# 收案降幅位居全省第二: a rank of the change, not of the figure that changed
_GROWTH = re.compile(either([*_ROLES["up"]["nouns"], *_ROLES["down"]["nouns"]]))
# 取消18项、下放33项，还有197项: what is left is another count
_REMAINS = re.compile(either(_TABLE["remains"]))
# 明年零跑动事项增加2000个: planned growth has its verb too
_OF_TURNS = frozenset({Role.GAP, Role.TARGET})
# what a catalogue of services counts: 网上可办1200项，占98%
_ITEMS = frozenset(_TABLE["item_units"])


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
    told = [without_reasons(setting, words, frames) for setting, words in zip(settings, told, strict=True)]
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
    found, whole_of = Links(), wholes(setting.text, setting.figures)
    for index, placed in enumerate(setting.figures):
        link = _link(setting, words, frames, found, index)
        if link and (told := _told_before(setting, index)):
            link = inherit(frames, found, told, placed)
        if link is None:
            continue
        whole = whole_of[index]
        if link.basis is LinkBasis.OWN:
            barred = whole is not None and _of_barred_whole(setting, words, frames, found, index, whole)
        else:
            barred = _behind_barred(setting, words, frames, found, index, link.basis)
        if not barred:
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
    if counts_fields(setting, own) or holds_next(setting, index) or _ranks_growth(setting, own, placed):
        return None
    if index and _in_one_breath(setting, index):
        shared = words[index - 1]._replace(end=own.end, after=own.after, high=own.high)
        link = link_by_own_words(setting, shared, placed, frames, found)
        return link or link_by_own_words(setting, own, placed, frames, found)
    tells_stock, stock = _stock(setting, words, frames, found, index)
    if not tells_stock and leans(setting, placed, own, frames):
        return _by_words_before(setting, words, frames, found, index)
    if is_share(own, placed, frames):
        # 各镇均聘请法律顾问，覆盖率100%: no share of a figure, but of what the clause before tells
        share = share_of(setting, frames, found, index)
        share = share or link_by_own_words(setting, own, placed, frames, found)
        return share or _share_by_count(setting, words, frames, found, index)
    if tells_stock:
        return stock
    link = link_of_first_rate(setting, own, placed, frames, found) or link_by_own_words(
        setting, own, placed, frames, found
    )
    if link is None and (placed.role in CHANGES or placed.role in _OF_TURNS):
        link = link_by_own_words(setting, without_turns(own, placed, frames), placed, frames, found)
    if link is None and (placed.role in CHANGES or placed.role is Role.RANK):
        link = link_by_noun(setting, words, frames, found, index)
    if link is None:
        link = _by_others(setting, words, frames, found, index)
    if (
        link is None
        and placed.index not in found.ties
        and (
            says_deed_alone(setting, own, frames)
            or (placed.role is Role.LEVEL and (says_again(setting, own) or leads_on(setting, own)))
        )
    ):
        ending = link_of_ending(setting, own, frames, found, index)
        return ending or link_by_clause_before(setting, own, frames, found, index)
    return link


def _by_words_before(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """The link of a figure without a noun of its own."""
    placed, own, link = setting.figures[index], words[index], None
    if _REMAINS.search(setting.text, own.low, own.start):
        return None
    if placed.role is Role.LEVEL and _clause_between(setting, own, index):
        link = link_by_clause_before(setting, own, frames, found, index)
    link = link or link_leant_on(setting, words, frames, found, index)
    link = link or link_by_clause_before(setting, own, frames, found, index)
    link = link or link_rank(setting, words, frames, found, index)
    return link or _with_words_before(setting, words, frames, found, index)


def _clause_between(setting: Setting, words: Words, index: int) -> bool:
    """听取汇报7次，会前学法成为惯例，共11次: whether a clause without figures stands before."""
    before = setting.figures[index - 1].figure.quantity.end if index else 0
    end = words.clause_start - 1
    return before <= setting.text.rfind("，", words.sentence_start, end) and setting.text[end] == "，"


def _ranks_growth(setting: Setting, words: Words, placed: Placed) -> bool:
    return placed.role is Role.RANK and bool(_GROWTH.search(setting.text, words.low, words.start))


def _stock(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> tuple[bool, Link | None]:
    """Whether a figure tells of all that there are, by no noun of its own, and of what."""
    if setting.figures[index].role is not Role.LEVEL:
        return False, None
    is_added_up = adds_up(setting, words[index])
    if not is_added_up and not says_stock(setting, words[index]):
        return False, None
    stock = stock_of(setting, frames, found, index)
    stock = stock or link_stock_of_new(setting, words, frames, found, index)
    return stock is not None or not is_added_up, stock


def _by_others(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """The link of a rank past the bodies among which it is, or of a part by that of its whole."""
    if first_of_bodies(setting, index) < index:
        return link_rank(setting, words, frames, found, index)
    if setting.figures[index].role is Role.LEVEL:
        return _of_whole(setting, words, frames, found, index)
    if setting.figures[index].role is Role.RANK and says_place_alone(setting, words[index]):
        return link_by_clause_before(setting, words[index], frames, found, index)
    return None


def _told_before(setting: Setting, index: int) -> Placed | None:
    """受理36件。在受理的36件案件中，…: the figure that is told once more as the whole of what follows."""
    placed = setting.figures[index]
    quantity = placed.figure.quantity
    if not index or not AMONG.match(setting.text, quantity.end):
        return None
    for other in setting.figures[index - 1 :: -1]:
        if other.figure.quantity.value == quantity.value is not None and same_unit(other, placed):
            return other if other.role is placed.role else None
    return None


def _of_barred(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> bool:
    """受理欠薪援助案件36件，办结29件: whether a deed alone goes on with a count that is no metric's."""
    placed = setting.figures[index]
    if not says_deed_alone(setting, words[index], frames):
        return False
    whole_of = wholes(setting.text, setting.figures)
    alike = (one for one in figures_before(setting, index) if same_unit(one, placed))
    before = next((one for one in alike if whole_of[one.index] is None), None)
    return (
        before is not None
        and before.index not in found.links
        and before.figure.sentence == placed.figure.sentence
        and names_any(NOUNS, words[before.index].before, frames.scanner)
    )


def _of_barred_whole(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int, number: int
) -> bool:
    """公众号发布解读材料36条，包含图文解读9条: whether a figure is a part by kind of what is no metric's."""
    placed = setting.figures[index]
    if placed.role is not Role.LEVEL or has_own_body(setting.text, placed):
        return False
    whole = setting.figures[number]
    if whole.index in found.links or whole.role is not Role.LEVEL or not same_unit(whole, placed):
        return False
    kinds_of = frames.scanner.kinds_of
    own, told = words[index].before, words[number].before
    if any(Kind.ACT in kinds_of[one.concepts] for one in own):
        return False
    nouns = [one.concepts for one in told if not NOUNS.isdisjoint(kinds_of[one.concepts])]
    return bool(nouns) and any(one.concepts == nouns[-1] for one in own)


def _behind_barred(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int, basis: LinkBasis
) -> bool:
    """Whether a figure goes on with a count that is no metric's, by a deed alone or by a heading."""
    return _of_barred(setting, words, frames, found, index) or (
        basis is LinkBasis.HEADING and _told_otherwise(setting, words, frames, found, index)
    )


def _told_otherwise(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> bool:
    """审结涉旅案件36件，调解9件: whether the sentence has told otherwise what a heading would tell."""
    own = setting.figures[index]
    alike = (one for one in figures_before(setting, index) if one.figure.sentence == own.figure.sentence)
    return not names_any(NOUNS, words[index].before, frames.scanner) and any(
        one.index not in found.links
        and same_unit(one, own)
        and names_any(NOUNS, words[one.index].before, frames.scanner)
        for one in alike
    )


def _of_whole(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """主动公开信息93条。其中市本级公开39条: a place's part says again what was done, and no more.

    So does another place's figure, beside the first: 东山区法院受理一审案件28件，西山区法院受理9件.
    """
    placed, own = setting.figures[index], words[index]
    opened = max(setting.text.rfind(word, own.sentence_start, own.start) for word in PART_OF)
    told = [mention.concepts for mention in own.before if mention.concepts]
    if not told or own.after or left_over(setting, own.before, own.low, own.start):
        return None
    if not (_of_place(setting, own) or (opened >= 0 and has_own_body(setting.text, placed))):
        return None
    for other in figures_before(setting, index):
        if other.role is not Role.LEVEL or not same_unit(other, placed):
            continue
        before = words[other.index]
        if opened >= 0:
            if other.figure.quantity.end > opened:
                continue
        elif not (_of_place(setting, before) and _says_deed(told, frames)):
            return None
        whole = concepts_of(before.before)
        if all(concepts & whole if opened >= 0 else concepts <= whole for concepts in told):
            return inherit(frames, found, other, placed)
    return None


def _of_place(setting: Setting, words: Words) -> bool:
    return bool(_OF_PLACE.search(setting.text, words.low, words.start))


def _says_deed(told: Sequence[frozenset[str]], frames: Frames) -> bool:
    return any(Kind.ACT in frames.scanner.kinds_of[concepts] for concepts in told)


def _in_one_breath(setting: Setting, index: int) -> bool:
    """30件115人: the second figure has the words of the first, and another unit.

    So do the files of bodies: 抽查12家单位86卷.
    """
    before, own = setting.figures[index - 1].figure.quantity, setting.figures[index].figure.quantity
    if own.unit in FILE_UNITS and COUNTED_BODIES.fullmatch(setting.text, before.end, own.start):
        return True
    return not setting.text[before.end : own.start].strip()


def _share_by_count(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """可网办事项864项，占86.4%: the rate that the words of a count are of, where the count has no metric."""
    before, placed = setting.figures[index - 1], setting.figures[index]
    if not index or before.role is not Role.LEVEL or before.index in found.links:
        return None
    if before.figure.quantity.unit not in _ITEMS:
        return None
    one_sentence = before.figure.sentence == placed.figure.sentence
    if not one_sentence or same_unit(before, placed) or of_region(setting, placed):
        return None
    # what keeps the count from a metric is told of the count, and not once more
    link = link_by_own_words(setting, words[index - 1], placed, frames, Links())
    return link if link and link.basis is LinkBasis.OWN else None


def _with_words_before(
    setting: Setting, words: list[Words], frames: Frames, found: Links, index: int
) -> Link | None:
    """旁听庭审163次、4000人次, 考试3次共86人: without words, in another unit, it has those before."""
    placed = setting.figures[index]
    if not index or placed.role is not Role.LEVEL or of_region(setting, placed):
        return None
    before = setting.figures[index - 1]
    between = setting.text[before.figure.quantity.end : placed.figure.quantity.start]
    if before.role is not Role.LEVEL or before.figure.sentence != placed.figure.sentence:
        return None
    if same_unit(before, placed) or not (between.startswith(("、", "，")) or TOGETHER.fullmatch(between)):
        return None
    if BODIES_OF.match(setting.text, placed.figure.quantity.end):
        return None  # 评查1次，12个单位的案卷36宗: bodies, whose things are counted next
    if before.figure.quantity.unit not in _ITEMS and is_share(words[index], placed, frames):
        return None  # 网上办理3.6万件，占84%: of cases
    return link_by_own_words(setting, words[index - 1], placed, frames, found)
