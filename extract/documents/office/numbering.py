"""The list numbers that Word shows before paragraphs and keeps out of their text."""

from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extract.documents.files.xml import attribute, child, children

_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "japaneseCounting",
        "ideographDigital",
    )
    + ("taiwaneseCounting", "taiwaneseCountingThousand")
)
_TITLE_STYLES = frozenset(("title", "标题"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, with which words round it, and where it starts."""

    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The file's lists, and how far each of them has been counted."""

    levels: dict[tuple[str, int], Level]
    lists: dict[str, str]
    style_lists: dict[str, tuple[str, int]]
    title_styles: frozenset[str]
    counts: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(lambda: [None] * 9))

    def prefix(self, paragraph: Element) -> str:
        """The number shown before `paragraph` ("（一）", "1."), counting it; "" where it has none."""
        number, depth = self._list_of(child(paragraph, "pPr"))
        abstract = self.lists.get(number, "")
        level = self.levels.get((abstract, depth))
        if level is None or not 0 <= depth < 9:
            return ""
        counts = self.counts[abstract]
        now = counts[depth]
        counts[depth] = level.start if now is None else now + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        return self._shown(level, abstract, counts)

    def is_title_style(self, properties: Element | None) -> bool:
        """Whether a paragraph's properties name the style Title."""
        return attribute(child(properties, "pStyle"), "val") in self.title_styles

    def _list_of(self, properties: Element | None) -> tuple[str, int]:
        own = child(properties, "numPr")
        if own is not None:
            depth = attribute(child(own, "ilvl"), "val")
            return attribute(child(own, "numId"), "val"), int(depth) if depth.isdecimal() else 0
        return self.style_lists.get(attribute(child(properties, "pStyle"), "val"), ("", 0))

    def _shown(self, level: Level, abstract: str, counts: list[int | None]) -> str:
        shown = level.pattern
        for depth in range(9):
            if f"%{depth + 1}" in shown:
                inner = self.levels.get((abstract, depth), level)
                value = counts[depth]
                shown = shown.replace(
                    f"%{depth + 1}", number_as(inner.start if value is None else value, inner.form)
                )
        # "1" alone would run into the figure behind it.
        return shown if not shown or not shown[-1].isalnum() else f"{shown} "


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """Read the lists out of numbering.xml and styles.xml; either may be missing."""
    levels = {
        (attribute(abstract, "abstractNumId"), int(depth)): _level(level)
        for abstract in children(numbering, "abstractNum")
        for level in children(abstract, "lvl")
        if (depth := attribute(level, "ilvl")).isdecimal()
    }
    lists = {
        attribute(number, "numId"): attribute(child(number, "abstractNumId"), "val")
        for number in children(numbering, "num")
    }
    by_style: dict[str, tuple[str, int]] = {}
    titles: set[str] = set()
    for style in children(styles, "style"):
        name = attribute(style, "styleId")
        if attribute(child(style, "name"), "val").lower() in _TITLE_STYLES:
            titles.add(name)
        if (own := child(child(style, "pPr"), "numPr")) is not None:
            depth = attribute(child(own, "ilvl"), "val")
            by_style[name] = (attribute(child(own, "numId"), "val"), int(depth) if depth.isdecimal() else 0)
    return Numbering(levels, lists, by_style, frozenset(titles))


def _level(level: Element) -> Level:
    form = attribute(child(level, "numFmt"), "val")
    start = attribute(child(level, "start"), "val")
    pattern = "" if form in ("bullet", "none") else attribute(child(level, "lvlText"), "val")
    return Level(form, pattern, int(start) if start.isdecimal() else 1)


def number_as(value: int, form: str) -> str:
    """A list number in one of Word's forms; Arabic for forms that reports do not use.

    >>> number_as(12, "chineseCounting")
    '十二'
    """
    if form in _CHINESE and 0 < value < 100:
        tens, ones = divmod(value, 10)
        head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
        return head + (_DIGITS[ones] if ones else "")
    if form == "decimalEnclosedCircle" and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((ord("A") if form == "upperLetter" else ord("a")) + value - 1)
    return str(value)
