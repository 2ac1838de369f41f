"""Quantities: a number with its approximation, range and unit, as a stretch of the normalised text."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from transform.numerals import ARABIC, CHINESE_NUMERAL, multiplier, read_integer, read_numeral
from warehouse.records import Bound
from warehouse.vocabulary import load_wording

_UNITS = load_wording("units")
_BOUNDS = load_wording("bounds")
CANONICAL: dict[str, str] = _UNITS["canonical"]
UNIT_CLASS: dict[str, str] = {unit: name for name, units in _UNITS["classes"].items() for unit in units}


def unit_class(unit: str) -> str:
    """cases, things, people, rates …; "" for a unit of no list."""
    return UNIT_CLASS.get(unit, "")


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _bound_words(table: dict[str, list[str]]) -> tuple[str, dict[str, Bound]]:
    bounds = {word: Bound(name) for name, words in table.items() for word in words}
    return _alternatives(list(bounds)), bounds


_BEFORE_WORDS, _BEFORE = _bound_words(_BOUNDS["before"])
_AFTER_WORDS, _AFTER = _bound_words(_BOUNDS["after"])
_INSIDE_WORDS, _INSIDE = _bound_words(_BOUNDS["inside"])

_C = f"[{CHINESE_NUMERAL}]"
# 千 of 千瓦, 千升 belongs to the unit
_MULT = "(?:[十百万亿]|千(?![瓦升克米帕]))"
# 3.4万, 4000余万, 5亿2千万; 一百二十余, 二十多万, 三点五万
_AMOUNT = (
    rf"(?:{ARABIC}(?:[余多来](?={_MULT}))?\ ?{_MULT}{{0,3}}(?:(?<=[百千万亿])零?{ARABIC}{_MULT}{{0,2}})*"
    rf"|{_C}+(?:点{_C}+)?(?:[余多来](?={_MULT}){_MULT}+)?)"
)
_NUMBER = re.compile(
    rf"(?P<whole>百分之?百)(?!分)|(?P<half>一半|半数)(?![是的路天]时?)|(?P<twentieth>半成)(?![为立员果品])|(?P<parts>(?:{_C}+|\d+)分之(?:{_AMOUNT}))"
    rf"|(?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,3}}(?![\d/]))"
    rf"|(?P<ratio>(?<![\d:]){ARABIC}:{ARABIC}(?![\d:]))|(?P<plain>{_AMOUNT})"
)
_UNIT_WORDS = _alternatives([*UNIT_CLASS, *CANONICAL])
_NOT_UNITS = rf"(?:{'|'.join(sorted(_UNITS['words']['not_units'], key=len, reverse=True))})"
_PER = rf"(?:/(?:百|千|万|十万|百万)?(?:{_UNIT_WORDS}))?"
_UNIT = rf"(?!{_NOT_UNITS})(?:{_UNIT_WORDS})(?:（[批次件人户家]）次?)?{_PER}"
_TAIL = re.compile(
    rf"(?P<inside>{_INSIDE_WORDS})?(?P<mult>(?:[万亿百]|千(?![瓦升克米帕])){{0,2}})"
    rf"(?P<inside2>{_INSIDE_WORDS})?\ ?"
    rf"(?:(?P<tenths>成半?)(?![为立员果效功本都长熟交绩就品因人年型分套])|(?P<unit>{_UNIT}))?"
    rf"(?P<after_inside>[余多](?![出于]))?(?P<after>{_AFTER_WORDS})?"
)
_RANGE = re.compile(rf"(?P<unit>{_UNIT})?(?:[—~-]{{1,2}}|至|到)(?P<share>百分之)?(?P<high>{_AMOUNT})")
_LEFT = re.compile(rf"(?:(?<![节公契预签条违合履制])约|(?<![最附临])近|(?:{_BEFORE_WORDS})(?<![约近]))为?\Z")
_LEFT_SIGN = re.compile(r"(?<=[\u4e00-\u9fff，。；、（ ])[+-]\Z")
_LONGEST_LEFT = 6
_COUNTED = _alternatives(_UNITS["blank"]["units"])
BLANK = re.compile(
    rf"(?<=[A-Z\u4e00-\u9fff”）])(?:\ {{1,8}}|_{{1,12}})(?!{_NOT_UNITS})(?P<unit>{_COUNTED})"
    r"(?=[，。；、）\ ]|[\u4e00-\u9fff]|\Z)"
)
_LONE = frozenset("伍陆拾佰仟零")  # 队伍, 大陆, 收拾, 零距离: numbers only among others
_SCALED = re.compile(rf"{_MULT}+$")
_LARGEST = 10**18
_PERCENT_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as written: `start` to `end` with its bound words, `number_start` to `number_end` alone.

    `unit` is canonical, "" where none is written. `value` is None for a blank. `sign` is + or - if one
    stands before it.
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


def number_spans(text: str) -> list[re.Match[str]]:
    """All numbers of the normalised text, longest reading first, in order."""
    return [match for match in _NUMBER.finditer(text) if match.group() not in _LONE]


def quantity_at(text: str, match: re.Match[str]) -> Quantity | None:
    """The quantity whose number `match` (of `number_spans`) is.

    None where it reads as no number, or as one that the tables' decimal type cannot hold: no report counts
    to a trillion millions, a run of digits so long is a code.
    """
    number = _number(text, match)
    if number is None:
        return None
    quantity = _with_left(text, _with_right(text, number))
    return None if max(quantity.value or 0, quantity.value_high or 0) >= _LARGEST else quantity


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    if match["whole"]:
        return _bare(match, Decimal(100), "%")
    if match["half"] or match["twentieth"]:
        return _bare(match, Decimal(50) if match["half"] else Decimal(5), "%")
    if match["slash"]:
        top, _, bottom = match["slash"].partition("/")
        return _bare(match, _share(Decimal(top), Decimal(bottom)), "%")
    if match["ratio"]:
        return _bare(match, read_integer(match["ratio"].partition(":")[2]), "倍")
    return _parts(text, match) if match["parts"] else _plain(text, match)


def _bare(
    match: re.Match[str], value: Decimal | None, unit: str, bound: Bound = Bound.EXACT
) -> Quantity | None:
    if value is None:
        return None
    start, end = match.span()
    chinese = not any(character.isdigit() for character in match.group())
    return Quantity(start, end, start, end, value, None, unit, bound, chinese=chinese)


def _share(top: Decimal, bottom: Decimal) -> Decimal | None:
    return top * 100 / bottom if bottom else None


def _parts(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之九十二, 千分之三, 三分之一, 百分之五至百分之八."""
    head, _, tail = match["parts"].partition("分之")
    numeral = read_numeral(tail)
    if numeral is None:
        return None
    unit = _PERCENT_PARTS.get(f"{head}分之")
    if unit is None:
        whole = read_numeral(head)
        return _bare(match, _share(numeral.value, whole.value) if whole else None, "%", numeral.bound)
    number = _bare(match, numeral.value, unit, numeral.bound)
    follow = _RANGE.match(text, match.end())
    upper = read_numeral(follow["high"]) if follow and not follow["unit"] else None
    if number and follow and upper:
        return replace(number, value_high=upper.value, end=follow.end(), number_end=follow.end())
    return number


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    numeral = read_numeral(match["plain"])
    number = _bare(match, numeral.value, "", numeral.bound) if numeral else None
    if numeral is None or number is None or numeral.value_high is not None:
        return replace(number, value_high=numeral.value_high) if numeral and number else None
    follow = _RANGE.match(text, match.end())
    upper = read_numeral(follow["high"]) if follow else None
    if not follow or not upper or match["plain"][0].isdigit() != follow["high"][0].isdigit():
        return number
    tail = _TAIL.match(text, follow.end())
    low = _low_end(numeral.value, match["plain"], follow["high"])
    if not tail or not (tail["unit"] or tail["tenths"]) or upper.value < low:
        return number
    return replace(number, value=low, value_high=upper.value, end=follow.end(), number_end=follow.end())


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
    if tail is None:
        return number
    if number.unit:
        after = tail["after"] or tail["after_inside"]
        if not after or tail["unit"] or tail["mult"]:
            return number
        return replace(number, bound=_AFTER.get(after, Bound.MORE_THAN), end=tail.end())
    value, high, unit, scale = number.value, number.value_high, "", multiplier(tail["mult"])
    if tail["tenths"]:
        unit, scale = "%", 10
        value = value + Decimal("0.5") if value is not None and tail["tenths"].endswith("半") else value
    elif tail["unit"]:
        unit = CANONICAL.get(tail["unit"], tail["unit"])
    inside = tail["inside"] or tail["inside2"] or tail["after_inside"]
    bound = _INSIDE[inside] if inside and number.bound is Bound.EXACT else number.bound
    if tail["unit"] and "多" in tail["unit"]:
        bound = Bound.MORE_THAN
    return replace(
        number,
        end=number.end + len(text[number.end : tail.end()].rstrip(" ")),
        value=None if value is None else value * scale,
        value_high=None if high is None else high * scale,
        unit=unit,
        bound=_AFTER[tail["after"]] if tail["after"] else bound,
        scale=scale,
    )


def _with_left(text: str, number: Quantity) -> Quantity:
    """Add what touches a number from before: 近, 超过, 不少于, a sign."""
    start = number.start
    word = _LEFT.search(text[max(0, start - _LONGEST_LEFT) : start])
    if word:
        before = _BEFORE.get(word.group()) or _BEFORE[word.group().removesuffix("为")]
        bound = before if number.bound is Bound.EXACT else number.bound
        return replace(number, start=start - len(word.group()), bound=bound)
    if _LEFT_SIGN.search(text[max(0, start - 2) : start]):
        return replace(number, start=start - 1, sign=text[start - 1])
    return number
