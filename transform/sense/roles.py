"""What a figure does in its sentence: level, change, rate of change, gap, rank, requirement or target."""

import re
from collections.abc import Iterable, Mapping

from transform.numbers.signs import signs_of
from transform.numbers.units import unit_class
from transform.sense.context import Figure
from transform.sense.periods import future_year, names_future
from warehouse.records import Bound, Direction, Role
from warehouse.units import GROWTHS, MONEY, PER_CENT, PLACE, POINTS, RATIOS, TIMES
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR

_TABLE = load_wording("roles")

_UP, _DOWN, _CUTS, _GAP = _TABLE["up"], _TABLE["down"], _TABLE["cut"], _TABLE["gap"]
_BETWEEN, _BESIDE_WORDS, _NORM = _TABLE["between"], _TABLE["beside"], _TABLE["norm"]
_REQUIREMENT, _TARGETS = _TABLE["requirement"], _TABLE["target"]


def _both(up: str, down: str) -> dict[Direction, re.Pattern[str]]:
    return {Direction.UP: re.compile(up), Direction.DOWN: re.compile(down)}


_NEGATIVE = rf"(?:{either(_DOWN['negative'])})"
# 增长12%, 下降了近12%; not 增长到12件
_VERB_END = rf"(?!{either(_BETWEEN['level'])})(?:{either(_BETWEEN['verb'])}|（|\ )*(?:达)?\Z"
_VERBS = _both(
    rf"(?:{either(_UP['verbs'])}){_VERB_END}",
    rf"(?:{_NEGATIVE}|{either(_DOWN['verbs'])}){_VERB_END}",
)
# 增幅分别为12%
_NOUN_END = rf"(?:{either(_BETWEEN['noun'])}|：|（|\ )*\Z"
_NOUNS = _both(
    rf"(?:{either(_UP['nouns'])}){_NOUN_END}",
    rf"(?:{_NEGATIVE}|{either(_DOWN['nouns'])}){_NOUN_END}",
)
# 比上年多审结12件
_THAN = rf"(?:{either(_BESIDE_WORDS['than'])})[^，；。]"
_MORE = _both(
    rf"{_THAN}{{2,14}}(?:{either(_BESIDE_WORDS['more'])})[\u4e00-\u9fff]{{0,3}}\Z",
    rf"{_THAN}{{2,14}}(?:{either(_BESIDE_WORDS['fewer'])})[\u4e00-\u9fff]{{0,3}}\Z",
)
# 比上年（312件）多103件: with the figure that it is more than
_MORE_THAN_TOLD = re.compile(
    rf"(?:{either(_BESIDE_WORDS['than'])})[^，；。]{{2,14}}\d[^，；。\d]{{1,4}}(?:{either(_BESIDE_WORDS['more'])})了?\Z"
)
# 比上年高出2个百分点
_HIGHER = _both(
    rf"{_THAN}{{1,14}}(?:{either(_BESIDE_WORDS['higher'])})\Z",
    rf"{_THAN}{{1,14}}(?:{either(_BESIDE_WORDS['lower'])})\Z",
)
# 翻了一番
_DOUBLED = re.compile(rf"(?:{either(_BESIDE_WORDS['doubled'])})\Z")
# 压减公用经费15%: the verb stands before what it cuts; 压缩时限达72% is a level
_CUT_TO = (
    rf"(?:{either(_BETWEEN['cut_levels'])})(?:{either(_BETWEEN['cut_levels_verbs'])})?[\u4e00-\u9fff]{{0,3}}"
    rf"|{either(_BETWEEN['level'])}"
)
_CUT = re.compile(rf"(?:{either(_CUTS['verbs'])})(?![^，。；]*(?:{_CUT_TO})\Z)[^，。；\d]{{1,24}}\Z")
# 净增市场主体5127户
_NET = _both(
    rf"(?:{either(_BESIDE_WORDS['net_up'])})[\u4e00-\u9fff]{{1,10}}\Z",
    rf"(?:{either(_BESIDE_WORDS['net_down'])})[\u4e00-\u9fff]{{1,10}}\Z",
)
# 办理时限压缩72%: a level of its own, unless it is set against a year
_AGAIN = re.compile(either(_CUTS["again"]))
_TIME_CUT = re.compile(
    rf"(?:{either(_CUTS['times'])})[^，。；\d]{{0,6}}(?:{either(_CUTS['time_verbs'])})(?:了)?"
    rf"(?:{either(_BETWEEN['time_cut'])})*\Z"
)
# 同比为12.5%、-3.4%: a rate of change, and up where another of its sentence has a minus
_RATE_IS = re.compile(
    rf"(?:{either(_BESIDE_WORDS['rates'])})(?:{either(_BETWEEN['rate_is'])})?(?:为|是|达)?\Z"
)
_MINUS = re.compile(r"(?<!\d)-\d+(?:\.\d+)?%")
# 同比5.2%
_YEAR_ON_YEAR = re.compile(rf"(?:{either(_BESIDE_WORDS['year_on_year'])})[^，。；到至为]{{0,4}}(?<!的)\Z")
# 增速由6.2%回落到3.4%
_GROWTH_WAY = (
    rf"(?:[{_BETWEEN['growth_particles']}：、，（\ ]|{either(_BETWEEN['growth'])}|{YEAR}年|[+-]?[\d.]+%)*\Z"
)
_GROWTH = _both(
    rf"(?:{either(_TABLE['growth']['nouns'])}){_GROWTH_WAY}",
    rf"(?:{either(_TABLE['growth']['falls'])}){_GROWTH_WAY}",
)
# 增长率由负转正，达到1.9%
_TURNED_END = rf"，?(?:{either(_BETWEEN['turned'])}|\ )*\Z"
_PLUS, _LESS = (f"[{_TABLE['growth'][sign]}]" for sign in ("plus", "minus"))
_TURNED = _both(rf"由{_LESS}转{_PLUS}{_TURNED_END}", rf"由{_PLUS}转{_LESS}{_TURNED_END}")
# 保持10%以上的增幅
_MEAN = rf"\A的(?:{either(_BESIDE_WORDS['mean'])})?"
_AFTER = _both(
    rf"{_MEAN}(?:{either(_TABLE['growth']['after_up'])})",
    rf"{_MEAN}(?:{either(_TABLE['growth']['after_down'])})",
)
# 前移2位; 提升3名 where a rank stands before it
_MOVES = _both(rf"(?:{either(_TABLE['moves']['up'])})了?\Z", rf"(?:{either(_TABLE['moves']['down'])})了?\Z")
_SURE_MOVE = re.compile(rf"(?:{either(_TABLE['moves']['sure'])})(?:了)?\Z")
_RANKED_BEFORE = re.compile(either(_BESIDE_WORDS["ranked"]))
# 新增30件: a count of new ones, unless 比上年 stands before it
_NEW = re.compile(rf"(?:{either(_TABLE['change']['not_after'])})(?:了)?\Z")
_AGAINST = re.compile(either(_TABLE["change"]["against"]))
# 分别增加36件、减少12件 is a change, 减少12件 alone may be a count of what was cut
_RESPECTIVELY = re.compile(either(load_wording("dealing")["respectively"]))
_SINCE = re.compile(rf"(?:{either(_BESIDE_WORDS['than'])})(?:{either(_BESIDE_WORDS['last_year'])}|{YEAR}年)")
# 比法定时限压缩62.5%
_NOT_CHANGE = re.compile(either(_TABLE["change"]["not_change"]))
# 高于全省平均6.1个百分点; 比全省平均高6.1个百分点
_BODY = rf"(?:{either(_GAP['bodies'])})[^，；。]{{0,8}}"
_GAP_THAN = rf"(?:{either(_BESIDE_WORDS['gap_than'])})[^，；。\d]{{0,14}}{_BODY}"
_GAPS = _both(
    *(
        rf"(?:{either(_GAP[beyond])})[^，；。\d]{{0,8}}{_BODY}\Z|{_GAP_THAN}(?:{either(_GAP[than])})[出了]?\Z"
        for beyond, than in (("above", "higher"), ("below", "lower"))
    )
)
# 低于杭州1.1个百分点: against another body; 高于上年2个百分点: a change
_BESIDE = _both(
    rf"(?:{either(_GAP['above'])})(?P<other>[^，；。\d]{{1,14}})\Z",
    rf"(?:{either(_GAP['below'])})(?P<other>[^，；。\d]{{1,14}})\Z",
)
_TIME = re.compile(either(_BESIDE_WORDS["times"]))
# 每年不少于四次; 应达到95%以上; 按规定控制在5%以内; 不少于总数的5%
_REQUIRED = re.compile(either(_REQUIREMENT["words"]))
_MUST = re.compile(rf"(?:{either(_REQUIREMENT['must'])})[^，。；]{{0,24}}\Z")
_ORDERED = re.compile(either(_NORM["ordered"]))
_NORMS = frozenset(_REQUIREMENT["norms"])
_OF_ALL = re.compile(rf"(?:{either(_NORM['of_all'])})的\Z")
# 90%的考核要求; 每半年听取一次
_NORM_AFTER = re.compile(rf"\A(?:{either(_REQUIREMENT['after'])})")
_EVERY = re.compile(rf"(?:{either(_REQUIREMENT['every'])})\Z")
# 对照培训计划，每年开展2次
_YEARLY, _YEARLY_NORM = re.compile(_REQUIREMENT["yearly"]), re.compile(either(_REQUIREMENT["yearly_norms"]))
_DONE = re.compile(either(_NORM["done"]))
# 力争达到85%; 工作目标是：…; 目标已实现
_TARGET = re.compile(either(_TARGETS["words"]))
_GOAL = re.compile(rf"(?:{either(_TARGETS['goals'])})[^。；]*\Z")
_REACHED = re.compile(either(_TARGETS["reached"]))
# 五、下一步打算; 下一步，将…; 工作计划完成情况
_PLANS = re.compile(either(_TARGETS["plans"]))
_TURNS = re.compile(rf"\A[^，。；]{{0,8}}(?:{either(_TARGETS['turns'])})")
_NOT_PLANS = re.compile(either(_TARGETS["not_plans"]))
_WILL = re.compile(either(_TARGETS["will"]))
# most figures have none of these before them, and so are levels
_WAYS = (_NOUNS, _VERBS, _MORE, _HIGHER, _NET)
_MOVING = signs_of(_DOUBLED, _MORE_THAN_TOLD, *(pattern for pair in _WAYS for pattern in pair.values()))
_GROWING = signs_of(*_GROWTH.values(), *_TURNED.values())
_AIMING = signs_of(_TARGET, _GOAL)
_BINDING = signs_of(_MUST, _EVERY, _YEARLY)
_TURNING = signs_of(_TURNS)
_GAPPING = signs_of(*_GAPS.values())
_GAP_UNITS = frozenset({POINTS, PER_CENT, PLACE, TIMES})
_RANK_UNITS = frozenset(load_wording("ranks")["ordinal"]["units"])
_CUT_UNITS = frozenset({PER_CENT, MONEY})


