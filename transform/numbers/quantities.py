"""Quantities: a number with its approximation, range and unit, as a stretch of the normalised text."""

import re
from decimal import Decimal
from typing import NamedTuple

from transform.numbers.numerals import (
    ARABIC,
    CHINESE_DIGITS,
    CHINESE_NUMERAL,
    CHINESE_REST,
    multiplier,
    read_integer,
    read_numeral,
)
from transform.text.scanning import matches_of
from warehouse.records import Bound
from warehouse.units import RATIOS
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR

_UNITS = load_wording("units")
_BOUNDS = load_wording("bounds")
_NUMBERS = load_wording("numbers")
_TOUCHING = _BOUNDS["touching"]
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
_THOUSAND = rf"千(?![{_NUMBERS['thousand']['not_before']}])"
_MULT = rf"(?:[十百万亿]|{_THOUSAND})"
_AMOUNT = rf"""
    (?:
        {ARABIC}(?:[余多来](?={_MULT}))?(?:\ ?{_MULT}{{1,3}})?       # 3.4万, 2.6 万, 4000余万
        (?:(?<=[百千万亿])零?{ARABIC}{_MULT}{{0,2}})*                 # 5亿2千万
        (?:(?<=[万亿]){CHINESE_REST})?                              # 100万两千
    |
        {_C}+(?:点{_C}+)?(?:[余多来](?={_MULT}){_MULT}+)?            # 三点五万, 一百二十余, 二十多万
    )
"""
_HALF = "|".join(_NUMBERS["half"]["words"])
_LOOK = re.compile(r"\(\?[^)]*\)")
# 数百, 几十; 十几, 二十几
_SOME = rf"(?<![{_NUMBERS['some']['not_after']}])[{_NUMBERS['some']['before']}][十百千万亿]{{1,3}}|{_C}?十几"
_RATIO = rf"""
    (?<![\d:.]){ARABIC}:{ARABIC}(?![\d:.])                                # 1:15
    | (?<={_NUMBERS["ratio"]["after"]}){ARABIC}：{ARABIC}(?![\d：.])        # 比例为3：2
    | (?<![\d：.]){ARABIC}：{ARABIC}(?={_NUMBERS["ratio"]["before"]})       # 按3：2的比例
"""
_WHOLE = "|".join(_NUMBERS["whole"]["words"])
_NUMBER = re.compile(
    rf"""
      (?P<whole>{_WHOLE})(?!{"|".join(_NUMBERS["whole"]["not_before"])})            # 百分之百
    | (?P<half>{_HALF})(?!{"|".join(_NUMBERS["half"]["not_before"])})               # 一半
    | (?P<twentieth>半成)(?![{_NUMBERS["tenths"]["half_not_before"]}])               # 半成
    | (?P<some>{_SOME})                                                             # 数百
    | (?P<parts>(?:{_C}+|\d+)分之(?:{_AMOUNT}))                                     # 三分之一
    | (?P<slash>(?<![\d/.])\d{{1,4}}/\d{{1,4}}(?![\d/.]))                          # 112/120
    | (?P<ratio>{_RATIO})                                                           # 1:15
    | (?P<plain>{_AMOUNT})                                                          # 1285
    """,
    re.VERBOSE,
)
_WORDS_BEGIN = {_LOOK.sub("", word)[0] for part in ("whole", "half") for word in _NUMBERS[part]["words"]}
# what each reading of _NUMBER begins with: 1, 百, 半, 数
_MAY_BEGIN = re.compile(
    rf"[\d{CHINESE_NUMERAL}半{_NUMBERS['some']['before']}{''.join(sorted(_WORDS_BEGIN))}]"
)
# a unit in Latin letters ends with them: no m of 3mm, no G of 16Gb
_LATIN_END = re.compile(r"([A-Za-z])(?=\||\Z)")
_UNIT_WORDS = _LATIN_END.sub(
    lambda letter: letter.group() + r"(?![A-Za-z\d²³])", _alternatives([*UNIT_CLASS, *CANONICAL])
)
# 条件, 名单 are no units
_NOT_UNITS = rf"(?:{either(_UNITS['words']['not_units'])})"
# 元/百户
_PER = rf"(?:/(?:百|千|万|十万|百万)?(?:{_UNIT_WORDS}))?"
# 件（批）次
_UNIT = rf"(?!{_NOT_UNITS})(?:{_UNIT_WORDS})(?:（[{_NUMBERS['brackets']['words']}]）次?)?{_PER}"
# 九成, 九成五, 两成半
_TENTHS = (
    rf"成(?:半|(?P<hundredth>[{CHINESE_DIGITS}])(?![{_NUMBERS['tenths']['digit_not_before']}]))?"
    rf"(?![{_NUMBERS['tenths']['not_before']}])"
)
_END = _NUMBERS["after_unit"]
_TAIL = re.compile(
    rf"""
    \ ?(?P<inside>{_INSIDE_WORDS})?                                       # 120余件
    (?P<mult>(?:[万亿百]|{_THOUSAND}){{0,2}})(?P<inside2>{_INSIDE_WORDS})?  # 万余件
    \ ?(?:(?P<tenths>{_TENTHS})|(?P<unit>{_UNIT}))?                        # 成五, 件
    (?:
        (?P<after_inside>[{_END["more"]}](?![{_END["more_not_before"]}]))  # 120件余
        | (?P<and_half>半(?![{_END["half_not_before"]}]))                  # 三天半
    )?
    (?P<after>{_AFTER_WORDS})?                                            # 以上
    (?P<within>内(?![{_END["within_not_before"]}]))?                       # 15日内
    """,
    re.VERBOSE,
)
# 3—5件, 3件至5件, 百分之五至百分之八
_RANGE = re.compile(
    rf"""
    (?P<unit>{_UNIT})?\ ?(?:{"|".join(_NUMBERS["range"]["joints"])})\ ?(?P<share>百分之)?(?P<high>{_AMOUNT})
    """,
    re.VERBOSE,
)
# 近, 约为, 不少于; not the 约 of 违约, nor the 近 of 附近
_LEFT = re.compile(
    rf"""
    (?P<word>
        (?<![{_TOUCHING["not_about_after"]}])约
        | (?<![{_TOUCHING["not_near_after"]}])近
        | (?:{_BEFORE_WORDS})(?<![约近])
    )
    (?:{"|".join(_TOUCHING["between"])})?\ ?\Z
    """,
    re.VERBOSE,
)
LISTED = re.compile(
    rf"(?:\ ?(?:{'|'.join(_NUMBERS['range']['listed'])})\ ?{_AMOUNT})+(?={_UNIT})", re.VERBOSE
)
"""After a number: more of its list, of which the last has the unit (11、12和13件)."""
# 上百件, but not 线上3件
_ROUND = re.compile(r"[百千万亿]")
# a sign after a word of change or a verb; elsewhere it is a hyphen after a label: 行政处罚-512件
_CHANGING = _alternatives(_BOUNDS["signs"]["after"])
_LEFT_SIGN = re.compile(
    rf"""
    (?:
        (?:{_CHANGING})(?:[了为是达至到约的：（、和\ ]{{0,4}})[+负—-]   # 增长-12.5%
        | [{_BOUNDS["signs"]["verbs"]}、，（][+-]                     # 由-3%
    )\Z
    """,
    re.VERBOSE,
)
_LONGEST_SIGNED = 12
_DISTANT = _BOUNDS["distant"]
_FAR_WORDS = _alternatives(_DISTANT["of_whole"])
# 不少于执法人员总数的5%, 不到上年的一半
_OF_WHOLE = re.compile(
    rf"(?P<word>{_FAR_WORDS})(?P<most>)[^，。；、（）\d]{{0,14}}(?:{'|'.join(_DISTANT['wholes'])})的\Z"
)
_VERB_BETWEEN = re.compile(
    rf"""
    (?:
        (?P<word>{_alternatives(_DISTANT["verbs"])})                                # 至少开展3次
        | (?:(?<=[，。；：（])|\A)(?P<most>{"|".join(_DISTANT["opening_verbs"])})     # ，最多缺席2人
    )
    (?!的|是|为)[^，。；、：（）\d]{{1,10}}\Z
    """,
    re.VERBOSE,
)
# 不少于每年2次
_OF_EACH = re.compile(rf"(?P<word>{_FAR_WORDS})(?P<most>)(?:{_alternatives(_DISTANT['each'])})\Z")
_LONGEST_LEFT = 8
_COUNTED = _alternatives(_UNITS["blank"]["units"])
BLANK = re.compile(
    rf"""
    (?<=[A-Z\u4e00-\u9fff”）])(?:\ {{1,8}}|_{{1,12}})   # 共抽取 个案卷, 共____件
    (?!{_NOT_UNITS})(?P<unit>{_COUNTED})
    (?=[，。；、）\ ]|[\u4e00-\u9fff]|\Z)
    """,
    re.VERBOSE,
)
"""The place of a number that a report leaves empty before its unit."""
_YEAR = re.compile(rf"{YEAR}\Z")
_LONE = frozenset(_NUMBERS["lone"]["words"])
_SCALED = re.compile(rf"{_MULT}+$")
_LARGEST = 10**18
_PERCENT_PARTS: dict[str, str] = _NUMBERS["parts"]


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


