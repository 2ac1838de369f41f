"""Years that a sentence deals out to a list of figures: 2021—2023年…分别为…, 去年和今年…, 近三年…."""

import re

from transform.numbers.numerals import CHINESE_DIGITS, read_integer
from transform.numbers.ranks import ORDINAL
from transform.sense.context import Figure
from transform.text.marks import DEALT, JOINTS, RANGE, TITLE
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR, YEAR_SIGN

_WORDS = load_wording("years")
_NAMES = _WORDS["names"]
_SUFFIX: str = _WORDS["around"]["suffix"]
# 2022年度, 去年
_YEAR = rf"(?<!\d){YEAR}(?!\d)"
_ITEM = rf"(?:{_YEAR}(?:{YEAR_SIGN}{_SUFFIX}?)?|{either(_NAMES['listed'])})"
# 2022年和2023年; 去年、今年
_LIST = re.compile(rf"{_ITEM}(?:(?:，|{JOINTS}){_ITEM})+")
# 2022年
_ITEMS = re.compile(_ITEM)
# 2021—2023年, not of a document's name
_SPAN = re.compile(
    rf"""
    (?P<first>{_YEAR}){YEAR_SIGN}?{_SUFFIX}?(?:{RANGE})(?P<last>{_YEAR}){YEAR_SIGN}?
    (?!{_SUFFIX}?[^，。；]{{0,14}}(?:{either(_WORDS["around"]["documents"])}))
    """,
    re.VERBOSE,
)
_COUNT = rf"\d|[{CHINESE_DIGITS}]"
_LATE = re.compile(
    rf"""
      (?:{either(_NAMES["late"])})(?P<count>{_COUNT})                                    # 近三年
      {_NAMES["late_thing"]}{YEAR_SIGN}(?:{"|".join(_NAMES["late_ends"])})?
    | (?<![\d{CHINESE_DIGITS}{ORDINAL}])(?P<alone>{_COUNT})                              # 三年来
      {YEAR_SIGN}(?:{"|".join(_NAMES["alone_ends"])})
    """,
    re.VERBOSE,
)
# 2021年以来
_SINCE = re.compile(rf"(?P<first>{_YEAR}){YEAR_SIGN}(?:{'|'.join(_NAMES['since'])})")
# 比2021年
COMPARED = re.compile(rf"(?:{either(_WORDS['compared']['with'])})\ ?(?:{_WORDS['compared']['by']})?\Z")
# 3
_NUMBER = re.compile(r"\d")
_BEFORE_LAST: dict[str, int] = _NAMES["back"]


def dealt_year(figure: Figure, report_year: int) -> int | None:
    """The year of one of several figures in a list; None where none is dealt out, or years to compare with.

    Years are a list (2022年和2023年, 去年、今年), a span of as many years as there are figures, or the last
    years (近三年), which 分别 or 依次 must hand out.
    """
    if figure.count < 2:
        return None
    head = TITLE.sub("", figure.lead)
    found = _last_list(head, report_year)
    if found is None:
        return _counted_year(figure, head, report_year)
    start, years = found
    if len(years) != figure.count or COMPARED.search(head[:start]):
        return None
    return years[figure.position]


def dealt_base_year(figure: Figure) -> int | None:
    """比2015年、2016年分别下降5.2个和2.3个百分点: each change has its own base year."""
    if figure.count < 2:
        return None
    found = _last_list(figure.clause, 0)
    if found is None or len(found[1]) != figure.count or not COMPARED.search(figure.clause[: found[0]]):
        return None
    return found[1][figure.position]


def _last_list(head: str, report_year: int) -> tuple[int, list[int]] | None:
    """Where the last list or span of years begins, and its years."""
    found = [(match.start(), _years(match.group(), report_year)) for match in _LIST.finditer(head)]
    for match in _SPAN.finditer(head):
        first, last = int(match["first"]), int(match["last"])
        if first < last:
            found.append((match.start(), list(range(first, last + 1))))
    return max(found, default=None)


def _years(words: str, report_year: int) -> list[int]:
    return [
        int(item[:4]) if item[0].isdigit() else report_year - _BEFORE_LAST.get(item, 0)
        for item in _ITEMS.findall(words)
    ]


def _counted_year(figure: Figure, head: str, report_year: int) -> int | None:
    """近三年…分别为…; 2021年以来…分别为…."""
    hands = list(DEALT.finditer(head))
    if not hands:
        return None
    late = _LATE.search(head)
    # 两年来共受理26件，审结20件，同比分别上升8%、7%: what is handed out are no years
    if late and not _NUMBER.search(head, late.end(), max(late.end(), hands[-1].start())):
        count = read_integer(late["count"] or late["alone"])
        return report_year - figure.count + 1 + figure.position if count == figure.count else None
    since = _SINCE.search(head)
    if since and int(since["first"]) + figure.count - 1 in {report_year - 1, report_year}:
        return int(since["first"]) + figure.position
    return None
