"""The years a figure is about and is measured against."""

import re

from transform.numbers.numerals import read_integer
from transform.sense import year_words as said
from transform.sense.context import Figure
from transform.sense.year_lists import COMPARED, dealt_base_year, dealt_year
from transform.text.marks import TITLE
from warehouse.records import Role
from warehouse.units import RATIOS

_CHANGES = frozenset({Role.CHANGE, Role.CHANGE_RATE})
_BRACKETED = 16
"""Characters before a figure in which the bracket that it stands in may name the year before."""


def year_of(figure: Figure, report_year: int, role: Role, following: Figure | None) -> int:
    """The year the figure is about: the report's own unless its clause says another."""
    is_dated = said.DATED.search(figure.lead) is not None
    holding = _holding_year(figure, report_year) if is_dated else None
    if role is Role.GAP or _is_share_of(figure):
        return holding or report_year
    if figure.count > 1 and (dealt := dealt_year(figure, report_year)):
        return dealt
    if role in _CHANGES:
        named = _year_before(figure, holding or report_year, following) if role is Role.CHANGE_RATE else None
        before = (
            report_year - 1 if said.GROUND.search(figure.before) and said.ON_IT.match(figure.after) else None
        )
        return named or _changing_year(figure) or before or holding or report_year
    is_related = bool(said.RELATED.search(figure.lead[-max(_BRACKETED, len(figure.before)) :]))
    return (
        (is_related and _years_ago(figure, holding or report_year))
        or (_named_year(figure, report_year) if is_dated else None)
        or (is_related and _relative_year(figure, report_year, following))
        or (_assessed_year(figure) if role is Role.RANK else None)
        or holding
        or report_year
    )


def _is_share_of(figure: Figure) -> bool:
    return figure.quantity.unit in RATIOS and bool(said.SHARE_OF.search(figure.before))


def base_year_of(figure: Figure, year: int, role: Role) -> int | None:
    """The year a change is measured against: named, listed, or the year before; 环比 the same year."""
    if role not in _CHANGES:
        return None
    listed = dealt_base_year(figure)
    if listed:
        return listed
    named = [
        int(match.group(1)) for match in said.YEARS.finditer(figure.clause) if _is_base(figure.clause, match)
    ]
    if named:
        return named[-1]
    if said.SEQUENTIAL.search(figure.clause):
        return year
    if earlier := said.EARLIER.search(figure.clause):
        return _earlier_base(earlier, year)
    if said.NO_BASE.search(figure.clause):
        return None
    if said.CUT.search(figure.clause) and not said.AGAINST.search(figure.clause):
        return None
    came_from = None if said.YEAR_ON_YEAR.search(figure.clause) else said.FROM_YEAR.search(figure.lead)
    return int(came_from.group(1)) if came_from and int(came_from.group(1)) < year else year - 1


def _earlier_base(match: re.Match[str], year: int) -> int:
    if match["plan"]:
        return _end_of_plan(match)
    count = read_integer(match["count"]) if match["count"] else None
    return year - int(count or 2)


def _end_of_plan(match: re.Match[str]) -> int:
    """The last year of a five-year plan: the eleventh ended in 2010."""
    return 2010 + 5 * said.FIVES.index(match["plan"])


def _is_base(clause: str, match: re.Match[str]) -> bool:
    return bool(COMPARED.search(said.LISTED_BEFORE.sub("", clause[: match.start()])))


def _named_year(figure: Figure, report_year: int) -> int | None:
    """A year named in the words between the figure before and this one, or just before both."""
    before, clause = _without_titles(figure.before), _without_titles(figure.clause)
    if plan := said.PLAN_END.search(before):
        return _end_of_plan(plan)
    mentions = [match for match in said.YEARS.finditer(before) if _is_own(before, match)]
    beside = None if mentions else said.YEAR_BESIDE.search(figure.lead[-12:])
    if beside and (figure.quantity.unit not in RATIOS or beside.group().endswith("（")):
        return int(beside.group(1))
    if mentions:
        return int(mentions[-1].group(1))
    mentions = [match for match in said.YEARS.finditer(clause) if _is_own(clause, match)]
    if mentions and not said.NOW.search(before):
        year = int(mentions[-1].group(1))
        return year if year != report_year and not said.INTO.search(before) else None
    return None


def _without_titles(words: str) -> str:
    return TITLE.sub("", words) if "《" in words else words


def _is_own(words: str, match: re.Match[str]) -> bool:
    before, rest = words[: match.start()], words[match.end() :]
    if not said.IS_YEAR.match(rest) or said.NOT_OWN.match(rest) or said.CARRIED.search(before):
        return False
    if said.CARRIED_OVER.match(rest) or (said.COME_FROM.search(before) and said.COME_TO.search(rest)):
        return False
    if COMPARED.search(said.LISTED_BEFORE.sub("", before)):
        return bool(said.OF_IT.match(rest)) and len(rest) < 6
    return True


