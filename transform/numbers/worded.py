"""Figures that are not written as numbers: zeros and ranks in words, blanks, doublings."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transform.numbers.exclusions import Named
from transform.numbers.numerals import read_numeral
from transform.numbers.quantities import Quantity
from transform.numbers.ranks import RANK_SIGNS, ranks_in
from transform.numbers.spans import HALF
from transform.numbers.units import BLANK, CANONICAL
from transform.numbers.zeros import ZERO_SIGNS, zeros_in
from transform.text.marks import PERFECTIVE
from warehouse.records import Bound
from warehouse.units import DOUBLINGS, TIMES
from warehouse.vocabulary import load_wording

_QUOTED = load_wording("figures")["quoted"]
# 实现了“ of 实现了“零上访”
_REACHED = re.compile(rf"(?:{'|'.join(_QUOTED['reached'])}){PERFECTIVE}“[^”，。；]*\Z")
# 零上访”，
_QUOTE_ENDS = re.compile(r"[^”，。；]*”(?:[，。；]|\Z)")
# 无, 第, 番
_MAY_BE_SPECIAL = re.compile(f"[{ZERO_SIGNS}{RANK_SIGNS}{DOUBLINGS} _]")
_DOUBLINGS = load_wording("numbers")["doubled"]
_DOUBLED_BOUNDS = {word: Bound(name) for name, words in _DOUBLINGS["bounds"].items() for word in words}
# 翻了近两番半
_DOUBLED = re.compile(
    rf"""
    {_DOUBLINGS["sign"]}(?P<about>{"|".join(_DOUBLINGS["before"])})?         # 翻了近
    (?P<times>[{_DOUBLINGS["times"]}]){DOUBLINGS}(?P<half>{HALF})?            # 两番半
    (?P<after>{"|".join(_DOUBLINGS["after"])})?
    """,
    re.VERBOSE,
)


def figures_in_words(text: str, names: tuple[Named, ...]) -> list[Quantity]:
    """What stands for a number without being written as one; most sentences have no sign of it."""
    if not _MAY_BE_SPECIAL.search(text):
        return []
    return [
        quantity
        for quantity in (*zeros_in(text), *ranks_in(text), *_blanks(text), *_doublings(text))
        if not _inside(quantity, names, ("name", "citation")) or _said_of_year(text, quantity)
    ]


def _inside(quantity: Quantity, names: tuple[Named, ...], reasons: tuple[str, ...]) -> bool:
    return any(
        name.reason in reasons and name.start <= quantity.number_start and quantity.number_end <= name.end
        for name in names
    )


def _said_of_year(text: str, quantity: Quantity) -> bool:
    """Whether a zero in quotation marks is what was reached: 实现“零上访”; not “零上访”创建活动."""
    if quantity.value != 0 or not quantity.noun:
        return False
    before, after = text[max(0, quantity.start - 24) : quantity.start], text[quantity.end : quantity.end + 24]
    return bool(_REACHED.search(before) and _QUOTE_ENDS.match(after))


def _doublings(text: str) -> Iterator[Quantity]:
    for match in _DOUBLED.finditer(text):
        times = read_numeral(match["times"])
        if times is not None:
            start, end = match.start("about" if match["about"] else "times"), match.end()
            bound = _DOUBLED_BOUNDS.get(match["about"] or match["after"], Bound.EXACT)
            if match["half"]:  # one and a half doublings are read by some as 2.8 times, by others as three
                value, unit = times.value + Decimal("0.5"), DOUBLINGS
            else:
                value, unit = Decimal(2) ** int(times.value), TIMES
            yield Quantity(start, end, start, end, value, None, unit, bound, chinese=True)


def _blanks(text: str) -> Iterator[Quantity]:
    for match in BLANK.finditer(text) if "_" in text or " " in text else ():
        unit = CANONICAL.get(match["unit"], match["unit"])
        start, end = match.start("unit"), match.end()
        yield Quantity(start, end, start, end, None, None, unit, Bound.BLANK)
