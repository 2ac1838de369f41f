"""Sheets of a workbook: columns declared, rows streamed, and what a reader needs to filter and print."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from math import ceil
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from load.cells import BAD, DOUBTFUL, GOOD, INK, PAPER, CellWriter, Look, number_format
from load.labels import label

MAX_LINKS = 60_000  # Excel drops a sheet's links from 65,530 on
_LINE = 15.5  # points that a line takes
_MAX_LINES = 14
_GLYPH = 0.94  # half a Chinese character at 10 points, in the units of a column's width
_SAMPLE = 2_000  # rows that decide how wide a column is
_FILTER_BUTTON = 3  # characters that it hides in the heading

TINTS = {
    "better": GOOD,
    "worse": BAD,
    "error": BAD,
    "warning": DOUBTFUL,
    "absent": BAD,
    "unreadable": BAD,
    "read with holes": DOUBTFUL,
    "derived": DOUBTFUL,
    "blank": DOUBTFUL,
}
"""Codes that stand out; the words say the same, for those who see no colours."""


class Kind(Enum):
    """What a column holds, which decides how its cells are written."""

    TEXT = auto()
    WRAPPED = auto()
    CODE = auto()
    YEAR = auto()
    COUNT = auto()
    FIGURE = auto()
    DIFFERENCE = auto()
    RATIO = auto()
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it shows, its heading in both languages, what it holds, and its widest.

    `labels` turns codes into what people read; `link` names the field with the address that a cell leads
    to; `bound`, `high` and `mark` the fields with a figure's bound, its upper end and what is to be minded; a
    hidden column is for programs.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    widest: int = 30
    labels: Mapping[Any, str] = field(default_factory=dict)
    link: str = ""
    bound: str = ""
    high: str = ""
    mark: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: name in both languages, columns, how many of them stay when scrolling to the right.

    A line is drawn between rows that differ in the field `group`. The first `printed` columns go on paper
    (0: all): what is for programs and for filtering would make the print too small to read.
    """

    title: str
    columns: tuple[Column, ...]
    frozen: int
    group: str = ""
    printed: int = 0


def add_sheet(workbook: Workbook, sheet: Sheet, rows: pa.Table) -> None:
    """Write one sheet: heading, filter, widths, print set-up, and the rows in their order.

    `rows` has the fields that the columns name, and `unit` where figures are shown. A row's height fits
    its wrapped text. Links beyond what Excel takes on a sheet are written as plain text.
    """
    worksheet = workbook.create_sheet(sheet.title)
    widths = [_width(column, rows) for column in sheet.columns]
    for at, (column, width) in enumerate(zip(sheet.columns, widths, strict=True), 1):
        dimension = worksheet.column_dimensions[get_column_letter(at)]
        dimension.width, dimension.hidden = width, column.hidden
    worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows.num_rows + 1}"
    worksheet.print_title_rows = "1:1"
    worksheet.print_area = f"A1:{get_column_letter(sheet.printed or len(widths))}{rows.num_rows + 1}"
    set_up_page(worksheet)
    writer = CellWriter(worksheet)
    append(worksheet, 1, 2.2, [writer.text(column.heading, _HEADING) for column in sheet.columns])
    _append_rows(worksheet, writer, sheet, _plain_links(sheet, rows), widths)


def set_up_page(worksheet: Any) -> None:
    """Landscape A4, as wide as the page, with the sheet's name and page numbers below."""
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = 9
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.page_margins.left = worksheet.page_margins.right = 0.4
    worksheet.page_margins.top, worksheet.page_margins.bottom = 0.5, 0.75
    worksheet.page_margins.header = worksheet.page_margins.footer = 0.35
    worksheet.oddFooter.left.text, worksheet.oddFooter.right.text = "&A", "&P / &N"


def append(worksheet: Any, row: int, lines: float, cells: Sequence[Any]) -> None:
    """Add row number `row`, `lines` lines high. Its height is forgotten once it is written."""
    worksheet.row_dimensions[row].height = lines * _LINE + 2
    worksheet.append(cells)
    del worksheet.row_dimensions[row]


def display_width(text: str) -> int:
    """How many narrow characters wide the text is shown: a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` wide."""
    return sum(max(1, ceil(display_width(line) * _GLYPH / max(width - 3, 1))) for line in text.split("\n"))


