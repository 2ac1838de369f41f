"""Each row against what was shown: what is kept, what is told, in which cell."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from load.engines.connection import PostgresSchema
from load.engines.database import build_database, open_readonly
from load.reviews.answer import PROBLEM, write_answer
from load.reviews.checking import check_returned
from load.reviews.decisions import append_reviews
from load.reviews.returned import read_returned
from load.reviews.typed_values import TypedError, decision_of
from load.workbook.book import write_workbook
from tests.load.books import opened, sheet_rows
from tests.load.factories import CASES, LOSS, METRICS, PLACES, RATE, statement, tables, write
from tests.load.packages import problems_of
from tests.load.returns import (
    NOW,
    REVIEW,
    TWO,
    UNLINKED,
    changed,
    check,
    checked,
    columns_of,
    decided,
    exported,
    filled,
    outcome,
    told,
)
from tests.warehouse.warehouses import load_file

TOLD = ("text", "value", "unit", "metric", "sentence", "bound", "certainty", "suggestions")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("made"), *TWO, UNLINKED)


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """A workbook with the warehouse that it comes from, to be done with as one likes."""
    shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / made.name


def by_wang(**cells: Any) -> dict[str, Any]:
    """What 王 types into a row: by_wang(verdict="采纳", corrected=92)."""
    names = {"verdict": "Verdict", "corrected": "Corrected value", "metric": "Metric", "comment": "Comment"}
    return {"Reviewer": "王"} | {names[name]: content for name, content in cells.items()}


def typed(book: Path, value: str = "92", **cells: Any) -> Path:
    """One row filled in by 王."""
    return filled(book, {value: by_wang(**cells)})


DECIDES = [
    ({"verdict": "采纳 accept"}, [(RATE, "accepted", None)]),
    ({"verdict": "accept"}, [(RATE, "accepted", None)]),
    ({"verdict": " 驳回 "}, [(RATE, "rejected", None)]),
    ({"verdict": "更正", "corrected": 91.5}, [(RATE, "corrected", Decimal("91.5"))]),
    ({"verdict": "更正", "corrected": "91.5%"}, [(RATE, "corrected", Decimal("91.5"))]),
    ({"verdict": "更正", "corrected": "９１．５"}, [(RATE, "corrected", Decimal("91.5"))]),
    (
        {"verdict": "归类", "metric": "败诉率"},
        [(RATE, "rejected", None), (LOSS, "assigned", None)],
    ),
]
NAMES = [LOSS, "败诉率", "Loss rate", f"败诉率 [{LOSS}]"]
WRITTEN = [
    ("33986", "3.4万件", Decimal(34000)),
    ("33986", "34,000", Decimal(34000)),
    ("33986", "34000 件", Decimal(34000)),
    ("33986", -3, Decimal(-3)),
]
CANNOT_BE_MEANT = [
    ("92", {"verdict": "好的"}, "Verdict", "no such verdict: 好的"),
    ("92", {"corrected": 91}, "Verdict", "no verdict"),
    ("92", {"comment": "?"}, "Verdict", "no verdict"),
    ("92", {"verdict": "更正"}, "Corrected value", "correct, but no value"),
    ("92", {"verdict": "采纳", "corrected": 91}, "Corrected value", "the verdict is not correct"),
    ("92", {"verdict": "更正", "corrected": "九成"}, "Corrected value", "is no number: 九成"),
    ("92", {"verdict": "更正", "corrected": "91件"}, "Corrected value", "the unit is %, not 件"),
    ("33986", {"verdict": "更正", "corrected": "3%"}, "Corrected value", "the unit is 件, not %"),
    ("92", {"verdict": "更正", "corrected": date(2017, 3, 1)}, "Corrected value", "is a date"),
    ("92", {"verdict": "更正", "corrected": True}, "Corrected value", "true or false"),
    ("92", {"verdict": "更正", "corrected": "=90+1"}, "Corrected value", "is a formula"),
    ("92", {"verdict": "更正", "corrected": "1e400"}, "Corrected value", "is no number"),
    ("92", {"verdict": "更正", "corrected": 1e30}, "Corrected value", "too large"),
    ("92", {"verdict": "更正", "corrected": "0.1234567"}, "Corrected value", "six decimal"),
    ("92", {"verdict": "归类"}, "Metric", "assign, but no metric"),
    ("92", {"verdict": "归类", "metric": "败诉"}, "Metric", "near it: 败诉率"),
    ("92", {"verdict": "归类", "metric": RATE}, "Metric", "has this metric already"),
    ("92", {"verdict": "采纳", "metric": RATE}, "Metric", "the verdict is not assign"),
    ("92", {"verdict": "采纳", "comment": "=HYPERLINK(A1)"}, "Comment", "is a formula"),
    ("85", {"verdict": "采纳"}, "Verdict", "no metric yet"),
]
NOT_THEIRS = [
    ("Value", 93, "原为“92%?”"),
    ("Unit", "件", "was changed from %"),
    ("Sentence", "别的话。", "全年出庭率为92%。"),
]
ALL: list[tuple[str, dict[str, Any]]] = [
    *(("92", by_wang(**cells)) for cells, _ in DECIDES),
    *(("85", by_wang(verdict="归类", metric=name)) for name in NAMES),
    *((value, by_wang(verdict="更正", corrected=text)) for value, text, _ in WRITTEN),
    *((value, by_wang(**cells)) for value, cells, _, _ in CANNOT_BE_MEANT),
    *(("92", {column: value}) for column, value, _ in NOT_THEIRS),
]
"""What reviewers may do to a row, by the figure in it."""
Answer = Callable[[str, dict[str, Any]], tuple[list[tuple[Any, ...]], list[tuple[str, str]]]]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """What an import makes of each of `ALL`, every one done to a row of its own of one workbook.

    Metric, decision and value of what would be kept; heading and words of each problem.
    """
    figures = {"92": TWO[0], "33986": TWO[1], "85": UNLINKED}
    years = range(1980, 1980 + len(ALL))
    stated = [
        statement(f"330700-{year}", **{name: figures[value][name] for name in TOLD})
        for year, (value, _) in zip(years, ALL, strict=True)
    ]
    rows: dict[int, int] = {}
    names: dict[str, str] = {}

    def fill(sheet: Worksheet) -> None:
        columns = columns_of(sheet)
        names.update({sheet.cell(1, column).column_letter: name for name, column in columns.items()})
        for row in range(2, sheet.max_row + 1):
            year = sheet.cell(row, columns["Year"]).value
            rows[row] = year
            for name, content in ALL[year - years[0]][1].items():
                sheet.cell(row, columns[name]).value = content

    found = checked(changed(exported(tmp_path_factory.mktemp("all"), *stated), fill))

    def of(value: str, typed_in: dict[str, Any]) -> tuple[list[tuple[Any, ...]], list[tuple[str, str]]]:
        year = years[ALL.index((value, typed_in))]
        kept = [row for row in found.decisions.to_pylist() if row["year"] == year]
        cells = [(coordinate_from_string(problem.cell), problem.words) for problem in found.problems]
        problems = [(names[letter], words) for (letter, row), words in cells if rows[row] == year]
        return [(row["metric"], row["decision"], row["value"]) for row in kept], problems

    return of


@pytest.mark.parametrize(("cells", "kept"), DECIDES)
def test_what_a_row_decides(answer: Answer, cells: dict[str, Any], kept: list[Any]) -> None:
    assert answer("92", by_wang(**cells)) == (kept, [])


@pytest.mark.parametrize("name", NAMES)
def test_a_metric_by_any_of_its_names(answer: Answer, name: str) -> None:
    assert answer("85", by_wang(verdict="归类", metric=name)) == ([(LOSS, "assigned", None)], [])


@pytest.mark.parametrize(("value", "text", "kept"), WRITTEN)
def test_a_figure_as_people_write_it(answer: Answer, value: str, text: Any, kept: Decimal) -> None:
    assert answer(value, by_wang(verdict="更正", corrected=text)) == ([(CASES, "corrected", kept)], [])


@pytest.mark.parametrize(("value", "cells", "column", "words"), CANNOT_BE_MEANT)
def test_what_cannot_be_meant_is_told_with_its_cell(
    answer: Answer, value: str, cells: dict[str, Any], column: str, words: str
) -> None:
    decisions, ((heading, said),) = answer(value, by_wang(**cells))
    assert (heading, words in said, decisions) == (column, True, []), said


@pytest.mark.parametrize(("column", "value", "words"), NOT_THEIRS)
def test_what_is_not_theirs_to_change_is_found(answer: Answer, column: str, value: Any, words: str) -> None:
    """Sheets are not locked, so a value typed over is caught on the way in."""
    decisions, ((_, said),) = answer("92", {column: value})
    assert (words in said, decisions) == (True, [])


def test_a_percentage_as_excel_holds_it(book: Path) -> None:
    """Who types 91.5% into a cell gets 0.915 in a format with a percent sign."""

    def type_percent(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, 92), columns_of(sheet)["Corrected value"])
        cell.value, cell.number_format = 0.915, "0.0%"

    back = changed(typed(book, verdict="更正", corrected=1), type_percent, "percent.xlsx")
    assert decided(back)[0][2] == Decimal("91.5")


def row_of(sheet: Worksheet, value: float) -> int:
    column = columns_of(sheet)["Value"]
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value == value)


def test_what_is_typed_is_kept_as_it_is_seen(book: Path) -> None:
    """A control character or a mark of direction in a comment or a name would act on whoever reads it."""
    cells = {"Verdict": "采纳\u200e", "Comment": "看过\u202e原\x9b文\n无误", "Reviewer": "王\u2066"}
    assert decided(filled(book, {"92": cells})) == [(RATE, "accepted", None, "王", "看过原文\n无误")]


def test_who_decides_must_be_told_or_given(book: Path) -> None:
    back = filled(book, {"92": {"Verdict": "采纳"}})
    assert "write a name" in told(back)[0][1]
    assert decided(back, reviewer="李") == [(RATE, "accepted", None, "李", None)]


def test_a_name_down_the_whole_column_decides_nothing(book: Path) -> None:
    back = filled(book, {value: {"Reviewer": "王"} for value in ("92", "33986", "85")})
    assert (decided(back), told(back)) == ([], [])


def test_an_id_that_is_unknown_or_gone(book: Path) -> None:
    for token in ("f" * 16 + "-" + "0" * 10, "something"):
        back = filled(typed(book, verdict="采纳"), {"92": {"Id": token}}, "odd.xlsx")
        assert len(told(back)) == 1
        assert decided(back) == []


def test_a_figure_that_changed_since_must_be_looked_at_again(book: Path) -> None:
    back = typed(book, verdict="采纳")
    moved = dict(TWO[0], value=Decimal(29))
    write(book.parent, tables([moved, *TWO[1:], UNLINKED]))
    load_file(book.parent, book.parent / "w.duckdb")
    assert "older than this figure, now 29%" in told(back)[0][1]
    assert decided(back) == []


def test_a_report_without_a_figure_takes_no_decision(book: Path) -> None:
    back = filled(typed(book, verdict="采纳"), {"92": {"Id": None}}, "odd.xlsx")
    assert "no Id" in told(back)[0][1]


def test_the_same_figure_decided_twice_in_one_workbook(book: Path) -> None:
    def copy_row(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[row_of(sheet, 92)]])

    back = changed(typed(book, verdict="采纳"), copy_row, "twice.xlsx")
    assert len([said for _, said in told(back) if "decided twice" in said]) == 2
    assert decided(back) == []


def test_text_that_looks_like_a_formula_stays_text(book: Path) -> None:
    """On the way in: typed with an apostrophe, or written by a program."""

    def type_text(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, 92), columns_of(sheet)["Comment"])
        cell.value, cell.data_type = "=见附件", "s"

    back = changed(typed(book, verdict="采纳"), type_text, "text.xlsx")
    assert decided(back)[0][4] == "=见附件"


def keep(root: Path, path: Path) -> None:
    """Import without asking, and make the warehouse anew."""
    returned = read_returned(path)
    append_reviews(root, check(returned, root).decisions, returned.sha256)
    load_file(root, root / "w.duckdb")


def test_the_figures_sheet_says_what_a_reviewer_decided(book: Path) -> None:
    """The figure stands there as it was read; what counts instead stands beside it."""
    keep(book.parent, filled(book, {"92": {"Verdict": "更正", "Corrected value": 29, "Reviewer": "王"}}))
    write_workbook(book.parent / "w.duckdb", book, 2017)
    row = next(row for row in sheet_rows(book, "明细 Figures") if row["Value"] == 92)
    assert (row["Reviewed"], row["Reviewed value"], row["Source"]) == ("更正 correct", 29, "审核 review")


def test_another_s_decision_is_told_and_two_who_disagree_are_put_before_a_third(book: Path) -> None:
    keep(book.parent, typed(book, verdict="采纳"))
    second = filled(book, {"92": {"Verdict": "驳回", "Reviewer": "李"}}, "second.xlsx")
    found = checked(second)
    assert [problem.is_note for problem in found.problems] == [True]
    assert "王于" in found.problems[0].words and "a third decides" in found.problems[0].words
    assert found.decisions.num_rows == 1
    keep(book.parent, second)
    write_workbook(book.parent / "w.duckdb", book, 2017)
    assert first_row(book)[0].startswith("两位审核人意见不一")
    assert {line.partition("（")[0] for line in first_row(book)[1].split("\n")} == {
        "采纳 accept",
        "驳回 reject",
    }
    keep(book.parent, filled(book, {"92": {"Verdict": "采纳", "Reviewer": "赵"}}, "third.xlsx"))
    write_workbook(book.parent / "w.duckdb", book, 2017)
    assert not first_row(book)[0].startswith("两位审核人")


def first_row(book: Path) -> tuple[str, str]:
    sheet = opened(book)[REVIEW]
    columns = columns_of(sheet)
    return tuple(str(sheet.cell(2, columns[name]).value or "") for name in ("Why", "Decided so far"))  # type: ignore[return-value]


def test_the_answer_says_what_is_wrong_and_can_be_sent_again(book: Path, tmp_path: Path) -> None:
    back = filled(
        book,
        {"92": {"Verdict": "更正", "Reviewer": "王"}, "33986": {"Verdict": "采纳", "Reviewer": "王"}},
    )
    answer = back.with_name("answer.xlsx")
    write_answer(read_returned(back), checked(back).problems, answer)
    assert problems_of(answer) == []
    sheet = load_workbook(answer)[REVIEW]
    assert sheet["A1"].value == PROBLEM
    said = {row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value}
    assert [words.partition(": ")[2] for words in said] == ["更正须填数值 correct, but no value"]
    mended = filled(answer, {"92": {"Corrected value": 29}}, "mended.xlsx")
    assert sorted(row[:3] for row in decided(mended)) == [
        (RATE, "corrected", Decimal(29)),
        (CASES, "accepted", None),
    ]


@pytest.mark.parametrize("text", ["", "接受", "accept reject"])
def test_no_such_verdict(text: str) -> None:
    with pytest.raises(TypedError, match="no such verdict"):
        decision_of(text)


def test_a_figure_that_changed_after_its_review_comes_up_again(book: Path) -> None:
    keep(book.parent, typed(book, verdict="采纳"))
    write(book.parent, tables([dict(TWO[0], value=Decimal(29)), *TWO[1:], UNLINKED]))
    load_file(book.parent, book.parent / "w.duckdb")
    write_workbook(book.parent / "w.duckdb", book, 2017)
    why, decided_so_far = first_row(book)
    assert why.startswith("复核后读数变化，请再看")
    assert decided_so_far.startswith("采纳 accept（王")


def test_postgresql_says_and_takes_the_same(book: Path, postgres: PostgresSchema) -> None:
    """The same bytes go out, the same decisions come in."""
    keep(book.parent, typed(book, verdict="采纳"))
    build_database(book.parent, postgres, METRICS, PLACES)
    paths = [book.with_name("duckdb.xlsx"), book.with_name("postgres.xlsx")]
    for database, path in zip((book.parent / "w.duckdb", postgres), paths, strict=True):
        write_workbook(database, path, 2017)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    back = filled(book, {"85": {"Verdict": "归类", "Metric": LOSS, "Reviewer": "李"}}, "next.xlsx")
    returned = read_returned(back)
    with open_readonly(postgres) as connection:
        found = check_returned(returned, connection, METRICS, NOW)
    assert found == check(returned, book.parent)
    assert found.decisions.num_rows == 1


def test_text_that_excel_would_take_for_a_code_comes_back(tmp_path: Path) -> None:
    """Excel writes and reads _x0041_ for A, so that such text is written another way."""
    book = exported(tmp_path, statement("330700-2017", sentence="第_x0041_号92%。", certainty="likely"))
    assert outcome(typed(book, verdict="采纳")) == ([(RATE, "accepted", None, "王", None)], [])


RANGE = statement(
    "330700-2017", "30至40件", "30", unit="件", metric=CASES, certainty="likely", value_high=Decimal(40)
)


def test_a_range_comes_back_as_it_is_written_and_is_looked_at_again_when_it_changed(tmp_path: Path) -> None:
    book = exported(tmp_path, RANGE)
    back = filled(book, {"30–40?": {"Verdict": "采纳", "Reviewer": "王"}})
    assert decided(back) == [(CASES, "accepted", None, "王", None)]
    changed_range = filled(
        book, {"30–40?": {"Value": "30–50?", "Verdict": "采纳", "Reviewer": "王"}}, "changed.xlsx"
    )
    ((cell, words),) = told(changed_range)
    assert (cell, "was changed from 30–40?" in words) == ("E2", True)
    write(tmp_path, tables([RANGE | {"value_high": Decimal(50)}]))
    load_file(tmp_path, tmp_path / "w.duckdb")
    ((_, words),) = told(back)
    assert "now 30–50件" in words
