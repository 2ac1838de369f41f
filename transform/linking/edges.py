"""Where a figure's words begin and end among those of its neighbours."""

import re
from collections.abc import Iterable

from transform.linking.bodies import BODIES_COUNTED_IN, COUNTED_PLACES, FIRM_UNITS
from transform.linking.mentions import Mention, Scanner
from transform.linking.setting import Setting
from transform.numbers.quantities import Quantity
from transform.text.marks import BRACKET, JOINING_CHARACTERS, JOINING_WORD, JOINTS
from warehouse.lexicon import Kind
from warehouse.units import PER_CENT, PLACE, THING
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
NOUNS, ACTS = frozenset({Kind.SUBJECT, Kind.THING}), frozenset({Kind.ACT})
_PARTS = frozenset({Kind.PART})
# a blank parts the halves of a headline: 审结复议案件312件 纠错率达9%
_CUT = re.compile(r"[、，；。：！？]|(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")
# 246件法规、279件规章: the noun before the mark is that of the figure before
# so it is where titles stand between: 3部法规、《甲市公园办法》等2部规章
_ENDS_LIST_MEMBER = re.compile(rf"(?:{JOINTS})\ ?(?:(?:《[^《》]{{1,60}}》[、和及]?)+等)?\Z")
_UNMARKED = re.compile(r"(?:[\u4e00-\u9fff]|（[\u4e00-\u9fff]{1,6}）){2,16}(?<![和与])(?<!(?<!涉)及)")
# 直接纠错（以撤销、变更等方式结案）9件: right before a figure, tells what the noun before it takes in
_EXPLAINED = re.compile(
    rf"（(?:{either(_TABLE['explains'])}|(?P<includes>{either(_TABLE['includes'])}))[^（）]*）[共计为达有合]*"
)
# “低保申请”“优待证办理”等8项事项: examples in quotes of what the noun behind names; a comma may cut the first
_EXAMPLES = re.compile(r"(?:“?[^“”]{1,30}”(?:[、和及](?:[\u4e00-\u9fff]{1,5}[省市县区州镇乡局委院])?)?)+等\Z")
# 8个部门的执法案卷86件: bodies, whose things the next figure counts
BODIES_OF = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['counted_bodies'])})(?:{either(_TABLE['bodies_have'])})?的"
)
# 案件12件涉及36人
_LEADS = re.compile(either(_TABLE["leads"]))
# 26个部门开展双随机抽查126次: bodies, whose deed the next figure counts
_BODIES_DO = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['counted_bodies'])})"
    rf"(?:{either(_TABLE['bodies_together'])})?(?:{either(_TABLE['bodies_do'])})"
)
# 12个单位收到
_BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{either(_TABLE['counted_bodies'])})+")
# 12个部门
COUNTED_BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{either(_TABLE['counted_bodies'])})")
# 62项服务事项网上可办率达98%
_RATE = re.compile(rf"(?:{either(_TABLE['ends_of_rates'])})(?:{either(_TABLE['reached'])}|均)*\Z")
# 将26项权限下放18个乡镇
_HANDED = re.compile(r"[将把]")
# 对辖区36家网吧检查41次
_DONE_TO = re.compile(r"对[^，；。、\d]{0,8}\Z")
_TIMES = frozenset(_TABLE["study_units"])
# 99.87%：办理满意度; 3.6万件——窗口全年的办件量; 3.6万件，是窗口全年的办件量
_SAYS_WHAT = re.compile(rf"：|——|，(?:{either(_TABLE['says_what'])})")
# 80人参加培训3场
_TAKING_PART = re.compile(either(_TABLE["taking_part"]))


def in_clause(setting: Setting, one: int, other: int) -> bool:
    """Whether two figures stand in one clause."""
    return setting.figures[one].figure.clause_start == setting.figures[other].figure.clause_start


def runs_on(setting: Setting, index: int) -> bool:
    """Whether words without a mark lead to the next figure, whose they are: 罚款35万元培训1234人次."""
    if index + 1 == len(setting.figures):
        return False
    end, start = setting.figures[index].figure.quantity.end, setting.figures[index + 1].figure.quantity.start
    return bool(_UNMARKED.fullmatch(setting.text, end, start))


def of_places(setting: Setting, index: int) -> bool:
    """备案16个市的文件86件: whether what stands behind places counted is of the next figure of the clause."""
    if index + 1 == len(setting.figures) or not in_clause(setting, index, index + 1):
        return False
    own, following = (setting.figures[number].figure.quantity for number in (index, index + 1))
    if own.unit != THING or following.unit in {THING, "", PLACE}:
        return False
    return bool(COUNTED_PLACES.match(setting.text, own.end, following.start))


