"""The workbook in the hands of programs: hostile text, Excel's rules for the package, LibreOffice."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.load.books import convert, make, parts_of, sheet_rows
from tests.load.factories import CASES, document, statement, table, tables
from tests.load.packages import problems_of

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "#N/A",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "'=1",
    "00330",
    "1e5",
]


@pytest.fixture(scope="module")
def hostile_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    stated = [
        statement("330700-2017", text, "1", sentence=text, scope=text, section=text, unit="件", metric=CASES)
        for text in HOSTILE
    ]
    stated += [
        statement("330500-2017", "b", sentence="a\x00b\x0b\ufffe\x1f\x9b\u202ec\r\nd", unit="=1+1", rule="=1")
    ]
    content = tables(stated, [document("330781-2017", title="=HYPERLINK(1)", publisher="@x", reason="-1")])
    where = {"report_id": "330781-2017", "report_year": 2017, "char_start": 0, "char_end": 0}
    content["issues"] = table("issues", [where | {"kind": "+", "words": "=1"}])
    return make(tmp_path_factory.mktemp("hostile"), content)


def test_no_cell_is_a_formula_or_an_error(hostile_book: Path) -> None:
    kinds = {cell.data_type for sheet in load_workbook(hostile_book) for row in sheet for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert not re.search("<f[ >/]", "".join(parts_of(hostile_book).values()))


def test_hostile_text_is_text_to_the_letter(hostile_book: Path) -> None:
    written = {row["As written"] for row in sheet_rows(hostile_book, "明细 Figures")}
    assert set(HOSTILE) <= written


def test_characters_that_are_not_seen_are_left_out(hostile_book: Path) -> None:
    sentences = {row["Sentence"] for row in sheet_rows(hostile_book, "明细 Figures")}
    assert "abc\nd" in sentences


@pytest.mark.parametrize("name", ["book", "hostile_book"])
def test_the_package_is_as_excel_wants_it(name: str, request: pytest.FixtureRequest) -> None:
    assert problems_of(request.getfixturevalue(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["book", "hostile_book"])
def test_libreoffice_saves_it_with_the_same_cells(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path: Path = request.getfixturevalue(name)
    resaved = load_workbook(convert(path, "xlsx", tmp_path))
    assert values_of(resaved) == values_of(load_workbook(path))
    assert {cell.data_type for sheet in resaved for row in sheet for cell in row} <= {"s", "n", "d"}


def values_of(workbook: Workbook) -> dict[str, list[list[Any]]]:
    return {
        sheet.title: [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_col=20)]
        for sheet in workbook
    }


@pytest.mark.slow
def test_libreoffice_shows_the_figures(tmp_path: Path, book: Path) -> None:
    options = "44,34,76,1,,0,false,true,true,false,false,3"  # UTF-8, cells as shown, the third sheet
    convert(book, f"csv:Text - txt - csv (StarCalc):{options}", tmp_path)
    (made,) = tmp_path.glob("book*.csv")
    with made.open(encoding="utf-8", newline="") as file:
        heads, *rows = list(csv.reader(file))
    row = next(row for row in rows if row[:2] == ["金华市", "败诉率"])
    shown = dict(zip(heads, row, strict=True))
    assert (shown["2016年"], shown["2017年"]) == ("9.5%", "6.9%")
    assert shown["2017年差值 Difference"] == "-2.6百分点"
