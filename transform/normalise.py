"""One character for one: the same text in half width, so that patterns and offsets both stay simple."""

import re

_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_SIGNS = str.maketrans(
    "∶％．＋－／～〜＃#\xa0\u2002\u2003\u2009\u3000\t–―─﹣\u2011﹪｡､!?[]();＂「」『』○",
    ":%.+-/~~♯♯      ———--%。、！？［］（）；““”“”〇",
)
_TABLE = _FULL_WIDTH | _SIGNS
# a comma as wide as its digits separates thousands: １，２７０
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_COLON = re.compile(r":(?!\d)|(?<!\d):")


def normalise(text: str) -> str:
    """Fold full-width digits, letters and signs; half-width punctuation of prose becomes full width.

    Every character stays at its place: `len(normalise(text)) == len(text)`. A comma that separates
    thousands and a colon between digits stay as they are.

    >>> normalise("４．７万件,共2,302个(项)")
    '4.7万件，共2,302个（项）'
    """
    folded = _WIDE_COMMA.sub(",", text).translate(_TABLE)
    return _COLON.sub("：", _COMMA.sub("，", folded))
