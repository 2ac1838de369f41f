"""Of which year a document reports."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from extract.documents.heads.dates import date_in
from extract.identity.names import without_quotations
from warehouse.characters import folding, simplified
from warehouse.records import Document
from warehouse.years import CENTURY, CHINESE_NUMBERS, DIGITS, YEAR_SIGN, ZERO_LETTERS

# Patterns for whole texts begin with the character that they need, and look behind after it: a third as dear.
# 二O一七年 with the letter.
_LETTER = re.compile(
    rf"[{ZERO_LETTERS}](?:(?<=二.)(?=[{CHINESE_NUMBERS}]{{2}}{YEAR_SIGN})|(?<={CENTURY}.)(?=.{YEAR_SIGN}))"
)
_SPAN = re.compile(r"20\d\d年?度?\s*[-—–－~～至]+\s*(?P<last>20\d\d|\d\d)年?度?(?!\d|月)")
_SPAN_IN_WORDS = re.compile(r"(?<!\d)[两2-9十]年(?!级|规划|行动|计划|攻坚|期)")
# Dates and document numbers.
_DAY = re.compile(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?|[〔\[(（【]20\d\d[〕\])）】]第?\d+号")
_digits = folding(DIGITS)
# In a title also 2024法治政府建设年度报告, …评估报告（2017）.
_TITLE_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)(?:(?P<of>年?度)|年)?(?!\d|[-./]\d)")
_PLANNED = re.compile(r".{0,14}?(?:工作安排|计划|打算|思路|要点|重点|安排|任务|规划|展望)")
# Reports given at a session are named after the year of the session.
_SESSION = re.compile("(?:政府|法院|检察院|人大常委会)工作报告")
# The year of an event is not yet that of what it tells.
_EVENT = re.compile("发布会|通气会|座谈会|推进会|会议|召开|举行|举办")

# No date, and not where a span begins.
_YEAR = re.compile(r"20\d\d(?<!\d.{4})(?=年(?!以来|\d))")
_PRESENTED = re.compile(r"现[将就][^。，：:]{0,16}?(?<!\d)(20\d\d)年度?(?!以来)")
_PERIOD = re.compile(r"(?<!\d)(20\d\d)年1月1日(?:起|开始)?[-—–－~～至到]+(?:\1年)?12月31日")
_OPENING = re.compile(
    r"(?P<before>^|[。，,；;：:\n])(?P<year>20\d\d)年(?!\d|[度底末初至]|以来|以前|[-—–－~～])"
)
_OF_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)年?度")
_REPORT = re.compile("报告|总结|情况|年报|公报|白皮书|综述")
_BEGINNING = 60
_START = 400
_QUOTES = (("《", "》"), ("“", "”"))
_LAST_MONTH = 6
"""Annual reports are due by the end of March; what comes out later may be of the year itself."""


@dataclass(frozen=True, slots=True)
class Years:
    """The report year if there is no doubt; and those that it may be, the likeliest first."""

    sure: int | None = None
    years: tuple[int, ...] = ()


def year_of(document: Document) -> Years:
    """The year that a document reports on.

    That of the title, if the text does not speak of another one throughout; else what the text presents
    itself as (现将2017年度…), its period, the year it opens with and the first 20xx年度, if they agree with
    each other and with the day of publication; else the year before a publication early in a year, if no
    other is named; else the one named most often, likewise.
    """
    titled = title_year(document.title)
    if titled.sure and titled.sure in _named_in(_running(_opening_of(document.text))):
        return Years(titled.sure, (titled.sure,))
    text = _running(document.text)
    counted = Counter(_named_in(text))
    if titled.sure:
        return _unless_other(titled.sure, counted)
    day = document.published_on or _signed_on(document.text)
    told = _told(text, counted, day) or _early(simplified(document.title), counted, day)
    if told and (not titled.years or told in titled.years):
        return Years(told, (told,))
    last_year = (day.year - 1,) if day else ()
    most = sorted(counted, key=lambda year: (-counted[year], -year))[:1]
    may_be = (*titled.years, *((told,) if told else ()), *_own(text[:2000], counted), *last_year, *most)
    return Years(None, tuple(dict.fromkeys(may_be)))


def title_year(title: str) -> Years:
    """The year that a title names. In doubt: a span of years, two years, the year of an event, one quoted.

    >>> title_year("某市2017年法治政府建设情况及2018年工作安排").sure
    2017
    """
    whole = "".join(_with_digits(title).split())
    own = _of_words(without_quotations(whole))
    if own.years:
        return own
    quoted = _of_words(whole).sure
    return Years(None, (quoted,) if quoted else ())


def _with_digits(text: str) -> str:
    """A text with digits for the Chinese ones of its years: 二〇一七年, 2017年."""
    return _digits(_LETTER.sub("0", simplified(text)))


def _of_words(text: str) -> Years:
    """The year that a title names: the first, no planned one; of a session's report the one before."""
    spans = tuple(int(f"20{match['last'][-2:]}") for match in _SPAN.finditer(text))
    text = _DAY.sub("，", _SPAN.sub("，", text))
    found = list(_TITLE_YEAR.finditer(text))
    found = [*found[:1], *(match for match in found[1:] if not _PLANNED.match(text, match.end()))]
    years = tuple(dict.fromkeys(int(match["year"]) for match in found))
    of_year = {int(match["year"]) for match in found if match["of"]}
    if not years:
        return Years(None, spans)
    if len(years) > 1 and len(of_year) != 1:
        return Years(None, years)
    year = of_year.pop() if len(of_year) == 1 else years[0]
    if _SESSION.search(text) and not any(match["of"] for match in found):
        year -= 1
    is_doubted = _EVENT.search(text) or _SPAN_IN_WORDS.search(text)
    return Years(None if is_doubted else year, (year,))


