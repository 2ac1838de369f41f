"""Quantities: a number with its approximation, range and unit, as a stretch of the normalised text."""

import re
from decimal import Decimal
from typing import NamedTuple

from transform.numbers.bounds import (
    AFTER,
    AFTER_WORDS,
    BEFORE,
    INSIDE,
    INSIDE_WORDS,
    TOUCHING_ENDS,
    sign_before,
    word_before,
)
from transform.numbers.numerals import CHINESE_DIGITS, FRACTION, LARGE, multiplier, read_integer, read_numeral
from transform.numbers.spans import ALONE, AMOUNT, HALF, HUNDRED, MULTIPLE, TENTH, THOUSAND
from transform.numbers.units import CANONICAL, LONGEST_UNIT, UNIT, unit_class
from transform.text.marks import JOINTS, RANGE
from warehouse.records import Bound
from warehouse.units import PER_CENT, THING, TIMES
from warehouse.vocabulary import load_wording
from warehouse.years import YEAR

_NUMBERS = load_wording("numbers")
# 九成, 九成五, 两成半
_TENTHS = (
    rf"{TENTH}(?:{HALF}|(?P<hundredth>[{CHINESE_DIGITS}])(?![{_NUMBERS['tenths']['digit_not_before']}]))?"
    rf"(?![{_NUMBERS['tenths']['not_before']}])"
)
_END = _NUMBERS["after_unit"]
_TAIL = re.compile(
    rf"""
    \ ?(?P<inside>{INSIDE_WORDS})?                                       # 120余件
    (?P<mult>(?:[{LARGE}]|{HUNDRED}|{THOUSAND}){{0,2}})(?P<inside2>{INSIDE_WORDS})?  # 万余件
    \ ?(?:(?P<tenths>{_TENTHS})|(?P<unit>{UNIT}))?                        # 成五, 件
    (?:
        (?P<after_inside>[{_END["more"]}](?![{_END["more_not_before"]}\d]))  # 120件余
        | (?P<and_half>{HALF}(?![{_END["half_not_before"]}]))                  # 三天半
    )?
    (?P<after>{AFTER_WORDS})?                                            # 以上
    (?P<within>{_END["within"]}(?![{_END["within_not_before"]}]))?                       # 15日内
    """,
    re.VERBOSE,
)
_PERCENT_PARTS: dict[str, str] = _NUMBERS["parts"]
# 3—5件, 3件至5件, 百分之五至百分之八
_RANGE = re.compile(
    rf"(?P<unit>{UNIT})?\ ?(?:{RANGE})\ ?(?:{_NUMBERS['range']['share']})?(?P<high>{AMOUNT})",
    re.VERBOSE,
)
# what stands in a joint, and how far behind the number: few numbers have one, and a unit before it is dear
_JOINING = frozenset(RANGE).difference("[]{}|,0123456789")
_FARTHEST_JOINT = LONGEST_UNIT + 3
# 11 of 、12和13件
LISTED = re.compile(rf"(?:\ ?(?:{JOINTS})\ ?{AMOUNT})+(?={UNIT})", re.VERBOSE)
"""After a number: more of its list, of which the last has the unit (11、12和13件)."""
# 2023 of 12/2023
_YEAR = re.compile(rf"{YEAR}\Z")
# 3
_DIGIT = re.compile(r"\d")
# 万 of 3万
_SCALED = re.compile(rf"{MULTIPLE}+$")
_LARGEST = 10**18
_MOST_DIGITS = 18
"""Characters of a number that is surely not too large."""
_MORE: str = _END["more_in_unit"]
_UNUSUAL = frozenset((HALF, _MORE))
"""What a unit says of its number: 个半, 多件."""