def counted_among(setting: Setting, index: int) -> bool:
    """Whether the figure before a rank counts the places among which it is: 考核列13个城市第二."""
    own, counted = (setting.figures[number].figure for number in (index, index - 1))
    before = counted.quantity
    if not own.quantity.rank or before.unit != THING:
        return False
    if not COUNTED_PLACES.match(setting.text, before.end, own.quantity.start):
        return False
    # where nothing is told, the clause before tells what the rank is in
    low = before.start - len(counted.before)
    told = setting.between(low, before.start)
    fillers = sum(one.end - one.start for one in told if not one.concepts)
    return fillers < before.start - low


def start_behind_figure(setting: Setting, index: int, low: int, scanner: Scanner) -> int:
    """Where the words begin, `low` or farther on, of a figure behind another one of its clause."""
    if _of_figure_before(setting, index):
        return setting.figures[index].figure.quantity.start
    before = setting.figures[index - 1].figure.quantity
    if before.unit in BODIES_COUNTED_IN and (
        of_bodies := BODIES_OF.match(setting.text, before.end, setting.figures[index].figure.quantity.start)
    ):
        low = max(low, of_bodies.end())
    return max(low, _end_of_bodies(setting, index), _end_of_firms(setting, index, scanner))


def _of_figure_before(setting: Setting, index: int) -> bool:
    """Whether what stands between two figures of a clause is the noun of the first, which goes before it."""
    figure, before = setting.figures[index].figure, setting.figures[index - 1].figure
    between = setting.text[before.quantity.end : figure.quantity.start]
    ends = _ENDS_LIST_MEMBER.search(between)
    return ends is not None and len(between[: ends.start()].strip(f"{JOINING_CHARACTERS} ")) > 1


def _end_of_bodies(setting: Setting, index: int) -> int:
    """Where the words begin behind the bodies that the figure before counts: 11个单位收到申请26件."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if before.quantity.unit != THING or not runs_on(setting, index - 1):
        return 0
    bodies = _BODIES.match(setting.text, before.quantity.end, own.quantity.start)
    return bodies.end() if bodies and not JOINING_WORD.match(setting.text, bodies.end()) else 0


def _end_of_firms(setting: Setting, index: int, scanner: Scanner) -> int:
    """Where the words begin behind the noun of firms that the figure before counts: 对16家企业罚款12万元."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if before.quantity.unit not in FIRM_UNITS:
        return 0
    known = [one for one in setting.between(before.quantity.end, own.quantity.start) if one.concepts]
    if len(known) > 1 and not names_any(ACTS, known[:1], scanner):
        known = known[1:]
    elif known and (names_any(ACTS, known[:1], scanner) or known[0].start == before.quantity.end):
        return 0
    return known[0].start if known and runs_on(setting, index - 1) else 0


def stands_first(setting: Setting, index: int, high: int, scanner: Scanner) -> bool:
    """12家单位36件案卷: what leads from a figure to one with a noun behind it is the first one's."""
    figure, before = setting.figures[index].figure, setting.figures[index - 1].figure
    return (
        runs_on(setting, index - 1)
        and bool(COUNTED_BODIES.fullmatch(setting.text, before.quantity.end, figure.quantity.start))
        and names_any(NOUNS, setting.between(figure.quantity.end, high), scanner)
    )


def examples_before(setting: Setting, low: int, quantity: Quantity, high: int) -> tuple[int, int] | None:
    """The examples in quotes right before a figure whose noun stands behind it; None where there are none."""
    found = _EXAMPLES.search(setting.text, low, quantity.start) if high > quantity.end else None
    return found.span() if found else None


def explained_before(setting: Setting, low: int, end: int, scanner: Scanner) -> tuple[int, int]:
    """The bracket right before a figure that explains the noun before it; an empty one where no noun is.

    One that includes a noun of its own tells of a sum: 审查规范性文件（含合同）12件.
    """
    if setting.text.find("（", low, end) < 0:
        return (0, 0)
    found = next((m for m in _EXPLAINED.finditer(setting.text, low, end) if m.end() == end), None)
    if found is None or not any(one.concepts for one in setting.between(low, found.start())):
        return (0, 0)
    if found["includes"] and names_any(NOUNS, setting.between(found.start(), end), scanner):
        return (0, 0)
    return found.start(), found.start() + found[0].rindex("）") + 1


