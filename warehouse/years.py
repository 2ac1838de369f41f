"""Years as Chinese texts write them: 2017年, 二〇一七年, 二O一七年."""

YEAR = r"(?:19|20)\d{2}"
"""Pattern of a year in digits."""
_ZEROS = "〇○零OoОо0"
_REST = "一二三四五六七八九"
CHINESE_NUMBERS = _ZEROS + _REST
"""The digits of years in characters; the zeros are also written as Latin or Cyrillic letters."""
CHINESE_YEAR = rf"(?:二[{_ZEROS}]|一九)[{CHINESE_NUMBERS}]{{2}}"
"""Pattern of one in characters."""
YEAR_SIGN = "年"
"""What a year ends with; patterns of years have it as it is, as they have commas."""
WRITTEN_YEAR = rf"(?<![{CHINESE_NUMBERS}\d]){CHINESE_YEAR}(?={YEAR_SIGN}(?!级))"
"""Pattern of one in characters in running text, before its 年: 二〇一七年, and no 二年级."""
DIGITS = str.maketrans(f"〇○Ｏ零{_REST}０１２３４５６７８９", "00001234567890123456789")
"""For str.translate: digits of every script but the letters, which are zeros in a year alone."""
_IN_YEARS = DIGITS | str.maketrans("OoОо", "0000")


def year_in_digits(year: str) -> str:
    """A year that CHINESE_YEAR matches, in digits.

    >>> year_in_digits("二〇一七"), year_in_digits("二O一七")
    ('2017', '2017')
    """
    return year.translate(_IN_YEARS)