def number_spans(text: str) -> list[re.Match[str]]:
    """All numbers of the normalised text, longest reading first, in order."""
    return [match for match in matches_of(_NUMBER, _MAY_BEGIN, text) if match.group() not in _LONE]


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
        bound = Bound.MORE_THAN if match.group().startswith(_NUMBERS["half"]["more"]) else Bound.EXACT
        return _bare(match, Decimal(50) if match["half"] else Decimal(5), "%", bound)
    if match["some"]:
        return _some(match)
    if match["slash"]:
        return _bare(match, _part_of(*match["slash"].split("/")), "%")
    if match["ratio"]:
        return _bare(match, _ratio(*match["ratio"].replace("：", ":").split(":")), "倍")
    return _parts(text, match) if match["parts"] else _plain(text, match)


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
        return number._replace(value_high=upper.value, end=follow.end(), number_end=follow.end())
    return number


def _plain(text: str, match: re.Match[str]) -> Quantity | None:
    numeral = read_numeral(match["plain"])
    number = _bare(match, numeral.value, "", numeral.bound) if numeral else None
    if numeral is None or number is None or numeral.value_high is not None:
        return number._replace(value_high=numeral.value_high) if numeral and number else None
    follow = _RANGE.match(text, match.end())
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
    if tail is None:
        return number
    if number.unit:
        after = tail["after"] or tail["after_inside"]
        if not after or tail["unit"] or tail["mult"]:
            return number
        return number._replace(bound=_AFTER.get(after, Bound.MORE_THAN), end=tail.end())
    value, high, unit, scale = number.value, number.value_high, "", multiplier(tail["mult"])
    if tail["tenths"]:
        unit, scale = "%", 10
    elif tail["unit"]:
        unit = CANONICAL.get(tail["unit"], tail["unit"])
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
    if unit_class(unit) != "times":
        for group in ("and_half", "within"):
            if tail[group]:
                return tail.start(group)
    return tail.start() + len(tail.group().rstrip(" "))


