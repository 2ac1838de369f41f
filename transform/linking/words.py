"""The words of one figure: its own, those of its clause, and those that a list or a whole hands it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from transform.linking.mentions import Mention, Scanner
from transform.linking.setting import Setting
from transform.numbers.quantities import Quantity
from warehouse.lexicon import Kind
from warehouse.records import Bound
from warehouse.vocabulary import either, load_wording

# 规章3件和规范性文件12件: what follows is said of the next
_NEXT = re.compile(r"[和及与]|以及")
# a blank parts the halves of a headline: 审结复议案件312件 纠错率达9%
_CUT = re.compile(r"[、，；。：！？]|(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")
_BRACKET = re.compile(r"（[^（）]*）")
# 246件法规、279件规章: the noun before the mark is that of the figure before
_ENDS_LIST_MEMBER = re.compile(r"(?:、|和|及|与|以及)\ ?\Z")
_NOUNS, _ACTS = frozenset({Kind.SUBJECT, Kind.THING}), frozenset({Kind.ACT})
_PARTS, _THINGS = frozenset({Kind.PART}), frozenset({Kind.THING})
_UNMARKED = re.compile(r"(?:[\u4e00-\u9fff]|（[\u4e00-\u9fff]{1,6}）){2,16}(?<![和及与])")
_LONGEST_LIST = 300
_TABLE = load_wording("linking")
_OPENS_PARTS = re.compile(either(_TABLE["parts"]))
# 【行政复议】全年收到申请9件: opens a paragraph as a heading does
_SHORT_HEADING_END = "】"
# 直接纠错（以撤销、变更等方式结案）9件: right before a figure, tells what the noun before it takes in
_EXPLAINED = re.compile(
    rf"（(?:{either(_TABLE['explains'])}|(?P<includes>{either(_TABLE['includes'])}))[^（）]*）[共计为达有合]*"
)
# “低保申请”“优待证办理”等8项事项: examples in quotes of what the noun behind the figure names
_EXAMPLES = re.compile(r"(?:“[^“”]{1,30}”[、和及]?)+等\Z")
# 8个部门的执法案卷86件: bodies, whose things the next figure counts
_BODIES_OF = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['counted_bodies'])})(?:{either(_TABLE['bodies_have'])})?的"
)
# 26个部门开展双随机抽查126次: bodies, whose deed the next figure counts
_BODIES_DO = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['counted_bodies'])})"
    rf"(?:{either(_TABLE['bodies_together'])})?(?:{either(_TABLE['bodies_do'])})"
)
# 12个单位收到
_BODIES = re.compile(rf"(?:{either(_TABLE['counted_bodies'])})+")
# 12个部门
COUNTED_BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{either(_TABLE['counted_bodies'])})")
# 12个部门共36人述法: the bodies do nothing that their people do
PEOPLE_OF = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{either(_TABLE['counted_bodies'])})共计?(?=\d)")
# 80人参加培训3场
_TAKING_PART = re.compile(either(_TABLE["taking_part"]))
_PAPERS = tuple(_TABLE["paper_units"])
_FIRM_UNITS = frozenset(_TABLE["body_units"])
# 3件，规范性文件12件
_NEXT_CLAUSE = re.compile(r"，[\u4e00-\u9fff“”（）《》]{2,16}")
# 、 joins the members of a list, 共 a count and the people in it: 3期共162人次的培训
_JOINED = re.compile(
    r"[\u4e00-\u9fff（）]{0,16}?(?:、|和|及|与|以及)|(?:、|和|及|与|以及)[\u4e00-\u9fff（）]{0,16}|共计?"
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
    low = quantity.start - len(figure.before)
    low = max(low, text.rfind(_SHORT_HEADING_END, low, quantity.start) + 1)
    goes_before = index > 0 and _in_clause(setting, index, index - 1)
    if goes_before:
        low = _start_behind_figure(setting, index, low, scanner)
    slogan = _slogan_end(setting, index) if text.startswith("：", quantity.end) else 0
    high = slogan or _cut(text, quantity.end, quantity.end + len(figure.after))
    if high > quantity.end and text.startswith("、", high) and _ends_clause(setting, index):
        high = quantity.end + len(figure.after)
    # a zero in words, or a blank, holds its noun itself
    own_end = quantity.end if quantity.noun or quantity.bound is Bound.BLANK else quantity.start
    before = tuple(setting.between(low, own_end))
    explained = _examples(setting, low, quantity, high) or _explained(setting, low, quantity.start, scanner)
    if explained[1]:
        before = tuple(one for one in before if one.end <= explained[0] or one.start >= explained[1])
    if goes_before and _stands_first(setting, index, high, scanner):
        low, before = quantity.start, ()
    runs_on = _runs_on(setting, index)
    of_bodies = runs_on and _BODIES_OF.match(text, quantity.end, high)
    if of_bodies or (runs_on and _names(_NOUNS, before, scanner)):
        high = quantity.end
    own = setting.between(quantity.end, high)
    if runs_on:
        own, high = _before_deed(setting, quantity.end, own, high, scanner)
    shared, shared_start = _shared_after(setting, index)
    if shared:
        shared, shared_start = _without_last_noun(own, shared, shared_start, scanner)
    return Words(
        start=quantity.start,
        end=quantity.end,
        low=low,
        high=high,
        before=before,
        after=(*own, *shared),
        clause=tuple(setting.between(figure.clause_start, low)),
        beyond=() if of_bodies else tuple(setting.between(max(high, quantity.end), figure.clause_end)),
        clause_start=figure.clause_start,
        sentence_start=figure.sentence.start,
        others=(max(high, quantity.end), shared_start) if shared else explained,
        goes_on=_goes_on(setting, index),
    )


def _in_clause(setting: Setting, one: int, other: int) -> bool:
    """Whether two figures stand in one clause."""
    return setting.figures[one].figure.clause_start == setting.figures[other].figure.clause_start


def _start_behind_figure(setting: Setting, index: int, low: int, scanner: Scanner) -> int:
    """Where the words begin, `low` or farther on, of a figure behind another one of its clause."""
    if _of_figure_before(setting, index):
        return setting.figures[index].figure.quantity.start
    return max(low, _end_of_bodies(setting, index), _end_of_firms(setting, index, scanner))


def _goes_on(setting: Setting, index: int) -> bool:
    """Whether a clause is a noun and its figure after one that ends with a figure of its unit, or one alike.

    制定规章3件，规范性文件12件: such clauses are a list, though a comma parts them; not so after 其中, where
    they are parts.
    """
    if not index:
        return False
    before, own = setting.figures[index - 1].figure, setting.figures[index].figure
    if own.clause_end != own.quantity.end or before.sentence != own.sentence:
        return False
    since = max(own.sentence.start, own.quantity.start - _LONGEST_LIST)
    return (
        _alike(before.quantity.unit) == _alike(own.quantity.unit)
        and bool(_NEXT_CLAUSE.fullmatch(setting.text, before.quantity.end, own.quantity.start))
        and not _OPENS_PARTS.search(setting.text, since, own.quantity.start)
    )


def _alike(unit: str) -> str:
    """One unit for those that count papers alike: 文件6件，合同120份."""
    return _PAPERS[0] if unit in _PAPERS else unit


def _examples(setting: Setting, low: int, quantity: Quantity, high: int) -> tuple[int, int] | None:
    """The examples in quotes right before a figure whose noun stands behind it; None where there are none."""
    found = _EXAMPLES.search(setting.text, low, quantity.start) if high > quantity.end else None
    return found.span() if found else None


def _explained(setting: Setting, low: int, end: int, scanner: Scanner) -> tuple[int, int]:
    """The bracket right before a figure that explains the noun before it; an empty one where no noun is.

    One that includes a noun of its own tells of a sum: 审查规范性文件（含合同）12件.
    """
    if setting.text.find("（", low, end) < 0:
        return (0, 0)
    found = next((m for m in _EXPLAINED.finditer(setting.text, low, end) if m.end() == end), None)
    if found is None or not any(one.concepts for one in setting.between(low, found.start())):
        return (0, 0)
    if found["includes"] and _names(_NOUNS, setting.between(found.start(), end), scanner):
        return (0, 0)
    return found.start(), found.start() + found[0].rindex("）") + 1


def _names(kinds: frozenset[Kind], mentions: Iterable[Mention], scanner: Scanner) -> bool:
    return any(not kinds.isdisjoint(scanner.kinds_of[one.concepts]) for one in mentions if one.concepts)


def _runs_on(setting: Setting, index: int) -> bool:
    """Whether words without a mark lead to the next figure, whose they are: 罚款35万元培训1234人次."""
    if index + 1 == len(setting.figures):
        return False
    end, start = setting.figures[index].figure.quantity.end, setting.figures[index + 1].figure.quantity.start
    return bool(_UNMARKED.fullmatch(setting.text, end, start))


def _stands_first(setting: Setting, index: int, high: int, scanner: Scanner) -> bool:
    """12家单位36件案卷: what leads from a figure to one with a noun behind it is the first one's."""
    figure, before = setting.figures[index].figure, setting.figures[index - 1].figure
    return (
        _runs_on(setting, index - 1)
        and bool(COUNTED_BODIES.fullmatch(setting.text, before.quantity.end, figure.quantity.start))
        and _names(_NOUNS, setting.between(figure.quantity.end, high), scanner)
    )


