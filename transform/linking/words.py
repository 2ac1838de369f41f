"""The words of one figure: its own, those of its clause, and those that a list or a whole hands it."""

import re
from typing import NamedTuple

from transform.linking.bodies import BODIES_OF, PEOPLE_OF
from transform.linking.brackets import (
    aside_before,
    counted_in_bracket,
    end_of_words,
    examples_before,
    explained_before,
    slogan_end,
)
from transform.linking.edges import (
    before_deed,
    before_rate,
    counted_among,
    done_so_often,
    ends_clause,
    handed_to,
    in_clause,
    of_places,
    runs_on,
    stands_first,
    start_behind_figure,
)
from transform.linking.mentions import ACTS, NOUNS, Mention, Scanner, names_any
from transform.linking.setting import Setting
from transform.text.marks import JOINTS, PART_OF, TITLES_AND_SO_ON
from warehouse.lexicon import Kind
from warehouse.records import Bound
from warehouse.vocabulary import either, load_wording

_THINGS = frozenset({Kind.THING})
_LONGEST_LIST = 300
_TABLE = load_wording("linking")
# 涵盖27个领域、697个事项: the fields are no items
FIELDS = re.compile(either(_TABLE["fields"]))
# 【行政复议】全年收到申请9件: opens a paragraph as a heading does
_SHORT_HEADING_END = "】"
_PAPERS = tuple(_TABLE["paper_units"])
# 3件，规范性文件12件
_NEXT_CLAUSE = re.compile(r"，[\u4e00-\u9fff“”（）《》]{2,16}")
# 3部地方性法规，2部政府规章: the nouns stand behind
_NEXT_NOUN = re.compile(rf"[\u4e00-\u9fff“”]{{2,12}}，(?:{TITLES_AND_SO_ON})?")
_NOUN_BEHIND = re.compile(r"[\u4e00-\u9fff“”]{2,12}")
# 、 joins the members of a list, 共 a count and the people in it: 3期共162人次的培训
_JOINED = re.compile(
    rf"[\u4e00-\u9fff（）]{{0,16}}?(?:{JOINTS})|(?:{JOINTS})[\u4e00-\u9fff（）]{{0,16}}|{_TABLE['sums_up']}"
)


class Words(NamedTuple):
    """The words of one figure, nearest first in meaning.

    `before` and `after` are its own: from the figure before it, or its clause's start, to the next, or the
    list's next member. `low` and `high` are where they begin and end, `start` and `end` where the figure
    would stand. `clause` is what stands before them in the clause, `beyond` what stands after. `others` is a
    stretch among them that is passed over: the nouns that a 分别 deals to other figures, the other members of
    a list, or a mark. `goes_on` says that the clause is one more member of a list of clauses, and
    `held` are the words of a whole that hold for its parts.
    """

    start: int
    end: int
    low: int
    high: int
    before: tuple[Mention, ...]
    after: tuple[Mention, ...]
    clause: tuple[Mention, ...]
    beyond: tuple[Mention, ...]
    clause_start: int
    sentence_start: int
    others: tuple[int, int] = (0, 0)
    goes_on: bool = False
    held: tuple[Mention, ...] = ()


