"""Bodies among figures: whose a part is, and bodies that a sentence counts by kind."""

import re
from decimal import Decimal

from transform.numbers.numerals import CHINESE_NUMERAL
from transform.sense.context import Placed
from transform.text.marks import BRACKET, PART_OF
from warehouse.units import THING
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 在13个城市中排名第二
COUNTED_PLACES = re.compile(either(_TABLE["counted_places"]))
# 8个部门的执法案卷86件: bodies, whose things the next figure counts
BODIES_OF = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['counted_bodies'])})(?:{either(_TABLE['bodies_have'])})?的"
)
# 26个部门开展双随机抽查126次: bodies, whose deed the next figure counts
BODIES_DO = re.compile(
    rf"""
    [\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE["counted_bodies"])})
    (?:{either(_TABLE["bodies_together"])})?(?:{either(_TABLE["bodies_do"])})
    """,
    re.VERBOSE,
)
# 12个单位收到
BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{either(_TABLE['counted_bodies'])})+")
# 12个部门
COUNTED_BODIES = re.compile(rf"[\u4e00-\u9fff]{{0,6}}(?:{either(_TABLE['counted_bodies'])})")
# 12个部门共36人述法: the bodies do nothing that their people do
PEOPLE_OF = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}(?:{either(_TABLE['counted_bodies'])}){_TABLE['sums_up']}(?=\d)"
)
# 其中市中院受理, 其中省级平台服务, 其中16个县区: a body of its own
OWN_BODY = re.compile(
    rf"""
    (?:[，；、（\ ]|{either(PART_OF)})*
    (?:[\d{CHINESE_NUMERAL}]+{THING}(?:{COUNTED_PLACES.pattern})
    |[\u4e00-\u9fff]{{1,12}}?(?:“?\d{{5}}”?[\u4e00-\u9fff]{{0,4}}?)?             # 省12345热线平台
     (?:{either(_TABLE["bodies"])})(?!{either(_TABLE["no_bodies"])}))
    """,
    re.VERBOSE,
)
# 其中交通局9件、水利局12件: nothing but the name of a body
NAMED_BODY = re.compile(
    rf"(?:[，；、（\ ]|{either(PART_OF)})*[\u4e00-\u9fff]{{2,8}}(?:{either(_TABLE['bodies'])})"
)
FIRM_UNITS = frozenset(_TABLE["body_units"])
"""Units of firms and households: 36家网吧, 12户."""
FILE_UNITS = frozenset(_TABLE["file_units"])
"""Units of files, which bodies have: 抽查12家单位86卷."""
BODIES_COUNTED_IN = frozenset(_TABLE["bodies_counted_in"])
"""Units of departments, offices and places: 抽取12家单位的处罚、许可案卷86卷."""
# 突破30万户，达31.2万户: told once more, and no kind
REACHED = re.compile(rf"(?:{either(_TABLE['reached'])})(?:{either(_TABLE['reached_after'])})*")
# 历史性突破30万户; 年底实有30万户
_REACHED_LAST = re.compile(rf"(?:{REACHED.pattern}|{either(_TABLE['in_all'])})\Z")
# 检查各类企业: of every kind; 城东镇: of a place
_EVERY_KIND = re.compile(
    rf"{_TABLE['visits']}(?:{either(_TABLE['of_every_kind'])})?(?:{either(_TABLE['any_body'])})\Z"
)
_OF_PLACE = re.compile(
    rf"(?<![{_TABLE['no_place_before']}])[{_TABLE['place_ends']}]\Z|{'|'.join(_TABLE['place_words'])}"
)


def kinds_of_bodies(text: str, near: list[Placed]) -> set[int]:
    """检查网吧12家、书店9家: bodies that a sentence counts by kind are parts of what nobody added up.

    检查企业120家，检查网吧12家: unless the first are of every kind.
    """
    kinds = [placed for placed in near if _is_kind(text, placed, near[0])]
    if len(kinds) < 2:
        return set()
    first, *others = kinds
    between = text[first.figure.quantity.end :][:1]
    most = max(placed.figure.quantity.value or Decimal(0) for placed in others)
    of_every = between == "，" and _EVERY_KIND.search(first.figure.before)
    whole = bool(of_every and (first.figure.quantity.value or Decimal(0)) > most)
    return {placed.index for placed in (others if whole else kinds)}


def _is_kind(text: str, placed: Placed, first: Placed) -> bool:
    """Whether a figure counts bodies in the sentence of another, and no place or body tells whose."""
    figure = placed.figure
    if figure.quantity.unit not in FIRM_UNITS or figure.sentence != first.figure.sentence:
        return False
    reached = text[figure.quantity.start - len(figure.before) : figure.quantity.number_start]
    if placed is not first and _REACHED_LAST.search(reached):
        return False
    return not (_OF_PLACE.search(figure.before) or has_own_body(text, placed))


def has_own_body(text: str, placed: Placed) -> bool:
    """Whether a part is a body's, by its own words or by its opening ones: 其中市中院受理9件，审结8件.

    What 其中 opens ends with ； and before a bracket; what ； opens has a body of its own or none.
    """
    figure = placed.figure
    sentence, start = figure.sentence.start, figure.quantity.start
    opened = max(text.rfind(word, sentence, start) for word in PART_OF)
    opened = max(opened, text.rfind("；", sentence, start) + 1) if opened >= 0 else opened
    opening = BRACKET.sub("", text[opened:start]) if opened >= 0 else "（"
    return bool(OWN_BODY.match(figure.before) or ("（" not in opening and OWN_BODY.match(opening)))
