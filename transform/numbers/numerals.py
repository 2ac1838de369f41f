"""Numbers as Chinese official prose writes them, read as exact decimals."""

import re
from decimal import Decimal
from typing import NamedTuple

from transform.numbers.bounds import INSIDE
from transform.text.normalise import normalise
from warehouse.records import Bound
from warehouse.units import RATE_SIGN
from warehouse.vocabulary import load_wording

_TABLE = load_wording("numbers")["numerals"]
_DIGITS = {character: value for value, characters in enumerate(_TABLE["digits"]) for character in characters}
_SMALL: dict[str, int] = _TABLE["small"]
_BIG: dict[str, int] = _TABLE["large"]
SCALES = {sign: Decimal(factor) for sign, factor in _BIG.items()}
_TENS: dict[str, int] = _TABLE["tens"]

CHINESE_DIGITS = "".join(_DIGITS)
CHINESE_NUMERAL = CHINESE_DIGITS + "".join(_SMALL) + "".join(_BIG) + "".join(_TENS)
LARGE = "".join(_BIG)
"""What multiplies by ten thousand and more."""
PLAIN = _TABLE["plain"] + LARGE
"""What multiplies digits of any script."""
HUNDREDS: str = _TABLE["hundreds"]
MULTIPLIERS = "".join((*_SMALL, *_BIG))
POINT: str = _TABLE["point"]
ZERO: str = _TABLE["zero"]
FRACTION: str = _TABLE["part"]
"""Between the parts of a fraction, the lower first."""
# 余 of 二十余万
WITHIN = f"[{''.join(INSIDE)}]"
"""Pattern of what tells within a number how near it is."""
_NOT_LAST: str = _TABLE["not_last"]

# .5; and set apart: 98 .5, 98. 5%
_POINT = rf"(?:\.\d+|\ \.\ ?\d+|\.\ \d{{1,4}}(?=\ ?(?:[{LARGE}]|{RATE_SIGN})))"
ARABIC = (
    # 1,285; 1, 285; 1,2 85; 1 , 2 8 5
    rf"(?:(?:\d{{1,3}}|\d(?:\ \d){{1,2}})(?:\ ?,\ ?\d\ ?\d\ ?\d)+(?!\d){_POINT}?"
    # 1 285
    r"|\d{1,3}(?:\ \d{3})+(?!\d)(?:\.\d+)?"
    # 1 2 8 5; 9 8.5
    r"|\d(?:\ \d)+(?!\d)(?:\ ?\.\ ?\d(?:\ ?\d)*)?"
    rf"|\d+{_POINT}?)"
)
"""Digits as printed, with separators of thousands, or with blanks in them that a page's setting left."""
# 100万两千: the smaller part in characters
CHINESE_REST = rf"{ZERO}?(?:[{CHINESE_DIGITS}][{_TABLE['plain']}])+[{CHINESE_DIGITS}]?{LARGE[0]}?"
# 1285, 3.4: what nine numerals of ten are
_DIGITS_ALONE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# 一百二十余: nothing to fold
_CHINESE_ALONE = re.compile(f"[{CHINESE_NUMERAL}{POINT}{''.join(INSIDE)}{FRACTION}]+")
# 3.4万
_ARABIC_MIXED = re.compile(rf"({ARABIC})([{MULTIPLIERS}]*)")
# 余 of 二十余万
_INSIDE = re.compile(rf"{WITHIN}(?=[{MULTIPLIERS}]*$)")
# 七八百, 三十四五
_PAIR = re.compile(rf"^(.*?)([{CHINESE_DIGITS}])([{CHINESE_DIGITS}])([{MULTIPLIERS}]*)$")
# 三分之一
_FRACTION = re.compile(rf"^(.+){FRACTION}(.+)$")


class Numeral(NamedTuple):
    """A number, the end of its range if it names one (七八百), and the bound its own words carry (余)."""

    value: Decimal
    value_high: Decimal | None = None
    bound: Bound = Bound.EXACT


def read_numeral(text: str) -> Numeral | None:
    """Read one Chinese or Arabic numeral.

    `text` is the numeral alone, as written: "一百二十余", "3.4万", "三分之一", "七八百". Returns its value
    as a Decimal (a fraction as the part of one), the upper end for paired digits, and the bound its own
    words carry; None where `text` is no numeral. Mixed forms follow GB/T 15835-2011.

    >>> read_numeral("2万余")
    Numeral(value=Decimal('20000'), value_high=None, bound=<Bound.MORE_THAN: 'more_than'>)
    """
    if _DIGITS_ALONE.fullmatch(text):
        return Numeral(+Decimal(text))  # + rounds to the context's digits, as all arithmetic does
    folded = text if _CHINESE_ALONE.fullmatch(text) else normalise(text).strip()
    inside = _INSIDE.search(folded)
    bare = folded[: inside.start()] + folded[inside.end() :] if inside else folded
    bound = INSIDE[inside.group()] if inside else Bound.EXACT
    if fraction := _FRACTION.match(bare):
        value = _fraction(fraction.group(1), fraction.group(2))
        return None if value is None else Numeral(value, None, bound)
    if pair := _paired(bare):
        return Numeral(pair[0], pair[1], bound)
    value = read_integer(bare)
    return None if value is None else Numeral(value, None, bound)


