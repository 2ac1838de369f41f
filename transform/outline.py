"""The shape of a report: sections by their marks, paragraphs, sentences."""

import re
from dataclasses import dataclass

from transform.normalise import normalise
from warehouse.records import Block, BlockKind, Document

_MARKS = (
    re.compile(r"^ *(第?[一二三四五六七八九十]{1,3})(?:、|部分[：、 ]|[．.])"),
    re.compile(r"^ *（([一二三四五六七八九十]{1,3})）"),
    re.compile(r"^ *(\d{1,2})[.、．](?!\d)"),
    re.compile(r"^ *（(\d{1,2})）"),
)
_IN_TEXT = re.compile(r"^[ “]*([一二三四五六七八九十]{1,2}(?:是|要))")
_SENTENCE_END = re.compile(r"[。！？][”）》]?")
_HEADING_LENGTH = 45
_LONGEST_SENTENCE = 1200


@dataclass(frozen=True, slots=True)
class Sentence:
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


def read_outline(document: Document) -> tuple[Paragraph, ...]:
    """Paragraphs and table rows of a document in order, each with its place in the outline."""
    text = normalise(document.text)
    marks: list[tuple[int, str, str]] = []
    paragraphs = []
    for block in document.blocks:
        words = text[block.start : block.end]
        level = None
        if block.kind is BlockKind.PARAGRAPH and (mark := _mark(words)):
            marks = [*(above for above in marks if above[0] < mark[0]), mark]
            level = mark[0]
        path = "/".join(mark for _, mark, _ in marks)
        sentences = _sentences(text, block, path)
        headings = tuple(heading for _, _, heading in marks)
        paragraphs.append(Paragraph(block, sentences, headings, level))
    return tuple(paragraphs)


def _mark(words: str) -> tuple[int, str, str] | None:
    """Level, mark and heading of a paragraph that begins a section."""
    for level, pattern in enumerate(_MARKS):
        if match := pattern.match(words):
            return level, match.group(1), _heading(words)
    if words.startswith("【") and len(words) <= _HEADING_LENGTH:
        return 0, words.strip("【】 "), words
    return None


def _heading(words: str) -> str:
    end = _SENTENCE_END.search(words)
    return words[: end.start()] if end else words[: 2 * _HEADING_LENGTH]


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
        if not text[start:end].strip():
            continue
        if found := _IN_TEXT.match(text[start:end]):
            mark = found.group(1)
        section = f"{path}/{mark}".strip("/") if mark else path
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        sentences.append(Sentence(start + lead, end, section))
        start = end
    return tuple(sentences)
