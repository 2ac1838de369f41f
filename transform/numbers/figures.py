"""Every number of a paragraph, told apart: figure, exclusion with its reason, or open question."""

import re
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from transform.numbers.exclusions import Named, named_spans
from transform.numbers.numerals import CHINESE_NUMERAL
from transform.numbers.quantities import LISTED, Quantity, quantity_at
from transform.numbers.spans import number_spans
from transform.numbers.units import unit_class
from transform.numbers.worded import figures_in_words
from warehouse.records import Bound, Exclusion, Issue
from warehouse.units import CASE, DAYS, DOUBLINGS, PER_CENT, SHARES, TIMES, YEARS
from warehouse.vocabulary import either, load_wording

_WORDS = load_wording("figures")
_ONE, _COUNTED = _WORDS["one"], _WORDS["counted"]
# 出庭应诉率达到; not 万人起诉率: cases per ten thousand people
_RATE_BEFORE = re.compile(
    rf"""
    (?:{"".join(f"(?<!{word})" for word in _WORDS["rate"]["not_after"])}{_WORDS["rate"]["sign"]}
    |{"|".join(_WORDS["rate"]["nouns"])})[^，。；、]{{0,8}}\Z
    """,
    re.VERBOSE,
)
# 数 of 参加人数 1200
_COUNT_BEFORE = re.compile(r"[\u4e00-\u9fff”》）]\ ?\Z")
# 3, 三
_DIGIT = re.compile(rf"[\d{_WORDS['digits']['characters']}]")
# 286.5 of 1.286.5
_DIGITS = re.compile(r"[\d.]*\d")
# A
_LETTER = re.compile(r"[A-Za-z]")
_COUNTS = frozenset({"cases", "things", "entities", "people"})
_ONE_STANDS = frozenset(_ONE["units"])
# 每 of 每一件
_EACH = re.compile(rf"[{_ONE['not_after']}]\Z")
# 每半年听取 of 每半年听取一次: a norm counts what is done
_EVERY = re.compile(rf"{_ONE['each']}(?:{'|'.join(_ONE['every'])})[^，。；\d]{{0,10}}\Z")
_EVENTS = frozenset(_ONE["events"])
# 出庭一件，
_STOP = re.compile(r"[，。；、）]|\Z")
# 参加人数, 案件件数
_COUNTED_NOUN = re.compile(rf"({'|'.join(_COUNTED['units'])}){_COUNTED['number']}[^，；。、\d]{{0,5}}\Z")
# 半
_ANY_NUMBER = re.compile(rf"[\d{CHINESE_NUMERAL}{_WORDS['digits']['others']}_ ]")
"""What every figure, blank or excluded numeral has; most sentences have none of it."""
_LARGE = 10_000
_START = attrgetter("start")
# digits, a mark and digits with no unit between: 12，85; 12 85; 1.286.5
_GOING_ON = frozenset(",，.’'‘·:： ")
_GOES_ON = re.compile(r"(?:\ ?[,，.’'‘·:：]\ ?|\ )(?=\d)")
# 1 2 85: what may be blanks that a page's setting left, or the cells of a row
_BLANKS_IN, _BLANK = re.compile(r"\d\ \d(?!\d\d)"), re.compile(r"\d\ \d")
# 居家老年人, 个体工商户 after 358万
_CLAUSE = re.compile(r"[^，。；、：（）\d]{0,12}")
_NOUN_UNITS = {unit: re.compile(either(nouns)) for unit, nouns in load_wording("units")["nouns"].items()}


class Figures(NamedTuple):
    """What the numbers of one stretch of text are; offsets are those of the whole document."""

    quantities: tuple[Quantity, ...]
    exclusions: tuple[Exclusion, ...]
    issues: tuple[Issue, ...]


_NO_FIGURES = Figures((), (), ())


def read_figures(text: str, start: int, end: int, *, unit: str | None = None) -> Figures:
    """Tell apart the numbers of `text[start:end]`, the normalised text of a document.

    `unit` is the unit of a table's column, for cells that hold a bare number.
    """
    return figures_of(text, ((start, end),), unit=unit)[0]


