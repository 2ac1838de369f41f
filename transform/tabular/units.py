"""Units of a table: in heads and labels, in a column or row of their own, in captions and notes."""

import re

from transform.numbers.numerals import PLAIN, multiplier
from transform.numbers.units import CANONICAL, UNIT_CLASS, unit_class
from transform.text.marks import JOINING
from warehouse.vocabulary import load_wording

Unit = tuple[str, int]
"""A unit as it is stored, and by what a printed number is multiplied."""

_WORDS = load_wording("tables")
_UNIT: str = _WORDS["rows"]["unit"]
IN_HEAD = re.compile(
    rf"""
      （(?:{_UNIT}[：:])?([^（）]{{1,8}})）      # 罚没款（万元）, 罚没款（单位：万元）
    | [/／]([^/／（）]{{1,5}})(?=\Z|[/／（])     # 罚没款/万元
    | (%|‰)\Z                                # 增长%
    """,
    re.VERBOSE,
)
# 单位：件、万元; 单位为万元
_IN_CAPTION = re.compile(
    rf"{_UNIT}(?:{'|'.join(_WORDS['rows']['unit_is'])}|[：:])\ *(?P<units>(?:(?!{_UNIT})[^；。）\n]){{1,30}})"
)
# 、 of 件、万元
_BETWEEN = re.compile(rf"[{JOINING}，,/／]|\ ")
# 万元, 百件
_MULTIPLIER = re.compile(rf"\A(?P<scale>[{PLAIN}]{{0,2}})(?P<unit>.*)\Z")


def unit_of(word: str) -> Unit | None:
    """The unit that a word is, with its multiplier; None where it is none."""
    parts = _MULTIPLIER.match(word.strip())
    if parts and (parts["unit"] in UNIT_CLASS or parts["unit"] in CANONICAL):
        return CANONICAL.get(parts["unit"], parts["unit"]), multiplier(parts["scale"])
    return None


def unit_in(head: str) -> Unit | None:
    """The unit that a head or label names in brackets, after a slash, or as a sign at its end."""
    found = (unit_of(next(filter(None, match.groups()))) for match in IN_HEAD.finditer(head))
    return next((unit for unit in found if unit), None)


def caption_units(words: str) -> tuple[Unit, ...]:
    """The units of a caption or note: 单位：件、万元; （万元）."""
    listed = [match["units"] for match in _IN_CAPTION.finditer(words)]
    if not listed:
        in_head = unit_in(words.strip())
        return (in_head,) if in_head else ()
    named = (unit_of(word) for words in listed for word in _BETWEEN.split(words))
    return tuple(dict.fromkeys(unit for unit in named if unit))


def counts(head: str) -> str:
    """money, people or rates by the words of a head; "" for things that are counted."""
    kinds = _WORDS["counts"]
    return next((kind for kind in ("rates", "money", "people") if any(w in head for w in kinds[kind])), "")


def noun_unit(*words: str) -> Unit | None:
    """The unit that a noun is counted in, of the first words that hold one; None for money."""
    if any(counts(word) == "money" for word in words):
        return None
    nouns: dict[str, list[str]] = _WORDS["nouns"]
    found = (unit for word in words for unit, names in nouns.items() if any(name in word for name in names))
    return next(((unit, 1) for unit in found), None)


def kind_of(unit: str) -> str:
    """What a unit counts, as `counts` tells of a head."""
    kind = unit_class(unit)
    return kind if kind in {"money", "people", "rates"} else ""
