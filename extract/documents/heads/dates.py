"""Dates as pages print them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.documents.heads.folding import folded
from warehouse.years import CHINESE_YEAR, YEAR, year_in_digits

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_TEENS = re.compile("([二三]?)(十)([一二三四五六七八九]?)|([一二三四五六七八九])")
_DATE = re.compile(
    rf"""
      # 2018-03-30, 2018/3/30, 2018.3.30, 2018 年 3 月 30 日
      (?<!\d)(?P<year>{YEAR})\s*[-/.年]\s*(?P<month>[01]\d|\d(?!\d))\s*[-/.月]\s*
          (?P<day>[0-3]\d|\d(?!\d))(?:\s*日)?
    # 20180330
    | (?<!\d)(?P<year2>20\d\d)(?P<month2>[01]\d)(?P<day2>[0-3]\d)(?!\d)
    # 30.03.2018
    | (?<!\d)(?P<day3>[0-3]?\d)[./](?P<month3>[01]?\d)[./](?P<year3>20\d\d)(?!\d)
    # 二〇一八年三月三十日
    | (?P<year4>{CHINESE_YEAR})\s*年\s*
          (?P<month4>[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<day4>[一二三四五六七八九十]{{1,3}})\s*日
    """,
    re.VERBOSE,
)
_TIME = re.compile(r"\s*(?:[T\s]?\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?|分)?)?")
_CLOCK = re.compile(r"\s*[(,]?\s*(?:星期|周|礼拜)[一二三四五六日天]|\s*农历")


@dataclass(frozen=True, slots=True)
class Printed:
    """A date and the characters it stands on; `end` is behind a time of day that follows."""

    value: date
    start: int
    end: int
    is_clock: bool


def dates_in(text: str) -> Iterator[Printed]:
    """The dates in `text` that are days of the calendar, in order.

    `is_clock`: a weekday or the lunar calendar follows, as where a site shows what day it is.

    >>> [str(found.value) for found in dates_in("二〇一八年三月三十日 发布，2018.4.2 更新")]
    ['2018-03-30', '2018-04-02']
    """
    plain = folded(text)
    for match in _DATE.finditer(plain):
        if (value := _date(match)) is not None:
            time = _TIME.match(plain, match.end())
            end = time.end() if time else match.end()
            yield Printed(value, match.start(), end, _CLOCK.match(plain, match.end()) is not None)


def date_in(text: str) -> date | None:
    """The first date in `text` (2018-03-30 14:41, 2018年3月30日, 二〇一八年三月三十日), or None."""
    return next((found.value for found in dates_in(text)), None)


def _date(match: re.Match[str]) -> date | None:
    if match["year4"]:
        year = int(year_in_digits(match["year4"]))
        month, day = _small(match["month4"]), _small(match["day4"])
    else:
        form = next(form for form in ("", "2", "3") if match[f"year{form}"])
        year, month, day = (int(match[f"{part}{form}"]) for part in ("year", "month", "day"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _small(word: str) -> int:
    """A Chinese number below 40; 0 for what is none: 十二 12, 三十 30."""
    match = _TEENS.fullmatch(word)
    if match is None:
        return 0
    if match[4]:
        return _DIGITS[match[4]]
    return 10 * _DIGITS.get(match[1], 1) + _DIGITS.get(match[3], 0)
