"""Words that say how near a number is: about, at least, more than; and the sign before it."""

import re

from transform.numbers.signs import signs_of
from warehouse.records import Bound
from warehouse.units import RATIOS
from warehouse.vocabulary import any_of, load_wording

_BOUNDS = load_wording("bounds")
_TOUCHING = _BOUNDS["touching"]


def _bound_words(table: dict[str, list[str]]) -> tuple[str, dict[str, Bound]]:
    bounds = {word: Bound(name) for name, words in table.items() for word in words}
    return any_of(list(bounds)), bounds


# 不少于
BEFORE_WORDS, BEFORE = _bound_words(_BOUNDS["before"])
# 以上
AFTER_WORDS, AFTER = _bound_words(_BOUNDS["after"])
# 余
INSIDE_WORDS, INSIDE = _bound_words(_BOUNDS["inside"])

# what is longer says itself that it is no 违约 and no 附近: 大约, 接近
_LONGER_WORDS = any_of(BEFORE.keys() - {_TOUCHING["about"], _TOUCHING["near"]})
# 近, 约为, 不少于; not the 约 of 违约, nor the 近 of 附近
_LEFT = re.compile(
    rf"""
    (?P<word>
        (?<![{_TOUCHING["not_about_after"]}]){_TOUCHING["about"]}
        | (?<![{_TOUCHING["not_near_after"]}]){_TOUCHING["near"]}
        | (?:{_LONGER_WORDS})
    )
    (?:{"|".join(_TOUCHING["between"])})?\ ?\Z
    """,
    re.VERBOSE,
)
_LEFT_ENDS = frozenset([" ", *(word[-1] for word in BEFORE), *"".join(_TOUCHING["between"])])
"""What stands right before a number that such a word touches; most numbers have something else there."""
_ROUND_ALONE: str = _TOUCHING["round_alone"]
# 上百件, but not 线上3件
_ROUND = re.compile(f"[{load_wording('numbers')['numerals']['hundreds']}]")
_SIGNED = _BOUNDS["signs"]
# 增幅
_CHANGING = any_of(_SIGNED["after"])
# a sign after a word of change or a verb; elsewhere it is a hyphen after a label: 行政处罚-512件
_LEFT_SIGN = re.compile(
    rf"""
    (?:
        (?:{_CHANGING})(?:[{_SIGNED["between"]}：（、\ ]{{0,4}})[{_SIGNED["written"]}]   # 增长-12.5%
        | [{_SIGNED["verbs"]}、，（][+-]                     # 由-3%
    )\Z
    """,
    re.VERBOSE,
)
_SIGNS = frozenset(_SIGNED["written"])
TOUCHING_ENDS = _LEFT_ENDS | _SIGNS
"""The last characters of what may touch a number from before."""
_LONGEST_SIGNED = 12
_DISTANT = _BOUNDS["distant"]
# 不低于
_FAR_WORDS = any_of(_DISTANT["of_whole"])
# 不少于执法人员总数的5%, 不到上年的一半
_OF_WHOLE = re.compile(
    rf"(?P<word>{_FAR_WORDS})(?P<most>)[^，。；、（）\d]{{0,14}}(?:{'|'.join(_DISTANT['wholes'])})的\Z"
)
_VERB_BETWEEN = re.compile(
    rf"""
    (?:
        (?P<word>{any_of(_DISTANT["verbs"])})                                # 至少开展3次
        | (?:(?<=[，。；：（])|\A)(?P<most>{"|".join(_DISTANT["opening_verbs"])})     # ，最多缺席2人
    )
    (?!{"|".join(_DISTANT["not_before_verb"])})[^，。；、：（）\d]{{1,10}}\Z
    """,
    re.VERBOSE,
)
# 不少于每年2次
_OF_EACH = re.compile(rf"(?P<word>{_FAR_WORDS})(?P<most>)(?:{any_of(_DISTANT['each'])})\Z")
# 约占 of 约占全市的四成
ABOUT = re.compile(
    rf"""
    (?<![{_TOUCHING["not_about_after"]}])(?:{"|".join(_BOUNDS["near"]["words"])})
    (?:{"|".join(_BOUNDS["near"]["verbs"])})[^，。；\d]{{0,12}}\Z
    """,
    re.VERBOSE,
)
FAR_PATTERNS = (_OF_WHOLE, _VERB_BETWEEN, _OF_EACH)
"""What finds a word of nearness that stands farther before a figure."""
_FAR_SIGNS = signs_of(*FAR_PATTERNS)
_LONGEST_LEFT = 8


def word_before(text: str, start: int, number_start: int) -> re.Match[str] | None:
    """The word of nearness (group `word`) that touches what begins at `start`, whose number may lie on."""
    if text[start - 1 : start] not in _LEFT_ENDS:
        return None
    found = _LEFT.search(text[max(0, start - _LONGEST_LEFT) : start])
    return found if found and (found["word"] != _ROUND_ALONE or _ROUND.match(text, number_start)) else None


def sign_before(text: str, start: int) -> str:
    """+ or - where a sign stands before what begins at `start`, else nothing."""
    if text[start - 1 : start] not in _SIGNS:
        return ""
    signed = _LEFT_SIGN.search(text[max(0, start - _LONGEST_SIGNED) : start])
    if not signed:
        return ""
    return "+" if signed.group().endswith("+") else "-"


def bound_before(words: str, unit: str) -> tuple[Bound, str]:
    """The bound of a word that stands farther before an exact figure, and the word.

    不到上年的一半, 不少于总数的5% for shares; 至少开展3次, 最多缺席2人.
    """
    if not _FAR_SIGNS.search(words):
        return Bound.EXACT, ""
    for pattern in (_OF_WHOLE, _VERB_BETWEEN) if unit in RATIOS else (_VERB_BETWEEN, _OF_EACH):
        if found := pattern.search(words):
            word = found["word"] or found["most"]
            return BEFORE[word], word
    return Bound.EXACT, ""