def heads_plans(heading: str, report_year: int) -> bool:
    """Whether a heading turns to the time to come (五、下一步打算; 二、2025年工作安排)."""
    return not _NOT_PLANS.search(heading) and (
        bool(_PLANS.search(heading)) or names_future(heading, report_year)
    )


def opens_plans(sentence: str, report_year: int) -> bool:
    """Whether a sentence opens the plans: 下一步将…, 2018年是…要…, 主要预期目标是…."""
    if _TURNING.search(sentence) and _TURNS.match(sentence):
        return True
    # most openings name no year, which two looks tell
    return ("20" in sentence or "19" in sentence) and _plans_year(sentence, report_year)


def _plans_year(words: str, report_year: int) -> bool:
    year = future_year(words, report_year)
    return year is not None and bool(_WILL.search(words[words.index(str(year)) :]))


def role_of(figure: Figure, *, planned: bool, report_year: int) -> tuple[Role, Direction | None]:
    """Role and direction by the words before the figure; `planned` inside a section of plans."""
    quantity = figure.quantity
    if quantity.rank:
        return Role.RANK, None
    if quantity.noun == "增长":
        return Role.CHANGE_RATE, None
    role, direction = _measured(figure)
    target = planned or _is_target(figure) or future_year(figure.lead, report_year) is not None
    if target and role in {Role.LEVEL, Role.CHANGE, Role.CHANGE_RATE}:
        return Role.TARGET, direction
    if role is Role.LEVEL and _lays_down(figure):
        return Role.REQUIREMENT, None
    return role, direction


