"""Tables: each cell that holds a number becomes a figure with the words of its row and column."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from transform.numerals import ARABIC
from transform.outline import Paragraph
from transform.quantities import CANONICAL, UNIT_CLASS, Quantity, number_spans, quantity_at
from warehouse.records import Span

_NUMBER_CELL = re.compile(
    rf"\A\ *[约近超+-]?{ARABIC}\ *(?:[万亿]*(?:[%‰]|个?百分点|[\u4e00-\u9fff]{{1,3}})?)(?:以上|左右)?\ *\Z"
)
_UNIT_IN_HEAD = re.compile(
    r"（(?:单位[：:])?(?P<unit>[^（）]{1,8})）|单位[：:]\ *(?P<caption>[^，；。）\s]{1,6})"
)
_MULTIPLIER = re.compile(r"\A(?P<scale>[十百千万亿]{0,2})(?P<unit>.*)\Z")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|\Z|年度)")
_LAST_YEAR = re.compile(r"上年|去年|上一年|同期")
_ORDER = re.compile(r"\A(?:序号|编号|排序|No)")
_TOTAL = re.compile(r"\A\ *(?:合\ *计|总\ *计|小\ *计|总数|全[市县区省州])\ *\Z")
_RATE = re.compile(r"率|比例|占比|比重")
_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "百万": 10**6,
    "千万": 10**7,
    "十万": 10**5,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table: what it is, the words of its column and row, and the years they name."""

    quantity: Quantity
    head: str
    label: str
    year: int | None
    last_year: bool
    total: bool
    row: Paragraph


def read_table(text: str, rows: tuple[Paragraph, ...], caption: str) -> tuple[Cell, ...]:
    """The figures of one table's rows; `caption` is the text before it, for 单位：万元.

    Rows before the first one that holds a number are the head; the first cells without one label a row.
    """
    grid = [[text[span.start : span.end].strip() for span in row.block.cells] for row in rows]
    body = next((i for i, cells in enumerate(grid) if any(_is_number(c) for c in cells[1:])), None)
    if body is None:
        return ()
    heads = _column_heads(grid[:body])
    general = _unit_of(caption[-40:])
    unit_column = next((i for i, head in enumerate(heads) if head.strip() in {"单位", "计量单位"}), None)
    cells: list[Cell] = []
    for row, words in zip(rows[body:], grid[body:], strict=True):
        unit = (
            _unit_of(f"（{words[unit_column]}）")
            if unit_column is not None and unit_column < len(words)
            else None
        )
        cells.extend(_row_cells(text, row, words, heads, unit or general))
    return tuple(cells)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER_CELL.match(cell)) and not _YEAR.fullmatch(cell.strip())


def _column_heads(rows: list[list[str]]) -> list[str]:
    width = max((len(row) for row in rows), default=0)
    heads = []
    for column in range(width):
        words = [row[column] for row in rows if column < len(row) and row[column]]
        heads.append("".join(dict.fromkeys(words)))
    return heads


def _row_cells(
    text: str, row: Paragraph, words: list[str], heads: list[str], unit: tuple[str, int] | None
) -> list[Cell]:
    label = "".join(
        dict.fromkeys(word for word in words if word and not _is_number(word) and word not in CANONICAL)
    )
    found: list[Cell] = []
    seen: set[Span] = set()
    for column, span in enumerate(row.block.cells):
        head = heads[column] if column < len(heads) else ""
        if span in seen or not _is_number(words[column]) or _ORDER.match(head):
            continue
        seen.add(span)
        quantity = _quantity(text, span, _unit_of(head) or _unit_of(label) or unit, head + label)
        if quantity is None:
            continue
        year = _YEAR.search(head) or _YEAR.search(label)
        last = bool(_LAST_YEAR.search(head)) and not year
        total = bool(_TOTAL.match(label))
        found.append(
            Cell(
                quantity, _plain(head), _plain(label), int(year.group(1)) if year else None, last, total, row
            )
        )
    return found


def _plain(head: str) -> str:
    return _YEAR.sub("", _UNIT_IN_HEAD.sub("", head)).strip("：: ")


def _unit_of(words: str) -> tuple[str, int] | None:
    """Unit and multiplier that a head, label or caption names in brackets or after 单位：."""
    for match in _UNIT_IN_HEAD.finditer(words):
        written = match["unit"] or match["caption"]
        parts = _MULTIPLIER.match(written)
        if parts and (parts["unit"] in UNIT_CLASS or parts["unit"] in CANONICAL):
            return CANONICAL.get(parts["unit"], parts["unit"]), _SCALES.get(parts["scale"], 1)
    return None


def _quantity(text: str, span: Span, unit: tuple[str, int] | None, words: str) -> Quantity | None:
    for match in number_spans(text[span.start : span.end]):
        found = quantity_at(text[span.start : span.end], match)
        if found is None or found.value is None:
            return None
        moved = replace(
            found, start=span.start + found.start, end=span.start + found.end,
            number_start=span.start + found.number_start, number_end=span.start + found.number_end,
        )  # fmt: skip
        if found.unit:
            return moved
        name, scale = unit or ("%" if _RATE.search(words) else "", 1)
        return replace(moved, unit=name, value=found.value * Decimal(scale))
    return None
