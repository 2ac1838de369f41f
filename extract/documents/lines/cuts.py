"""Whether a line break cuts a number or a clause in two, told from the words on both its sides."""

import re
from functools import cache

from warehouse.units import RATE_SIGN
from warehouse.vocabulary import any_of, either, load_wording

_WORDS = load_wording("line_breaks")
_CHINESE = re.compile("[\u3400-\u9fff]")
_ENDED = re.compile("[。！？；：!?;:…]['\"’”》）)】]?$")
_ITEM = re.compile(
    r"""
      [（(]? [一二三四五六七八九十百]{1,4} [）)、.．]
    | [一二三四五六七八九十]{1,2}是
    | 第[一二三四五六七八九十百\d]{1,4}[章节条部]
    | [（(] \d{1,2} [）)]
    | \d{1,2} (?: [、）)] | [.．](?!\d) )
    | [\u2460-\u2487●◆■★※▲•·]
    """,
    re.VERBOSE,
)
# Numbers that are whole at the end of their line: 附件1, 见表2, 联系电话：82469000, 邮编 321000, 2024-01-05.
_WHOLE = re.compile(
    rf"""
    .* (?: (?: {either(_WORDS["numbered"])} ) [\s:：]* [\d.-]+
         | (?: {either(_WORDS["labels"])} ) \s*[:：]? [\s\d()（）A-Za-z-]*
         | \d{{4}} \s*[-/.]\s* \d{{1,2}} \s*[-/.]\s* \d{{1,2}}
         | \d{{7,}} )
    """,
    re.VERBOSE,
)
_NUMBER_BEFORE = re.compile(r"\d[\d,，.．]*$")
_NUMBER_AFTER = re.compile(r"\d+(?:[.．,，]\d+)*(?=[\s%％‰\u3400-\u9fff，。；、）)]|$)")
_MARK_AFTER = re.compile(r"[.．]\d{1,3}(?=[%％‰\u3400-\u9fff])|[,，]\d{3}(?!\d)")
_DATE_BEFORE = re.compile(r"(?:(?P<month>年\d{1,2})|(?P<day>月\d{1,2})|(?<!\d)(?:19|20)\d\d)$")
_DATE_AFTER = re.compile(r"(?:19|20)\d\d\s*(?:年|[-/.]\s*\d)")
_NUMERAL = "零一二三四五六七八九十百千万亿点余多"
_NUMERAL_BEFORE = re.compile(
    r"(?:百分之[零一二三四五六七八九十百点]*|[两几数零一二三四五六七八九][十百千万亿]+|\d[十百千万亿])$"
)
_UNIT_BEFORE = re.compile(r"\d[余多]?(?P<unit>[\u3400-\u9fff]{1,4})$")
_BOUND = rf"(?:{either(_WORDS['bounds'])}|[，。；、）)（(\s]|$)"
# Words that no heading and no sentence ends with, nor as the end of a noun: 规范执法行为
_NO_NOUN = (f"(?<![{ends}]){word}" for word, ends in _WORDS["goes_on"]["but_for"].items())
_GOES_ON = re.compile(rf"(?:[，、,（《“〔]|{'|'.join([*_WORDS['goes_on']['always'], *_NO_NOUN])})$")
_BELONGS_BEFORE = re.compile(rf"[，。、；！？）》”〕】%％‰]|(?:{either(_WORDS['counted'])})(?=[约近超]?\d)")
_CLOSED_BY = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_LOOKED_AT = 60
"""Characters on each side of a break that tell what it cuts."""


def is_sentence_end(text: str) -> bool:
    """Whether a line ends as a sentence, or as what leads one in, does."""
    return _ENDED.search(text[-2:]) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with the mark of a heading or of a list: （一）, 1., 一是, ①."""
    return _ITEM.match(text) is not None


def cuts_number(before: str, after: str) -> bool:
    """Whether a number, with its unit, or a date begins on one line and ends on the next.

    >>> cuts_number("全年受理案件5", "12件，审结498件。"), cuts_number("见附件2", "2023年工作要点")
    (True, False)
    """
    tail = before[-_LOOKED_AT:]
    number = _NUMBER_BEFORE.search(tail)
    if number is None:
        return _cuts_numeral(tail, after) or _cuts_unit(tail, after)
    if not _CHINESE.search(before) or is_item(after):
        return False
    if _cuts_date(tail, after):
        return True
    if _WHOLE.fullmatch(tail) or _DATE_AFTER.match(after):
        return False
    if number[0][-1] in ",，.．":
        return after[:1].isdecimal()
    return any(pattern.match(after) for pattern in (_NUMBER_AFTER, _MARK_AFTER, _unit()))


def _cuts_date(before: str, after: str) -> bool:
    """2022⏎年底, 2022年12⏎月, 12月31⏎日."""
    begun = _DATE_BEFORE.search(before)
    return begun is not None and after.startswith("月" if begun["month"] else "日" if begun["day"] else "年")


def _cuts_numeral(before: str, after: str) -> bool:
    """A number in characters: 百分之九⏎十八, 一百⏎二十件."""
    if is_item(after) or not _NUMERAL_BEFORE.search(before):
        return False
    rest = after.lstrip(_NUMERAL)
    return len(rest) < len(after) and bool(re.match(_BOUND, rest) or _unit().match(rest))


def _cuts_unit(before: str, after: str) -> bool:
    """A number's unit: 2.6个⏎百分点，, 3万⏎元."""
    begun = _UNIT_BEFORE.search(before)
    return begun is not None and any(
        begun["unit"].lstrip("万亿") + after[:length] in _units() and re.match(_BOUND, after[length:])
        for length in range(1, 4)
    )


@cache
def _units() -> frozenset[str]:
    table = load_wording("units")
    return frozenset([*(unit for names in table["classes"].values() for unit in names), *table["canonical"]])


@cache
def _unit() -> re.Pattern[str]:
    """A unit at the start of a line, with what may follow one: 件，, 万元以上, % - and not 件数, 人员."""
    words = any_of(_units())
    return re.compile(rf"{RATE_SIGN}|％|[万亿]+(?:{words}|{_BOUND})|(?:{words}){_BOUND}")


def cuts_clause(before: str, after: str) -> bool:
    """Whether a clause or a bracket is open at the end of a line, or the next begins with its end.

    >>> cuts_clause("贯彻《中华人民共和国行政", "复议法》的规定"), cuts_clause("行政复议情况", "受理512件。")
    (True, False)
    """
    if _GOES_ON.search(before) or _BELONGS_BEFORE.match(after):
        return True
    tail, head = before[-_LOOKED_AT:], after[:_LOOKED_AT]
    return any(
        tail.rfind(opened) > tail.rfind(closed) and closed in head and opened not in head.split(closed)[0]
        for opened, closed in _CLOSED_BY.items()
    )