def _end_of_bodies(setting: Setting, index: int) -> int:
    """Where the words begin behind the bodies that the figure before counts: 11个单位收到申请26件."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if before.quantity.unit != "个" or not _runs_on(setting, index - 1):
        return 0
    bodies = _BODIES.match(setting.text, before.quantity.end, own.quantity.start)
    return bodies.end() if bodies and not _NEXT.match(setting.text, bodies.end()) else 0


def _end_of_firms(setting: Setting, index: int, scanner: Scanner) -> int:
    """Where the words begin behind the noun of firms that the figure before counts: 对16家企业罚款12万元."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if before.quantity.unit not in _FIRM_UNITS:
        return 0
    known = [one for one in setting.between(before.quantity.end, own.quantity.start) if one.concepts]
    if len(known) > 1 and not _names(_ACTS, known[:1], scanner):
        known = known[1:]
    elif known and (_names(_ACTS, known[:1], scanner) or known[0].start == before.quantity.end):
        return 0
    return known[0].start if known and _runs_on(setting, index - 1) else 0


def _before_deed(
    setting: Setting, end: int, own: list[Mention], high: int, scanner: Scanner
) -> tuple[list[Mention], int]:
    """Of the words that lead on to the next figure, those of the first of the two, and where these end.

    从12个部门抽取案卷36份, 12名律师解答咨询36人次: the deed, and what it is done to, are the next figure's.
    What makes the deed one of a part holds for both, and so does what people took part in: 80人参加培训3场.
    """
    if doing := _BODIES_DO.match(setting.text, end, high):
        return [one for one in own if one.end <= doing.end()], doing.end()
    if any(_TAKING_PART.fullmatch(setting.text, one.start, one.end) for one in own):
        return own, high
    deeds = (
        number
        for number, one in enumerate(own)
        if number and _names(_ACTS, (one,), scanner) and not _names(_NOUNS, (one,), scanner)
    )
    last = next(deeds, len(own))
    if last == len(own):
        while last and own[last - 1].concepts:
            last -= 1
        if last == len(own):
            return own, high
        counts = COUNTED_BODIES.fullmatch(setting.text, end, own[last].start)
        if not counts and not any(one.concepts for one in own[:last]):
            return own, high
    parts = [one for one in own[last:] if _names(_PARTS, (one,), scanner)]
    return own[:last] + parts, own[last].start