def before_deed(
    setting: Setting, end: int, own: tuple[Mention, ...], high: int, scanner: Scanner
) -> tuple[tuple[Mention, ...], int]:
    """Of the words that lead on to the next figure, those of the first of the two, and where these end.

    从12个部门抽取案卷36份, 12名律师解答咨询36人次: the deed, and what it is done to, are the next figure's.
    What makes the deed one of a part holds for both, and so does what people took part in: 80人参加培训3场.
    Words that do nothing but lead on are none of the first's: 案件12件涉及36人.
    """
    if _LEADS.fullmatch(setting.text, end, high):
        return (), end
    if doing := _BODIES_DO.match(setting.text, end, high):
        return tuple(one for one in own if one.end <= doing.end()), doing.end()
    if any(_TAKING_PART.fullmatch(setting.text, one.start, one.end) for one in own):
        return own, high
    deeds = (
        number
        for number, one in enumerate(own)
        if number and names_any(ACTS, (one,), scanner) and not names_any(NOUNS, (one,), scanner)
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
    parts = tuple(one for one in own[last:] if names_any(_PARTS, (one,), scanner))
    return own[:last] + parts, own[last].start


def handed_to(setting: Setting, index: int) -> bool:
    """将26项权限下放18个乡镇: whether the next figure counts those to whom the deed hands what one counts."""
    figure, following = (setting.figures[number].figure for number in (index, index + 1))
    if following.quantity.unit not in BODIES_COUNTED_IN or following.clause_start != figure.clause_start:
        return False
    return bool(_HANDED.search(setting.text, figure.clause_start, figure.quantity.start))


def before_rate(
    setting: Setting, index: int, own: tuple[Mention, ...], scanner: Scanner
) -> tuple[Mention, ...]:
    """62项服务事项网上可办率98%: of the words that lead to a rate, those before the noun of the rate."""
    following = setting.figures[index + 1 : index + 2]
    if len(own) < 2 or not following or following[0].figure.quantity.unit != PER_CENT:
        return own
    end, start = setting.figures[index].figure.quantity.end, following[0].figure.quantity.start
    if _CUT.search(setting.text, end, start) or not _RATE.search(setting.text, end, start):
        return own
    nouns = [number for number, one in enumerate(own) if names_any(NOUNS, (one,), scanner)]
    return own[: nouns[-1]] if len(nouns) > 1 else own


def ends_clause(setting: Setting, index: int) -> bool:
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
    return bool(BODIES_OF.fullmatch(setting.text, before.quantity.end, figure.quantity.start))


def done_so_often(setting: Setting, index: int) -> bool:
    """对36家网吧检查41次: whether the deed that the next figure counts is done to what one counts."""
    figure = setting.figures[index].figure
    following = setting.figures[index + 1 : index + 2]
    if not following or following[0].figure.clause_start != figure.clause_start:
        return False
    times = following[0].figure.quantity.unit in _TIMES
    return times and bool(_DONE_TO.search(setting.text, figure.clause_start, figure.quantity.start))


def slogan_end(setting: Setting, index: int) -> int:
    """Where the noun ends that a figure opens before a colon, or before a clause that says what it is.

    99.87%：办理满意度; 3.6万件，是窗口全年的办件量. 0 where no figure does.
    """
    figure = setting.figures[index].figure
    told = _SAYS_WHAT.match(setting.text, figure.quantity.end)
    if told is None or setting.text[figure.clause_start : figure.quantity.start].strip():
        return 0
    following = setting.figures[index + 1 : index + 2]
    end = min((one.figure.quantity.start for one in following), default=figure.sentence.end)
    mark = _CUT.search(setting.text, told.end(), end)
    return mark.start() if mark else end


def end_of_words(setting: Setting, start: int, end: int) -> int:
    """Where the words after a figure end: at a mark, unless that stands in a bracket of theirs (市、区).

    Nor at one inside a word: 3个示范地区、示范项目. A bracket that holds the next figure, 58件（一审41件…, is
    that one's.
    """
    text = setting.text
    if JOINING_WORD.match(text, start, end):
        return start
    position = start
    while cut := _CUT.search(text, position, end):
        position = _end_around(setting, position, cut.start(), end)
        if not position:
            end = cut.start()
            break
    opened = text.rfind("（", start, end)
    return opened if opened >= 0 and "）" not in text[opened:end] else end


def _end_around(setting: Setting, start: int, mark: int, end: int) -> int:
    """Where the bracket or the word ends that a mark stands in; 0 where it stands in none."""
    bracket = BRACKET.search(setting.text, start, end)
    if bracket and bracket.start() < mark:
        return bracket.end()
    return next((one.end for one in setting.between(start, end) if one.start < mark < one.end), 0)


def names_any(kinds: frozenset[Kind], mentions: Iterable[Mention], scanner: Scanner) -> bool:
    """Whether a word names a concept of one of the kinds."""
    return any(not kinds.isdisjoint(scanner.kinds_of[one.concepts]) for one in mentions if one.concepts)
