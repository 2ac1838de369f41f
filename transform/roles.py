"""What a figure does in its sentence: level, change, rate of change, gap, rank, requirement or target."""

import re

from transform.context import Figure
from transform.periods import future_year, names_future
from transform.quantities import unit_class
from warehouse.records import Bound, Direction, Role
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("roles")

_AFTER_NOUN = r"(?:分别|均|各|约|达到?|为|是|在|超过|：|（|\ )*"
_VERB_END = r")(?!到|至|为)(?:了|幅度|分别|各|均|近|超|（|\ )*(?:达)?\Z"
_NEGATIVE = rf"(?:{'|'.join(_TABLE['down']['negative'])})"
_VERBS = {
    Direction.UP: re.compile(rf"(?:{either(_TABLE['up']['verbs'])}{_VERB_END}"),
    Direction.DOWN: re.compile(rf"(?:{_NEGATIVE}|{either(_TABLE['down']['verbs'])}{_VERB_END}"),
}
_NOUNS = {
    Direction.UP: re.compile(rf"(?:{either(_TABLE['up']['nouns'])}){_AFTER_NOUN}\Z"),
    Direction.DOWN: re.compile(rf"(?:{_NEGATIVE}|{either(_TABLE['down']['nouns'])}){_AFTER_NOUN}\Z"),
}
_MORE = {
    Direction.UP: re.compile(r"(?:比|较)[^，；。]{2,14}多[\u4e00-\u9fff]{0,3}\Z"),
    Direction.DOWN: re.compile(r"(?:比|较)[^，；。]{2,14}少[\u4e00-\u9fff]{0,3}\Z"),
}
_DOUBLED = re.compile(r"翻了?\Z")
# 压减公用经费15%: the verb stands before what it cuts
_CUT = re.compile(
    rf"(?:{either(_TABLE['cut']['verbs'])})"
    r"(?![^，。；]*(?:(?:率|比例|占比|占|时限|时间|时长|周期)(?:达到?|为|超过?|近|约)?[\u4e00-\u9fff]{0,3}|到|至|为)\Z)[^，。；\d]{1,24}\Z"
)
# 净增市场主体5127户
_NET = {
    Direction.UP: re.compile(r"净增加?[\u4e00-\u9fff]{1,10}\Z"),
    Direction.DOWN: re.compile(r"净减少?[\u4e00-\u9fff]{1,10}\Z"),
}
# 办理时限压缩72%: a level of its own, unless it is set against a year
_AGAIN = re.compile(either(_TABLE["cut"]["again"]))
_TIME_CUT = re.compile(
    rf"(?:{either(_TABLE['cut']['times'])})[^，。；\d]{{0,6}}(?:{either(_TABLE['cut']['time_verbs'])})(?:了)?"
    r"(?:近|超|达|约|幅度)*\Z"
)
# 同比为12.5%、-3.4%: a rate of change, and up where another of its sentence has a minus
_RATE_IS = re.compile(r"(?:同比|环比)(?:分别|依次|均)?(?:为|是|达)?\Z")
_MINUS = re.compile(r"(?<!\d)-\d+(?:\.\d+)?%")
_YEAR_ON_YEAR = re.compile(r"(?:同比|环比|比上年|较上年)[^，；。到至为]{0,4}(?<!的)\Z")
_GROWTH_WAY = (
    r"(?:[由从自为是达约在的到至转变升降：、，（\ ]|上年|去年|今年|同期|全年|分别|依次|和|与|(?:19|20)\d\d年"
    r"|保持|维持|稳定|一直|均|回升|回落|提高|提升|加快|放缓|[+-]?[\d.]+%)*\Z"
)
_GROWTH = {
    Direction.UP: re.compile(rf"(?:{either(_TABLE['growth']['nouns'])}){_GROWTH_WAY}"),
    Direction.DOWN: re.compile(rf"(?:{either(_TABLE['growth']['falls'])}){_GROWTH_WAY}"),
}
# 增长率由负转正，达到1.9%
_TURNED = {
    Direction.UP: re.compile(r"由[负降减]转[正升增]，?(?:为|达到?|至|到|约|\ )*\Z"),
    Direction.DOWN: re.compile(r"由[正升增]转[负降减]，?(?:为|达到?|至|到|约|\ )*\Z"),
}
_AFTER = {
    Direction.UP: re.compile(rf"\A的(?:年均|同比|平均)?(?:{'|'.join(_TABLE['growth']['after_up'])})"),
    Direction.DOWN: re.compile(rf"\A的(?:年均|同比|平均)?(?:{'|'.join(_TABLE['growth']['after_down'])})"),
}
_MOVES = {
    Direction.UP: re.compile(rf"(?:{either(_TABLE['moves']['up'])})(?:了)?\Z"),
    Direction.DOWN: re.compile(rf"(?:{either(_TABLE['moves']['down'])})(?:了)?\Z"),
}
_SURE_MOVE = re.compile(rf"(?:{either(_TABLE['moves']['sure'])})(?:了)?\Z")
_RANKED_BEFORE = re.compile(r"排名|位次|名次|位列|考核|考评|评估|第")
_GROWING_UNITS = frozenset({"%", "‰", "倍"})
_NEW = re.compile(rf"(?:{either(_TABLE['change']['not_after'])})(?:了)?\Z")
_AGAINST = re.compile(either(_TABLE["change"]["against"]))
# 分别增加36件、减少12件 is a change, 减少12件 alone may be a count of what was cut
_RESPECTIVELY = re.compile(either(load_wording("dealing")["respectively"]))
_SINCE = re.compile(r"(?:比|较)(?:上年|去年|上一年|同期|(?:19|20)\d{2}年)")
_HIGHER = {
    Direction.UP: re.compile(r"(?:比|较)[^，；。]{1,14}高(?:出|了)?\Z"),
    Direction.DOWN: re.compile(r"(?:比|较)[^，；。]{1,14}低(?:了)?\Z"),
}
_NOT_CHANGE = re.compile(either(_TABLE["change"]["not_change"]))
_BODY = either(_TABLE["gap"]["bodies"])
_GAPS = {
    Direction.UP: re.compile(
        rf"(?:{either(_TABLE['gap']['above'])})[^，；。\d]{{0,8}}(?:{_BODY})[^，；。]{{0,8}}\Z"
        rf"|(?:比|较|与|同)[^，；。\d]{{0,14}}(?:{_BODY})[^，；。]{{0,8}}(?:{either(_TABLE['gap']['higher'])})(?:出|了)?\Z"
    ),
    Direction.DOWN: re.compile(
        rf"(?:{either(_TABLE['gap']['below'])})[^，；。\d]{{0,8}}(?:{_BODY})[^，；。]{{0,8}}\Z"
        rf"|(?:比|较|与|同)[^，；。\d]{{0,14}}(?:{_BODY})[^，；。]{{0,8}}(?:{either(_TABLE['gap']['lower'])})(?:了|出)?\Z"
    ),
}
# 低于杭州1.1个百分点: against another body; 高于上年2个百分点: a change
_BESIDE = {
    Direction.UP: re.compile(rf"(?:{either(_TABLE['gap']['above'])})(?P<other>[^，；。\d]{{1,14}})\Z"),
    Direction.DOWN: re.compile(rf"(?:{either(_TABLE['gap']['below'])})(?P<other>[^，；。\d]{{1,14}})\Z"),
}
_TIME = re.compile(r"年|同期|上[月季半周期]|预算")
_REQUIREMENT = _TABLE["requirement"]
_REQUIRED = re.compile(either(_REQUIREMENT["words"]))
_MUST = re.compile(rf"(?:{'|'.join(_REQUIREMENT['must'])})[^，。；]{{0,24}}\Z")
_ORDERED = re.compile(r"要求|规定|须|应当")
_NORMS = frozenset(_REQUIREMENT["norms"])
_OF_ALL = re.compile(r"(?:总数|总量|总人数|人数|编制|总额|数量|数|总和)的\Z")
_NORM_AFTER = re.compile(rf"\A(?:{'|'.join(_REQUIREMENT['after'])})")
_EVERY = re.compile(rf"(?:{'|'.join(_REQUIREMENT['every'])})\Z")
_DONE = re.compile(r"实际|已|共计|达到了|完成")
_TARGET = re.compile("|".join(_TABLE["target"]["words"]))
_GOAL = re.compile(rf"(?:{'|'.join(_TABLE['target']['goals'])})[^。；]*\Z")
_REACHED = re.compile(either(_TABLE["target"]["reached"]))
_PLANS = re.compile("|".join(_TABLE["target"]["plans"]))
_TURNS = re.compile(rf"\A[^，。；]{{0,8}}(?:{'|'.join(_TABLE['target']['turns'])})")
_NOT_PLANS = re.compile(either(_TABLE["target"]["not_plans"]))
_WILL = re.compile(either(_TABLE["target"]["will"]))