def words_of(setting: Setting, index: int, scanner: Scanner) -> Words:
    """The words of the figure at `index` of the paragraph."""
    figure = setting.figures[index].figure
    if figure.item is not None:
        return _dealt_words(setting, index, scanner)
    quantity, text = figure.quantity, setting.text
    goes_before = index > 0 and in_clause(setting, index, index - 1)
    low, places = _start_of_words(setting, index, scanner, goes_before=goes_before)
    slogan = slogan_end(setting, index)
    high = slogan or end_of_words(setting, quantity.end, quantity.end + len(figure.after))
    so_often = done_so_often(setting, index)
    if high > quantity.end and text.startswith("、", high) and (so_often or ends_clause(setting, index)):
        high = quantity.end + len(figure.after)
    # a zero in words, or a blank, holds its noun itself
    own_end = quantity.end if quantity.noun or quantity.bound is Bound.BLANK else quantity.start
    before = setting.between(low, own_end)
    explained = (
        places
        or ((quantity.end, quantity.end + 1) if slogan else None)
        or examples_before(setting, low, quantity, high)
        or explained_before(setting, low, quantity.start, scanner)
    )
    if not explained[1]:
        explained = aside_before(setting, low, quantity.start, scanner)
    if explained[1]:
        before = tuple(one for one in before if not _lies_in(one, *explained))
    if goes_before and stands_first(setting, index, high, scanner):
        low, before = quantity.start, ()
    leads_on = runs_on(setting, index)
    of_bodies = (leads_on and BODIES_OF.match(text, quantity.end, high)) or of_places(setting, index)
    if of_bodies or (leads_on and names_any(NOUNS, before, scanner)):
        high = quantity.end
    own = before_rate(setting, index, setting.between(quantity.end, high), scanner)
    if leads_on and not so_often and not handed_to(setting, index):
        own, high = before_deed(setting, quantity.end, own, high, scanner)
    shared, shared_start = _shared_after(setting, index)
    if shared:
        shared, shared_start = _without_last_noun(own, shared, shared_start, scanner)
    return Words(
        start=quantity.start,
        end=quantity.end,
        low=low,
        high=high,
        before=before,
        after=own + shared,
        clause=setting.between(figure.clause_start, low),
        beyond=() if of_bodies else _beyond(setting, index, high),
        clause_start=figure.clause_start,
        sentence_start=figure.sentence.start,
        others=(max(high, quantity.end), shared_start) if shared else explained,
        goes_on=_goes_on(setting, index),
    )


def _lies_in(mention: Mention, start: int, end: int) -> bool:
    """Whether a word is one of those passed over; 以市政府（含办公室）名义 holds the bracket itself."""
    holds = mention.start < start and end < mention.end
    return not holds and start < mention.end and mention.start < end


def _beyond(setting: Setting, index: int, high: int) -> tuple[Mention, ...]:
    """The words of the clause behind a figure's own; not those of the next in its list.

    专题学习16次、法治学习9次: that the next ones were on law says nothing of the first.
    """
    clause_start = setting.figures[index].figure.clause_start
    start = max(high, setting.figures[index].figure.quantity.end)
    for following in setting.figures[index + 1 :]:
        if following.figure.clause_start != clause_start or not setting.text.startswith("、", start):
            break
        start = max(start, following.figure.quantity.end)
    return setting.between(start, _end_of_own(setting, index))


def _end_of_own(setting: Setting, index: int) -> int:
    """Where the clause ends, or the bracket begins that holds the next figure: 受理96件（其中涉企18件）."""
    figure, text = setting.figures[index].figure, setting.text
    following = setting.figures[index + 1 : index + 2]
    if not following or following[0].figure.sentence != figure.sentence:
        return figure.clause_end
    start = following[0].figure.quantity.start
    opened = text.rfind("（", figure.quantity.end, start)
    return opened if opened >= 0 and "）" not in text[opened:start] else figure.clause_end


def _start_of_words(
    setting: Setting, index: int, scanner: Scanner, *, goes_before: bool
) -> tuple[int, tuple[int, int] | None]:
    """Where the words before a figure begin; with the bracket, or places counted, to pass over."""
    figure = setting.figures[index].figure
    start = figure.quantity.start
    if bracket := counted_in_bracket(setting, index):
        outside = (one.figure.quantity.end for one in setting.figures[:index])
        return max(figure.clause_start, *(end for end in outside if end <= bracket[0]), 0), bracket
    if goes_before and counted_among(setting, index):
        counted = setting.figures[index - 1].figure
        return counted.quantity.start - len(counted.before), (counted.quantity.start, start)
    low = start - len(figure.before)
    low = max(low, setting.text.rfind(_SHORT_HEADING_END, low, start) + 1)
    return (start_behind_figure(setting, index, low, scanner) if goes_before else low), None


def _goes_on(setting: Setting, index: int) -> bool:
    """Whether a clause is a noun and its figure after one that ends with a figure of its unit, or one alike.

    制定规章3件，规范性文件12件: such clauses are a list, though a comma parts them; not so after 其中, where
    they are parts.
    """
    if not index:
        return False
    before, own = setting.figures[index - 1].figure, setting.figures[index].figure
    if before.sentence != own.sentence:
        return False
    joint = _NEXT_CLAUSE
    if own.clause_end != own.quantity.end:
        if own.quantity.unit not in _PAPERS or not _NOUN_BEHIND.fullmatch(
            setting.text, own.quantity.end, own.clause_end
        ):
            return False
        joint = _NEXT_NOUN
    since = max(own.sentence.start, own.quantity.start - _LONGEST_LIST)
    return (
        _alike(before.quantity.unit) == _alike(own.quantity.unit)
        and bool(joint.fullmatch(setting.text, before.quantity.end, own.quantity.start))
        and all(setting.text.find(word, since, own.quantity.start) < 0 for word in PART_OF)
    )