class Quantity(NamedTuple):
    """A figure as written: `start` to `end` with its bound words, `number_start` to `number_end` alone.

    `unit` is canonical, "" where none is written. `value` is None for a blank. `sign` is + or - if one
    stands before it, `word` the word of approximation before it.

    A tuple, as each figure is put together in five steps: making and replacing one costs a tenth of a
    frozen dataclass's.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    bound: Bound
    scale: int = 1
    chinese: bool = False
    sign: str = ""
    rank: bool = False
    noun: str = ""
    word: str = ""

    def moved(self, by: int) -> "Quantity":
        """The same so many characters on."""
        start, end, first, last = self[:4]
        return Quantity._make((start + by, end + by, first + by, last + by, *self[4:]))


def quantity_at(text: str, match: re.Match[str]) -> Quantity | None:
    """The quantity whose number `match` (of `spans.number_spans`) is.

    None where it reads as no number, or as one that the tables' decimal type cannot hold: no report counts
    to a trillion millions, a run of digits so long is a code.
    """
    if match.re is ALONE and (counted := _counted(text, match)):
        return counted
    number = _number(text, match)
    if number is None:
        return None
    quantity = _with_left(text, _with_right(text, number))
    return None if max(quantity.value or 0, quantity.value_high or 0) >= _LARGEST else quantity


def _counted(text: str, match: re.Match[str]) -> Quantity | None:
    """Digits with nothing but their unit behind them, as nine numbers of ten are, at a third of the cost."""
    start, end = match.span()
    tail = _TAIL.match(text, end)
    words, unit = tail.group(0, "unit") if tail else ("", None)
    if not tail or words != unit or not _UNUSUAL.isdisjoint(words) or end - start > _MOST_DIGITS:
        return None
    if not _JOINING.isdisjoint(text[tail.end() : tail.end() + 2]):
        return None
    value, unit = Decimal(match.group()), CANONICAL.get(words, words)
    number = Quantity(start, tail.end(), start, end, value, None, unit, Bound.EXACT)
    return _with_left(text, number) if text[start - 1 : start] in TOUCHING_ENDS else number


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    kind = match.lastgroup
    if kind == "plain":
        return _plain(text, match)
    if kind == "parts":
        return _parts(text, match)
    if kind == "whole":
        return _bare(match, Decimal(100), PER_CENT)
    if kind == "some":
        return _some(match)
    if kind == "slash":
        return _bare(match, _part_of(*match["slash"].split("/")), PER_CENT)
    if kind == "ratio":
        return _bare(match, _ratio(*match["ratio"].replace("：", ":").split(":")), TIMES)
    bound = Bound.MORE_THAN if match.group().startswith(_NUMBERS["half"]["more"]) else Bound.EXACT
    return _bare(match, Decimal(50) if kind == "half" else Decimal(5), PER_CENT, bound)


def _some(match: re.Match[str]) -> Quantity | None:
    """数百, 几十, 十几, 二十几: at the least what the rest of the word says."""
    value = read_integer(match["some"].strip(_NUMBERS["some"]["before"]))
    return _bare(match, value, "", Bound.MORE_THAN)


def _part_of(top: str, bottom: str) -> Decimal | None:
    """112/120 is a share; 24/7 and 12/2023 are none."""
    is_share = int(top) <= int(bottom) and not _YEAR.match(bottom)
    return _share(Decimal(top), Decimal(bottom)) if is_share else None


def _ratio(one: str, other: str) -> Decimal | None:
    """1:4 and 4:1 are both four times, 9:10 is nine tenths."""
    first, second = read_integer(one), read_integer(other)
    if not first or not second:
        return None
    return second if first == 1 else first / second


def _bare(
    match: re.Match[str], value: Decimal | None, unit: str, bound: Bound = Bound.EXACT
) -> Quantity | None:
    if value is None:
        return None
    start, end = match.span()
    chinese = not match.string[start].isdecimal() and _DIGIT.search(match.group()) is None
    return Quantity(start, end, start, end, value, None, unit, bound, 1, chinese)


def _share(top: Decimal, bottom: Decimal) -> Decimal | None:
    return top * 100 / bottom if bottom else None


def _parts(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之九十二, 千分之三, 三分之一, 百分之五至百分之八."""
    head, _, tail = match["parts"].partition(FRACTION)
    numeral = read_numeral(tail)
    if numeral is None:
        return None
    unit = _PERCENT_PARTS.get(f"{head}{FRACTION}")
    if unit is None:
        whole = read_numeral(head)
        return _bare(match, _share(numeral.value, whole.value) if whole else None, PER_CENT, numeral.bound)
    number = _bare(match, numeral.value, unit, numeral.bound)
    follow = _range_behind(text, match.end())
    upper = read_numeral(follow["high"]) if follow and not follow["unit"] else None
    if number and follow and upper:
        return number._replace(value_high=upper.value, end=follow.end(), number_end=follow.end())
    return number