def _remainder(tail: re.Match[str], unit: str) -> Decimal:
    """What stands after the unit: 九成五 is 90 and 5, 三天半 is three and a half."""
    if tail["tenths"]:
        digit = tail["hundredth"] and read_integer(tail["hundredth"])
        return digit or Decimal(5 if tail["tenths"].endswith("半") else 0)
    halved = tail["and_half"] or (tail["unit"] or "").startswith("个半")
    return Decimal("0.5") if halved and unit_class(unit) == "times" else Decimal(0)


def _right_bound(number: Quantity, tail: re.Match[str], unit: str) -> Bound:
    if tail["after"]:
        return _AFTER[tail["after"]]
    if tail["within"] and unit_class(unit) == "times":
        return Bound.AT_MOST
    inside = tail["inside"] or tail["inside2"] or tail["after_inside"]
    if tail["unit"] and "多" in tail["unit"]:
        return Bound.MORE_THAN
    return _INSIDE[inside] if inside and number.bound is Bound.EXACT else number.bound


def _with_left(text: str, number: Quantity) -> Quantity:
    """Add what touches a number from before: 近, 超过, 不少于, a sign."""
    start = number.start
    found = _LEFT.search(text[max(0, start - _LONGEST_LEFT) : start])
    if found and (found["word"] != "上" or _ROUND.match(text, number.number_start)):
        bound = _BEFORE[found["word"]] if number.bound is Bound.EXACT else number.bound
        return number._replace(start=start - len(found.group()), bound=bound, word=found["word"])
    signed = _LEFT_SIGN.search(text[max(0, start - _LONGEST_SIGNED) : start])
    if signed:
        return number._replace(start=start - 1, sign="+" if signed.group().endswith("+") else "-")
    return number


def bound_before(words: str, unit: str) -> tuple[Bound, str]:
    """The bound of a word that stands farther before an exact figure, and the word.

    不到上年的一半, 不少于总数的5% for shares; 至少开展3次, 最多缺席2人.
    """
    for pattern in (_OF_WHOLE, _VERB_BETWEEN) if unit in RATIOS else (_VERB_BETWEEN, _OF_EACH):
        if found := pattern.search(words):
            word = found["word"] or found["most"]
            return _BEFORE[word], word
    return Bound.EXACT, ""
