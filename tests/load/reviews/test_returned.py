"""Workbooks that come back in odd shapes: each is read as it was meant, or refused in one line."""

import re
import shutil
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from load.reviews.returned import read_returned
from tests.load.factories import CASES, RATE
from tests.load.returns import REVIEW, changed, columns_of, exported, filled, outcome, with_part
from warehouse.errors import LoadError

ACCEPTED = {"92": {"Verdict": "采纳 accept", "Reviewer": "王"}}
KEPT = [(RATE, "accepted", None, "王", None)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def accepted(made: Path) -> Path:
    return filled(made, ACCEPTED)


@pytest.fixture
def book(accepted: Path, tmp_path: Path) -> Path:
    """The workbook with one decision, beside its warehouse, to be done with as one likes."""
    shutil.copytree(accepted.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / accepted.name


def test_a_decision_comes_back(book: Path) -> None:
    assert outcome(book) == (KEPT, [])


def test_a_workbook_that_nobody_touched_decides_nothing(made: Path) -> None:
    assert outcome(made) == ([], [])
    assert read_returned(made).saved_at is None


def test_when_it_was_saved_is_when_it_was_decided(book: Path) -> None:
    saved = read_returned(book).saved_at
    assert saved is not None
    assert abs(saved - datetime.now(UTC)) < timedelta(minutes=5)


def sorted_backwards(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)][::-1]
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def columns_moved(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def read_only_columns_deleted(sheet: Worksheet) -> None:
    for name in ("Sentence", "Why", "Report", "Value"):
        sheet.delete_cols(columns_of(sheet)[name])


def renamed(sheet: Worksheet) -> None:
    sheet.title = "王的意见"


def a_title_above(sheet: Worksheet) -> None:
    sheet.tables.clear()
    sheet.insert_rows(1, 3)
    sheet["A1"] = "请审阅"


def headings_in_one_language(sheet: Worksheet) -> None:
    for at, cell in enumerate(sheet[1]):
        cell.value = str(cell.value).split(" ", 1)[at % 2] + " \n"


def a_blank_stretch(sheet: Worksheet) -> None:
    sheet.insert_rows(2, 600)


def filtered(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def other_rows_deleted(sheet: Worksheet) -> None:
    column = columns_of(sheet)["Verdict"]
    for row in range(sheet.max_row, 1, -1):
        if not sheet.cell(row, column).value:
            sheet.delete_rows(row)


def a_cell_far_below(sheet: Worksheet) -> None:
    sheet.cell(1_048_576, 1).number_format = "0"


@pytest.mark.parametrize(
    "change",
    [
        sorted_backwards,
        columns_moved,
        read_only_columns_deleted,
        renamed,
        a_title_above,
        headings_in_one_language,
        a_blank_stretch,
        filtered,
        other_rows_deleted,
        a_cell_far_below,
    ],
)
def test_what_people_do_to_a_sheet_does_no_harm(book: Path, change: Any) -> None:
    odd = changed(book, change, "odd.xlsx")
    assert outcome(odd) == (KEPT, [])


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576", "A1:B3", None])
def test_a_stated_size_is_not_believed(book: Path, size: str | None) -> None:
    """Other programs write sizes that are wrong, or none."""
    sheet = review_part(book)
    with zipfile.ZipFile(book) as archive:
        content = archive.read(sheet).decode()
    stated = f'<dimension ref="{size}"/>' if size else ""
    odd = with_part(book, sheet, re.sub('<dimension ref="[^"]*" ?/>', stated, content).encode())
    assert outcome(odd) == (KEPT, [])


def review_part(book: Path) -> str:
    return f"xl/worksheets/sheet{load_workbook(book).sheetnames.index(REVIEW) + 1}.xml"


def a_column_twice(sheet: Worksheet) -> None:
    sheet.cell(1, 40).value = "结论 Verdict"


def verdict_renamed_away(sheet: Worksheet) -> None:
    sheet.cell(1, columns_of(sheet)["Reviewer"]).value = "谁"


def merged(sheet: Worksheet) -> None:
    sheet.tables.clear()
    column = sheet.cell(1, columns_of(sheet)["Verdict"]).column_letter
    sheet.merge_cells(f"{column}2:{column}3")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (a_column_twice, "stands twice"),
        (verdict_renamed_away, "审核人 Reviewer is missing"),
        (merged, "are merged: unmerge"),
    ],
)
def test_a_sheet_that_cannot_be_trusted_gives_nothing(book: Path, change: Any, words: str) -> None:
    decisions, problems = outcome(changed(book, change, "odd.xlsx"))
    assert decisions == []
    assert words in problems[0][1]


def macros(book: Path) -> Path:
    return with_part(book, "xl/vbaProject.bin", b"\0")


def saved_as_xlsm(book: Path) -> Path:
    """As Excel saves it once somebody recorded a macro: the type says so, too."""
    with zipfile.ZipFile(book) as archive:
        types = archive.read("[Content_Types].xml").decode()
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert plain in types
    content = types.replace(plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml").encode()
    typed = with_part(book, "[Content_Types].xml", content).rename(book.with_name("typed.xlsx"))
    return with_part(typed, "xl/vbaProject.bin", b"\0").rename(book.with_suffix(".xlsm"))


def external_links(book: Path) -> Path:
    return with_part(book, "xl/externalLinks/externalLink1.xml", b"<a/>")


def a_bomb(book: Path) -> Path:
    return with_part(book, "xl/sharedStrings.xml", b"\0" * 2**25)


def a_bomb_of_many_parts(book: Path) -> Path:
    """Each part passes for one; all together are more than any workbook."""
    target, part = book.with_name("odd.xlsx"), b"\0" * (2**24 - 1)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        new.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(48):
            new.writestr(f"xl/media/{number}.png", part)
    return target


def entities(book: Path) -> Path:
    content = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return with_part(book, "xl/sharedStrings.xml", content)


def a_password(book: Path) -> Path:
    return written(book, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)


def a_table_of_text(book: Path) -> Path:
    return written(book, "编号 Id,结论 Verdict\n".encode())


def a_cut_file(book: Path) -> Path:
    return written(book, book.read_bytes()[:3000])


def a_broken_part(book: Path) -> Path:
    return with_part(book, "xl/workbook.xml", b"<workbook")


def another_workbook(book: Path) -> Path:
    workbook = Workbook()
    workbook.active.append(["编号 Id", "意见"])  # type: ignore[union-attr]
    workbook.save(book.with_name("odd.xlsx"))
    return book.with_name("odd.xlsx")


def no_file(book: Path) -> Path:
    return book.with_name("none.xlsx")


def written(book: Path, content: bytes) -> Path:
    book.with_name("odd.xlsx").write_bytes(content)
    return book.with_name("odd.xlsx")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (macros, "holds macros"),
        (saved_as_xlsm, "holds macros"),
        (external_links, "links to other workbooks"),
        (a_bomb, "unpacks to 33,554,432 bytes"),
        (a_bomb_of_many_parts, "unpacks to more than any workbook"),
        (entities, "declares entities"),
        (a_password, "has a password"),
        (a_table_of_text, "is no .xlsx workbook"),
        (a_cut_file, "is no .xlsx workbook"),
        (a_broken_part, "cannot be read as a workbook"),
        (another_workbook, "no sheet has the columns 编号 Id and 结论 Verdict"),
        (no_file, "cannot be read: No such file"),
    ],
)
def test_what_may_do_harm_is_refused(book: Path, harm: Any, words: str) -> None:
    with pytest.raises(LoadError, match=re.escape(words)):
        read_returned(harm(book))


