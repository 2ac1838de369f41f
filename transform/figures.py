"""Every number of a paragraph, told apart: figure, exclusion with its reason, or open question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from transform.exclusions import Named, named_spans
from transform.numerals import CHINESE_NUMERAL, read_numeral
from transform.quantities import BLANK, CANONICAL, Quantity, number_spans, quantity_at, unit_class
from warehouse.records import Bound, Exclusion, Issue
from warehouse.vocabulary import load_wording

_ZEROS = load_wording("zeros")
_RATE_BEFORE = re.compile(r"(?:率|比例|占比|占|比重|覆盖面|满意度|比率)[^，。；、]{0,8}\Z")
_COUNT_BEFORE = re.compile(r"[\u4e00-\u9fff”》）]\ ?\Z")
_DIGIT = re.compile(r"[\d〇零一二三四五六七八九两廿卅壹贰叁肆伍陆柒捌玖十]")
_LETTER = re.compile(r"[A-Za-z]")
_COUNTS = frozenset({"cases", "things", "entities", "people"})
_ONE_STANDS = frozenset("件起宗例部项份家场期人名次卷")
_EACH = re.compile(r"(?:每|同|任何|另|某|这|那|第|进|统|唯|逐|有|哪|任|本|下|上|新|又)\Z")
_STOP = re.compile(r"[，。；、）]|\Z")
_COUNTED_NOUN = re.compile(r"(人次|人|户|件|家|次|个|项|场|户次|家次)数(?:量)?[^，；。、\d]{0,5}\Z")
# what every figure, blank or excluded numeral has; most sentences have none of it
_ANY_NUMBER = re.compile(rf"[\d{CHINESE_NUMERAL}半无未没首榜_ ]")
_LARGE = 10_000
_CLAUSE = re.compile(r"[^，。；、：（）\d]{0,12}")
_NOUN_UNITS = {
    unit: re.compile("|".join(sorted(nouns, key=len, reverse=True)))
    for unit, nouns in load_wording("units")["nouns"].items()
}
_RANKED = re.compile(
    rf"(?:第\ ?(?P<place>\d{{1,3}}|[{CHINESE_NUMERAL}]{{1,4}})\ ?(?:位|名)(?!责任)"
    rf"|(?<=[居列名排位])(?P<verb>[^，。；第]{{0,14}}?)第(?P<bare>\d{{1,3}}|[{CHINESE_NUMERAL}]{{1,3}})(?=[，。；、）]|\Z)"
    r"|(?<=[居列名排位])[^，。；首]{0,14}?(?P<first>首位|榜首))"
)
_DOUBLED = re.compile(r"翻了?(?P<times>[一两二三四])番")
_ORDINAL_TEXT = re.compile(rf"第\ ?(?:\d|[{CHINESE_NUMERAL}])+(?:位|名)?|首位|榜首")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the numbers of one stretch of text are; offsets are those of the whole document."""

    quantities: tuple[Quantity, ...]
    exclusions: tuple[Exclusion, ...]
    issues: tuple[Issue, ...]


