"""Brackets, quotes and marks among a figure's words: what of them is passed over, and where words end."""

import re

from transform.linking.mentions import NOUNS, Scanner, names_any
from transform.linking.setting import Setting
from transform.numbers.quantities import Quantity
from transform.text.marks import AND_SO_ON, BRACKET, CLAUSE_MARKS, JOINING_TITLES, JOINING_WORD
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# a blank parts the halves of a headline: 审结复议案件312件 纠错率达9%
CUT = re.compile(rf"[、→{CLAUSE_MARKS}]|(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")
# 直接纠错（以撤销、变更等方式结案）9件: right before a figure, tells what the noun before it takes in
_EXPLAINED = re.compile(
    rf"""
    （(?:{either(_TABLE["explains"])}|(?P<includes>{either(_TABLE["includes"])}))[^（）]*）
    [{_TABLE["after_bracket"]}]*
    """,
    re.VERBOSE,
)
# 许可事项（46个子项）共26项: right before a figure, holds the one before it
_COUNTED = re.compile(rf"{BRACKET.pattern}[{_TABLE['after_bracket']}]*\Z")
# “低保申请”“优待证办理”等8项事项: examples in quotes of what the noun behind names; a comma may cut the first
_EXAMPLES = re.compile(
    rf"""
    (?:“?[^“”]{{1,30}}”(?:[{JOINING_TITLES}](?:[\u4e00-\u9fff]{{1,5}}[{_TABLE["quoted_ends"]}])?)?)+
    {AND_SO_ON}\Z
    """,
    re.VERBOSE,
)
# 36件（主要涉及征地、工伤等方面）
_SPREAD = re.compile(f"（(?:{either(_TABLE['spreads_over'])})")
# 市水务局（含各管理站）新收案件12件
_ASIDE = re.compile(
    rf"""
    （(?:(?P<spreads>{either(_TABLE["spreads_over"])})|{either([*_TABLE["explains"], *_TABLE["includes"]])})
    [^（）]*）
    """,
    re.VERBOSE,
)
# 99.87%：办理满意度; 3.6万件——窗口全年的办件量; 3.6万件，是窗口全年的办件量
_SAYS_WHAT = re.compile(rf"：|——|，(?:{either(_TABLE['says_what'])})")


def examples_before(setting: Setting, low: int, quantity: Quantity, high: int) -> tuple[int, int] | None:
    """The examples in quotes right before a figure whose noun stands behind it; None where there are none."""
    found = _EXAMPLES.search(setting.text, low, quantity.start) if high > quantity.end else None
    return found.span() if found else None


def counted_in_bracket(setting: Setting, index: int) -> tuple[int, int] | None:
    """The bracket right before a figure that holds the one before it: 许可事项（46个子项）26项."""
    figure = setting.figures[index].figure
    found = _COUNTED.search(setting.text, figure.clause_start, figure.quantity.start)
    if found is None or found.start() == figure.clause_start:
        return None
    before = setting.figures[index - 1].figure.quantity if index else None
    return found.span() if before and found.start() < before.start < found.end() else None


def explained_before(setting: Setting, low: int, end: int, scanner: Scanner) -> tuple[int, int]:
    """The bracket right before a figure that explains the noun before it; an empty one where no noun is.

    One that includes a noun of its own tells of a sum: 审查规范性文件（含合同）12件.
    """
    if setting.text.find("（", low, end) < 0:
        return (0, 0)
    found = next((m for m in _EXPLAINED.finditer(setting.text, low, end) if m.end() == end), None)
    if found is None or not any(one.concepts for one in setting.between(low, found.start())):
        return (0, 0)
    if found["includes"] and names_any(NOUNS, setting.between(found.start(), end), scanner):
        return (0, 0)
    return found.start(), found.start() + found[0].rindex("）") + 1


def aside_before(setting: Setting, low: int, end: int, scanner: Scanner) -> tuple[int, int]:
    """A bracket before a figure that tells of whom its words are: 市水务局（含各管理站）; else empty."""
    if setting.text.find("（", low, end) >= 0:
        for found in _ASIDE.finditer(setting.text, low, end):
            if found["spreads"] or not names_any(NOUNS, setting.between(*found.span()), scanner):
                return found.span()
    return (0, 0)


def slogan_end(setting: Setting, index: int) -> int:
    """Where the noun ends that a figure opens before a colon, or before a clause that says what it is.

    99.87%：办理满意度; 3.6万件，是窗口全年的办件量. 0 where no figure does.
    """
    figure = setting.figures[index].figure
    told = _SAYS_WHAT.match(setting.text, figure.quantity.end)
    if told is None or setting.text[figure.clause_start : figure.quantity.start].strip():
        return 0
    following = setting.figures[index + 1 : index + 2]
    end = min((one.figure.quantity.start for one in following), default=figure.sentence.end)
    mark = CUT.search(setting.text, told.end(), end)
    return mark.start() if mark else end


def end_of_words(setting: Setting, start: int, end: int) -> int:
    """Where the words after a figure end: at a mark, unless that stands in a bracket of theirs (市、区).

    Nor at one inside a word: 3个示范地区、示范项目. A bracket that holds the next figure, 58件（一审41件…, is
    that one's; one that tells over what the counted are spread, nobody's.
    """
    text = setting.text
    if JOINING_WORD.match(text, start, end) or _SPREAD.match(text, start, end):
        return start
    position = start
    while cut := CUT.search(text, position, end):
        position = _end_around(setting, position, cut.start(), end)
        if not position:
            end = cut.start()
            break
    opened = text.rfind("（", start, end)
    return opened if opened >= 0 and "）" not in text[opened:end] else end


def _end_around(setting: Setting, start: int, mark: int, end: int) -> int:
    """Where the bracket or the word ends that a mark stands in; 0 where it stands in none."""
    bracket = BRACKET.search(setting.text, start, end)
    if bracket and bracket.start() < mark:
        return bracket.end()
    return next((one.end for one in setting.between(start, end) if one.start < mark < one.end), 0)
