"""Sheets of rows: streamed to disk batch by batch, then dressed as Excel users expect a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from load.labels import BASES
from load.workbook.cells import BAD, DOUBTFUL, GOOD, INK, PAPER, CellWriter, Look
from load.workbook.columns import Column, Sheet
from load.workbook.links import Links
from load.workbook.row_xml import LINE, RowWriter
from load.workbook.widths import FILTER_BUTTON, heading_width, is_open, lines_of, width_of

_MOST_HEADING_LINES = 3
_HEADING = Look(ink=PAPER, fill=INK, bold=True, wrapped=True, middle=True)
_OPEN_HEADING = replace(_HEADING, fill="FF8A5A00")

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
    "likely": DOUBTFUL,
    False: BAD,
}
"""Codes that stand out; the words say the same, for those who see no colours."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that stands in the workbook but for its rows, which lie in a file, and their links."""

    worksheet: Any
    rows_file: Path
    rows: int
    links: Links


class SheetWriter:
    """One sheet as it grows: give it batches, then `finish` it."""

    def __init__(self, workbook: Workbook, sheet: Sheet, folder: Path) -> None:
        self.sheet = sheet
        self.worksheet = workbook.create_sheet(sheet.title)
        self._cells = CellWriter(self.worksheet)
        self._path = folder / f"{len(workbook.worksheets)}.rows"
        self._links = Links()
        self._writer: RowWriter | None = None
        self._widths: list[float] = []

    @cached_property
    def letters(self) -> list[str]:
        """The names of the columns."""
        return [get_column_letter(at) for at in range(1, len(self.sheet.columns) + 1)]

    def letter(self, name: str) -> str:
        """The column that shows a field."""
        return next(
            letter
            for letter, column in zip(self.letters, self.sheet.columns, strict=True)
            if column.name == name
        )

    def write(
        self, batches: Iterable[pa.RecordBatch], seen: Callable[[pa.RecordBatch, int], None] | None = None
    ) -> None:
        """Stream the rows to disk. `seen` is told each batch and the number of its first row in the sheet."""
        with self._path.open("wb") as file:
            for batch in batches:
                if self._writer is None:
                    self._begin(batch)
                writer = self._row_writer
                if seen:
                    seen(batch, writer.rows + 1)
                file.write(writer.xml(self._with_links(batch, writer.rows + 1)))

    def finish(self, table_rows: int | None = None) -> Written:
        """Write the heading and what belongs to the whole table: `table_rows` long, else all."""
        sheet, worksheet = self.sheet, self.worksheet
        if self._writer is None:
            self._widths = [heading_width(column) for column in sheet.columns]
        rows = self._writer.rows - 1 if self._writer else 0
        for letter, column, width in zip(self.letters, sheet.columns, self._widths, strict=True):
            dimension = worksheet.column_dimensions[letter]
            dimension.width, dimension.hidden = width, column.hidden or column.folded
            dimension.outlineLevel = int(column.folded)
        worksheet.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
        worksheet.sheet_view.zoomScale = sheet.zoom
        worksheet.print_title_rows = "1:1"
        last = max(rows, 1) + 1
        worksheet.print_area = f"A1:{get_column_letter(sheet.printed or len(self.letters))}{last}"
        set_up_page(worksheet)
        heads = [
            self._cells.text(column.heading, _OPEN_HEADING if is_open(column) else _HEADING)
            for column in sheet.columns
        ]
        lines = max(
            lines_of(column.heading, width - FILTER_BUTTON)
            for column, width in zip(sheet.columns, self._widths, strict=True)
        )
        append(worksheet, 1, min(lines, _MOST_HEADING_LINES) + 0.2, heads)
        end = max(rows if table_rows is None else table_rows, 1) + 1
        # add_table would warn that columns must be given, which they are
        worksheet._tables.add(_table(sheet, f"A1:{self.letters[len(sheet.tabled) - 1]}{end}"))  # noqa: SLF001
        self._add_formats(last)
        return Written(worksheet, self._path, rows, self._links)

    @property
    def _row_writer(self) -> RowWriter:
        if self._writer is None:
            raise RuntimeError("no rows yet")
        return self._writer

    def _begin(self, sample: pa.RecordBatch) -> None:
        self._path.touch()
        self._widths = [width_of(column, sample) for column in self.sheet.columns]
        self._writer = RowWriter(self.sheet, self._widths, self.letters, self._cells)

    def _with_links(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Keep the links of a batch, and take from it the addresses that Excel would not take as links."""
        for letter, column in zip(self.letters, self.sheet.columns, strict=True):
            name = column.link or column.leads_to
            if not name:
                continue
            targets = self._links.take(letter, first, batch[name], inside=bool(column.leads_to))
            at = batch.schema.get_field_index(name)
            batch = batch.set_column(at, name, targets)
        return batch

    def _add_formats(self, last: int) -> None:
        """Tints by code, italics for what is derived, and the lists that open cells offer."""
        formats = self.worksheet.conditional_formatting
        for letter, column in zip(self.letters, self.sheet.columns, strict=True):
            for code, fill in TINTS.items():
                if words := column.labels.get(code):
                    look = PatternFill(bgColor=fill)
                    formats.add(f"{letter}2:{letter}{last}", CellIsRule("equal", [f'"{words}"'], fill=look))
            if column.name == "basis":
                rule = FormulaRule([f'${letter}2="{BASES["derived"]}"'], font=Font(italic=True))
                formats.add(f"A2:{self.letters[-1]}{last}", rule)
            if column.choices:
                self.worksheet.data_validations.append(_choice(column, f"{letter}2:{letter}{last}"))


def _choice(column: Column, cells: str) -> DataValidation:
    """A list out of a named range: Excel spoils a list written out that is longer than 255 characters."""
    return DataValidation(
        type="list",
        formula1=column.choices,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="不在清单 Not in the list",
        error="请从清单中选择。 Please choose from the list.",
        sqref=cells,
    )


def _table(sheet: Sheet, cells: str) -> Table:
    """A table whose headings are the cells', letter for letter."""
    table = Table(displayName=sheet.table, name=sheet.table, ref=cells)
    table.tableColumns = [
        TableColumn(id=at, name=column.heading) for at, column in enumerate(sheet.tabled, 1)
    ]
    table.autoFilter = AutoFilter(ref=cells)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    return table


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
    worksheet.row_dimensions[row].height = lines * LINE + 2
    worksheet.append(list(cells))
    del worksheet.row_dimensions[row]