_HEADING = Look(indent=1, ink=PAPER, fill=INK, bold=True, wrapped=True, middle=True)
_NUMBER = Look(side="right")
_LOOKS = {
    Kind.TEXT: Look(indent=1),
    Kind.WRAPPED: Look(indent=1, wrapped=True),
    Kind.CODE: Look(indent=1, format="@"),
    Kind.YEAR: Look(format="0", side="center"),
    Kind.COUNT: replace(_NUMBER, format="#,##0"),
    Kind.FIGURE: _NUMBER,
    Kind.DIFFERENCE: _NUMBER,
    Kind.RATIO: replace(_NUMBER, format="0.000"),
    Kind.DATE: Look(format="yyyy-mm-dd", side="center"),
}


_ROWS = {
    (ruled, middle): Look(rule=ruled, middle=middle) for ruled in (False, True) for middle in (False, True)
}


def _append_rows(
    worksheet: Any, writer: CellWriter, sheet: Sheet, rows: pa.Table, widths: Sequence[float]
) -> None:
    number, previous = 1, object()
    for batch in rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            number += 1
            ruled = bool(sheet.group) and row[sheet.group] != previous
            previous = row[sheet.group] if sheet.group else previous
            lines = _lines(sheet.columns, row, widths)
            rowwide = _ROWS[ruled, lines == 1]
            cells = [_cell(writer, column, row, rowwide) for column in sheet.columns]
            append(worksheet, number, lines, cells)


def _cell(writer: CellWriter, column: Column, row: Mapping[str, Any], rowwide: Look) -> Any:
    value = row[column.name]
    fill = TINTS.get(value, "") if column.labels else ""
    if value is None or column.labels or isinstance(value, str):
        look = _look(column.kind, rowwide, fill)
        text = _text(column, value)
        return writer.link(text, row[column.link], look) if column.link else writer.text(text, look)
    form = ""
    if column.kind in (Kind.FIGURE, Kind.DIFFERENCE):
        bound = row[column.bound] if column.bound else "exact"
        form = number_format(
            value,
            row["unit"],
            bound,
            signed=column.kind is Kind.DIFFERENCE,
            high=row[column.high] if column.high else None,
            mark=row[column.mark] if column.mark else None,
        )
    return writer.value(value, _look(column.kind, rowwide, fill, form))


@cache
def _look(kind: Kind, rowwide: Look, fill: str, form: str = "") -> Look:
    """The look of a cell: of its column's kind, of its row, its tint and its number format."""
    look = _LOOKS[kind]
    return replace(look, rule=rowwide.rule, middle=rowwide.middle, fill=fill, format=form or look.format)


def _text(column: Column, value: Any) -> str:
    if column.labels:
        return label(column.labels, value)
    return "" if value is None else str(value)


def _plain_links(sheet: Sheet, rows: pa.Table) -> pa.Table:
    links = {column.link for column in sheet.columns if column.link}
    if rows.num_rows * len(links) <= MAX_LINKS:
        return rows
    for name in links:
        rows = rows.set_column(rows.column_names.index(name), name, pa.nulls(rows.num_rows, pa.string()))
    return rows


def _lines(columns: Sequence[Column], row: Mapping[str, Any], widths: Sequence[float]) -> int:
    texts = (
        lines_of(_text(column, row[column.name]), width)
        for column, width in zip(columns, widths, strict=True)
        if column.kind is Kind.WRAPPED
    )
    return min(max(texts, default=1), _MAX_LINES)


def _width(column: Column, rows: pa.Table) -> float:
    heading = max(display_width(line) for line in column.heading.split("\n")) + _FILTER_BUTTON + 1
    sample = rows.column(column.name).slice(0, _SAMPLE).to_pylist()
    widest = max((_shown_width(column, value) for value in sample), default=0)
    return min(max(heading, widest + 3), max(column.widest, heading))


def _shown_width(column: Column, value: Any) -> int:
    if isinstance(value, Decimal):
        return len(f"{value:,.3f}".rstrip("0")) + 1
    return 10 if column.kind is Kind.DATE else display_width(_text(column, value))