def _ends_clause(setting: Setting, index: int) -> bool:
    """Whether a figure is its clause's only one: 、 then joins nouns, 20名人大代表、政协委员担任监督员.

    The bodies whose things it counts may stand before it: 9个部门的26项登记、备案事项.
    """
    figure = setting.figures[index].figure
    after = setting.figures[index + 1 : index + 2]
    if any(one.figure.clause_start == figure.clause_start for one in after):
        return False
    before = setting.figures[index - 1].figure if index else None
    if before is None or before.clause_start != figure.clause_start:
        return True
    return bool(_BODIES_OF.fullmatch(setting.text, before.quantity.end, figure.quantity.start))


def _slogan_end(setting: Setting, index: int) -> int:
    """Where the noun ends that a figure before a colon opens, 99.87%：办理满意度; 0 where none does."""
    figure = setting.figures[index].figure
    start = figure.quantity.end
    if setting.text[figure.clause_start : figure.quantity.start].strip():
        return 0
    following = setting.figures[index + 1 : index + 2]
    end = min((one.figure.quantity.start for one in following), default=figure.sentence.end)
    mark = _CUT.search(setting.text, start + 1, end)
    return mark.start() if mark else end


def _of_figure_before(setting: Setting, index: int) -> bool:
    """Whether what stands between two figures of a clause is the noun of the first, which goes before it."""
    figure, before = setting.figures[index].figure, setting.figures[index - 1].figure
    between = setting.text[before.quantity.end : figure.quantity.start]
    return bool(_ENDS_LIST_MEMBER.search(between)) and len(between.strip("、和及与以 ")) > 1