def _is_target(figure: Figure) -> bool:
    """Whether the clause strives for the figure, or the sentence has it among its goals."""
    if not _AIMING.search(figure.lead):
        return False
    if _TARGET.search(figure.clause):
        return True
    goal = _GOAL.search(figure.lead)
    return goal is not None and not _REACHED.search(goal.group())


def _lays_down(figure: Figure) -> bool:
    """Whether a norm gives the figure: 应达到95%以上, 全年不少于四次, 不低于90%的考核要求."""
    if _NORM_AFTER.match(figure.after):
        return True
    # a bracket says how long what is told before it is to be: 每年开展2次（不少于8学时）
    words, quantity = (figure.clause or figure.lead)[-24:], figure.quantity
    is_plain = quantity.bound is Bound.EXACT and not quantity.word
    if is_plain and not _BINDING.search(figure.clause):
        return False
    if _DONE.search(words):
        return False
    if quantity.word.startswith("不得") or _MUST.search(figure.clause + quantity.word):
        return True
    if quantity.bound is Bound.EXACT:
        return unit_class(quantity.unit) == "events" and (bool(_EVERY.search(words)) or _is_yearly(figure))
    if quantity.word == "控制在":
        return bool(_ORDERED.search(words))
    if quantity.word not in _NORMS:
        return False
    return bool(_REQUIRED.search(words) or _OF_ALL.search(words))