def _range_behind(text: str, end: int) -> re.Match[str] | None:
    """The upper end of a range behind a number."""
    if _JOINING.isdisjoint(text[end : end + _FARTHEST_JOINT]):
        return None
    return _RANGE.match(text, end)


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    numeral = read_numeral(match["plain"])
    number = _bare(match, numeral.value, "", numeral.bound) if numeral else None
    if numeral is None or number is None or numeral.value_high is not None:
        return number._replace(value_high=numeral.value_high) if numeral and number else None
    follow = _range_behind(text, match.end())
    upper = read_numeral(follow["high"]) if follow else None
    if not follow or not upper or match["plain"][0].isdigit() != follow["high"][0].isdigit():
        return number
    tail = _TAIL.match(text, follow.end())
    low = _low_end(numeral.value, match["plain"], follow["high"])
    if not tail or not (tail["unit"] or tail["tenths"]) or upper.value < low:
        return number
    return number._replace(value=low, value_high=upper.value, end=follow.end(), number_end=follow.end())


def _low_end(value: Decimal, written: str, high: str) -> Decimal:
    """3至5万 is 30000 to 50000, 5000至1万 is 5000 to 10000."""
    scale = _SCALED.search(high)
    if not scale or _SCALED.search(written):
        return value
    coefficient = read_integer(high[: scale.start()])
    return value * multiplier(scale.group()) if coefficient is not None and value < coefficient else value


def _with_right(text: str, number: Quantity) -> Quantity:
    """Add what follows a number: 余, multiplier, unit, 以上."""
    tail = _TAIL.match(text, number.end)
    if tail is None or tail.end() == number.end:
        return number
    if number.unit:
        after = tail["after"] or tail["after_inside"]
        if not after or tail["unit"] or tail["mult"]:
            return number
        return number._replace(bound=AFTER.get(after, Bound.MORE_THAN), end=tail.end())
    value, high, unit, scale = number.value, number.value_high, "", multiplier(tail["mult"])
    if tail["tenths"]:
        unit, scale = PER_CENT, 10
    elif written := tail["unit"]:
        unit = CANONICAL.get(written, written)
    return number._replace(
        end=_end_of(tail, unit),
        value=None if value is None else value * scale + _remainder(tail, unit),
        value_high=None if high is None else high * scale,
        unit=unit,
        bound=_right_bound(number, tail, unit),
        scale=scale,
    )


def _end_of(tail: re.Match[str], unit: str) -> int:
    """Where the figure ends: 半 and 内 belong to times alone."""
    for group in ("and_half", "within"):
        if tail[group] and unit_class(unit) != "times":
            return tail.start(group)
    return tail.start() + len(tail.group().rstrip(" "))


def _remainder(tail: re.Match[str], unit: str) -> Decimal:
    """What stands after the unit: 九成五 is 90 and 5, 三天半 is three and a half."""
    if tail["tenths"]:
        digit = tail["hundredth"] and read_integer(tail["hundredth"])
        return digit or Decimal(5 if tail["tenths"].endswith(HALF) else 0)
    halved = tail["and_half"] or (tail["unit"] or "").startswith(f"{THING}{HALF}")
    return Decimal("0.5") if halved and unit_class(unit) == "times" else Decimal(0)


def _right_bound(number: Quantity, tail: re.Match[str], unit: str) -> Bound:
    if tail["after"]:
        return AFTER[tail["after"]]
    if tail["within"] and unit_class(unit) == "times":
        return Bound.AT_MOST
    inside = tail["inside"] or tail["inside2"] or tail["after_inside"]
    if tail["unit"] and _MORE in tail["unit"]:
        return Bound.MORE_THAN
    return INSIDE[inside] if inside and number.bound is Bound.EXACT else number.bound


def _with_left(text: str, number: Quantity) -> Quantity:
    """Add what touches a number from before: 近, 超过, 不少于, a sign."""
    start = number.start
    found = word_before(text, start, number.number_start)
    if found:
        bound = BEFORE[found["word"]] if number.bound is Bound.EXACT else number.bound
        return number._replace(start=start - len(found.group()), bound=bound, word=found["word"])
    sign = sign_before(text, start)
    return number._replace(start=start - 1, sign=sign) if sign else number
