"""Units of numbers: their classes, their canonical words, and the pattern of one behind its number."""

import re

from warehouse.vocabulary import any_of, either, load_wording

_UNITS = load_wording("units")
_BRACKETS, _MANY = (load_wording("numbers")[part] for part in ("brackets", "per"))
CANONICAL: dict[str, str] = _UNITS["canonical"]
UNIT_CLASS: dict[str, str] = {unit: name for name, units in _UNITS["classes"].items() for unit in units}


def unit_class(unit: str) -> str:
    """cases, things, people, rates …; "" for a unit of no list."""
    return UNIT_CLASS.get(unit, "")


# a unit in Latin letters ends with them: no m of 3mm, no G of 16Gb
_LATIN_END = re.compile(r"([A-Za-z])(?=\||\Z)")
_UNIT_WORDS = _LATIN_END.sub(
    lambda letter: letter.group() + r"(?![A-Za-z\d²³])", any_of([*UNIT_CLASS, *CANONICAL])
)
# 条件, 名单 are no units
_NOT_UNITS = rf"(?:{either(_UNITS['words']['not_units'])})"
# 元/百户
_PER = rf"(?:/(?:{'|'.join(_MANY['many'])})?(?:{_UNIT_WORDS}))?"
# 件（批）次
UNIT = rf"(?!{_NOT_UNITS})(?:{_UNIT_WORDS})(?:（[{_BRACKETS['words']}]）{_BRACKETS['behind']}?)?{_PER}"
_LONGEST_TAIL = len("（）/") + 2 + max(map(len, _MANY["many"]))
LONGEST_UNIT = 2 * max(map(len, [*UNIT_CLASS, *CANONICAL])) + _LONGEST_TAIL
"""No unit takes more characters."""
_COUNTED = any_of(_UNITS["blank"]["units"])
BLANK = re.compile(
    rf"""
    (?<=[A-Z\u4e00-\u9fff”）])(?:\ {{1,8}}|_{{1,12}})   # 共抽取 个案卷, 共____件
    (?!{_NOT_UNITS})(?P<unit>{_COUNTED})(?!(?P=unit))   # 件件有回音
    (?=[，。；、）\ ]|[\u4e00-\u9fff]|\Z)
    """,
    re.VERBOSE,
)
"""The place of a number that a report leaves empty before its unit."""
