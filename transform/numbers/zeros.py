"""Zeros said in words about something that is counted: 无一败诉, 零纠错, 未收到…申请, 无人出庭."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transform.numbers.numerals import ZERO
from transform.numbers.quantities import Quantity
from transform.numbers.signs import begins_of
from transform.text.marks import JOINING
from transform.text.scanning import matches_of
from warehouse.records import Bound
from warehouse.units import CASE, PER_CENT, PERSON
from warehouse.vocabulary import either, load_wording

_ZEROS = load_wording("zeros")
_NOTHING = _ZEROS["nothing"]
_NONE_OF, _NONE = _ZEROS["none_of"], _ZEROS["none"]
_END = r"(?=[，。；、）]|\Z)"
_WORDS = re.compile(
    rf"""
      (?:{either(_NONE_OF["before"])}){_NONE_OF["one"]}
      (?P<unit>[{"".join(_NONE_OF["units"])}])(?!{_NONE_OF["not_after"]})               # 未发生一起
    | {_NONE["not_one"]}(?!{either(_NONE["not_counted"])})
      (?P<none>{either(_NONE["nouns"])}|[\u4e00-\u9fff]{{2,8}}{_END})                  # 无一败诉
    | {ZERO}(?P<bare>{either(_NONE["units"])}){_END}                                    # 零家
    | {ZERO}(?P<zero>{either(_NONE["zero"])})                                           # 零纠错
    | (?<![{_NONE["not_no_after"]}])(?:{"|".join(_NONE["no"])})
      (?P<thing>{"|".join(_NONE["things"])})                                            # 无败诉案件
    | (?:{"|".join(_NOTHING["verbs"])})
      (?P<nothing>(?:{"|".join(_NOTHING["askers"])})?
        [\u4e00-\u9fff]{{0,12}}?(?:{"|".join(_NOTHING["things"])}))                       # 未收到…申请
      (?:的?(?:{"|".join(_NOTHING["cases"])}))?
      (?={_NOTHING["followed"]}[\u4e00-\u9fff]{{2,4}}[，。；]|[，。；）]|[{JOINING}]|\Z)
    | (?P<fallen>{either(_NONE["fallen"])}){_END}                                       # 降至零
    | (?P<nobody>{_NOTHING["no_one"]})(?={either(_NOTHING["nobody"])})                  # 无人出庭
    """,
    re.VERBOSE,
)
_BEGINS = begins_of(_WORDS)
ZERO_SIGNS: str = _ZEROS["signs"]["characters"]
"""无, 零, 未, 没: without one of them no zero is told."""
# 率 of 败诉率降至零
_RATE = re.compile(rf"(?:{'|'.join(_ZEROS['rates']['nouns'])})[^，。；、]{{0,8}}\Z")
# 逾期 of 逾期未收到申请的
_CONDITION = re.compile(rf"(?:{either(_NOTHING['conditions'])})[^，。；]*\Z")
GROWTH: str = _ZEROS["rates"]["growth"]
# 意见, 事故: what is not counted as cases are
_NOTHING_UNITS = {unit: re.compile(rf"(?:{'|'.join(nouns)})\Z") for unit, nouns in _NOTHING["units"].items()}
_LONGEST_BEFORE = 24


def zeros_in(text: str) -> Iterator[Quantity]:
    """The zeros in words of the normalised text; one that names no unit has "" and a noun."""
    for match in matches_of(_WORDS, _BEGINS, text):
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
    if match["zero"] == GROWTH:
        return PER_CENT
    if match["fallen"]:
        return PER_CENT if _RATE.search(before) else ""
    if match["nobody"]:
        return PERSON
    if match["nothing"]:
        what = match["nothing"]
        return next((unit for unit, pattern in _NOTHING_UNITS.items() if pattern.search(what)), CASE)
    return match["unit"] or match["bare"] or ("" if match["none"] else CASE)
