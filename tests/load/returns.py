"""Workbooks as reviewers send them back: exported, filled in by openpyxl, and what an import would find."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from load.engines.database import open_readonly
from load.reviews.checking import Checked, check_returned
from load.reviews.returned import Returned, read_returned
from tests.load.books import english, make
from tests.load.factories import CASES, LOSS, METRICS, RATE, statement, tables

REVIEW = "复核 Review"
NOW = datetime(2030, 1, 1, tzinfo=UTC)
TWO = [
    statement("330700-2017", "92%", "92", sentence="全年出庭率为92%。", certainty="likely"),
    statement("330700-2017", "33986件", "33986", unit="件", metric=CASES, certainty="likely"),
]
UNLINKED = statement("330700-2017", "85以上", "85", metric=None, suggestions=[RATE, LOSS])


def exported(root: Path, *stated: dict[str, Any]) -> Path:
    """A workbook about these statements, `TWO` if none are given."""
    return make(root, tables(stated or TWO))


def filled(book: Path, rows: Mapping[str, Mapping[str, Any]], target: str = "back.xlsx") -> Path:
    """The workbook with values typed into the review row of each value shown: {92: {"Verdict": "采纳"}}."""

    def fill(worksheet: Worksheet) -> None:
        columns = columns_of(worksheet)
        for row in range(2, worksheet.max_row + 1):
            for name, value in rows.get(str(worksheet.cell(row, columns["Value"]).value), {}).items():
                worksheet.cell(row, columns[name]).value = value

    return changed(book, fill, target)


def columns_of(worksheet: Worksheet) -> dict[str, int]:
    """The columns by the English half of their headings."""
    return {english(cell.value): cell.column for cell in worksheet[1]}


def changed(book: Path, change: Callable[[Worksheet], None], target: str = "back.xlsx") -> Path:
    """The workbook with something done to its review sheet, saved by openpyxl."""
    workbook = load_workbook(book)
    change(workbook[REVIEW])
    workbook.save(book.with_name(target))
    return book.with_name(target)


def with_part(book: Path, name: str, content: bytes) -> Path:
    """The workbook with one more part, or one in place of another."""
    target = book.with_name("odd.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target


def checked(path: Path, **options: Any) -> Checked:
    """What an import of the workbook would do, by the warehouse beside it."""
    return check(read_returned(path), path.parent, **options)


def check(returned: Returned, root: Path, reviewer: str = "") -> Checked:
    with open_readonly(root / "w.duckdb") as connection:
        return check_returned(returned, connection, METRICS, NOW, reviewer)


def outcome(path: Path, **options: Any) -> tuple[list[tuple[Any, ...]], list[tuple[str, str]]]:
    """What would be kept (metric, decision, value, reviewer, reason), and cell and words of each problem."""
    found = checked(path, **options)
    names = ("metric", "decision", "value", "reviewer", "reason")
    kept = [tuple(row[name] for name in names) for row in found.decisions.to_pylist()]
    return kept, [(problem.cell, problem.words) for problem in found.problems]


def decided(path: Path, **options: Any) -> list[tuple[Any, ...]]:
    """What would be kept alone."""
    return outcome(path, **options)[0]


def told(path: Path, **options: Any) -> list[tuple[str, str]]:
    """The problems alone."""
    return outcome(path, **options)[1]