def _either(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ZERO_WORDS = re.compile(
    rf"(?:{_either(_ZEROS['none_of']['before'])})一(?P<unit>[{''.join(_ZEROS['none_of']['units'])}])"
    rf"|无一(?!{_either(_ZEROS['none']['not_counted'])})"
    rf"(?P<none>{_either(_ZEROS['none']['nouns'])}|[\u4e00-\u9fff]{{2,8}}(?=[，。；、）]|\Z))"
    rf"|零(?P<bare>{_either(_ZEROS['none']['units'])})(?=[，。；、）]|\Z)"
    rf"|零(?P<zero>{_either(_ZEROS['none']['zero'])})"
    rf"|(?<![有是])(?:无|未发生|没有)(?P<thing>{'|'.join(_ZEROS['none']['things'])})"
)


def read_figures(text: str, start: int, end: int, *, unit: str | None = None) -> Figures:
    """Tell apart the numbers of `text[start:end]`, the normalised text of a document.

    `unit` is the unit of a table's column, for cells that hold a bare number.
    """
    stretch = text[start:end]
    if not _ANY_NUMBER.search(stretch):
        return Figures((), (), ())
    names = named_spans(stretch)
    special = [*_zeros(stretch), *_ranks(stretch), *_blanks(stretch), *_doublings(stretch)]
    quantities = [quantity for quantity in special if not _inside(quantity, names, ("name", "citation"))]
    exclusions: list[Exclusion] = []
    issues: list[Issue] = []
    done = 0
    for match in number_spans(stretch):
        if match.start() < done or any(q.start <= match.start() < q.end for q in quantities):
            continue
        verdict = _verdict(stretch, match, names, unit)
        if isinstance(verdict, Quantity):
            quantities.append(verdict)
            done = verdict.end
        elif isinstance(verdict, Exclusion):
            exclusions.append(verdict)
            done = verdict.char_end
        else:
            issues.append(verdict)
    ordered = _zeros_in_unit(sorted(quantities, key=lambda q: q.start))
    return _moved(Figures(ordered, tuple(exclusions), tuple(issues)), start)


def _zeros_in_unit(quantities: list[Quantity]) -> tuple[Quantity, ...]:
    """A zero in words that names no unit is counted as the things before it: 意见书3份，无一被退回."""
    ordered = list(quantities)
    for index in range(1, len(ordered)):
        before = ordered[index - 1]
        if not ordered[index].unit and ordered[index].noun and unit_class(before.unit) in _COUNTS:
            ordered[index] = replace(ordered[index], unit=before.unit)
    return tuple(q if q.unit or not q.noun else replace(q, unit="件") for q in ordered)


def _moved(figures: Figures, by: int) -> Figures:
    return Figures(
        tuple(
            replace(
                q,
                start=q.start + by,
                end=q.end + by,
                number_start=q.number_start + by,
                number_end=q.number_end + by,
            )
            for q in figures.quantities
        ),
        tuple(replace(e, char_start=e.char_start + by, char_end=e.char_end + by) for e in figures.exclusions),
        tuple(replace(i, char_start=i.char_start + by, char_end=i.char_end + by) for i in figures.issues),
    )


def _inside(quantity: Quantity, names: tuple[Named, ...], reasons: tuple[str, ...]) -> bool:
    return any(
        name.reason in reasons and name.start <= quantity.number_start and quantity.number_end <= name.end
        for name in names
    )


def _verdict(
    text: str, match: re.Match[str], names: tuple[Named, ...], column_unit: str | None
) -> Quantity | Exclusion | Issue:
    for name in names:
        if name.start <= match.start() and match.end() <= name.end:
            return Exclusion(match.start(), match.end(), match.group(), name.reason)
    quantity = quantity_at(text, match)
    if quantity is None:
        reason = "code" if match.group()[0].isdigit() else "word"
        return Exclusion(match.start(), match.end(), match.group(), reason)
    if quantity.unit:
        return _with_unit(text, quantity)
    return _without_unit(text, quantity, column_unit)


def _with_unit(text: str, quantity: Quantity) -> Quantity | Exclusion:
    written = text[quantity.number_start : quantity.end]
    if quantity.unit == "年" or (quantity.unit == "日" and quantity.chinese):
        return Exclusion(quantity.number_start, quantity.end, written, "period")
    if (
        quantity.unit != "%"
        and quantity.start == quantity.number_start
        and not _DIGIT.search(written_number := text[quantity.number_start : quantity.number_end])
    ):
        return Exclusion(quantity.number_start, quantity.number_end, written_number, "multiplier")
    if quantity.chinese and quantity.value == 1 and quantity.scale == 1 and quantity.unit not in {"%", "‰"}:
        before, after = text[: quantity.number_start], text[quantity.end :]
        stands = quantity.unit in _ONE_STANDS and _STOP.match(after) and not _EACH.search(before)
        if not stands:
            return Exclusion(
                quantity.number_start,
                quantity.number_end,
                text[quantity.number_start : quantity.number_end],
                "indefinite",
            )
    return quantity


def _without_unit(text: str, quantity: Quantity, column_unit: str | None) -> Quantity | Exclusion | Issue:
    written = text[quantity.number_start : quantity.number_end]
    if column_unit is not None:
        return replace(quantity, unit=column_unit)
    if quantity.chinese:
        return Exclusion(quantity.number_start, quantity.number_end, written, "word")
    before = text[: quantity.start]
    if _RATE_BEFORE.search(before[-20:]) and quantity.value is not None and quantity.value <= 100:
        return replace(quantity, unit="%")
    after = text[quantity.end : quantity.end + 1]
    if _LETTER.match(after) or _LETTER.search(before[-1:]):
        return Exclusion(quantity.number_start, quantity.number_end, written, "code")
    if unit := _counted_unit(before) or _noun_unit(text, quantity):
        return replace(quantity, unit=unit)
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


def _zeros(text: str) -> Iterator[Quantity]:
    for match in _ZERO_WORDS.finditer(text):
        unit = match["unit"] or match["bare"] or ("" if match["none"] else "件")
        noun = match["none"] or match["zero"] or match["thing"] or ""
        start, end = match.span()
        yield Quantity(start, end, start, end, Decimal(0), None, unit, Bound.EXACT, chinese=True, noun=noun)


def _ranks(text: str) -> Iterator[Quantity]:
    for match in _RANKED.finditer(text):
        words = _ORDINAL_TEXT.search(match.group())
        written = match["place"] or match["bare"]
        numeral = read_numeral(written) if written else None
        if words and (numeral or match["first"]):
            start = match.start() + words.start()
            value = numeral.value if numeral else Decimal(1)
            unit = "名" if match.group().endswith("名") else "位"
            yield Quantity(start, match.end(), start, match.end(), value, None, unit, Bound.EXACT, rank=True)


def _doublings(text: str) -> Iterator[Quantity]:
    for match in _DOUBLED.finditer(text):
        times = read_numeral(match["times"])
        if times is not None:
            start, end = match.start("times"), match.end()
            yield Quantity(
                start, end, start, end, Decimal(2) ** int(times.value), None, "倍", Bound.EXACT, chinese=True
            )


def _blanks(text: str) -> Iterator[Quantity]:
    for match in BLANK.finditer(text):
        unit = CANONICAL.get(match["unit"], match["unit"])
        start, end = match.start("unit"), match.end()
        yield Quantity(start, end, start, end, None, None, unit, Bound.BLANK)