def _cut(text: str, start: int, end: int) -> int:
    """Where the words after a figure end: at a mark, unless that stands in a bracket of theirs (市、区).

    A bracket that holds the next figure, 58件（一审41件…, is that one's.
    """
    if _NEXT.match(text, start, end):
        return start
    position = start
    while cut := _CUT.search(text, position, end):
        bracket = _BRACKET.search(text, position, end)
        if not bracket or cut.start() < bracket.start():
            end = cut.start()
            break
        position = bracket.end()
    opened = text.rfind("（", start, end)
    return opened if opened >= 0 and "）" not in text[opened:end] else end


def _shared_after(setting: Setting, index: int) -> tuple[list[Mention], int]:
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
        if PEOPLE_OF.match(setting.text, end):
            break
        last += 1
    end = setting.figures[last].figure.quantity.end
    return ([] if last == index else setting.between(end, setting.figures[last].figure.clause_end)), end


def _without_last_noun(
    own: list[Mention], shared: list[Mention], start: int, scanner: Scanner
) -> tuple[list[Mention], int]:
    """12件文件、68件合同进行审查: a member with a noun shares the deed alone, one with a deed nothing."""
    if not _names(_NOUNS, own, scanner):
        return shared, start
    if _names(_ACTS, own, scanner):
        return [], start
    first = next((number for number, one in enumerate(shared) if _names(_ACTS, (one,), scanner)), 0)
    first = first or _behind_noun(shared, scanner)
    return shared[first:], shared[first].start if first else start


def _behind_noun(shared: list[Mention], scanner: Scanner) -> int:
    """Where the words go on behind the noun of a list's last member: 9项许可、3项证明实行告知承诺."""
    nouns = [number for number, one in enumerate(shared) if _names(_THINGS, (one,), scanner)]
    behind = nouns[0] + 1 if nouns else 0
    return behind if _names(_NOUNS, shared[behind:], scanner) else 0


def _dealt_words(setting: Setting, index: int, scanner: Scanner) -> Words:
    """The noun that 分别 deals to a figure, with what stands between the last noun and the figures."""
    figure = setting.figures[index].figure
    first = index - figure.position
    head_end = setting.figures[first].figure.quantity.start
    item = figure.item or (head_end, head_end)
    last = setting.figures[first + figure.count - 1].figure.item or item
    own = scanner.scan(setting.text, *item)
    if not any(mention.concepts for mention in own):
        item = last
        own = scanner.scan(setting.text, *item)
    before = [*own, *setting.between(last[1], head_end)]
    clause = [*setting.between(figure.clause_start, item[0]), *setting.between(item[1], head_end)]
    return Words(
        start=head_end,
        end=figure.quantity.end,
        low=item[0],
        high=figure.quantity.end,
        before=tuple(before),
        after=(),
        clause=tuple(clause),
        beyond=(),
        clause_start=figure.clause_start,
        sentence_start=figure.sentence.start,
        others=(item[1], last[1]),
    )
