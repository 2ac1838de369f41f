"""Columns of a table: what their heads say that they hold, in which unit, of which year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from transform.tabular.units import IN_HEAD, Unit, counts, kind_of, unit_in, unit_of
from warehouse.records import Role
from warehouse.units import PER_CENT, PLACE, SHARES
from warehouse.vocabulary import load_wording
from warehouse.years import YEAR, YEAR_SIGN

_WORDS = load_wording("tables")
_NAMED = _WORDS["years"]
_SUFFIX: str = load_wording("years")["around"]["suffix"]
# 2017年度, 2017
HEAD_YEAR = re.compile(rf"(?<!\d)({YEAR})(?:{YEAR_SIGN}{_SUFFIX}?|\Z)")
# 上年同期
_LAST_YEAR = re.compile("|".join(_NAMED["last"]))
# 比2016年
_BASE_YEAR = re.compile(rf"(?:{'|'.join(_NAMED['compared'])})({YEAR}){YEAR_SIGN}")
# 增减 of 比去年增减
_CHANGING = re.compile(f"[{_NAMED['changing']}]")
_PER_CENT: Unit = (PER_CENT, 1)
_PLACE: Unit = (PLACE, 1)


class Measure(StrEnum):
    """What a column holds."""

    LEVEL = "level"
    CHANGE = "change"
    CHANGE_RATE = "change_rate"
    SHARE = "share"
    RANK = "rank"
    ORDER = "order"


ROLES = {Measure.CHANGE: Role.CHANGE, Measure.CHANGE_RATE: Role.CHANGE_RATE, Measure.RANK: Role.RANK}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the words of its heads, what it holds, in which unit, of which year.

    `last_year` marks 上年, `down` a change that is printed without a sign and means less, `total` a column
    that is the whole of those beside it. `general` are the units named for all columns,
    where the head neither names one nor says what is counted: the label of each row then says which.
    """

    head: str
    measure: Measure
    unit: Unit | None
    year: int | None
    base_year: int | None
    last_year: bool
    down: bool
    total: bool
    general: tuple[Unit, ...] = ()


def read_columns(rows: Sequence[Sequence[str]], width: int, general: tuple[Unit, ...]) -> list[Column]:
    """The columns under some rows of heads; `general` are the units that caption and note name for all."""
    units: list[Unit | None] = [None] * width
    heads: list[list[str]] = [[] for _ in range(width)]
    for words in rows:
        units_only = is_unit_row(words)
        for place, word in enumerate(words[:width]):
            if units_only:
                units[place] = unit_of(word)
            elif word:
                heads[place].append(word)
    merged = ["".join(dict.fromkeys(words)) for words in heads]
    return [_column(head, unit or unit_in(head), general) for head, unit in zip(merged, units, strict=True)]


def is_silent(head: str) -> bool:
    """Whether a head only says that a figure stands below, and maybe of which year: 数值, 2017年数据."""
    return HEAD_YEAR.sub("", head) in _WORDS["heads"]["silent"]


def _is_open(head: str) -> bool:
    return plain(head) in {"", *_WORDS["heads"]["silent"], *_WORDS["heads"]["open"]}


def _column(head: str, unit: Unit | None, general: tuple[Unit, ...]) -> Column:
    measure = _measure(head, unit)
    year = HEAD_YEAR.search(_BASE_YEAR.sub("", head))
    base = _BASE_YEAR.search(head)
    return Column(
        head=plain(head),
        measure=measure,
        unit=unit or general_unit(head, measure, general),
        year=int(year.group(1)) if year else None,
        base_year=int(base.group(1)) if base else None,
        last_year=measure is Measure.LEVEL and bool(_LAST_YEAR.search(head)) and not year,
        down=_means_less(head),
        total=is_total(plain(head)),
        general=general if unit is None and measure is Measure.LEVEL and _is_open(head) else (),
    )


def _means_less(head: str) -> bool:
    """Whether a change under this head is less without a sign: 减少, not 增减."""
    words = _WORDS["direction"]
    return any(word in head for word in words["down"]) and not any(word in head for word in words["either"])


def _measure(head: str, unit: Unit | None) -> Measure:
    words = _WORDS["measure"]
    for measure in (Measure.ORDER, Measure.RANK, Measure.SHARE, Measure.CHANGE_RATE, Measure.CHANGE):
        if not any(word in head for word in words[measure.value]):
            continue
        if measure is Measure.CHANGE:
            if any(word in head for word in words["not_change"]):
                return Measure.LEVEL
            if _LAST_YEAR.search(head) and not _CHANGING.search(head):
                return Measure.LEVEL
            return Measure.CHANGE_RATE if unit and unit[0] in SHARES else Measure.CHANGE
        return measure
    return Measure.LEVEL


def general_unit(head: str, measure: Measure, general: tuple[Unit, ...]) -> Unit | None:
    """Which of the units that a caption names for all columns is that of a head, or of a row's label.

    None where that is not clear.
    """
    if measure in {Measure.CHANGE_RATE, Measure.SHARE} or counts(head) == "rates":
        return _PER_CENT
    if measure is Measure.RANK:
        return _PLACE
    kind = counts(head)
    fitting = [unit for unit in general if kind_of(unit[0]) == kind]
    if len(fitting) == 1:
        return fitting[0]
    is_money = "money" in {kind, *(kind_of(unit[0]) for unit in general)}
    return general[0] if len(general) == 1 and (kind == "" or not is_money) else None


def is_unit_row(words: Sequence[str]) -> bool:
    """Whether a row names nothing but units."""
    named = [word for word in words if word]
    return bool(named) and all(unit_of(word) for word in named)


def is_total(words: str) -> bool:
    """Whether a head or label names the whole of those beside it."""
    return words.strip() in _WORDS["rows"]["total"]


def plain(head: str) -> str:
    """A head or label without years and units."""
    return HEAD_YEAR.sub("", IN_HEAD.sub("", _BASE_YEAR.sub("", head))).strip("：: ")