def figures_of(text: str, spans: Iterable[tuple[int, int]], *, unit: str | None = None) -> list[Figures]:
    """What `read_figures` makes of each of many stretches.

    Each step is taken for all of them before the next one: its patterns stay in the processor's cache.
    """
    found, numbered = list[Figures](), list[tuple[int, int, str]]()
    for start, end in spans:
        stretch = text[start:end]
        if _ANY_NUMBER.search(stretch):
            numbered.append((len(found), start, stretch))
        found.append(_NO_FIGURES)
    stretches = [stretch for _, _, stretch in numbered]
    names = named_spans(stretches)
    special = [figures_in_words(*told) for told in zip(stretches, names, strict=True)]
    numbers = [number_spans(stretch) for stretch in stretches]
    told_apart = [_told_apart(*told, unit) for told in zip(stretches, names, special, numbers, strict=True)]
    for (place, start, _), figures in zip(numbered, told_apart, strict=True):
        found[place] = _moved(figures, start)
    return found


def _told_apart(
    text: str,
    names: tuple[Named, ...],
    special: list[Quantity],
    numbers: list[re.Match[str]],
    unit: str | None,
) -> Figures:
    """The numbers of one stretch, of which `special` stands for some without being written as one."""
    quantities = special.copy()
    told = [(quantity.start, quantity.end) for quantity in special]
    exclusions: list[Exclusion] = []
    issues: list[Issue] = []
    done = 0
    for match in numbers:
        if match.start() < done or (told and any(a <= match.start() < b for a, b in told)):
            continue
        if broken := _broken(text, match, names, unit):
            issues.append(broken)
            done = broken.char_end
            continue
        verdict = _verdict(text, match, names, unit)
        if isinstance(verdict, Quantity):
            quantities.append(verdict)
            done = verdict.end
        elif isinstance(verdict, Exclusion):
            exclusions.append(verdict)
            done = verdict.char_end
        else:
            issues.append(verdict)
    ordered = tuple(sorted(quantities, key=_START))
    if special:
        ordered = _zeros_in_unit(ordered)
    return Figures(ordered, tuple(exclusions), tuple(issues))