def heads_plans(heading: str, report_year: int) -> bool:
    """Whether a heading turns to the time to come (五、下一步打算; 二、2025年工作安排)."""
    return not _NOT_PLANS.search(heading) and (
        bool(_PLANS.search(heading)) or names_future(heading, report_year)
    )


def opens_plans(sentence: str, report_year: int) -> bool:
    """Whether a sentence opens the plans: 下一步将…, 2018年是…要…, 主要预期目标是…."""
    return bool(_TURNS.match(sentence)) or _plans_year(sentence, report_year)


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
    target = planned or _is_target(figure) or _later(figure, report_year)
    if target and role in {Role.LEVEL, Role.CHANGE, Role.CHANGE_RATE}:
        return Role.TARGET, direction
    if role is Role.LEVEL and _lays_down(figure):
        return Role.REQUIREMENT, None
    return role, direction


def _is_target(figure: Figure) -> bool:
    """Whether the clause strives for the figure, or the sentence has it among its goals."""
    if _TARGET.search(figure.clause):
        return True
    goal = _GOAL.search(figure.lead)
    return goal is not None and not _REACHED.search(goal.group())


def _later(figure: Figure, report_year: int) -> bool:
    return future_year(figure.lead, report_year) is not None


def _lays_down(figure: Figure) -> bool:
    """Whether a norm gives the figure: 应达到95%以上, 全年不少于四次, 不低于90%的考核要求."""
    if _NORM_AFTER.match(figure.after):
        return True
    words, quantity = figure.clause[-24:], figure.quantity
    if _DONE.search(words):
        return False
    if quantity.word.startswith("不得") or _MUST.search(figure.clause + quantity.word):
        return True
    if quantity.bound is Bound.EXACT:
        return unit_class(quantity.unit) == "events" and bool(_EVERY.search(words))
    if quantity.word == "控制在":
        return bool(_ORDERED.search(words))
    if quantity.word not in _NORMS:
        return False
    return bool(_REQUIRED.search(words) or _OF_ALL.search(words))