def _changing_year(figure: Figure) -> int | None:
    """The year in which something changed: 2022年同比增长5%."""
    before = _without_titles(figure.before)
    mentions = [
        int(match.group(1))
        for match in said.YEARS.finditer(before)
        if _is_own(before, match) and said.FROM_A_YEAR not in before
    ]
    return mentions[-1] if mentions else None


def _relative_year(figure: Figure, report_year: int, following: Figure | None) -> int | None:
    before = figure.before
    if said.SAME_PERIOD.search(before) or said.IN_BRACKETS.search(figure.lead[-_BRACKETED:]):
        return report_year - 1
    is_earlier = said.YEAR_BEFORE.search(before) and not said.THIS_YEAR.search(before)
    if is_earlier and said.THIS_YEAR.search(figure.whole):
        return report_year - 1
    return _year_before(figure, report_year, following)


def _year_before(figure: Figure, year: int, following: Figure | None) -> int | None:
    """The year of what a figure has come from: 由上年的5.1%, 由第8位升至第5位; None where it has not."""
    before = figure.before
    if said.FROM_LAST.search(before):
        return year - 1
    if following is None or following.clause_start != figure.clause_start:
        return None
    comes_from = said.FROM.search(before)
    same_unit = following.quantity.unit == figure.quantity.unit
    if same_unit and said.MADE_FROM.search(figure.clause) and said.MADE_INTO.search(following.before):
        return year - 1
    if not comes_from or not same_unit or not said.INTO.search(following.before):
        return None
    named = said.YEARS.search(comes_from.group())
    return int(named.group(1)) if named else year - 1


def _years_ago(figure: Figure, year: int) -> int | None:
    """从21年前的第63位: that many years before."""
    match = said.YEARS_AGO.search(figure.before)
    count = read_integer(match["count"]) if match else None
    return year - int(count) if count else None


def _assessed_year(figure: Figure) -> int | None:
    part = figure.lead.rpartition("；")[2]
    last = max(said.ASSESSED.finditer(part), key=lambda match: match.end(), default=None)
    # 在2021年度考评中排名第三，透明度在同类城市中列第四: of another order
    other = last and figure.clause_start > figure.sentence.start and said.RANKED_IN.search(part, last.end())
    return int(last.group(1)) if last and not other else None


def _holding_year(figure: Figure, report_year: int) -> int | None:
    """2016年，全市收到…: a year that opens the sentence holds for all of it, one of a clause for that."""
    lead = figure.lead
    part = lead.rpartition("；")[2]
    mentions = list(said.OPENING.finditer(part))
    # 4.3天：平均时限，2022年还要6.8天，…: set against the figure before it
    compared = bool(mentions) and said.FIGURE.search(part, 0, mentions[0].start())
    if mentions and not compared and not said.NOW_AGAIN.search(part, mentions[-1].end()):
        return int(mentions[-1].group(1))
    if over := _plan_that_is_over(part, report_year):
        return over
    match = said.LEADING.match(lead) or said.SPAN.match(lead)
    if match is None or int(match.group(1)) == report_year:
        return None
    # 2022年11月，成立…，全年…: the month of an event
    of_event = match.group().endswith(said.OF_MONTH) and said.WHOLE_YEAR.search(lead, match.end())
    return None if of_event else int(match.group(1))


def _plan_that_is_over(words: str, report_year: int) -> int | None:
    """“十三五”期间，累计…: the end of a plan that is over, unless something is compared with it."""
    words = _without_titles(words)
    plan = said.PLAN_PERIOD.search(words)
    if plan is None or _end_of_plan(plan) >= report_year or said.NOW_AGAIN.search(words, plan.end()):
        return None
    compared = COMPARED.search(words[: plan.start()].rstrip("“"))
    return None if compared else _end_of_plan(plan)


def names_future(heading: str, report_year: int) -> bool:
    """Whether a heading names a year after the report's, outside titles: 三、扎实做好2018年重点工作."""
    if "20" not in heading and "19" not in heading:
        return False
    years = said.YEARS.findall(said.CITED.sub("", heading))
    return any(int(year) > report_year for year in years)


def future_year(words: str, report_year: int) -> int | None:
    """A year after the report's that the last clause with a year opens with: 到2018年底; not in titles."""
    # most sentences name no year, which is found at a tenth of the cost
    if ("20" not in words and "19" not in words) or not said.FOUR_DIGITS.search(words):
        return None
    plain = said.CITED.sub("", words) if "《" in words or "（" in words else words
    years = said.FOUR_DIGITS.findall(plain)
    if not years or int(max(years)) <= report_year:
        return None
    last = max(said.AHEAD.finditer(plain), key=lambda match: match.end(), default=None)
    if last is None or int(last.group(1)) <= report_year or said.NOW_AGAIN.search(plain, last.end()):
        return None
    return int(last.group(1))
