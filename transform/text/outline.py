"""The shape of a report: sections by their marks, paragraphs, sentences."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from transform.text.marks import COUNTING, DATE_UNITS
from transform.text.normalise import normalise
from warehouse.records import Block, BlockKind, Document
from warehouse.vocabulary import load_wording

_TABLE = load_wording("outline")
_OPENS = _TABLE["marks"]
_MARKS = (
    # 一、 第一部分：
    re.compile(rf"^ *({_OPENS['ordinal']}?[{COUNTING}]{{1,3}})(?:、|{_OPENS['part']}[：、 ]|[．.])"),
    re.compile(rf"^ *（([{COUNTING}]{{1,3}})）"),  # （一）
    re.compile(r"^ *(\d{1,2})[.、．](?!\d)"),  # 1.
    re.compile(r"^ *（(\d{1,2})）"),  # （1）
)
"""The marks of headings, outermost first."""
# 一是, 二要
_IN_TEXT = re.compile(rf"^[ “]*([{COUNTING}]{{1,2}}(?:{'|'.join(_OPENS['points'])}))")
_FIRST = frozenset(_OPENS["first"])
# 12件; no figure is in 2017年
_FIGURE = re.compile(rf"\d(?!\d{{0,3}}[{DATE_UNITS}])")
# 36件, 1.2万家; no 12345热线
_COUNTED = re.compile(rf"\d(?:[\d,.]*\d)?[{_TABLE['multiples']}]*[{_TABLE['counted_in']}]")
# 。”
_SENTENCE_END = re.compile(r"[。！？][”）》]?")
_HEADING_LENGTH = 45
_MOST_PLAIN = 8
"""Headings without a mark that stand open at a time, of the title and of the text."""
# 加强行政复议工作
_PLAIN_HEADING = re.compile(r"[^。；！？|]{2,30}(?<![，：、])")
# 全年主要做了以下工作：
_OPENER = re.compile(r"[^。！？]{2,120}：\Z")
_LONGEST_SENTENCE = 1200


class Sentence(NamedTuple):
    """Characters `start` to `end`, with the outline path of its place (四/一是)."""

    start: int
    end: int
    section: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block with its sentences and the headings above it, outermost first.

    `level` is the depth of the mark that the paragraph begins with (一、 0, （一） 1 …), None without one.
    """

    block: Block
    sentences: tuple[Sentence, ...]
    headings: tuple[str, ...]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that is open: `level` counts the marks' kinds (None without a mark), `mark` is as printed."""

    level: int | None
    mark: str
    text: str


def read_outline(document: Document, normal: str | None = None) -> tuple[Paragraph, ...]:
    """Paragraphs and table rows of a document in order, each with its place in the outline.

    The document's title stands above all of them. `normal` is its text normalised, where that is at hand.
    """
    text = normalise(document.text) if normal is None else normal
    title = [_Heading(None, "", normalise(document.title))] if document.title else []
    opened: list[_Heading] = []
    paragraphs = []
    begun = False
    follows_heading = True
    for block in document.blocks:
        words = text[block.start : block.end]
        heading = _heading_of(words) if block.kind is BlockKind.PARAGRAPH else None
        headings = (*title, *opened)
        begun = begun or block.kind is BlockKind.TABLE_ROW or bool(_SENTENCE_END.search(words))
        if heading and heading.level is None and not (begun or opened) and len(title) < _MOST_PLAIN:
            # what stands before the title told again is the site's, not the report's: 政府信息公开
            title = title[:1] if heading in title[:1] else [*title, heading]
        elif heading:
            opened = _with(opened, heading, follows_heading=follows_heading)
            if heading.level is not None:
                headings = (*title, *opened)
        follows_heading = heading is not None and (heading.level is None or len(words) <= _HEADING_LENGTH)
        path = "/".join(one.mark for one in headings if one.mark)
        level = heading.level if heading else None
        sentences = _sentences(text, block, path)
        paragraphs.append(Paragraph(block, sentences, tuple(one.text for one in headings), level))
    return tuple(paragraphs)


def _with(opened: list[_Heading], new: _Heading, *, follows_heading: bool) -> list[_Heading]:
    """The open headings once another one opens.

    One with a mark closes those of its level and below; the first of its series stands under a heading
    without a mark, any other one closes it. One without a mark closes the one before it, if text is between.
    """
    if new.level is None:
        if follows_heading and len(opened) < _MOST_PLAIN:
            return [*opened, new]
        plain = next((place for place, one in enumerate(opened) if one.level is None), len(opened))
        return [*opened[:plain], new]
    for place, one in enumerate(opened):
        if one.level is not None and one.level >= new.level:
            return [*opened[:place], new]
    if new.mark not in _FIRST:
        while opened and opened[-1].level is None:
            opened = opened[:-1]
    return [*opened, new]


def _heading_of(words: str) -> _Heading | None:
    """What a paragraph opens: a section by its mark, or what follows by its words."""
    if mark := _mark(words):
        return _Heading(*mark)
    plain = words.strip()
    if _PLAIN_HEADING.fullmatch(plain) and not _FIGURE.search(plain):
        return _Heading(None, "", plain)
    return _Heading(None, "", plain) if _OPENER.fullmatch(plain) else None


def _mark(words: str) -> tuple[int, str, str] | None:
    """Level, mark and heading of a paragraph that begins a section."""
    for level, pattern in enumerate(_MARKS):
        if match := pattern.match(words):
            return level, match.group(1), _heading(words)
    if words.startswith("【") and len(words) <= _HEADING_LENGTH:
        return 0, words.strip("【】 "), words
    return None


def _heading(words: str) -> str:
    """What a mark heads: its sentence, up to what it counts, which is the paragraph's own (4.立案36件)."""
    end = _SENTENCE_END.search(words)
    heading = words[: end.start()] if end else words[: 2 * _HEADING_LENGTH]
    counted = _COUNTED.search(heading)
    return heading[: counted.start()] if counted else heading


def _sentence_ends(text: str, block: Block) -> list[int]:
    """Ends of sentences; text with no full stop is cut at a clause, so that work on it stays bounded."""
    ends, start = [], block.start
    for end in (*(m.end() for m in _SENTENCE_END.finditer(text, block.start, block.end)), block.end):
        while end - start > _LONGEST_SENTENCE:
            cut = start + _LONGEST_SENTENCE
            clause = max(text.rfind(mark, start + 1, cut) for mark in "；，、")
            start = clause + 1 if clause > 0 else cut
            ends.append(start)
        ends.append(end)
        start = end
    return ends


def _sentences(text: str, block: Block, path: str) -> tuple[Sentence, ...]:
    if block.kind is BlockKind.TABLE_ROW:
        return (Sentence(block.start, block.end, path),)
    sentences, start, mark = [], block.start, ""
    for end in _sentence_ends(text, block):
        words = text[start:end]
        lead = len(words) - len(words.lstrip())
        if lead == len(words):
            continue
        if found := _IN_TEXT.match(words):
            mark = found.group(1)
        section = f"{path}/{mark}".strip("/") if mark else path
        sentences.append(Sentence(start + lead, end, section))
        start = end
    return tuple(sentences)
