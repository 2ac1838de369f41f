"""Figures as cells show them: their formats, and the signs beside them."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from load.workbook import cells
from load.workbook.cells import clean, figure_words, number_format
from load.workbook.widths import lines_of
from tests.load.books import SHEETS, again, english, make, opened, sheet_rows
from tests.load.factories import CASES, statement, tables
from tests.load.packages import problems_of


@pytest.mark.parametrize(
    ("value", "unit", "options", "expected"),
    [
        pytest.param("92", "%", {}, '0.0##"%"', id="rate"),
        pytest.param("1285", "件", {}, "#,##0", id="count"),
        pytest.param("9.5", "件", {}, "#,##0.0#####", id="a half"),
        pytest.param("20", "次", {"bound": "more_than"}, '">"#,##0', id="open bound"),
        pytest.param(
            "-4.8",
            "%",
            {"signed": True},
            '+0.0##"百分点";-0.0##"百分点";0.0##"百分点"',
            id="difference",
        ),
        pytest.param("1650000", "元", {}, '0\\.0,"万元"', id="165万元, still 1650000"),
        pytest.param("800", "元", {}, "#,##0", id="few yuan"),
    ],
)
def test_number_formats(value: str, unit: str, options: dict[str, Any], expected: str) -> None:
    assert number_format(Decimal(value), unit, **options) == expected


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("中文", 10, 1), ("中" * 50, 23, 5), ("a\nb", 10, 2)],
    ids=["empty", "short", "long", "broken"],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_text_longer_than_a_cell_is_cut() -> None:
    assert len(clean("字" * 40000)) == 32767


def shown_cells(path: Path, title: str) -> list[tuple[Any, str]]:
    """Value and format of each figure on a sheet, in its order."""
    worksheet = opened(path)[title]
    column = [english(cell.value) for cell in worksheet[1]].index("Value") + 1
    return [
        (cell.value, cell.number_format)
        for row in range(2, worksheet.max_row + 1)
        if (cell := worksheet.cell(row, column)).value is not None
    ]


@pytest.fixture(scope="module")
def marked_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One figure for each sign: ◐ † ? ※ ≠ ! and a range."""
    doubtful = {"certainty": "likely", "unit": "件", "metric": CASES}
    stated = [
        statement("330500-2017", "部分", "11", **doubtful, last_month=6),
        statement(
            "330700-2017", "另算", "12", **doubtful, basis="derived", derivation="10 + 2 = 12", year=2015
        ),
        statement("331000-2017", "30至40件", "30", **doubtful, value_high=Decimal(40)),
        statement("330700-2017", "13件", "13", **doubtful, place="330781", year=2016),
        statement("330700-2017", "14件", "14", unit="件", metric=CASES),
        statement("330700-2018", "99件", "99", unit="件", metric=CASES, year=2017),
        statement("330781-2017", "5%", "5", char_start=3),
        statement("330781-2017", "8%", "8", char_start=9),
    ]
    return make(tmp_path_factory.mktemp("marked"), tables(stated))


@pytest.mark.parametrize("title", ["明细 Figures", "复核 Review"])
def test_figures_have_their_signs_on_every_sheet(marked_book: Path, title: str) -> None:
    """The cell stays a number; a range is text, as no number is one."""
    assert Counter(shown_cells(marked_book, title)) == Counter(
        [
            (11, '#,##0"◐?"'),
            (12, '#,##0"?†"'),
            (13, '#,##0"?※"'),
            ("30–40?", "@"),
            (14, '#,##0"≠"'),
            (99, '#,##0"≠"'),
            (5, '0.0##"%≠!"'),
            (8, '0.0##"%≠!"'),
        ]
    )
    assert problems_of(marked_book) == []


def test_what_is_derived_is_in_italics_on_the_review_sheet(marked_book: Path) -> None:
    worksheet = opened(marked_book)["复核 Review"]
    assert {cell.value for cell in worksheet["E"] if cell.font.italic} == {12}


def test_unsettled_facts_and_likely_links_come_first(marked_book: Path) -> None:
    causes = [str(row["Why"]).partition(" ")[0] for row in sheet_rows(marked_book, "复核 Review")]
    assert causes == ["一份报告两个数字，规则无法取舍"] * 2 + ["归类存疑"] * 4 + ["同一事实两个数字"] * 2


def test_the_signs_are_explained_once(marked_book: Path) -> None:
    about = " ".join(str(cell) for row in opened(marked_book)[SHEETS[0]].values for cell in row)
    for sign in (
        "≈ 约",
        "30–40 区间值",
        "◐ 非全年",
        "† 推算",
        "? 链接存疑",
        "※",
        "≠ 报告不一致",
        "! 一份报告",
    ):
        assert about.count(sign) == 1


def test_no_number_of_range_ends_is_too_many(tmp_path: Path) -> None:
    """Each is text: a format for each would be past what Excel takes."""
    stated = [
        statement(
            f"330700-{year}", "区间", f"{low}", value_high=Decimal(1000 + year + 10 * low), char_start=low
        )
        for year in (2016, 2017)
        for low in range(10, 170)
    ]
    book = make(tmp_path, tables(stated))
    shown = shown_cells(book, "明细 Figures")
    assert len({value for value, _ in shown}) == len(stated) == 320
    assert ("10–3,116%", "@") in shown
    ends = {(row["Lower end"], row["Upper end"]) for row in sheet_rows(book, "明细 Figures")}
    assert (10, 3116) in ends
    assert problems_of(book) == []


def test_past_excel_s_number_of_formats_figures_are_text(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "MOST_FORMATS", 0)
    texts = again(book, tmp_path / "texts.xlsx")
    assert ("≥85%", "@") in shown_cells(texts, "明细 Figures")
    row = next(row for row in sheet_rows(texts, "年度对比 Years") if row["Difference"])
    assert row["Difference"] == "-2.6百分点"
    assert problems_of(texts) == []


@pytest.mark.parametrize(
    ("value", "unit", "options", "expected"),
    [
        pytest.param("30", "件", {"high": Decimal(40)}, "30–40", id="a range"),
        pytest.param("60.5", "%", {"high": Decimal(70)}, "60.5–70%", id="of rates"),
        pytest.param("165000", "元", {"high": Decimal(200000)}, "16.5–20万元", id="of amounts"),
        pytest.param("30", "件", {"high": Decimal(40), "bound": "about"}, "≈30–40", id="about"),
        pytest.param("30", "件", {"high": Decimal(40), "behind": "◐?"}, "30–40◐?", id="with signs"),
    ],
)
def test_figures_written_out(value: str, unit: str, options: dict[str, Any], expected: str) -> None:
    assert figure_words(Decimal(value), unit, **options) == expected