def _fraction(denominator: str, numerator: str) -> Decimal | None:
    low, high = read_integer(denominator), read_integer(numerator)
    if low is None or high is None or low == 0:
        return None
    return high / low


def _paired(text: str) -> tuple[Decimal, Decimal] | None:
    """两三, 二三十, 七八百, 三十四五: two neighbouring digits name a range."""
    match = _PAIR.match(text)
    if not match:
        return None
    head, first, second, tail = match.groups()
    if _DIGITS[second] != _DIGITS[first] + 1 or _DIGITS[first] == 0 or (head and head[-1] not in MULTIPLIERS):
        return None
    low, high = read_integer(head + first + tail), read_integer(head + second + tail)
    return None if low is None or high is None else (low, high)


def read_integer(text: str) -> Decimal | None:
    """Read Arabic digits with multipliers (3.4万, 5亿2千万) or one Chinese number (一万五千亿, 三点五万)."""
    if text and text[0].isdigit():
        return _arabic(text.replace(" ", ""))
    if POINT in text:
        whole, _, rest = text.partition(POINT)
        return _chinese_decimal(whole, rest)
    return _chinese(text)


def _arabic(text: str) -> Decimal | None:
    total, position, last_scale = Decimal(0), 0, None
    while position < len(text):
        match = _ARABIC_MIXED.match(text, position)
        if not match or not text[position].isdigit():
            rest = _chinese(text[position:])
            return total + rest if rest is not None and last_scale and rest < last_scale else None
        scale = multiplier(match.group(2))
        if last_scale is not None and scale >= last_scale:
            return None
        part = Decimal(match.group(1).replace(",", "")) * scale
        if last_scale is not None and part >= last_scale:
            return None
        total += part
        last_scale, position = scale, match.end()
        position += text.startswith(ZERO, position)
    return total


def multiplier(text: str) -> int:
    """The product of multiplier characters: 万 10000, 千万 10000000, "" 1."""
    product = 1
    for character in text:
        product *= _SMALL.get(character) or _BIG[character]
    return product


def _chinese_decimal(whole: str, rest: str) -> Decimal | None:
    digits = rest.rstrip(MULTIPLIERS)
    if not digits or any(character not in _DIGITS for character in digits):
        return None
    head = _chinese(whole)
    if head is None:
        return None
    fraction = Decimal("0." + "".join(str(_DIGITS[character]) for character in digits))
    return (head + fraction) * multiplier(rest[len(digits) :])


def _chinese(text: str) -> Decimal | None:
    if not text or any(character not in CHINESE_NUMERAL for character in text):
        return None
    if all(character in _DIGITS for character in text):
        written = "".join(str(_DIGITS[character]) for character in text)
        return Decimal(written) if _NOT_LAST not in text[1:] else None
    return _additive(text)


def _additive(text: str) -> Decimal | None:
    """Sum 三千六百, 万零三千, 一万五千亿: ten-thousands from the left, each read by `_section`."""
    total, before, rest = 0, 10**16, text
    while rest:
        cut = next((i for i, character in enumerate(rest) if character in _BIG), len(rest))
        scale = _BIG[rest[cut]] if cut < len(rest) else 1
        section = _section(rest[:cut], after=before if before < 10**16 else 1)
        if section is None:
            return None
        # a larger unit after a smaller one counts all before it: 一万五千亿
        counted = section if scale < before else total + section
        total = (total if scale < before else 0) + (counted or (0 if scale == 1 else 1)) * scale
        before, rest = scale, rest[cut + 1 :]
    return Decimal(total)


def _section(text: str, after: int) -> int | None:
    """Read one stretch below ten thousand (三千六百, 零五, 二十); `after` is the unit before it.

    None where a digit stands bare before another or units do not fall. A last digit right after a unit
    counts tenths of it: 两百五 is 250, 三万六 is 36000; after a zero it counts itself.
    """
    total, digit, last = 0, None, after
    for character in text:
        if character in _TENS:
            total, digit, last = total + _TENS[character], None, 10
        elif character in _DIGITS:
            if digit:
                return None
            digit, last = _DIGITS[character], last if _DIGITS[character] else 1
        else:
            scale = _SMALL[character]
            if last not in {1, after} and scale >= last:
                return None
            total, digit, last = total + (digit or 1) * scale, None, scale
    return total + (digit or 0) * (last // 10 if last > 10 else 1)