def test_empty_rows_down_to_the_millionth_are_passed_over(book: Path) -> None:
    sheet = review_part(book)
    with zipfile.ZipFile(book) as archive:
        content = archive.read(sheet).decode()
    empty = "".join(f'<row r="{row}"/>' for row in range(10, 1_000_000, 5))
    odd = with_part(book, sheet, content.replace("</sheetData>", f"{empty}</sheetData>").encode())
    assert outcome(odd) == (KEPT, [])


def test_a_sheet_grown_beyond_reason_is_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.reviews.returned._MOST_PART", 1000)
    with pytest.raises(LoadError, match="delete the empty rows"):
        read_returned(book)


def test_figures_that_are_zero_or_whole_come_back(made: Path) -> None:
    typed = {"33986": {"Verdict": "更正", "Corrected value": 0, "Reviewer": "李"}}
    assert outcome(filled(made, typed, "zero.xlsx")) == ([(CASES, "corrected", Decimal(0), "李", None)], [])


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param(
            {"Corrected value": date(2017, 3, 5)}, "is a date, not a number", id="a date for a number"
        ),
        pytest.param({"Corrected value": "=SUM(A1:A9)"}, "is a formula: type the value", id="a formula"),
        pytest.param({"Corrected value": "30–40"}, "is no number: 30–40", id="a range"),
    ],
)
def test_what_is_no_number_is_told_with_its_cell(made: Path, cells: Any, words: str) -> None:
    back = filled(made, {"92": {"Verdict": "更正", "Reviewer": "王"} | cells}, "no-number.xlsx")
    decisions, ((cell, said),) = outcome(back)
    assert (cell[0], words in said, decisions) == ("I", True, [])
