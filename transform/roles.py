"""What a figure does in its sentence: level, change, rate of change, gap, rank, requirement or target."""

import re

from transform.context import Figure
from transform.periods import future_year, names_future
from transform.quantities import unit_class
from warehouse.records import Bound, Direction, Role
from warehouse.vocabulary import load_wording

_TABLE = load_wording("roles")


def _either(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_AFTER_NOUN = r"(?:分别|均|各|约|达到?|为|是|在|超过|：|\ )*"
_VERBS = {
    Direction.UP: re.compile(
        rf"(?:{_either(_TABLE['up']['verbs'])})(?!到|至|为)(?:了|幅度|分别|各|均|近|超|\ )*(?:达)?\Z"
    ),
    Direction.DOWN: re.compile(
        rf"(?:{_either(_TABLE['down']['verbs'])})(?!到|至|为)(?:了|幅度|分别|各|均|近|超|\ )*(?:达)?\Z"
    ),
}
_NOUNS = {
    Direction.UP: re.compile(rf"(?:{_either(_TABLE['up']['nouns'])}){_AFTER_NOUN}\Z"),
    Direction.DOWN: re.compile(rf"(?:{_either(_TABLE['down']['nouns'])}){_AFTER_NOUN}\Z"),
}
_MORE = {
    Direction.UP: re.compile(r"(?:比|较)[^，；。]{2,14}多[\u4e00-\u9fff]{0,3}\Z"),
    Direction.DOWN: re.compile(r"(?:比|较)[^，；。]{2,14}少[\u4e00-\u9fff]{0,3}\Z"),
}
_DOUBLED = re.compile(r"翻了?\Z")
# 压减公用经费15%: the verb stands before what it cuts
_CUT = re.compile(
    r"(?:压减|削减|压缩|减少|降低|调减)(?![^，；。]*(?:率|比例|占比|占|时限|到|至|为)\Z)[^，；。\d]{1,24}\Z"
)
_YEAR_ON_YEAR = re.compile(r"(?:同比|环比|比上年|较上年)[^，；。到至为]{0,4}\Z")
_NEW = re.compile(rf"(?:{_either(_TABLE['change']['not_after'])})(?:了)?\Z")
_AGAINST = re.compile(_either(_TABLE["change"]["against"]))
_SINCE = re.compile(r"(?:比|较)(?:上年|去年|上一年|同期|(?:19|20)\d{2}年)")
_HIGHER = {
    Direction.UP: re.compile(r"(?:比|较)[^，；。]{1,14}高(?:出|了)?\Z"),
    Direction.DOWN: re.compile(r"(?:比|较)[^，；。]{1,14}低(?:了)?\Z"),
}
_NOT_CHANGE = re.compile(_either(_TABLE["change"]["not_change"]))
_BODY = _either(_TABLE["gap"]["bodies"])
_GAPS = {
    Direction.UP: re.compile(
        rf"(?:{_either(_TABLE['gap']['above'])})[^，；。\d]{{0,8}}(?:{_BODY})[^，；。]{{0,8}}\Z"
        rf"|(?:比|较|与|同)[^，；。\d]{{0,14}}(?:{_BODY})[^，；。]{{0,8}}(?:{_either(_TABLE['gap']['higher'])})(?:出|了)?\Z"
    ),
    Direction.DOWN: re.compile(
        rf"(?:{_either(_TABLE['gap']['below'])})[^，；。\d]{{0,8}}(?:{_BODY})[^，；。]{{0,8}}\Z"
        rf"|(?:比|较|与|同)[^，；。\d]{{0,14}}(?:{_BODY})[^，；。]{{0,8}}(?:{_either(_TABLE['gap']['lower'])})(?:了|出)?\Z"
    ),
}
_REQUIRED = re.compile(_either(_TABLE["requirement"]["words"]))
_DONE = re.compile(r"实际|已|共计|达到了|完成")
_TARGET = re.compile(_either(_TABLE["target"]["words"]))
_PLANS = re.compile("|".join(_TABLE["target"]["plans"]))
_TURNS = re.compile(rf"\A[^，。；]{{0,8}}(?:{'|'.join(_TABLE['target']['turns'])})")
_NOT_PLANS = re.compile(_either(_TABLE["target"]["not_plans"]))
_WILL = re.compile(r"将|要|拟|打算|力争|确保|继续|目标|推动|打算|安排|总体要求")


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
    role, direction = _measured(figure)
    target = planned or bool(_TARGET.search(figure.clause)) or _later(figure, report_year)
    if target and role in {Role.LEVEL, Role.CHANGE, Role.CHANGE_RATE}:
        return Role.TARGET, direction
    if role is Role.LEVEL and quantity.bound is Bound.AT_LEAST and _lays_down(figure):
        return Role.REQUIREMENT, None
    return role, direction


def _later(figure: Figure, report_year: int) -> bool:
    return future_year(figure.lead, report_year) is not None


def _lays_down(figure: Figure) -> bool:
    words = figure.clause[-24:]
    stands_before = figure.quantity.start < figure.quantity.number_start
    return stands_before and bool(_REQUIRED.search(words)) and not _DONE.search(words)


def _measured(figure: Figure) -> tuple[Role, Direction | None]:
    before = figure.before
    for direction, pattern in _GAPS.items():
        if pattern.search(figure.clause) and figure.quantity.unit in {"百分点", "%", "位", "倍"}:
            return Role.GAP, direction
    way = _way(before) or _sign(figure) or _cut(figure)
    if way is None:
        if figure.quantity.unit == "百分点":
            return Role.CHANGE, None
        if figure.quantity.unit == "%" and _YEAR_ON_YEAR.search(before):
            return Role.CHANGE_RATE, None
        return Role.LEVEL, None
    return _by_unit(figure, way)


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
        return (Role.LEVEL, None) if _NOT_CHANGE.search(clause) else (Role.CHANGE_RATE, way)
    if figure.quantity.sign:
        return Role.CHANGE, way
    if _NEW.search(figure.before) and not _SINCE.search(figure.before):
        return Role.LEVEL, None
    if way is Direction.DOWN and not _AGAINST.search(clause) and unit_class(unit) != "money":
        return Role.LEVEL, None
    return Role.CHANGE, way
