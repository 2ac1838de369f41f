"""What a figure does in its sentence: level, change, rate of change, gap, rank, requirement or target."""

import re
from collections.abc import Iterable, Mapping

from transform.numbers.units import unit_class
from transform.numbers.zeros import GROWTH
from transform.sense import role_words as said
from transform.sense.context import Figure
from transform.sense.periods import future_year, names_future
from warehouse.records import Bound, Direction, Role
from warehouse.units import GROWTHS, MONEY, PER_CENT, PLACE, POINTS, RATIOS, TIMES
from warehouse.vocabulary import load_wording

_GAP_UNITS = frozenset({POINTS, PER_CENT, PLACE, TIMES})
_RANK_UNITS = frozenset(load_wording("ranks")["ordinal"]["units"])
_CUT_UNITS = frozenset({PER_CENT, MONEY})


def heads_plans(heading: str, report_year: int) -> bool:
    """Whether a heading turns to the time to come (五、下一步打算; 二、2025年工作安排)."""
    return not said.NOT_PLANS.search(heading) and (
        bool(said.PLANS.search(heading)) or names_future(heading, report_year)
    )


def opens_plans(sentence: str, report_year: int) -> bool:
    """Whether a sentence opens the plans: 下一步将…, 2018年是…要…, 主要预期目标是…."""
    if said.TURNING.search(sentence) and said.TURNS.match(sentence):
        return True
    # most openings name no year, which two looks tell
    return ("20" in sentence or "19" in sentence) and _plans_year(sentence, report_year)


def _plans_year(words: str, report_year: int) -> bool:
    year = future_year(words, report_year)
    return year is not None and bool(said.WILL.search(words[words.index(str(year)) :]))


def role_of(figure: Figure, *, planned: bool, report_year: int) -> tuple[Role, Direction | None]:
    """Role and direction by the words before the figure; `planned` inside a section of plans."""
    quantity = figure.quantity
    if quantity.rank:
        return Role.RANK, None
    if quantity.noun == GROWTH:
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
    if not said.AIMING.search(figure.lead):
        return False
    if said.TARGET.search(figure.clause):
        return True
    goal = said.GOAL.search(figure.lead)
    return goal is not None and not said.REACHED.search(goal.group())


def _lays_down(figure: Figure) -> bool:
    """Whether a norm gives the figure: 应达到95%以上, 全年不少于四次, 不低于90%的考核要求."""
    if said.NORM_AFTER.match(figure.after):
        return True
    # a bracket says how long what is told before it is to be: 每年开展2次（不少于8学时）
    words, quantity = (figure.clause or figure.lead)[-24:], figure.quantity
    is_plain = quantity.bound is Bound.EXACT and not quantity.word
    if is_plain and not said.BINDING.search(figure.clause):
        return False
    if said.DONE.search(words):
        return False
    if quantity.word.startswith(said.FORBIDS) or said.MUST.search(figure.clause + quantity.word):
        return True
    if quantity.bound is Bound.EXACT:
        return unit_class(quantity.unit) == "events" and (
            bool(said.EVERY.search(words)) or _is_yearly(figure)
        )
    if quantity.word == said.KEPT_WITHIN:
        return bool(said.ORDERED.search(words))
    if quantity.word not in said.NORMS:
        return False
    return bool(said.REQUIRED.search(words) or said.OF_ALL.search(words))


def _is_yearly(figure: Figure) -> bool:
    """Whether a plan or a system lays down how often in a year: 按照培训制度，每年开展2次."""
    return bool(said.YEARLY.search(figure.clause) and said.YEARLY_NORM.search(figure.lead))


def _measured(figure: Figure) -> tuple[Role, Direction | None]:
    """Gaps before changes: 高于全省平均3个百分点 names a way too, and no move."""
    before, unit = figure.before, figure.quantity.unit
    if unit in _GAP_UNITS and said.GAPPING.search(figure.clause):
        for direction, pattern in said.GAPS.items():
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
        if unit == PER_CENT and said.RATE_IS.search(before):
            return Role.CHANGE_RATE, Direction.UP if said.MINUS.search(figure.whole) else None
        if unit == PER_CENT and said.YEAR_ON_YEAR.search(before):
            return Role.CHANGE_RATE, None
        return Role.LEVEL, None
    return _by_unit(figure, way)


def _beside(figure: Figure) -> tuple[Role, Direction] | None:
    """Points above or below another body, or what the year before had."""
    for direction, pattern in said.BESIDE.items():
        if found := pattern.search(figure.clause):
            return Role.CHANGE if said.TIME.search(found["other"]) else Role.GAP, direction
    return None


def _move(figure: Figure) -> Direction | None:
    """前移2位, 前进3名: how far a rank has moved."""
    for direction, pattern in said.MOVES.items():
        if pattern.search(figure.before):
            sure = figure.quantity.unit == PLACE or said.SURE_MOVE.search(figure.before)
            return direction if sure or said.RANKED_BEFORE.search(figure.lead) else None
    return None


def _net(before: str) -> Direction | None:
    return next((direction for direction, pattern in said.NET.items() if pattern.search(before)), None)


def _growth(figure: Figure) -> Direction | None:
    """增速由6.2%回落到3.4%; 由负转正，达到1.9%; 保持10%以上的增幅."""
    before = (
        ((said.GROWTH, figure.clause), (said.TURNED, figure.lead)) if said.GROWING.search(figure.lead) else ()
    )
    return _first_way((*before, (said.AFTER, figure.after)))


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
    way = _told_way(figure) if said.MOVING.search(figure.clause) else None
    if way is None and quantity.unit in _CUT_UNITS and said.CUT.search(figure.clause):
        return Direction.DOWN
    return _growth(figure) if way is None and quantity.unit in RATIOS else way


def _told_way(figure: Figure) -> Direction | None:
    """The way that a word of change before the figure says."""
    return _way(figure.before) or _more(figure) or _net(figure.before)


def _way(before: str) -> Direction | None:
    if said.DOUBLED.search(before):
        return Direction.UP
    return _first_way((patterns, before) for patterns in (said.NOUNS, said.VERBS, said.MORE, said.HIGHER))


def _more(figure: Figure) -> Direction | None:
    return Direction.UP if said.MORE_THAN_TOLD.search(figure.clause) else None


def _by_unit(figure: Figure, way: Direction) -> tuple[Role, Direction | None]:
    unit, clause = figure.quantity.unit, figure.clause
    if unit == POINTS:
        return Role.CHANGE, way
    if unit in GROWTHS:
        is_level = said.NOT_CHANGE.search(clause) or (
            said.TIME_CUT.search(clause) and not said.AGAIN.search(clause)
        )
        return (Role.LEVEL, None) if is_level else (Role.CHANGE_RATE, way)
    if figure.quantity.sign:
        return Role.CHANGE, way
    if said.NEW.search(figure.before) and not said.SINCE.search(figure.before):
        return Role.LEVEL, None
    contrasted = figure.count > 1 and said.RESPECTIVELY.search(clause)
    if (
        way is Direction.DOWN
        and not (contrasted or said.AGAINST.search(clause))
        and unit_class(unit) != "money"
    ):
        return Role.LEVEL, None
    return Role.CHANGE, way