def _unless_other(year: int, counted: Counter[int]) -> Years:
    """The title's year, unless the text never names it and another one over and over."""
    most = max(counted, key=lambda other: (counted[other], other), default=year)
    if not counted[year] and counted[most] >= 3 and most != year + 1:
        return Years(None, (year, most))
    return Years(year, (year,))


def _opening_of(text: str) -> str:
    """The lines that a text begins with: most name the year, and the rest need not be looked through.

    Nothing where a quotation, which tells of other years, goes on behind them.
    """
    opening = text[: text.find("\n", _START) + 1]
    return opening if all(opening.count(left) == opening.count(right) for left, right in _QUOTES) else ""


def _named_in(running: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(running)]


def _running(text: str) -> str:
    """A text in which years are looked for: without quotations, dates, numbers and spans."""
    plain = _with_digits(text)
    plain = "\n".join("".join(line.split()) for line in plain.splitlines())
    return _SPAN.sub("", without_quotations(plain))


def _signed_on(text: str) -> date | None:
    """The date below a text, where it is a line of its own."""
    last = next((line.strip() for line in reversed(text[-200:].splitlines()) if line.strip()), "")
    return date_in(last) if len(last) < 20 else None


def _told(text: str, counted: Counter[int], day: date | None) -> int | None:
    """The year that the text itself tells, and the day of publication does not gainsay."""
    start = text[:2000]
    if match := _PRESENTED.search(start) or _PERIOD.search(start):
        return int(match[1])
    own = _own(start, counted)
    before = day.year - 1 if day else None
    if len(own) == 1 and (day is None or day.year - own[0] in (0, 1)):
        return own[0]
    if before in own:
        return before
    most = _most_named(counted)
    return most if (most in own or not own) and before in (None, most) else None


def _early(title: str, counted: Counter[int], day: date | None) -> int | None:
    """The year before a report came out early in a year and names none."""
    is_report = not title or _REPORT.search(title)
    return day.year - 1 if is_report and day and day.month <= _LAST_MONTH and not counted else None


def _own(start: str, counted: Counter[int]) -> tuple[int, ...]:
    """The year with which a text or a paragraph opens, and the first 20xx年度.

    One further in, with which a clause begins, only if it is named again.
    """
    own = [int(match["year"]) for match in _OPENING.finditer(start[:300]) if _opens(match, counted)][:1]
    if match := _OF_YEAR.search(start):
        own.append(int(match["year"]))
    return tuple(dict.fromkeys(own))


def _opens(match: re.Match[str], counted: Counter[int]) -> bool:
    begins = match.start() < _BEGINNING or not match["before"].strip()
    return begins or counted[int(match["year"])] > 1


def _most_named(counted: Counter[int]) -> int | None:
    """The year named at least twice, and twice as often as any other."""
    (year, count), (_, second) = [*counted.most_common(2), (0, 0), (0, 0)][:2]
    return year if count >= 2 and count >= 2 * second else None
