"""A sheet that is read like a page: titles, sections, small tables, row by row."""

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange

from load.labels import mark_signs
from load.workbook.cells import (
    FORMS,
    INK,
    MUTED,
    PALE,
    PAPER,
    CellWriter,
    Look,
    figure_format,
    figure_words,
    form_of,
)
from load.workbook.sheets import append, set_up_page
from load.workbook.widths import lines_of

_TITLE = Look(ink=INK, size=18, bold=True, middle=True)
_SUBTITLE = Look(ink=MUTED, wrapped=True)
_SECTION = Look(indent=1, ink=PAPER, fill=INK, size=11, bold=True, middle=True)
_HEAD = Look(indent=1, ink=INK, fill=PALE, bold=True, wrapped=True, middle=True)
TEXT = Look(indent=1)
LONG = Look(wrapped=True, indent=1)
NUMBER = Look(format="#,##0", side="right")


class Page:
    """The sheet as it grows. `widths` are those of its columns, from A on."""

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[float]) -> None:
        self.worksheet = workbook.create_sheet(title)
        self.widths = widths
        self._letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(widths)]
        for letter, width in zip(self._letters, widths, strict=True):
            self.worksheet.column_dimensions[letter].width = width
        self.worksheet.sheet_view.showGridLines = False
        set_up_page(self.worksheet)
        self.write = CellWriter(self.worksheet)
        self.number = 0

    def add(self, cells: Sequence[Any] = (), lines: float = 1) -> None:
        """The next row."""
        self.number += 1
        append(self.worksheet, self.number, lines, cells)

    def merge(self, first: str, last: str) -> None:
        """One cell over several columns of the row that comes next."""
        row = self.number + 1
        self.worksheet.merged_cells.add(CellRange(f"{first}{row}:{last}{row}"))

    def wide(self, text: str, look: Look = LONG, lines: float | None = None) -> None:
        """One text over the whole width."""
        needed = lines_of(text, sum(self.widths)) if lines is None else lines
        self.merge("A", self._letters[-1])
        rest = [self.write.text("", look)] * (len(self.widths) - 1)
        self.add([self.write.text(text, look), *rest], needed)

    def title(self, text: str, subtitle: str) -> None:
        """The page's name and what it is."""
        self.wide(text, _TITLE, 2)
        self.wide(subtitle, _SUBTITLE)

    def section(self, text: str) -> None:
        """A line in colour."""
        self.add(lines=0.4)
        self.wide(text, _SECTION, 1.3)

    def heads(self, heads: Sequence[str], left: Container[int]) -> None:
        """Column headings; those over numbers stand on the right, as the numbers do."""
        cells = [
            self.write.text(head, replace(_HEAD, side="left" if at in left else "right"))
            for at, head in enumerate(heads)
        ]
        self.add(cells, 2.1)

    def figure(
        self,
        value: Any,
        unit: str,
        bound: str | None = None,
        *,
        signed: bool = False,
        high: Any = None,
        mark: str | None = None,
    ) -> Any:
        """A figure with its unit and signs at it, still a number."""
        if value is None:
            return None
        form = form_of(value, unit, signed=signed)
        shown = "" if '"' in FORMS[form] else unit
        behind = f"{shown}{mark_signs(mark)}"
        format_ = figure_format(form, bound or "exact", signed=signed, behind=behind)
        if high is not None or not self.write.takes_format(format_):
            words = figure_words(value, unit, bound or "exact", signed=signed, high=high, behind=behind)
            return self.write.text(words, replace(NUMBER, format="@"))
        return self.write.value(value, replace(NUMBER, format=format_))

    def year(self, value: int | None) -> Any:
        """A year, without thousands."""
        return None if value is None else self.write.value(value, replace(NUMBER, format="0"))
