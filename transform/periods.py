"""The years a figure is about and is measured against."""

import re

from transform.context import Figure
from warehouse.records import Role

_YEAR = r"(?<!\d)((?:19|20)\d{2})(?!\d)"
_YEARS = re.compile(_YEAR)
_CHINESE_YEAR = re.compile(r"二〇[〇一二三四][〇一二三四五六七八九]")
_LIST = re.compile(rf"{_YEAR}年?(?:[、，和及与]{_YEAR}年?)+")
_NOT_OWN = re.compile(r"\A\ ?年?(?:底|末)?(?:以来|以前|之前|前|起|来)")
_COMPARED = re.compile(r"(?:比|较|与|同|和|对比|相较于?|相比于?)\ ?(?:于)?\Z")
_OF_IT = re.compile(r"\A\ ?年(?:度|同期|全年|末|底)?(?:的|为|是|：|共|仅|还要|有|达)")
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年|前一年|往年)(?:末|底|同期)?|年初|同期")
_SAME_PERIOD = re.compile(
    r"(?:上年|去年|上一年度?|往年)同期(?:的|为|是|：|共|仅)?\Z|(?:上年|去年|上一年度?|年初)(?:末|底|同期)?(?:的|为|是|：|共|有)[^，；]{0,6}\Z"
)
_FROM = re.compile(r"(?:由|从|自)(?!去年以来|中|而|法定)[^，；。由从]{0,12}\Z")
_FROM_LAST = re.compile(r"(?:由|从)[^，；。]{0,4}(?:上一?年度?|去年|年初|前一年)[^，；。]{0,4}\Z")
_INTO = re.compile(
    r"(?:到|至|为|成|达|→)(?:了|年底的|年末的|今年的|本年的|目前的|现在的|当前的|[^，；。]{0,4}的)?\Z"
)
_PLAN_END = re.compile(r"十([一二三四五])五”?(?:规划|时期)?[期]?末")
_IN_BRACKETS = re.compile(r"(?:上一?年度?|去年)(?:同期)?（(?:为)?\Z")
# a year of the future at the start of a clause plans for it: 2019年完成…
_AHEAD = re.compile(
    rf"(?:\A|[，；：。、到至])\ ?(?:[一二三四五六七八九十]是)?(?:力争)?(?:在|到|至)?{_YEAR}年(?!前|以前|以来)"
)
_CITED = re.compile(r"《[^》]*》|（[^）]*）")
_NOW = re.compile(r"本年度?|今年|当年|年末|年底|目前|现")
_LEADING = re.compile(rf"\A\ ?(?:截至|截止|到|在|于)?{_YEAR}年(?:度|全年|[0-9至—~-]*月?(?:底|末|份)?)?[，,]")
_SEQUENTIAL = re.compile(r"环比")


_SPAN = re.compile(r"\A[^，；。]{0,6}?(?<!\d)(?:19|20)\d{2}年?(?:[—~-]{1,2}|至|到)((?:19|20)\d{2})年(?!度)")


def year_of(figure: Figure, report_year: int, role: Role, following: Figure | None) -> int:
    """The year the figure is about: the report's own unless its clause says another."""
    if role in {Role.CHANGE, Role.CHANGE_RATE, Role.GAP, Role.RANK}:
        return _leading_year(figure, report_year) or report_year
    return (
        _listed_year(figure, compared=False)
        or _named_year(figure, report_year)
        or _relative_year(figure, report_year, following)
        or _leading_year(figure, report_year)
        or report_year
    )


def base_year_of(figure: Figure, year: int, role: Role) -> int | None:
    """The year a change is measured against: named, listed, or the year before; 环比 the same year."""
    if role not in {Role.CHANGE, Role.CHANGE_RATE}:
        return None
    listed = _listed_year(figure, compared=True)
    if listed:
        return listed
    named = [
        int(match.group(1)) for match in _YEARS.finditer(figure.clause) if _is_base(figure.clause, match)
    ]
    if named:
        return named[-1]
    if _SEQUENTIAL.search(figure.clause):
        return year
    if re.search(r"法定|公布前|改革前|清单", figure.clause):
        return None
    return year - 1


def _is_base(clause: str, match: re.Match[str]) -> bool:
    return bool(_COMPARED.search(clause[: match.start()]))


def _listed_year(figure: Figure, *, compared: bool) -> int | None:
    """2015年、2016年、2017年…依次为17.2%、14.5%和11.9%: each figure its own year."""
    if figure.count < 2:
        return None
    head = figure.lead if not compared else figure.clause
    lists = list(_LIST.finditer(head))
    if not lists:
        return None
    found = lists[-1]
    years = [int(year) for year in _YEARS.findall(found.group())]
    is_base = bool(_COMPARED.search(head[: found.start()]))
    if len(years) != figure.count or is_base is not compared:
        return None
    return years[figure.position]


def _named_year(figure: Figure, report_year: int) -> int | None:
    """A year named in the words between the figure before and this one, or just before both."""
    if plan := _PLAN_END.search(figure.before):
        return 2010 + 5 * "一二三四五".index(plan.group(1))
    mentions = [match for match in _YEARS.finditer(figure.before) if _is_own(figure.before, match)]
    if mentions:
        return int(mentions[-1].group(1))
    if chinese := _CHINESE_YEAR.search(figure.before):
        return (
            2000
            + 10 * "〇一二三四".index(chinese.group()[2])
            + "〇一二三四五六七八九".index(chinese.group()[3])
        )
    mentions = [match for match in _YEARS.finditer(figure.clause) if _is_own(figure.clause, match)]
    if mentions and not _NOW.search(figure.before):
        year = int(mentions[-1].group(1))
        return year if year != report_year and not _INTO.search(figure.before) else None
    return None


def _is_own(words: str, match: re.Match[str]) -> bool:
    rest = words[match.end() :]
    if not re.match(r"\ ?年|\Z|[：:]", rest) or _NOT_OWN.match(rest):
        return False
    if _COMPARED.search(words[: match.start()]):
        return bool(_OF_IT.match(rest)) and len(rest) < 6
    return True


def _relative_year(figure: Figure, report_year: int, following: Figure | None) -> int | None:
    before = figure.before
    if _SAME_PERIOD.search(before) or _IN_BRACKETS.search(figure.lead[-12:]):
        return report_year - 1
    if _FROM_LAST.search(before):
        return report_year - 1
    goes_on = (
        following is not None
        and following.clause_start == figure.clause_start
        and _INTO.search(following.before)
    )
    if (
        goes_on
        and _FROM.search(before)
        and following is not None
        and following.quantity.unit == figure.quantity.unit
    ):
        return report_year - 1
    return None


def _leading_year(figure: Figure, report_year: int) -> int | None:
    """2016年，全市收到…: a year that opens the sentence holds for all of it."""
    match = _LEADING.match(figure.lead) or _SPAN.match(figure.lead)
    if match and int(match.group(1)) != report_year:
        return int(match.group(1))
    return None


def names_future(heading: str, report_year: int) -> bool:
    """Whether a heading names a year after the report's, outside titles: 三、扎实做好2018年重点工作."""
    years = _YEARS.findall(_CITED.sub("", heading))
    return any(int(year) > report_year for year in years)


def future_year(words: str, report_year: int) -> int | None:
    """A year after the report's that a clause opens with, such as 到2018年底; titles do not count."""
    plain = _CITED.sub("", words)
    years = [int(match.group(1)) for match in _AHEAD.finditer(plain) if int(match.group(1)) > report_year]
    return years[-1] if years else None
