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
    """One block with its sentences and the headings above it, outermost first."""

    block: Block
    sentences: tuple[Sentence, ...]
    headings: tuple[str, ...]


def read_outline(document: Document) -> tuple[Paragraph, ...]:
    """Paragraphs and table rows of a document in order, each with its place in the outline."""
    text = normalise(document.text)
    marks: list[tuple[int, str, str]] = []
    paragraphs = []
    for block in document.blocks:
        words = text[block.start : block.end]
        if block.kind is BlockKind.PARAGRAPH:
            marks = _marks_after(marks, words)
        path = "/".join(mark for _, mark, _ in marks)
        sentences = _sentences(text, block, path)
        paragraphs.append(Paragraph(block, sentences, tuple(heading for _, _, heading in marks)))
    return tuple(paragraphs)


def _marks_after(marks: list[tuple[int, str, str]], words: str) -> list[tuple[int, str, str]]:
    for level, pattern in enumerate(_MARKS):
        if match := pattern.match(words):
            return [*(mark for mark in marks if mark[0] < level), (level, match.group(1), _heading(words))]
    if words.startswith("【") and len(words) <= _HEADING_LENGTH:
        return [(0, words.strip("【】 "), words)]
    return marks


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
