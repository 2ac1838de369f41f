"""Tables: each cell that holds a number becomes a figure with the words of its row and column."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from transform.numbers.numerals import ARABIC, LARGE
from transform.numbers.quantities import Quantity, quantity_at
from transform.numbers.spans import number_spans
from transform.tabular.columns import (
    HEAD_YEAR,
    ROLES,
    Column,
    Measure,
    general_unit,
    is_total,
    is_unit_row,
    plain,
    read_columns,
)
from transform.tabular.units import Unit, caption_units, counts, noun_unit, unit_in, unit_of
from transform.text.marks import PERFECTIVE
from transform.text.outline import Paragraph
from warehouse.records import Direction, Role, Span
from warehouse.units import PER_CENT, POINTS, RATE_SIGN, SHARES
from warehouse.vocabulary import load_wording

_WORDS = load_wording("tables")
_NOTES = tuple(_WORDS["cells"]["notes"])
_ARROWS = "↑↓▲▼"
_NUMBER_CELL = re.compile(
    rf"""
    \A\ *[{_ARROWS}]?\ *(?:[{_WORDS["cells"]["before"]}+±-]\ *)?       # ↑, 约, -
    {ARABIC}\ *[{LARGE}]*(?:{RATE_SIGN}|[\u4e00-\u9fff]{{1,3}})?          # 1285, 3.4万件, 12%
    (?:{"|".join(_WORDS["cells"]["after"])})?\ *[{_ARROWS}]?\ *\Z      # 以上, ↑
    """,
    re.VERBOSE,
)
# ↑12, -5%, 12↓
_SIGN = re.compile(rf"\A\ *(?P<sign>[{_ARROWS}+±-])|(?P<after>[{_ARROWS}])\ *\Z")
# 上升6.7%, 减少16件: in a column of changes
_RISES, _FALLS = ("|".join(_WORDS["direction"][name]) for name in ("words_up", "words_down"))
_WORDED = re.compile(rf"\A\ *(?:{_RISES}|(?P<down>{_FALLS})){PERFECTIVE}\ *")
_UP, _DOWN = frozenset("↑▲+"), frozenset("↓▼-")
_CHANGES = frozenset((Measure.CHANGE, Measure.CHANGE_RATE))
_CAPTION = 60
_NOTE = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table: what it is, the words of its column and row, and the years they name.

    `caption` are the words right before the table and of rows that stand over all columns. `of` is the place
    of the level in the same row that a change, a rate of change or a rank belongs to.
    """

    quantity: Quantity
    column: Column
    label: str
    direction: Direction | None
    year: int | None
    total: bool
    row: Paragraph
    caption: str
    of: int | None

    @property
    def role(self) -> Role:
        """What the column says that the figure does; a change in per cent is a rate of change."""
        if self.column.measure is Measure.CHANGE and self.quantity.unit in SHARES:
            return Role.CHANGE_RATE
        return ROLES.get(self.column.measure, Role.LEVEL)


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows under one head; `over` are the words that stand over all its columns."""

    heads: list[list[str]]
    over: str
    rows: list[tuple[Paragraph, list[str]]]


def read_table(text: str, rows: tuple[Paragraph, ...], before: str, after: str = "") -> tuple[Cell, ...]:
    """The figures of one table's rows, in the order of the text.

    `before` is the text before the table, for its caption and 单位：万元, `after` that after it, for a note.
    """
    cells: list[Cell] = []
    note = caption_units(after[:_NOTE]) if after.lstrip().startswith(_NOTES) else ()
    for block in _blocks(text, rows):
        caption = " ".join(part for part in (before[-_CAPTION:], block.over) if part)
        general = (*caption_units(f"{before[-_CAPTION:]}。{block.over}"), *note)
        width = max(len(words) for _, words in block.rows)
        columns = read_columns(block.heads, width, general)
        for row, words in block.rows:
            cells.extend(_row_cells(text, row, words, columns, caption, offset=len(cells)))
    return tuple(cells)


def _blocks(text: str, rows: tuple[Paragraph, ...]) -> Iterator[_Block]:
    """Cut a table where rows without figures begin a new head; one merged cell stands over all columns."""
    heads: list[list[str]] = []
    fresh: list[list[str]] = []
    over: list[str] = []
    data: list[tuple[Paragraph, list[str]]] = []
    for row in rows:
        words = [text[span.start : span.end].strip() for span in row.block.cells]
        if _is_data(words):
            if fresh:
                heads, fresh = fresh, []
            data.append((row, words))
            continue
        if data:
            yield _Block(heads, " ".join(over), data)
            data, over = [], []
        if len({word for word in words if word}) > 1 or is_unit_row(words):
            fresh.append(words)
        else:
            over.extend(dict.fromkeys(word for word in words if word))
    if data:
        yield _Block(heads, " ".join(over), data)


def _is_data(words: list[str]) -> bool:
    """Whether a row holds figures, or says in place of each that there is none."""
    rest = words[1:]
    if any(_is_number(_WORDED.sub("", word)) for word in rest):
        return True
    nothing = set(_WORDS["rows"]["nothing"])
    return bool(words[:1] and words[0]) and any(rest) and set(rest) <= nothing


def _is_number(cell: str) -> bool:
    return bool(_NUMBER_CELL.match(cell)) and not HEAD_YEAR.match(cell.strip())


def _is_figure(cell: str, column: Column) -> bool:
    """Whether a cell is a number, or in a column of changes one with the word for its direction."""
    return _is_number(_WORDED.sub("", cell) if column.measure in _CHANGES else cell)


def _row_cells(
    text: str, row: Paragraph, words: list[str], columns: Sequence[Column], caption: str, *, offset: int
) -> list[Cell]:
    """The figures of a row. A joined cell stands in each of its columns and counts once.

    Where columns repeat side by side (地区 件数 地区 件数), a figure's label is the one of its own side.
    """
    found: list[Cell] = []
    seen: set[Span] = set()
    first = _repeats_from(columns, words)
    for place, span in enumerate(row.block.cells):
        column = columns[place]
        if span in seen or not _is_figure(words[place], column) or column.measure is Measure.ORDER:
            continue
        seen.add(span)
        side = range(place - place % first, min(place - place % first + first, len(words)))
        label, unit = _label(words, columns, side)
        quantity = _quantity(text, span, column, unit, (label, caption))
        if quantity is None:
            continue
        year = HEAD_YEAR.search(label)
        found.append(
            Cell(
                quantity=quantity,
                column=column,
                label=plain(label),
                direction=_direction(words[place], column),
                year=column.year or (int(year.group(1)) if year else None),
                total=is_total(label),
                row=row,
                caption=caption,
                of=_level_before(found, column, offset),
            )
        )
    return found


def _repeats_from(columns: Sequence[Column], words: Sequence[str]) -> int:
    """After how many columns a table that is set in several side by side begins again.

    By its heads, or where it has none by the row: 湖北 3392 江西 704.
    """
    heads = [column.head for column in columns]
    if any(heads):
        again = (n for n in range(2, len(heads)) if heads[n : n + 2] == heads[: len(heads[n : n + 2])])
        return next((n for n in again if heads[0]), len(heads))
    figures = [_is_number(word) for word in words]
    return next(
        (n for n in range(1, len(words)) if figures[n - 1] and words[n] and not figures[n]), len(words)
    )


def _label(words: list[str], columns: Sequence[Column], side: Iterable[int]) -> tuple[str, Unit | None]:
    """The words of a row before its first figure, and the unit that a column of units gives it."""
    parts: list[str] = []
    unit: Unit | None = None
    for place in side:
        if _is_number(words[place]) and columns[place].measure is not Measure.ORDER:
            break
        if columns[place].head in _WORDS["rows"]["unit_heads"] and (found := unit_of(words[place])):
            unit = found
        elif words[place] and not _is_number(words[place]):
            parts.append(words[place])
    return "".join(dict.fromkeys(parts)), unit


def _level_before(found: list[Cell], column: Column, offset: int) -> int | None:
    """The nearest level of this year to the left that a change or rank is of."""
    if column.measure not in ROLES:
        return None
    levels = [place for place, cell in enumerate(found) if cell.role is Role.LEVEL]
    if not levels:
        return None
    latest = max(found[place].year or 0 for place in levels)
    nearest = [p for p in levels if (found[p].year or 0) == latest and not found[p].column.last_year]
    return offset + (nearest or levels)[-1]


def _direction(word: str, column: Column) -> Direction | None:
    """Which way a change goes, by its sign or arrow, else by the words of its head."""
    if column.measure not in _CHANGES:
        return None
    if worded := _WORDED.match(word):
        return Direction.DOWN if worded["down"] else Direction.UP
    match = _SIGN.search(word)
    sign = (match["sign"] or match["after"]) if match else ""
    down = sign in _DOWN or (column.down and sign not in _UP)
    return Direction.DOWN if down else Direction.UP


def _counted(label: str) -> str:
    """The noun that a label ends in, where it is one of things: 罚款案件 are no money."""
    things = (name for names in _WORDS["nouns"].values() for name in names)
    return next((name for name in things if plain(label).endswith(name)), label)


def _quantity(
    text: str, span: Span, column: Column, row_unit: Unit | None, around: tuple[str, str]
) -> Quantity | None:
    """The figure of a cell; its own unit counts first, then the column's, the row's, the label's."""
    label, caption = around
    words = text[span.start : span.end]
    for match in number_spans(words):
        found = quantity_at(words, match)
        if found is None or found.value is None:
            return None
        start = found.start
        signed = _SIGN.match(words[:start] or words)
        if column.measure in _CHANGES and signed:
            start = signed.start("sign") if signed["sign"] else start
        moved = found._replace(
            start=span.start + start, end=span.start + found.end,
            number_start=span.start + found.number_start, number_end=span.start + found.number_end,
        )  # fmt: skip
        if found.unit:
            return moved
        unit = (
            general_unit(_counted(label), column.measure, column.general) if column.general else column.unit
        )
        if column.measure in {Measure.LEVEL, Measure.CHANGE}:
            unit = unit or row_unit or unit_in(label)
            if unit is None and counts(label) == "rates":
                unit = (POINTS, 1) if column.measure is Measure.CHANGE else (PER_CENT, 1)
            unit = unit or noun_unit(column.head, label, caption)
        name, scale = unit or ("", 1)
        return moved._replace(
            unit=name, value=found.value * Decimal(scale), rank=column.measure is Measure.RANK
        )
    return None