def _is_yearly(figure: Figure) -> bool:
    """Whether a plan or a system lays down how often in a year: 按照培训制度，每年开展2次."""
    return bool(_YEARLY.search(figure.clause) and _YEARLY_NORM.search(figure.lead))


def _measured(figure: Figure) -> tuple[Role, Direction | None]:
    """Gaps before changes: 高于全省平均3个百分点 names a way too, and no move."""
    before, unit = figure.before, figure.quantity.unit
    if unit in _GAP_UNITS and _GAPPING.search(figure.clause):
        for direction, pattern in _GAPS.items():
            if pattern.search(figure.clause):
                return Role.GAP, direction
    if unit == POINTS and (beside := _beside(figure)):
        return beside
    if unit in _RANK_UNITS and (move := _move(figure)):
        return Role.CHANGE, move
    way = _way_of(figure)
    if way is None:
        if unit == POINTS:
            return Role.CHANGE, None
        if unit == PER_CENT and _RATE_IS.search(before):
            return Role.CHANGE_RATE, Direction.UP if _MINUS.search(figure.whole) else None
        if unit == PER_CENT and _YEAR_ON_YEAR.search(before):
            return Role.CHANGE_RATE, None
        return Role.LEVEL, None
    return _by_unit(figure, way)


def _beside(figure: Figure) -> tuple[Role, Direction] | None:
    """Points above or below another body, or what the year before had."""
    for direction, pattern in _BESIDE.items():
        if found := pattern.search(figure.clause):
            return Role.CHANGE if _TIME.search(found["other"]) else Role.GAP, direction
    return None


def _move(figure: Figure) -> Direction | None:
    """前移2位, 前进3名: how far a rank has moved."""
    for direction, pattern in _MOVES.items():
        if pattern.search(figure.before):
            sure = figure.quantity.unit == PLACE or _SURE_MOVE.search(figure.before)
            return direction if sure or _RANKED_BEFORE.search(figure.lead) else None
    return None


def _net(before: str) -> Direction | None:
    return next((direction for direction, pattern in _NET.items() if pattern.search(before)), None)


def _growth(figure: Figure) -> Direction | None:
    """增速由6.2%回落到3.4%; 由负转正，达到1.9%; 保持10%以上的增幅."""
    before = ((_GROWTH, figure.clause), (_TURNED, figure.lead)) if _GROWING.search(figure.lead) else ()
    return _first_way((*before, (_AFTER, figure.after)))


def _first_way(looks: Iterable[tuple[Mapping[Direction, re.Pattern[str]], str]]) -> Direction | None:
    for patterns, words in looks:
        for direction, pattern in patterns.items():
            if pattern.search(words):
                return direction
    return None


def _way_of(figure: Figure) -> Direction | None:
    """The way that a figure's sign says, or a word of change before it."""
    quantity = figure.quantity
    if quantity.sign:
        return Direction.UP if quantity.sign == "+" else Direction.DOWN
    way = _told_way(figure) if _MOVING.search(figure.clause) else None
    if way is None and quantity.unit in _CUT_UNITS and _CUT.search(figure.clause):
        return Direction.DOWN
    return _growth(figure) if way is None and quantity.unit in RATIOS else way


def _told_way(figure: Figure) -> Direction | None:
    """The way that a word of change before the figure says."""
    return _way(figure.before) or _more(figure) or _net(figure.before)


def _way(before: str) -> Direction | None:
    if _DOUBLED.search(before):
        return Direction.UP
    return _first_way((patterns, before) for patterns in (_NOUNS, _VERBS, _MORE, _HIGHER))


def _more(figure: Figure) -> Direction | None:
    return Direction.UP if _MORE_THAN_TOLD.search(figure.clause) else None


def _by_unit(figure: Figure, way: Direction) -> tuple[Role, Direction | None]:
    unit, clause = figure.quantity.unit, figure.clause
    if unit == POINTS:
        return Role.CHANGE, way
    if unit in GROWTHS:
        is_level = _NOT_CHANGE.search(clause) or (_TIME_CUT.search(clause) and not _AGAIN.search(clause))
        return (Role.LEVEL, None) if is_level else (Role.CHANGE_RATE, way)
    if figure.quantity.sign:
        return Role.CHANGE, way
    if _NEW.search(figure.before) and not _SINCE.search(figure.before):
        return Role.LEVEL, None
    contrasted = figure.count > 1 and _RESPECTIVELY.search(clause)
    if way is Direction.DOWN and not (contrasted or _AGAINST.search(clause)) and unit_class(unit) != "money":
        return Role.LEVEL, None
    return Role.CHANGE, way