def _measured(figure: Figure) -> tuple[Role, Direction | None]:
    before, unit = figure.before, figure.quantity.unit
    for direction, pattern in _GAPS.items():
        if pattern.search(figure.clause) and unit in {"百分点", "%", "位", "倍"}:
            return Role.GAP, direction
    if beside := _beside(figure):
        return beside
    if move := _move(figure):
        return Role.CHANGE, move
    way = _sign(figure) or _way(before) or _net(before) or _cut(figure) or _growth(figure)
    if way is None:
        if unit == "百分点":
            return Role.CHANGE, None
        if unit == "%" and _RATE_IS.search(before):
            return Role.CHANGE_RATE, Direction.UP if _MINUS.search(figure.whole) else None
        if unit == "%" and _YEAR_ON_YEAR.search(before):
            return Role.CHANGE_RATE, None
        return Role.LEVEL, None
    return _by_unit(figure, way)


def _beside(figure: Figure) -> tuple[Role, Direction] | None:
    """Points above or below another body, or what the year before had."""
    if figure.quantity.unit != "百分点":
        return None
    for direction, pattern in _BESIDE.items():
        if found := pattern.search(figure.clause):
            return Role.CHANGE if _TIME.search(found["other"]) else Role.GAP, direction
    return None


def _move(figure: Figure) -> Direction | None:
    """前移2位, 前进3名: how far a rank has moved."""
    if figure.quantity.unit not in {"位", "名"}:
        return None
    for direction, pattern in _MOVES.items():
        if pattern.search(figure.before):
            sure = figure.quantity.unit == "位" or _SURE_MOVE.search(figure.before)
            return direction if sure or _RANKED_BEFORE.search(figure.lead) else None
    return None


def _net(before: str) -> Direction | None:
    return next((direction for direction, pattern in _NET.items() if pattern.search(before)), None)


def _growth(figure: Figure) -> Direction | None:
    """增速由6.2%回落到3.4%; 由负转正，达到1.9%; 保持10%以上的增幅."""
    if figure.quantity.unit not in _GROWING_UNITS:
        return None
    for patterns, words in ((_GROWTH, figure.clause), (_TURNED, figure.lead), (_AFTER, figure.after)):
        for direction, pattern in patterns.items():
            if pattern.search(words):
                return direction
    return None


def _way(before: str) -> Direction | None:
    if _DOUBLED.search(before):
        return Direction.UP
    for patterns in (_NOUNS, _VERBS, _MORE, _HIGHER):
        for direction, pattern in patterns.items():
            if pattern.search(before):
                return direction
    return None


def _cut(figure: Figure) -> Direction | None:
    cuts = figure.quantity.unit in {"%", "元"} and _CUT.search(figure.clause)
    return Direction.DOWN if cuts else None


def _sign(figure: Figure) -> Direction | None:
    if figure.quantity.sign:
        return Direction.UP if figure.quantity.sign == "+" else Direction.DOWN
    return None


def _by_unit(figure: Figure, way: Direction) -> tuple[Role, Direction | None]:
    unit, clause = figure.quantity.unit, figure.clause
    if unit == "百分点":
        return Role.CHANGE, way
    if unit in {"%", "‰", "倍", "番"}:
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
