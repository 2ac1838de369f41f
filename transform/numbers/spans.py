"""Where numbers stand in the text, each read as long as it goes on."""

import re

from transform.numbers.bounds import INSIDE
from transform.numbers.numerals import (
    ARABIC,
    CHINESE_NUMERAL,
    CHINESE_REST,
    FRACTION,
    HUNDREDS,
    LARGE,
    PLAIN,
    POINT,
    WITHIN,
    ZERO,
)
from warehouse.vocabulary import load_wording

_NUMBERS = load_wording("numbers")
# 三
_C = f"[{CHINESE_NUMERAL}]"
_MULTIPLE = _NUMBERS["multiple"]
# 百 of 3百件
HUNDRED: str = _MULTIPLE["hundred"]
# 千 of 3千件
THOUSAND: str = _MULTIPLE["thousand"]
# 万
MULTIPLE = rf"(?:[{_MULTIPLE['others']}]|{HUNDRED}|{THOUSAND})"
# 3.4万
AMOUNT = rf"""
    (?:
        {ARABIC}(?:{WITHIN}(?={MULTIPLE}))?(?:\ ?{MULTIPLE}{{1,3}})?       # 3.4万, 2.6 万, 4000余万
        (?:(?<=[{HUNDREDS}]){ZERO}?{ARABIC}{MULTIPLE}{{0,2}})*                 # 5亿2千万
        (?:(?<=[{LARGE}]){CHINESE_REST})?                              # 100万两千
    |
        {_C}+(?:{POINT}{_C}+)?(?:{WITHIN}(?={MULTIPLE}){MULTIPLE}+)?            # 三点五万, 二十多万
    )
"""
HALF: str = _NUMBERS["half"]["sign"]
TENTH: str = _NUMBERS["tenths"]["sign"]
# 过半数
_HALF = "|".join(_NUMBERS["half"]["words"])
# (?<=[近超逾]) of a word of the table
_LOOK = re.compile(r"\(\?[^)]*\)")
# 数百, 几十; 十几, 二十几
_SOME_WORDS = _NUMBERS["some"]
_SOME = (
    rf"(?<![{_SOME_WORDS['not_after']}])[{_SOME_WORDS['before']}][{PLAIN}]{{1,3}}|{_C}?{_SOME_WORDS['tens']}"
)
_RATIO = rf"""
    (?<![\d:.]){ARABIC}:{ARABIC}(?![\d:.])                                # 1:15
    | (?<={_NUMBERS["ratio"]["after"]}){ARABIC}：{ARABIC}(?![\d：.])        # 比例为3：2
    | (?<![\d：.]){ARABIC}：{ARABIC}(?={_NUMBERS["ratio"]["before"]})       # 按3：2的比例
"""
# 百分之百
_WHOLE = "|".join(_NUMBERS["whole"]["words"])
_NUMBER = re.compile(
    rf"""
      (?P<whole>{_WHOLE})(?!{"|".join(_NUMBERS["whole"]["not_before"])})            # 百分之百
    | (?P<half>{_HALF})(?!{"|".join(_NUMBERS["half"]["not_before"])})               # 一半
    | (?P<twentieth>{HALF}{TENTH})(?![{_NUMBERS["tenths"]["half_not_before"]}])               # 半成
    | (?P<some>{_SOME})                                                             # 数百
    | (?P<parts>(?:{_C}+|\d+){FRACTION}(?:{AMOUNT}))                                     # 三分之一
    | (?P<slash>(?<![\d/.])\d{{1,4}}/\d{{1,4}}(?![\d/.]))                          # 112/120
    | (?P<ratio>{_RATIO})                                                           # 1:15
    | (?P<plain>{AMOUNT})                                                          # 1285
    """,
    re.VERBOSE,
)
# 1285, 3.4 before what no number goes on with: most numbers, at a sixth of the cost of all readings
ALONE = re.compile(rf"(?P<plain>\d+(?:\.\d+)?)(?![\d\ .,:：/{FRACTION[0]}{''.join(INSIDE)}{PLAIN}])")
_WORDS_BEGIN = {_LOOK.sub("", word)[:2] for part in ("whole", "half") for word in _NUMBERS[part]["words"]}
# what each reading of _NUMBER begins with: 1, 百, 半, 数 of 数百, 过 of 过半数
_MAY_BEGIN = re.compile(
    rf"""
    [\d{CHINESE_NUMERAL}{HALF}]|[{_SOME_WORDS["before"]}](?=[{PLAIN}])
    |{"|".join(f"{word[0]}(?={word[1:]})" for word in sorted(_WORDS_BEGIN))}
    """,
    re.VERBOSE,
)
# 半, 百: the first character alone, for which a text is searched at a third of the cost
_FIRST_CHARACTERS = "".join(sorted({word[0] for word in _WORDS_BEGIN}))
_BEGINS = re.compile(rf"[\d{CHINESE_NUMERAL}{HALF}{_SOME_WORDS['before']}{_FIRST_CHARACTERS}]")
_LONE = frozenset(_NUMBERS["lone"]["words"])


def number_spans(text: str) -> list[re.Match[str]]:
    """All numbers of the normalised text, longest reading first, in order."""
    found: list[re.Match[str]] = []
    position = 0
    while begin := _BEGINS.search(text, position):
        start = begin.start()
        match = ALONE.match(text, start)
        if not match and _MAY_BEGIN.match(text, start):
            match = _NUMBER.match(text, start)
        position = match.end() if match else start + 1
        if match and match.group() not in _LONE:
            found.append(match)
    return found