def _zeros_in_unit(quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """A zero in words that names no unit is counted as the things before it: 意见书3份，无一被退回."""
    ordered = list(quantities)
    for index in range(1, len(ordered)):
        before = ordered[index - 1]
        if not ordered[index].unit and ordered[index].noun and unit_class(before.unit) in _COUNTS:
            ordered[index] = ordered[index]._replace(unit=before.unit)
    return tuple(q if q.unit or not q.noun else q._replace(unit=CASE) for q in ordered)


def _moved(figures: Figures, by: int) -> Figures:
    return Figures(
        tuple([q.moved(by) for q in figures.quantities]),
        tuple([Exclusion(start + by, end + by, *rest) for start, end, *rest in figures.exclusions]),
        tuple([Issue(start + by, end + by, *rest) for start, end, *rest in figures.issues]),
    )


def _verdict(
    text: str, match: re.Match[str], names: tuple[Named, ...], column_unit: str | None
) -> Quantity | Exclusion | Issue:
    start, end = match.span()
    for first, last, reason in names:
        if first <= start and end <= last:
            return Exclusion(start, end, match.group(), reason)
    quantity = quantity_at(text, match)
    if quantity is None:
        reason = "code" if match.group()[0].isdigit() else "word"
        return Exclusion(start, end, match.group(), reason)
    if quantity.unit:
        return _with_unit(text, quantity)
    return _without_unit(text, quantity, column_unit)


def _broken(
    text: str, match: re.Match[str], names: tuple[Named, ...], column_unit: str | None
) -> Issue | None:
    """The issue of digits that may be one number or two; None where they are clearly one, or in a name.

    A tail of them would be a figure that nobody wrote: 85件 of 12，85件.
    """
    if match.lastgroup == "ratio" and text[match.end() : match.end() + 1] in SHARES:
        return Issue(*match.span(), "broken number", text[match.start() : match.end() + 4])
    start, end = match.span()
    in_digits = match.lastgroup == "plain" and text[start].isdigit()
    if not in_digits or (text[end : end + 1] not in _GOING_ON and " " not in match.group()):
        return None
    if any(name.start <= start < name.end for name in names):
        return None
    while (following := _GOES_ON.match(text, end)) and not any(
        name.start <= following.end() < name.end for name in names
    ):
        number = _DIGITS.match(text, following.end())
        end = number.end() if number else following.end()
    if end == match.end() and not _doubtful(text, match, names, column_unit):
        return None
    return Issue(start, end, "broken number", text[start : end + 4])


def _doubtful(text: str, match: re.Match[str], names: tuple[Named, ...], column_unit: str | None) -> bool:
    """Whether blanks in a number may be those between two: it has no unit, or ends in a date or a name.

    In prose also those that set thousands apart, which may be the cells of a row: 复议案件（件） 231 268.
    """
    if not (_BLANKS_IN if column_unit else _BLANK).search(match.group()):
        return False
    quantity = quantity_at(text, match)
    cut = any(name.start < match.end() <= name.end for name in names)
    return cut or quantity is None or not quantity.unit


def _with_unit(text: str, quantity: Quantity) -> Quantity | Exclusion:
    """A figure, but for dates and years, and for 一 and 万 where they are words: 一件件, 万家."""
    if quantity.unit == YEARS or (quantity.unit == DAYS and quantity.chinese):
        written = text[quantity.number_start : quantity.end]
        return Exclusion(quantity.number_start, quantity.end, written, "period")
    if not quantity.chinese:
        return quantity
    if (
        quantity.unit != PER_CENT
        and quantity.start == quantity.number_start
        and quantity.bound is not Bound.MORE_THAN
        and not _DIGIT.search(written_number := text[quantity.number_start : quantity.number_end])
    ):
        return Exclusion(quantity.number_start, quantity.number_end, written_number, "multiplier")
    if quantity.value == 1 and quantity.scale == 1 and quantity.unit not in SHARES:
        before, after = text[: quantity.number_start], text[quantity.end :]
        stands = (
            quantity.unit in {TIMES, DOUBLINGS}
            or (quantity.bound is Bound.AT_MOST and unit_class(quantity.unit) == "times")
            or (quantity.unit in _ONE_STANDS and _STOP.match(after) and not _EACH.search(before))
            or (quantity.unit in _EVENTS and _EVERY.search(before[-16:]))
        )
        if not stands:
            return Exclusion(
                quantity.number_start,
                quantity.number_end,
                text[quantity.number_start : quantity.number_end],
                "indefinite",
            )
    return quantity


def _without_unit(text: str, quantity: Quantity, column_unit: str | None) -> Quantity | Exclusion | Issue:
    """The unit of a bare number: its column's, its rate's, what is counted before it; else nobody can say."""
    written = text[quantity.number_start : quantity.number_end]
    if column_unit is not None:
        return quantity._replace(unit=column_unit)
    if quantity.chinese:
        return Exclusion(quantity.number_start, quantity.number_end, written, "word")
    if LISTED.match(text, quantity.end):
        return quantity
    before = text[: quantity.start]
    if _RATE_BEFORE.search(before[-20:]) and quantity.value is not None and quantity.value <= 100:
        return quantity._replace(unit=PER_CENT)
    after = text[quantity.end : quantity.end + 1]
    if _LETTER.match(after) or _LETTER.search(before[-1:]):
        return Exclusion(quantity.number_start, quantity.number_end, written, "code")
    if unit := _counted_unit(before) or _noun_unit(text, quantity):
        return quantity._replace(unit=unit)
    if _COUNT_BEFORE.search(before[-2:]) and _STOP.match(text[quantity.end :].lstrip()):
        return quantity
    return Issue(
        quantity.number_start,
        quantity.number_end,
        "unknown unit",
        written + text[quantity.end : quantity.end + 4],
    )


def _counted_unit(before: str) -> str:
    """The unit that the noun before a bare number names: 参加人数1200, 开户数近1800万."""
    match = _COUNTED_NOUN.search(before[-14:])
    return match.group(1) if match else ""


def _noun_unit(text: str, quantity: Quantity) -> str:
    """The unit of a large number that stands straight before its noun: 3亿多农村人口 are people."""
    if quantity.value is None or quantity.value < _LARGE:
        return ""
    words = _CLAUSE.match(text, quantity.end)
    found = (
        [(match.start(), unit) for unit, noun in _NOUN_UNITS.items() if (match := noun.search(words.group()))]
        if words
        else []
    )
    return min(found)[1] if found else ""
