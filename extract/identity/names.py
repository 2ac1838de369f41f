"""Names of places in a title, an office's name or a text, each read as a word and never out of another.

健康保险 holds 康保, 建成县级 holds 成县, 长寿路 holds 长寿: a name begins where a word does and ends with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.identity.words import Words, load_words
from warehouse.characters import simplified
from warehouse.places import Gazetteer
from warehouse.records import Place

_LENGTHS = range(14, 1, -1)
# Another document's title; it is the report's own where it is what is published.
# The look behind stands after the mark that it is about, which is found at an eighth of the cost.
_QUOTATION = re.compile(r"《(?<!印发.)(?<!发布.)(?<!公布.)(?<!公开.)(?<!报送.)[^《》]*》|“[^“”]*”")
_DEPTH = {"country": 0, "province": 1, "prefecture": 2, "county": 3}


@dataclass(frozen=True, slots=True)
class Name:
    """The places that a name, or names one within the other (浙江省金华市), may mean; `end` is behind them.

    `is_vague`: it is a short name or a common noun and nothing says that it is meant as a place.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    is_vague: bool = False


def as_words(text: str) -> str:
    """A text as names are looked for in it: simplified, one space for many, none in spaced-out words.

    >>> as_words("金 华 市 人 民 政 府"), as_words("〔2018〕9号  金华市报告")
    ('金华市人民政府', '〔2018〕9号 金华市报告')
    """
    parts = simplified(text).split()
    is_spaced_out = sum(map(len, parts)) < 2 * len(parts)
    return ("" if is_spaced_out else " ").join(parts)


def without_quotations(text: str) -> str:
    """A text with a comma for every quotation and every title of another document.

    >>> without_quotations("关于贯彻《实施纲要（2015-2020年）》的报告")
    '关于贯彻，的报告'
    """
    return _QUOTATION.sub("，", text)


def names_in(text: str, places: Gazetteer, year: int | None, *, subjects: bool = False) -> Iterator[Name]:
    """The names of places in `text` (as_words), in order.

    `subjects`: only full names that a clause of running text begins with.
    """
    words = load_words()
    before = words.before_subject if subjects else words.before
    position = 0
    while position < len(text):
        found = None
        # The longest lead-in has eleven characters.
        if places.may_begin(text, position) and before.search(text[max(position - 12, 0) : position]):
            found = _full(text, position, places, year, words)
            found = found or (None if subjects else _short(text, position, places, year, words))
        if found:
            found = _lowest(text, found, places, year, words)
        if found and not (subjects and found.is_vague):
            yield found
        position = found.end if found else position + 1


def _lowest(text: str, name: Name, places: Gazetteer, year: int | None, words: Words) -> Name:
    """A name with those behind it, each of a place within the one before."""
    while lower := _below(text, name, places, year, words):
        name = replace(lower, start=name.start)
    return name


def _full(text: str, start: int, places: Gazetteer, year: int | None, words: Words) -> Name | None:
    for length in _LENGTHS:
        called = text[start : start + length]
        found = tuple(place for place in places.named(called, year) if _is_full(called, place))
        end = start + length
        if len(called) < length or not found or _is_gone_on(text, end, length, words):
            continue
        if called in words.common:
            return Name(start, end, found, is_vague=not words.after_common.match(text, end))
        return Name(start, end, found)
    return None


def _is_full(called: str, place: Place) -> bool:
    """Whether a name is a place's whole one, or that of an autonomous one without its peoples (延边州)."""
    return called == place.name or (called != place.short_name and len(called) > 2)


def _is_gone_on(text: str, end: int, length: int, words: Words) -> bool:
    """Whether a full name is none: 新建县域; one of two characters also as in 和县区, 城区街道."""
    if words.level.match(text, end):
        return True
    return length == 2 and bool(words.level_of_two.match(text, end) or words.other_name.match(text, end))


def _short(text: str, start: int, places: Gazetteer, year: int | None, words: Words) -> Name | None:
    """A short name of a province or prefecture; of several places of that name the largest is meant."""
    for length in _LENGTHS:
        called = text[start : start + length]
        end = start + length
        found = [place for place in places.named(called, year) if _DEPTH[place.level] in (1, 2)]
        is_meant = words.after_short.match(text, end) is not None
        if len(called) < length or not found or (words.other_name.match(text, end) and not is_meant):
            continue
        top = min(_DEPTH[place.level] for place in found)
        meant = tuple(place for place in found if _DEPTH[place.level] == top)
        return Name(start, end, meant, is_vague=called in words.no_short or not is_meant)
    return None


def _below(text: str, above: Name, places: Gazetteer, year: int | None, words: Words) -> Name | None:
    """A name right behind another, of a place that lies in that one; of a county a short one only so."""
    start = above.end + text.startswith(" ", above.end)
    for length in _LENGTHS:
        called = text[start : start + length]
        end = start + length
        if len(called) < length or words.other_name.match(text, end):
            continue
        found = tuple(place for place in places.named(called, year) if is_under(place, above.places, places))
        is_meant = words.after_short.match(text, end) and called not in words.no_short
        if found and (len(called) > 2 or is_meant):
            return Name(start, end, found)
    return None


def is_under(place: Place, above: Sequence[Place], places: Gazetteer) -> bool:
    """Whether a place lies in one of `above`, and is none of them."""
    codes = {parent.code for parent in places.parents(place.code)}
    return any(parent.code in codes for parent in above)