def _alike(unit: str) -> str:
    """One unit for those that count papers alike: 文件6件，合同120份."""
    return _PAPERS[0] if unit in _PAPERS else unit


def _shared_after(setting: Setting, index: int) -> tuple[tuple[Mention, ...], int]:
    """What follows the last member of a list is said of all: 3个地区、4个项目获评…示范地区、示范项目.

    With where it begins.
    """
    figure = setting.figures[index].figure
    last = index
    while last + 1 < len(setting.figures):
        following = setting.figures[last + 1].figure
        end = setting.figures[last].figure.quantity.end
        start = following.quantity.start
        if following.clause_start != figure.clause_start or not _JOINED.fullmatch(setting.text, end, start):
            break
        if PEOPLE_OF.match(setting.text, end) or FIELDS.match(setting.text, end):
            break
        last += 1
    end = setting.figures[last].figure.quantity.end
    return (() if last == index else setting.between(end, _end_of_own(setting, last))), end


def _without_last_noun(
    own: tuple[Mention, ...], shared: tuple[Mention, ...], start: int, scanner: Scanner
) -> tuple[tuple[Mention, ...], int]:
    """12件文件、68件合同进行审查: a member with a noun shares the deed alone, one with a deed nothing."""
    if not names_any(NOUNS, own, scanner):
        return shared, start
    if any(_names_deed_alone(one, scanner) for one in own):
        return (), start
    deeds = (number for number, one in enumerate(shared) if names_any(ACTS, (one,), scanner))
    first = next(deeds, len(shared))
    if first in {0, len(shared)}:
        # 3部法规、2部规章: the noun of the last alone is no word of another's
        first = _behind_noun(shared, scanner) or first
    return shared[first:], shared[first].start if 0 < first < len(shared) else start


def _names_deed_alone(mention: Mention, scanner: Scanner) -> bool:
    """Whether a word is a deed and no noun that holds one, as 调解组织 holds 调解."""
    kinds = scanner.kinds_of[mention.concepts] if mention.concepts else frozenset()
    return not ACTS.isdisjoint(kinds) and NOUNS.isdisjoint(kinds)


def _behind_noun(shared: tuple[Mention, ...], scanner: Scanner) -> int:
    """Where the words go on behind the noun of a list's last member: 9项许可、3项证明实行告知承诺."""
    nouns = [number for number, one in enumerate(shared) if names_any(_THINGS, (one,), scanner)]
    behind = nouns[0] + 1 if nouns else 0
    return behind if names_any(NOUNS, shared[behind:], scanner) else 0


def _dealt_words(setting: Setting, index: int, scanner: Scanner) -> Words:
    """The noun that 分别 deals to a figure, with what stands between the last noun and the figures."""
    figure = setting.figures[index].figure
    first = index - figure.position
    head_end = setting.figures[first].figure.quantity.start
    item = figure.item or (head_end, head_end)
    final = setting.figures[first + figure.count - 1].figure
    last = final.item or item
    own = scanner.scan(setting.text, *item)
    if not any(mention.concepts for mention in own):
        item = last
        own = scanner.scan(setting.text, *item)
    if not names_any(NOUNS, own, scanner):
        # 制定、修改、废止规章分别为3件、2件、7件: the last one's noun is that of all
        own += tuple(one for one in scanner.scan(setting.text, *last) if names_any(NOUNS, (one,), scanner))
    before = [*own, *setting.between(last[1], head_end)]
    clause = [*setting.between(figure.clause_start, item[0]), *setting.between(item[1], head_end)]
    # 常委会、常务会分别3次、6次研究法治建设: what follows the last is said of all
    end = final.quantity.end
    high = end + len(final.after)
    return Words(
        start=head_end,
        end=end,
        low=item[0],
        high=high,
        before=tuple(before),
        after=setting.between(end, high),
        clause=tuple(clause),
        beyond=(),
        clause_start=figure.clause_start,
        sentence_start=figure.sentence.start,
        others=(item[1], last[1]),
    )
