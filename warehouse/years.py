"""Years as Chinese texts write them: 2017年, 二〇一七年, 二O一七年."""

YEAR = r"(?:19|20)\d{2}"
"""Pattern of a year in digits."""
ZERO_LETTERS = "OoОо"
"""Latin and Cyrillic letters that stand for zeros within a year."""
_ZEROS = f"〇○零{ZERO_LETTERS}0"
_REST = "一二三四五六七八九"
CHINESE_NUMBERS = _ZEROS + _REST
"""The digits of years in characters; the zeros are also written as Latin or Cyrillic letters."""
_TWO = "二"
CENTURY = f"{_TWO}[{_ZEROS}]"
"""Pattern of what a year of this century begins with in characters."""
CHINESE_YEAR = rf"(?:{CENTURY}|一九)[{CHINESE_NUMBERS}]{{2}}"
"""Pattern of a year in characters."""
YEAR_SIGN = "年"
"""What a year ends with."""
WRITTEN_YEAR = rf"(?<![{CHINESE_NUMBERS}\d]){CHINESE_YEAR}(?={YEAR_SIGN}(?!级))"
"""Pattern of one in characters in running text, before its 年: 二〇一七年, and no 二年级."""
MIXED_YEAR = rf"[2{_TWO}][{_ZEROS}][{CHINESE_NUMBERS}\d]{{2}}(?={YEAR_SIGN})"
"""Pattern of one of both scripts, as titles have it: 2〇17年."""
DIGITS = str.maketrans(f"〇○Ｏ零{_REST}０１２３４５６７８９", "00001234567890123456789")
"""For str.translate: digits of every script but the letters, which are zeros in a year alone."""
_IN_YEARS = DIGITS | str.maketrans(ZERO_LETTERS, "0000")


def year_in_digits(year: str) -> str:
    """A year that CHINESE_YEAR or MIXED_YEAR matches, in digits.

    >>> year_in_digits("二〇一七"), year_in_digits("二O一七")
    ('2017', '2017')
    """
    return year.translate(_IN_YEARS)
