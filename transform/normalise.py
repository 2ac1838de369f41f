"""One character for one: the text in half width and simplified; patterns and offsets stay simple."""

import re

from warehouse.characters import SIMPLIFIED_OF

_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_SIGNS = str.maketrans(
    "∶％．＋－／～〜＃#\xa0\u2002\u2003\u2009\u3000\t–―─﹣\u2011﹪｡､!?[]();＂「」『』○",
    ":%.+-/~~♯♯      ———--%。、！？［］（）；““”“”〇",
)
_TABLE = SIMPLIFIED_OF | _FULL_WIDTH | _SIGNS
# a comma as wide as its digits separates thousands: １，２７０
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_COLON = re.compile(r":(?!\d)|(?<!\d):")


def normalise(text: str) -> str:
    """Fold full-width digits, letters and signs, traditional characters, and half-width punctuation of prose.

    Every character stays at its place: `len(normalise(text)) == len(text)`. A comma that separates
    thousands and a colon between digits stay as they are.

    >>> normalise("４．７万件,共2,302个(项)")
    '4.7万件，共2,302个（项）'
    >>> normalise("罰沒款數額總計3億元")
    '罚没款数额总计3亿元'
    """
    folded = _WIDE_COMMA.sub(",", text).translate(_TABLE)
    return _COLON.sub("：", _COMMA.sub("，", folded))
