"""What goes back to the reviewer: the rows as they came, with a column that says what is wrong with each.

The reviewer's own file is never changed and saved again: the copy is written anew out of the values read.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from load.durable import publish
from load.reviews.checking import Problem
from load.reviews.returned import Returned, Row
from load.workbook.book import EPOCH
from load.workbook.cells import BAD, INK, PAPER, CellWriter, Look
from load.workbook.package import write_package
from load.workbook.workbook_sheets import REVIEW

PROBLEM = "问题 Problem"
_HEAD = Look(ink=PAPER, fill=INK, bold=True, wrapped=True)
_TEXT = Look(format="@", wrapped=True)
_WIDTHS = {column.name: column.widest for column in REVIEW.columns}


def write_answer(returned: Returned, problems: Sequence[Problem], target: Path) -> None:
    """Write the copy with the column 问题 Problem before all others; with its ids it can be sent again."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "fazhi"
    workbook.properties.created = workbook.properties.modified = EPOCH
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    for problem in problems:
        told[problem.sheet, problem.row].append(f"{problem.cell}: {problem.words}")
    for title in returned.headings:
        rows = [row for row in returned.rows if row.sheet == title]
        _add_sheet(workbook, title, rows, told)
    staged = target.with_name(f".{target.name}.new")
    try:
        write_package(workbook, {}, staged)
        publish(staged, target)
    finally:
        staged.unlink(missing_ok=True)


def _add_sheet(
    workbook: Workbook, title: str, rows: Sequence[Row], told: dict[tuple[str, int], list[str]]
) -> None:
    worksheet = workbook.create_sheet(title)
    write = CellWriter(worksheet)
    fields = [column for column in REVIEW.columns if any(column.name in row.cells for row in rows)]
    for at, width in enumerate((40, *(_WIDTHS[column.name] for column in fields)), 1):
        worksheet.column_dimensions[get_column_letter(at)].width = width
    for at, column in enumerate(fields, 2):
        worksheet.column_dimensions[get_column_letter(at)].hidden = column.hidden
    worksheet.freeze_panes = "B2"
    heads = [write.text(PROBLEM, _HEAD), *(write.text(column.heading, _HEAD) for column in fields)]
    worksheet.append(heads)
    if whole := told.get((title, 0)):
        worksheet.append([write.text("\n".join(whole), replace(_TEXT, fill=BAD))])
    for row in rows:
        words = told.get((title, row.number), [])
        first = write.text("\n".join(words), replace(_TEXT, fill=BAD if words else ""))
        worksheet.append([first, *(_copied(write, row.cell(column.name).value) for column in fields)])


def _copied(write: CellWriter, value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return write.value(value, Look())  # type: ignore[arg-type]  # Excel has floats
    return write.text("" if value is None else str(value), _TEXT)
