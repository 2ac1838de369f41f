"""Zeros said in words about something that is counted: 无一败诉, 零纠错, 未收到…申请, 无人出庭."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transform.quantities import Quantity
from warehouse.records import Bound
from warehouse.vocabulary import either, load_wording

_ZEROS = load_wording("zeros")
_NOTHING = _ZEROS["nothing"]


_END = r"(?=[，。；、）]|\Z)"
_WORDS = re.compile(
    rf"(?:{either(_ZEROS['none_of']['before'])})一(?P<unit>[{''.join(_ZEROS['none_of']['units'])}])(?!外)"
    rf"|无一(?!{either(_ZEROS['none']['not_counted'])})"
    rf"(?P<none>{either(_ZEROS['none']['nouns'])}|[\u4e00-\u9fff]{{2,8}}{_END})"
    rf"|零(?P<bare>{either(_ZEROS['none']['units'])}){_END}"
    rf"|零(?P<zero>{either(_ZEROS['none']['zero'])})"
    rf"|(?<![有是])(?:无|未发生|没有)(?P<thing>{'|'.join(_ZEROS['none']['things'])})"
    rf"|(?:{'|'.join(_NOTHING['verbs'])})(?P<nothing>[\u4e00-\u9fff]{{0,12}}?(?:{'|'.join(_NOTHING['things'])}))"
    rf"(?:的?(?:情况|情形|事项))?(?=被[\u4e00-\u9fff]{{2,4}}[，。；]|[，。；）]|、|和|及|\Z)"
    rf"|(?P<fallen>{either(_ZEROS['none']['fallen'])}){_END}"
    rf"|(?P<nobody>无人)(?={either(_NOTHING['nobody'])})"
)
_RATE = re.compile(r"(?:率|比例|占比|比重)[^，。；、]{0,8}\Z")
_CONDITION = re.compile(rf"(?:{either(_NOTHING['conditions'])})[^，。；]*\Z")
_LONGEST_BEFORE = 24
_NOTHING_UNITS = {"条": re.compile(r"(?:意见|建议)\Z"), "起": re.compile(r"(?:事故|事件)\Z")}


def zeros_in(text: str) -> Iterator[Quantity]:
    """The zeros in words of the normalised text; one that names no unit has "" and a noun."""
    for match in _WORDS.finditer(text):
        before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
        if match["nothing"] and _CONDITION.search(before):
            continue
        start, end = match.span("nobody") if match["nobody"] else match.span()
        if match["fallen"]:
            start = end - 1
        noun = match["none"] or match["zero"] or match["thing"] or match["nothing"] or match["fallen"] or ""
        unit = _unit(match, before)
        yield Quantity(start, end, start, end, Decimal(0), None, unit, Bound.EXACT, chinese=True, noun=noun)


def _unit(match: re.Match[str], before: str) -> str:
    if match["zero"] == "增长":
        return "%"
    if match["fallen"]:
        return "%" if _RATE.search(before) else ""
    if match["nobody"]:
        return "人"
    if match["nothing"]:
        what = match["nothing"]
        return next((unit for unit, pattern in _NOTHING_UNITS.items() if pattern.search(what)), "件")
    return match["unit"] or match["bare"] or ("" if match["none"] else "件")
