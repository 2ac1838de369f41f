"""Where a figure's words begin and end among those of its neighbours."""

import re

from transform.linking.bodies import (
    BODIES,
    BODIES_COUNTED_IN,
    BODIES_DO,
    BODIES_OF,
    COUNTED_BODIES,
    COUNTED_PLACES,
    FIRM_UNITS,
)
from transform.linking.brackets import CUT
from transform.linking.mentions import ACTS, NOUNS, Mention, Scanner, names_any
from transform.linking.setting import Setting
from transform.text.marks import (
    JOINING_CHARACTERS,
    JOINING_WORD,
    JOINTS,
    TITLES_AND_SO_ON,
)
from warehouse.lexicon import Kind
from warehouse.units import PER_CENT, PLACE, THING
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
_PARTS = frozenset({Kind.PART})
# 246件法规、279件规章: the noun before the mark is that of the figure before
# so it is where titles stand between: 3部法规、《甲市公园办法》等2部规章
_ENDS_LIST_MEMBER = re.compile(rf"(?:{JOINTS})\ ?(?:{TITLES_AND_SO_ON})?\Z")
# 培训 of 罚款35万元培训1234人次
_UNMARKED = re.compile(
    rf"""
    (?:[\u4e00-\u9fff]|（[\u4e00-\u9fff]{{1,6}}）){{2,16}}
    (?<![{_TABLE["runs_not_on"]}]){_TABLE["not_and"]}
    """,
    re.VERBOSE,
)
# 案件12件涉及36人
_LEADS = re.compile(either(_TABLE["leads"]))
# 62项服务事项网上可办率达98%, 36项许可事项办理时限压缩61%
_RATE = re.compile(
    rf"""
    (?:{either([*_TABLE["ends_of_rates"], *_TABLE["ends_of_cuts"]])})
    (?:{either(_TABLE["reached"])}|{_TABLE["all_of"]})*\Z
    """,
    re.VERBOSE,
)
# 将26项权限下放18个乡镇
HANDED = re.compile(f"[{_TABLE['hands']}]")
# 从36个申报项目中评选9个
_CHOSEN_FROM = re.compile(rf"(?:{either(_TABLE['chosen_from'])})[\u4e00-\u9fff]{{0,6}}\Z")
_AMONG = re.compile(rf"[\u4e00-\u9fff“”]{{1,14}}?{_TABLE['among']}")
# 对辖区36家网吧检查41次
_DONE_TO = re.compile(rf"{_TABLE['done_to']}[^，；。、\d]{{0,8}}\Z")
_TIMES = frozenset(_TABLE["study_units"])
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
    return max(
        low,
        _end_of_choice(setting, index),
        _end_of_bodies(setting, index),
        _end_of_firms(setting, index, scanner),
    )


def _of_figure_before(setting: Setting, index: int) -> bool:
    """Whether what stands between two figures of a clause is the noun of the first, which goes before it."""
    figure, before = setting.figures[index].figure, setting.figures[index - 1].figure
    between = setting.text[before.quantity.end : figure.quantity.start]
    ends = _ENDS_LIST_MEMBER.search(between)
    return ends is not None and len(between[: ends.start()].strip(f"{JOINING_CHARACTERS} ")) > 1


def _end_of_choice(setting: Setting, index: int) -> int:
    """Where the words begin behind all of which some are chosen: 从36个申报项目中评选示范项目9个."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if own.quantity.rank or not _CHOSEN_FROM.search(setting.text, before.clause_start, before.quantity.start):
        return 0
    among = _AMONG.match(setting.text, before.quantity.end, own.quantity.start)
    return among.end() if among else 0


def _end_of_bodies(setting: Setting, index: int) -> int:
    """Where the words begin behind the bodies that the figure before counts: 11个单位收到申请26件."""
    before, own = (setting.figures[number].figure for number in (index - 1, index))
    if before.quantity.unit != THING or not runs_on(setting, index - 1):
        return 0
    bodies = BODIES.match(setting.text, before.quantity.end, own.quantity.start)
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
    if doing := BODIES_DO.match(setting.text, end, high):
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
    return bool(HANDED.search(setting.text, figure.clause_start, figure.quantity.start))


def before_rate(
    setting: Setting, index: int, own: tuple[Mention, ...], scanner: Scanner
) -> tuple[Mention, ...]:
    """62项服务事项网上可办率98%: of the words that lead to a rate, those before the noun of the rate."""
    following = setting.figures[index + 1 : index + 2]
    if len(own) < 2 or not following or following[0].figure.quantity.unit != PER_CENT:
        return own
    end, start = setting.figures[index].figure.quantity.end, following[0].figure.quantity.start
    if CUT.search(setting.text, end, start) or not _RATE.search(setting.text, end, start):
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
