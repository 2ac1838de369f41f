"""Quantities: a number with its approximation, range and unit, as a stretch of the normalised text."""

import re
from dataclasses import dataclass
from decimal import Decimal

from transform.numerals import ARABIC, CHINESE_NUMERAL, read_numeral
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
_MULT = "(?:[十百万亿萬億]|千(?![瓦升克米帕]))"
# 3.4万, 4000余万, 5亿2千万; 一百二十余, 二十多万, 三点五万
_AMOUNT = (
    rf"(?:{ARABIC}(?:[余多来](?={_MULT}))?\ ?{_MULT}{{0,3}}(?:(?<=亿){ARABIC}[千百]?万|(?<=万){ARABIC}千)?"
    rf"|{_C}+(?:点{_C}+)?(?:[余多来](?={_MULT}){_MULT}+)?)"
)
_NUMBER = re.compile(
    rf"(?P<whole>百分之?百)(?!分)|(?P<parts>(?:{_C}+|\d+)分之(?:{_AMOUNT}))|(?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,3}}(?![\d/]))"
    rf"|(?P<ratio>(?<![\d:]){ARABIC}:{ARABIC}(?![\d:]))|(?P<plain>{_AMOUNT})"
)
_UNIT_WORDS = _alternatives([*UNIT_CLASS, *CANONICAL])
_NOT_UNITS = rf"(?:{'|'.join(sorted(_UNITS['words']['not_units'], key=len, reverse=True))})"
_UNIT = (
    rf"(?!{_NOT_UNITS})(?:{_UNIT_WORDS})(?:（[批次件人户家]）次?)?(?:/(?:百|千|万|十万|百万)?(?:{_UNIT_WORDS}))?"
)
_TAIL = re.compile(
    rf"(?P<inside>{_INSIDE_WORDS})?(?P<mult>(?:[万亿百]|千(?![瓦升克米帕])){{0,2}})(?P<inside2>{_INSIDE_WORDS})?\ ?"
    rf"(?:(?P<tenths>成半?)(?![为立员果效功本都长熟交绩就品因人年型分套])|(?P<unit>{_UNIT}))?"
    rf"(?P<after_inside>[余多](?![出于]))?(?P<after>{_AFTER_WORDS})?"
)
_RANGE = re.compile(rf"(?P<unit>{_UNIT})?(?:[—~-]{{1,2}}|至|到)(?P<share>百分之)?(?P<high>{_AMOUNT})")
_LEFT = re.compile(rf"(?:(?<![节公契预签条违合履制])约|(?<![最附临])近|(?:{_BEFORE_WORDS})(?<![约近]))为?\Z")
_LEFT_SIGN = re.compile(r"(?<=[\u4e00-\u9fff，。；、（ ])[+-]\Z")
_LONGEST_LEFT = 6
_COUNTED = _alternatives(["件", "个", "项", "家", "户", "名", "人", "次", "份", "条", "场", "期", "起", "宗", "例", "卷", "人次", "批"])
BLANK = re.compile(
    rf"(?<=[\u4e00-\u9fff”）])(?:\ {{1,8}}|_{{1,12}})(?!{_NOT_UNITS})(?P<unit>{_COUNTED})(?=[，。；、）\ ]|[\u4e00-\u9fff])"
)
_LONE = frozenset("伍陆拾佰仟零")  # 队伍, 大陆, 收拾, 零距离: numbers only among others
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
    """The quantity whose number `match` (of `number_spans`) is; None where it reads as no number."""
    start = match.start()
    if match["whole"]:
        return _finish(text, start, match.end(), Decimal(100), None, "%")
    if match["slash"]:
        top, _, bottom = match["slash"].partition("/")
        return _finish(text, start, match.end(), _percent(Decimal(top), Decimal(bottom)), None, "%")
    if match["parts"]:
        return _parts(text, match)
    if match["ratio"]:
        high = match["ratio"].partition(":")[2]
        return _finish(text, start, match.end(), Decimal(high.replace(",", "")), None, "倍")
    return _plain(text, match)


