"""Titles as lists print them, without what a list puts round them: bullets, numbers, dates, file endings.

What stands in brackets before or behind a title is kept apart: it may say whose report it is (（市民政局）).
"""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from extract.file_endings import NAMED, PAGE
from warehouse.characters import simplified
from warehouse.years import MIXED_YEAR, year_in_digits

_WRITTEN_YEAR = re.compile(MIXED_YEAR)
_QUOTES = str.maketrans("", "", "《》〈〉“”„‟\"'‘’「」『』")
_DOCUMENT_NUMBER = re.compile(
    r"^.{0,12}[〔\[(]20\d\d[〕\])]第?.{0,6}号|\([^()]{1,12}[〔\[(]20\d\d[〕\])]第?\d{1,4}号\)"
)
_OPENING, _CLOSING = "([【〔{", ")]】〕}"
_ANY_DATE = r"20\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)(?:\d{1,2}:\d\d(?::\d\d)?)?"
# 1. 01、 (3) 二、 第4号: numbers of a list; 2023年 and 3年 are none.
_NUMBER = re.compile(
    r"(?:\d{1,3}[.、,):：]|\(\d{1,3}\)|[一二三四五六七八九十]{1,3}[、.)]|\([一二三四五六七八九十]{1,3}\)"
    r"|0?\d{1,2}(?=[\u4e00-\u9fff])(?!\d*[年月日个件项批期届次]))(?!\d)"
)
_FIRST_DATE = re.compile(rf"[\[(【]?{_ANY_DATE}[\])】]?|\d\d-\d\d(?!\d)")
_FIRST_BRACKET = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]{1,20})[)\]】〕}](?=.)")
_LAST_BRACKET = re.compile(r"(?<=.)[(\[【〔{]([^()\[\]【】〔〕{}]{0,30})[)\]】〕}]$")
_LAST_MARK = re.compile(
    rf"\.(?:{NAMED}|{PAGE})$"
    rf"|(?:点击|附件)?下载$|查看(?:详情|全文|更多)?$|阅读全文$|详情$|置顶$|(?<=[\u4e00-\u9fff])(?:new|hot|top)!?$"
    rf"|(?<=[\u4e00-\u9fff]){_ANY_DATE}$|\d+(?:\.\d+)?[KMG]B?$",
    re.IGNORECASE,
)
# 火炬高新区(中山港街道)2025年…; not (2015-2020), nor 依法行政(法治政府建设)工作报告
_INNER_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕\d法]{1,20})[)\]】〕]")
_LONGEST = 300
_CUT = re.compile(r"(?:\.{2,}|·{2,}|。{2,}|>{2,})$")
# …报告-红塔区, …报告:市民政局
_BEHIND_A_DASH = re.compile(
    r"(?P<title>.*(?:报告|年报|情况|总结|汇报|白皮书))[-—–―_|:·]+(?P<words>[^-—–―_|:]{2,24})$"
)


@dataclass(frozen=True, slots=True)
class PlainTitle:
    """A title's own words, what stands in brackets before and behind it, whether the list cut it short."""

    text: str
    asides: tuple[str, ...] = ()
    is_cut: bool = False


def plain_title(title: str) -> PlainTitle:
    """The words of a title: simplified, half-width, without spaces, quotation marks and a list's own marks.

    Document numbers go too, as their year is none of the report's.

    >>> plain_title("· 【红塔区】2023年法治政府建设\u200b年度报告.pdf")
    PlainTitle(text='2023年法治政府建设年度报告', asides=('红塔区',), is_cut=False)
    """
    text = _flat(title)
    is_cut = bool(_CUT.search(text))
    asides: list[str] = []
    before = None
    while text != before:
        before = text
        text = _without_first_mark(_without_last_mark(text, asides), asides)
    if match := _BEHIND_A_DASH.fullmatch(text):
        text = match["title"]
        asides.append(match["words"])
    asides += _INNER_BRACKET.findall(text)
    return PlainTitle(_INNER_BRACKET.sub("", text), tuple(aside for aside in asides if aside), is_cut)


def _flat(title: str) -> str:
    """Without spaces and characters that nobody sees: zero-width ones, soft hyphens, marks of direction."""
    wide = unicodedata.normalize("NFKC", unescape(title[:_LONGEST]))
    seen = "".join(mark for mark in wide if unicodedata.category(mark) not in ("Cf", "Cc", "Co", "Cn"))
    text = simplified("".join(seen.split())).translate(_QUOTES)
    text = _WRITTEN_YEAR.sub(lambda year: year_in_digits(year[0]), text)
    return _DOCUMENT_NUMBER.sub("", text)


def _without_last_mark(text: str, asides: list[str]) -> str:
    while text and not _is_word(text[-1]) and text[-1] not in _CLOSING:
        text = text[:-1]
    if match := _LAST_BRACKET.search(text):
        asides.append(match[1])
        return text[: match.start()]
    return _LAST_MARK.sub("", text)


def _without_first_mark(text: str, asides: list[str]) -> str:
    while text and not _is_word(text[0]) and text[0] not in _OPENING:
        text = text[1:]
    if match := _NUMBER.match(text) or _FIRST_DATE.match(text):
        return text[match.end() :]
    if match := _FIRST_BRACKET.match(text):
        asides.append(match[1])
        return text[match.end() :]
    return text


def _is_word(mark: str) -> bool:
    return unicodedata.category(mark)[0] in "LN"
