"""The months of its year that a figure covers, by its own words: 上半年, 1—11月, 截至11月底, 前11个月.

A year has months 1 to 12; `WHOLE_YEAR` is also what a figure covers whose words say nothing. Twelve months
over the turn of a year (2016年12月至2017年11月) are (12, 11).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from transform.text.marks import COUNTING, RANGE, TITLE
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR, YEAR_SIGN

Months = tuple[int, int]

WHOLE_YEAR: Months = (1, 12)

_WORDING = load_wording("periods")
_ENDS, _MET, _WHOLE_WORDS = (_WORDING[part] for part in ("ends", "counted", "whole_year"))
_PARTS: dict[str, Months] = {word: (first, last) for word, (first, last) in _WORDING["months"].items()}
_NUMBERS: dict[str, int] = _WORDING["numbers"]
# 底
_DAYS = "|".join(_ENDS["after"])
_MONTH: str = _ENDS["sign"]
# 11; 十一
_NUMBER = rf"(?:1[0-2]|0?[1-9]|{either(word for word in _NUMBERS if word != _MET['pair'])})"
# no 二月 of 十二月
_NOT_INSIDE = rf"(?<![\d{COUNTING[-1]}.])"
# 2017年, 去年 before a month
_YEAR = rf"(?:(?:(?P<year>{YEAR})|[{_ENDS['years']}]){YEAR_SIGN})?"
# 20日, 底
_DAY = rf"(?:(?P<day>\d{{1,2}}){_ENDS['day']}|{_DAYS})?"
# 1月1日至2017年11月20日
_FROM_TO = re.compile(
    rf"""
    {_NOT_INSIDE}(?P<first>{_NUMBER})
    (?:{_MONTH}(?:\d{{1,2}}{_ENDS["day"]}|{"|".join(_ENDS["first"])})?)?    # 1月1日
    (?:{RANGE})                                                           # 至
    {_YEAR}(?P<last>{_NUMBER}){_MONTH}{_DAY}                              # 2017年11月20日
    """,
    re.VERBOSE,
)
# 截至2017年11月底
_UNTIL = re.compile(rf"(?:{'|'.join(_ENDS['until'])})\ ?{_YEAR}(?P<last>{_NUMBER}){_MONTH}{_DAY}")
# 前11个月
_FIRST_MONTHS = re.compile(rf"[{_MET['first']}](?P<last>{_NUMBER}|{_MET['pair']}){_MET['thing']}{_MONTH}")
# 月份
_COUNTED = "|".join(_MET["month"])
# 11月份; 11月份起 is none
_ONE_MONTH = re.compile(rf"{_NOT_INSIDE}(?P<last>{_NUMBER})(?:{_COUNTED})(?!{'|'.join(_MET['not_before'])})")
# 上半年; 每半年 is none
_WORDS = re.compile(rf"(?<!{_MET['not_every']})(?:{either(map(re.escape, _PARTS))})")
# 2016年
_YEAR_ALONE = rf"""
    (?:(?<=\A)|(?<=[，；：。、（]))\ ?
    (?:{YEAR}|{"|".join(_WHOLE_WORDS["years"])}){YEAR_SIGN}(?:{"|".join(_WHOLE_WORDS["spans"])})?
    (?!{"|".join(_WHOLE_WORDS["year_not_before"])}|\ ?\d|[{COUNTING}]+{_MONTH})
"""
"""A year that is named alone, at the head of a clause: 1-6月办理100件，2016年办理180件."""
# 全年; 2016年办理
_WHOLE = re.compile(rf"{either(_WHOLE_WORDS['words'])}|{_YEAR_ALONE}", re.VERBOSE)
# 月, 季, 半: without one of them no month is spoken of
_SIGNS = re.compile(f"[{_MET['signs']}]")
# 《上半年工作要点》, “半年行动”
_CITED = re.compile(rf"{TITLE.pattern}|“[^”]*”")
# （1—11月）, （上半年）
_IN_BRACKETS = re.compile(
    rf"\A（(?:[^（）]{{0,8}}?)(?=[^（）]*(?:{'|'.join(_MET['in_brackets'])}))[^（）]{{1,16}}）"
)
_MONTHS_OF_A_DAY = 28
"""A month that ends before this day is not counted: 截至11月20日 covers ten months."""


class _Mention(NamedTuple):
    start: int
    end: int
    months: Months
    is_month: bool = False


def months_of(before: str, after: str = "", year: int | None = None) -> Months:
    """The first and last month that a figure covers; `before` and `after` are the normalised words round it.

    The last mention before the figure in its sentence counts, or one in brackets right after it. A part of a
    year holds until a word for the whole year or for another part. A date in a year after the figure's own
    `year`, up to which was counted, leaves that whole.

    >>> months_of("上半年制定方案，全年办理"), months_of("全年办理700件，其中上半年")
    ((1, 12), (1, 6))
    >>> months_of("截至2017年11月底，共受理", "", 2017), months_of("办理", "（1—11月）")
    ((1, 11), (1, 11))
    """
    if after.startswith("（") and (bracketed := _IN_BRACKETS.match(after)):
        found = list(_mentions(bracketed.group(), year))
        if found:
            return found[-1].months
    if not _SIGNS.search(before):
        return WHOLE_YEAR
    words = _blanked(before)
    if not _SIGNS.search(words):
        return WHOLE_YEAR
    mentions = [one for one in _mentions(words, year) if _reaches(words, one)]
    return max(mentions, key=lambda one: (one.end, -one.start)).months if mentions else WHOLE_YEAR


def _blanked(words: str) -> str:
    """The words with titles and quotations blanked: 《2017年上半年工作要点》 says nothing of a figure."""
    return _CITED.sub(lambda found: "〇" * len(found.group()), words)


def _reaches(words: str, mention: _Mention) -> bool:
    """Whether a mention is of a figure at the end of the words: a single month is of its own clause alone."""
    if not mention.is_month:
        return True
    rest = words[mention.end :]
    return "，" not in rest.lstrip("，") and "；" not in rest


def _mentions(words: str, year: int | None) -> Iterator[_Mention]:
    """Every mention; of two that share characters the one of the pattern that stands first."""
    taken: list[tuple[int, int]] = []
    for pattern in (_FROM_TO, _UNTIL, _FIRST_MONTHS, _WORDS, _ONE_MONTH, _WHOLE):
        for match in pattern.finditer(words):
            start, end = match.span()
            if not any(low < end and start < high for low, high in taken):
                taken.append((start, end))
                yield _Mention(start, end, _months(pattern, match, year), pattern is _ONE_MONTH)


def _months(pattern: re.Pattern[str], match: re.Match[str], year: int | None) -> Months:
    if pattern is _WHOLE:
        return WHOLE_YEAR
    if pattern is _WORDS:
        return _PARTS[match.group()]
    if pattern is _FROM_TO:
        return _number(match["first"]), _whole_months(match)
    if pattern is _ONE_MONTH:
        return _number(match["last"]), _number(match["last"])
    return _until(match, year)


def _until(match: re.Match[str], year: int | None) -> Months:
    told = match.groupdict().get("year")
    if told and year is not None and int(told) > year:
        return WHOLE_YEAR
    return 1, _whole_months(match)


def _whole_months(match: re.Match[str]) -> int:
    """The last month that is counted whole."""
    last = _number(match["last"])
    day = match.groupdict().get("day")
    return last - 1 if day and int(day) < _MONTHS_OF_A_DAY and last > 1 else last


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)