def _percent(top: Decimal, bottom: Decimal) -> Decimal | None:
    return None if not bottom else (top * 100 / bottom)


def _parts(text: str, match: re.Match[str]) -> Quantity | None:
    head, _, tail = match["parts"].partition("分之")
    numeral = read_numeral(tail)
    if numeral is None:
        return None
    unit = _PERCENT_PARTS.get(f"{head}分之")
    if unit:
        value, high = numeral.value, numeral.value_high
        end = match.end()
        if follow := _RANGE.match(text, end):
            upper = read_numeral(follow["high"])
            if upper and not follow["unit"]:
                high, end = upper.value, follow.end()
        return _finish(text, match.start(), end, value, high, unit, numeral.bound)
    whole = read_numeral(head)
    if whole is None or not whole.value:
        return None
    return _finish(text, match.start(), match.end(), numeral.value * 100 / whole.value, None, "%", numeral.bound)


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    numeral = read_numeral(match["plain"])
    if numeral is None:
        return None
    value, high, end = numeral.value, numeral.value_high, match.end()
    follow = _RANGE.match(text, end)
    upper = read_numeral(follow["high"]) if follow else None
    if follow and upper and high is None and _same_kind(match["plain"], follow["high"]):
        tail = _TAIL.match(text, follow.end())
        if tail and (tail["unit"] or tail["tenths"]) and upper.value >= value:
            high, end = upper.value, follow.end()
    return _with_tail(text, match.start(), end, value, high, numeral.bound, match["plain"])


def _same_kind(first: str, second: str) -> bool:
    return first[0].isdigit() == second[0].isdigit()


def _with_tail(
    text: str, start: int, end: int, value: Decimal, high: Decimal | None, bound: Bound, written: str
) -> Quantity:
    tail = _TAIL.match(text, end)
    scale, unit, stop = 1, "", end
    if tail:
        scale = 1
        for character in tail["mult"]:
            scale *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[character]
        if tail["tenths"]:
            scale, unit = 10, "%"
            value = value + Decimal("0.5") if tail["tenths"].endswith("半") else value
        elif tail["unit"]:
            unit = _canonical(tail["unit"])
        inside = tail["inside"] or tail["inside2"] or tail["after_inside"]
        if inside and bound is Bound.EXACT:
            bound = _INSIDE[inside]
        if tail["after"]:
            bound = _AFTER[tail["after"]]
        stop = len(text[: tail.end()].rstrip(" ")) if tail.end() > end else end
    upper = None if high is None else high * scale
    lower = value * scale if high is None or value < high else value
    return _finish(text, start, stop, lower, upper, unit, bound, (scale, written, end))


def _canonical(unit: str) -> str:
    return CANONICAL.get(unit, unit)


def _finish(
    text: str,
    start: int,
    end: int,
    value: Decimal | None,
    high: Decimal | None,
    unit: str,
    bound: Bound = Bound.EXACT,
    plain: tuple[int, str, int] | None = None,
) -> Quantity:
    number_end = plain[2] if plain else end
    if plain is None and (tail := _TAIL.match(text, end)) and (tail["after"] or tail["after_inside"]) and not tail["unit"]:
        bound = _AFTER[tail["after"]] if tail["after"] else Bound.MORE_THAN
        end = tail.end()
    left = text[max(0, start - _LONGEST_LEFT) : start]
    word = _LEFT.search(left)
    begin, sign = start, ""
    if word:
        before = _BEFORE[word.group().removesuffix("为") if word.group() not in _BEFORE else word.group()]
        begin = start - len(word.group())
        if bound is Bound.EXACT:
            bound = before
    elif _LEFT_SIGN.search(text[max(0, start - 2) : start]):
        begin, sign = start - 1, text[start - 1]
    written = plain[1] if plain else text[start:end]
    return Quantity(
        begin, end, start, number_end, value, high, unit, bound, plain[0] if plain else 1, not any(c.isdigit() for c in written), sign
    )
