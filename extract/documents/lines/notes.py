"""Marks of notes set above the line, and powers: neither is a digit of the number it stands by."""

import re

_SIGN = r"(?: [①-⓿㊀-㊉*＊†‡※#＃] | [ivxIVX]{1,4} | [a-zA-Z] | (?: 注 | 脚注 | 尾注 )? \s* \d{1,2} )"
_MARK = re.compile(
    rf"""
      {_SIGN} (?: \s*[,，、;–—~-]\s* {_SIGN} )* | 注 | \*{{2,4}}
    | [\[［〔【（(〈<] \s* (?: {_SIGN} (?: \s*[,，、;–—~-]\s* {_SIGN} )* | \d{{3}} | 注 ) \s* [\]］〕】）)〉>]
    """,
    re.VERBOSE,
)
_POWER = re.compile(r"[-−]?\d")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmhμn]?m|㎡|米)$")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def is_note_mark(text: str) -> bool:
    """Whether text set above the line is the mark of a note: 2, [1], ③, *, 注1.

    >>> is_note_mark("[12]"), is_note_mark("以上")
    (True, False)
    """
    return len(text) <= 24 and _MARK.fullmatch(text.strip()) is not None


def set_above(before: str, text: str) -> str:
    """What text set above the line is written as on it: a power as ², a mark of a note as nothing.

    Other words stay as they are. `before` is what stands before it on its line: a power stands after a unit
    of length or after ten.

    >>> set_above("占地3500m", "2"), set_above("受理案件", "2"), set_above("3.5×10", "4")
    ('²', '', '⁴')
    """
    power = text.strip()
    if _POWER.fullmatch(power) and (_TEN.search(before) or (power in "23" and _UNIT.search(before))):
        return power.translate(_RAISED)
    return "" if is_note_mark(text) else text
