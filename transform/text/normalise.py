"""One character for one: the text in half width and simplified; patterns and offsets stay simple."""

import re

from warehouse.characters import SIMPLIFIED_OF, folding
from warehouse.units import RATE_SIGN
from warehouse.vocabulary import load_wording
from warehouse.years import CHINESE_NUMBERS, WRITTEN_YEAR, YEAR_SIGN, year_in_digits

_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_SIGNS = str.maketrans(
    "∶％．＋﹢－−‐／～〜＃#\xa0\u2002\u2003\u2009\u3000\t–―─‒﹣\u2011﹪｡､,!?[]();＂「」『』○＜＞≦⩽≧⩾¥￥",
    ":%.++---/~~♯♯      ————--%。、，！？［］（）；““”“”〇<>≤≤≥≥  ",
)
_folded = folding(SIMPLIFIED_OF | _FULL_WIDTH | _SIGNS)
# each pattern begins with the character that it needs, and looks behind after it: half as dear
# thousands: 1,270; 1，270; 1, 270; 1’270; and with digits set apart, 1,2 70 and 1 , 2 7 0
_NO_COMMA = load_wording("figures")["no_thousands"]
_THREE = r"(?:\d{3}|\d\ \d{2}|\d{2}\ \d|\d\ \d\ \d)(?!\d)"
_THOUSANDS = re.compile(
    rf"\d(?<![\d.{_NO_COMMA['ordinals']}]\d)(?:\d{{0,2}}|(?:\ \d){{1,2}})(?:\ ?[，’'‘]\ ?{_THREE})+"
)
_THOUSANDS_MARKS = str.maketrans("，’'‘", ",,,,")
# a rate without its sign, or a rank, before a clause that begins with a number: 出庭率98，120件
_NO_THOUSANDS = re.compile(rf"(?:{'|'.join(_NO_COMMA['after'])})[^，。；、\d]{{0,3}}\Z")
_LONGEST_RATE = 6
# 98·5%, 98。5%: a decimal point of another shape
_POINT = re.compile(rf"[·。](?<=\d.)(?=\d{{1,2}}\ ?{RATE_SIGN})")
# 二〇二四年, 二零二四年: years in digits of another script, and no numerals
_ENDS_YEAR = re.compile(rf"{YEAR_SIGN}(?<=[{CHINESE_NUMBERS}]{{2}}.)")
_YEAR = re.compile(WRITTEN_YEAR)
# 比例:按
_COLON = re.compile(r":(?:(?!\d)|(?<!\d:))")


def normalise(text: str) -> str:
    """Fold full-width digits, letters and signs, traditional characters, and half-width punctuation of prose.

    Every character stays at its place: `len(normalise(text)) == len(text)`. Whatever mark separates
    thousands becomes a comma, every other comma one of prose; a colon between digits stays as it is.

    >>> normalise("４．７万件,共2，302个(项)")
    '4.7万件，共2,302个（项）'
    >>> normalise("罰沒款數額總計3億元")
    '罚没款数额总计3亿元'
    >>> normalise("到二○二五年底")
    '到2025年底'
    """
    folded = _THOUSANDS.sub(_with_commas, _folded(text))
    if _ENDS_YEAR.search(folded):
        folded = _YEAR.sub(lambda year: year_in_digits(year.group()), folded)
    return _COLON.sub("：", _POINT.sub(".", folded))


def _with_commas(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LONGEST_RATE) : match.start()]
    return match.group() if _NO_THOUSANDS.search(before) else match.group().translate(_THOUSANDS_MARKS)
