"""The workbook: what is in it, and how it looks."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from load.workbook import answers, links
from load.workbook.book import TOLD, write_workbook
from load.workbook.widths import display_width
from tests.load.books import SHEETS, again, english, figures, make, opened, parts_of, sheet_rows
from tests.load.factories import CASES, LOSS, document, observation, statement, table, tables
from tests.load.packages import problems_of
from warehouse.errors import LoadError


def test_sheets_in_order(book: Path) -> None:
    assert opened(book).sheetnames == SHEETS


def test_each_sheet_behind_the_first_is_told_of(book: Path, tmp_path: Path) -> None:
    told: list[str] = []
    write_workbook(book.parent / "w.duckdb", tmp_path / "again.xlsx", 2017, told=told.append)
    assert (sorted(told), len(told)) == (sorted(SHEETS[1:]), TOLD)


def test_2017_against_2016(book: Path) -> None:
    """The years across, and the base year against the nearest other one."""
    rows = {(row["Place"], row["Metric"]): row for row in sheet_rows(book, "年度对比 Years")}
    row = rows["金华市", "败诉率"]
    assert (row["Unit"], row["Better"], row["Place code"]) == ("%", "越低越好 lower", "330700")
    heads = [str(cell.value) for cell in opened(book)["年度对比 Years"][1]]
    assert [head for head in heads if head.endswith("年")] == ["2016年", "2017年"]
    assert (row["Against"], row["Difference"], row["Verdict"]) == (2016, -2.6, "更好 better")
    assert rows["湖州市", "败诉率"]["Against"] is None


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One rate: stated and derived, of a county's own government, of other years than the base year."""
    derived = statement(
        "330700-2017", "上升15个百分点", "77", year=2015, basis="derived", derivation="92 - 15 = 77"
    )
    own = statement("330781-2017", scope_kind="own")
    others = [statement("330500-2019"), statement("330500-2011")]
    return make(tmp_path_factory.mktemp("rates"), tables([statement("330700-2017"), derived, own, *others]))


def test_the_base_year_is_in_bold_and_what_is_derived_in_italics(rates: Path) -> None:
    heads, *rows = opened(rates)["年度对比 Years"].iter_rows()
    years = [cell.value for cell in heads]
    (row,) = (row for row in rows if row[years.index("地区代码 Place code")].value == "330700")
    then, now = (row[years.index(f"{year}年")] for year in (2015, 2017))
    assert (then.value, then.font.italic, then.font.bold) == (77, True, False)
    assert (now.value, now.font.italic, now.font.bold) == (92, False, True)


def test_a_figure_that_is_not_the_whole_place_s_says_whose_it_is(rates: Path) -> None:
    rows = sheet_rows(rates, "年度对比 Years")
    assert [row["Metric"] for row in rows if row["Place"] == "兰溪市"] == [
        "负责人出庭应诉率（本级 own government）"
    ]


def test_places_ranked(book: Path) -> None:
    rows = [row for row in sheet_rows(book, "城市对比 Cities") if row["Metric"] == "败诉率"]
    assert [(row["Rank"], row["Place"], row["Value"], row["Gap to best"]) for row in rows] == [
        (1, "金华市", 6.9, 0),
        (2, "湖州市", 7.9, 1),
    ]


def test_places_without_the_base_year_stand_below_unranked(rates: Path) -> None:
    rows = [row for row in sheet_rows(rates, "城市对比 Cities") if row["Place"] != "兰溪市"]
    assert [(row["Rank"], row["Place"], row["Year"], row["Not ranked"]) for row in rows] == [
        (1, "金华市", 2017, None),
        (None, "湖州市", 2019, "年份不同 another year"),
    ]


def test_places_ranked_are_drawn_as_a_chart(book: Path) -> None:
    parts = parts_of(book)
    charts = [parts[name] for name in sorted(parts) if name.startswith("xl/charts/chart")]
    assert any("'城市对比 Cities'!$D$" in chart and "败诉率" in chart for chart in charts)


def test_each_row_of_years_has_its_course_drawn(book: Path) -> None:
    rows = {(row["Place"], row["Metric"]): row["Trend"] for row in sheet_rows(book, "年度对比 Years")}
    assert (rows["金华市", "败诉率"], rows["湖州市", "败诉率"]) == ("█▁", None)


def test_every_observation_with_its_sentence_and_hidden_id(book: Path) -> None:
    rows = sheet_rows(book, "明细 Figures")
    assert Counter(row["Metric"] for row in rows) == {"败诉率": 3, "负责人出庭应诉率": 1, "复议办案数": 2}
    blank = next(row for row in rows if row["Bound"] == "空缺 blank")
    assert (blank["Value"], blank["Sentence"], blank["Used"]) == (None, "共抽取 个案卷。", None)
    assert all(re.fullmatch("[0-9a-f]{16}", row["Id"]) for row in rows)
    worksheet = opened(book)["明细 Figures"]
    hidden = [letter for letter, dimension in worksheet.column_dimensions.items() if dimension.hidden]
    assert [english(worksheet[f"{letter}1"].value) for letter in hidden] == ["Id"]


MARKED = [
    pytest.param("全市92%，县92%。", 2, ["全市", "92%", "，县92%。"], id="the first of two alike"),
    pytest.param("全市92%，县92%。", 7, ["全市92%，县", "92%", "。"], id="the second"),
    pytest.param("92%。", 0, ["92%", "。"], id="at the very start"),
    pytest.param("达92%", 1, ["达", "92%"], id="at the very end"),
]


@pytest.fixture(scope="module")
def marked_sentences(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """A report for each of `MARKED`, of its year."""
    before, stated, documents = "总则。\n", [], []
    for year, (sentence, start, _) in enumerate((param.values for param in MARKED), 2011):
        place = {"char_start": len(before) + start, "char_end": len(before) + start + 3}
        stated.append(statement(f"330700-{year}", "92%", "92", sentence=sentence, **place))
        text = before + str(sentence)
        documents.append(document(f"330700-{year}", text=text, statement_count=1, linked_count=1))
    book = make(tmp_path_factory.mktemp("sentences"), tables(stated, documents))
    return load_workbook(book, rich_text=True)


@pytest.mark.parametrize(("sentence", "start", "marked"), MARKED)
def test_the_figure_is_marked_in_its_sentence(
    marked_sentences: Workbook, sentence: str, start: int, marked: list[str]
) -> None:
    """By its place in the document; no run of the rich text is empty."""
    heads, *rows = marked_sentences["明细 Figures"].iter_rows()
    at = {english(cell.value): number for number, cell in enumerate(heads)}
    year = 2011 + [param.values[:2] for param in MARKED].index((sentence, start))
    ((_, runs),) = (
        (row[at["Year"]].value, row[at["Sentence"]].value) for row in rows if row[at["Year"]].value == year
    )
    assert [str(run) for run in runs] == marked
    assert [bool(getattr(run, "font", None)) for run in runs] == [run == "92%" for run in marked]


def test_metrics_and_sources(book: Path) -> None:
    assert {row["Metric id"]: row["Figures"] for row in sheet_rows(book, "指标 Metrics")}[LOSS] == 3
    assert [row["Place"] for row in sheet_rows(book, "来源 Sources")] == ["湖州市", "金华市"]


def test_figures_keep_their_number_and_show_their_bound(book: Path) -> None:
    worksheet = opened(book)["明细 Figures"]
    shown = {cell.number_format: cell.value for cell in worksheet["D"][1:] if cell.value is not None}
    assert shown['"≥"0.0##"%"'] == 85
    assert shown["#,##0"] == 33986


def test_codes_are_text_cells(book: Path) -> None:
    worksheet = opened(book)["年度对比 Years"]
    heads = [str(cell.value) for cell in worksheet[1]]
    cell = worksheet[2][heads.index("地区代码 Place code")]
    assert (cell.value, cell.data_type, cell.number_format) == ("330500", "s", "@")


NO_LINKS = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ftp://a",
    "",
    "http://a b",
    "https://a/" + "x" * 255,
    "http://金华",
]
LINKED = "http://www.jinhua.gov.cn/a.html"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The cells of Sources by report and heading."""
    documents = [
        document("330700-2017", published_on=date(2018, 3, 30), source_url=LINKED),
        document("330700-2018", snapshot="ab" * 32),
        *(document(f"330700-{2001 + at}", source_url=address) for at, address in enumerate(NO_LINKS)),
    ]
    book = make(tmp_path_factory.mktemp("sources"), tables([], documents))
    heads, *rows = opened(book)["来源 Sources"].iter_rows()
    named = [dict(zip((english(cell.value) for cell in heads), row, strict=True)) for row in rows]
    return {row["Report"].value: row for row in named}


def test_dates_are_dates_and_sources_are_links(sources: dict[str, dict[str, Any]]) -> None:
    row = sources["330700-2017"]
    published = row["Published"]
    assert (published.value.date(), published.number_format) == (date(2018, 3, 30), "yyyy-mm-dd")
    assert row["Page"].hyperlink.target == LINKED


@pytest.mark.parametrize("address", NO_LINKS)
def test_what_excel_takes_for_no_link_is_plain_text(sources: dict[str, dict[str, Any]], address: str) -> None:
    row = sources[f"330700-{2001 + NO_LINKS.index(address)}"]
    assert [cell.hyperlink for cell in row.values() if cell.hyperlink] == []
    assert address in {cell.value or "" for cell in row.values()}


def test_a_stored_snapshot_is_linked_by_its_path(sources: dict[str, dict[str, Any]]) -> None:
    targets = {cell.hyperlink.target for cell in sources["330700-2018"].values() if cell.hyperlink}
    assert f"snapshots/ab/{'ab' * 32}" in targets


def test_the_first_sheet_leads_to_every_other(book: Path) -> None:
    worksheet = opened(book)[SHEETS[0]]
    links = [link.location for row in worksheet for cell in row if (link := cell.hyperlink)]
    assert links == [f"'{title}'!A1" for title in SHEETS[1:]]


def test_the_base_year_need_not_have_figures(tmp_path: Path) -> None:
    book = make(tmp_path, tables([statement("330700-2015")]))
    (row,) = sheet_rows(book, "年度对比 Years")
    assert (row["Against"], row["Difference"], row["Verdict"]) == (None, None, None)
    assert sheet_rows(book, "城市对比 Cities") == []


def test_a_workbook_of_nothing(tmp_path: Path) -> None:
    book = make(tmp_path, tables([]))
    assert opened(book).sheetnames == SHEETS
    assert problems_of(book) == []


def test_links_beyond_what_excel_takes_become_text(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "MAX_LINKS", 1)
    worksheet = opened(again(book, tmp_path / "few.xlsx"))["来源 Sources"]
    linked = [cell for row in worksheet for cell in row if cell.hyperlink]
    assert [(cell.row, cell.font.underline) for cell in linked] == [(2, "single")]
    assert worksheet[3][linked[0].column - 1].font.underline is None


def test_more_rows_than_a_sheet_holds_leave_the_base_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MAX_ROWS", 2)
    book = make(tmp_path, tables([statement(f"330700-{year}") for year in (2015, 2016, 2017)]))
    assert [row["Year"] for row in sheet_rows(book, "明细 Figures")] == [2017]


def test_the_same_content_is_the_same_bytes(tmp_path: Path, book: Path) -> None:
    assert make(tmp_path, tables(figures())).read_bytes() == book.read_bytes()


def test_headings_stay_and_print(book: Path) -> None:
    worksheet = opened(book)["明细 Figures"]
    assert worksheet.freeze_panes == "D2"
    assert worksheet.tables["figures"].ref == worksheet.tables["figures"].autoFilter.ref == "A1:AD7"
    assert worksheet.auto_filter.ref is None
    assert worksheet.print_title_rows == "$1:$1"
    assert (worksheet.page_setup.orientation, worksheet.page_setup.fitToWidth) == ("landscape", 1)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_long_sentence_makes_a_high_row(book: Path) -> None:
    worksheet = opened(book)["明细 Figures"]
    heights = {worksheet.cell(row, 8).value: worksheet.row_dimensions[row].height for row in range(2, 8)}
    assert heights["2016年败诉率9.5%。"] < 20 < 60 < heights["2017年败诉率6.9%。" * 20]


def test_columns_are_as_wide_as_their_text(book: Path) -> None:
    worksheet = opened(book)["明细 Figures"]
    widest = max(display_width(str(cell.value)) for cell in worksheet["C"][1:])
    assert worksheet.column_dimensions["C"].width >= widest


def test_an_open_workbook_is_not_half_replaced(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "open.xlsx"
    old.write_bytes(b"old")

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(LoadError, match="close it"):
        again(book, old)
    assert old.read_bytes() == b"old"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new")]


def test_what_a_killed_writer_left_is_cleared_up(book: Path, tmp_path: Path) -> None:
    left = tmp_path / ".fazhi-rows-abc"
    left.mkdir()
    (left / "1.rows").write_bytes(b"<row/>")
    again(book, tmp_path / "book.xlsx")
    assert not left.exists()


def test_no_warehouse_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="run `fazhi run` first"):
        write_workbook(tmp_path / "none.duckdb", tmp_path / "book.xlsx", 2017)
    assert list(tmp_path.iterdir()) == []


def test_an_observation_without_a_statement_is_still_shown(tmp_path: Path) -> None:
    content = tables([statement("330700-2017")])
    content["observations"] = table("observations", [observation(statement("330700-2017", "9%", "9"))])
    assert [row["Value"] for row in sheet_rows(make(tmp_path, content), "明细 Figures")] == [9]


def test_two_figures_for_one_fact_stand_side_by_side(tmp_path: Path) -> None:
    """Also where the link of one is likely only, which comes first by itself."""
    counted = {"unit": "件", "metric": CASES}
    stated = [
        statement("330500-2017", "14件", "14", **counted),
        statement("330500-2018", "99件", "99", **counted, year=2017, certainty="likely"),
        statement("330700-2017", "7件", "7", **counted, certainty="likely"),
    ]
    rows = sheet_rows(make(tmp_path, tables(stated)), "复核 Review")
    assert [row["Value"] for row in rows] == [14, 99, 7] or [row["Value"] for row in rows] == [99, 14, 7]


def test_years_far_from_the_base_year_have_no_empty_rows(tmp_path: Path) -> None:
    """Seven years are shown; what was said of others alone stands on Figures."""
    told = [statement(f"330700-{year}") for year in range(2011, 2024)]
    alone = statement("330500-2025", "7.9%", "7.9", metric=LOSS)
    book = make(tmp_path, tables([*told, alone]))
    assert [row["Place"] for row in sheet_rows(book, "年度对比 Years")] == ["金华市"]
    assert "湖州市" in {row["Place"] for row in sheet_rows(book, "明细 Figures")}


def test_a_column_has_room_for_what_stands_at_its_figures(tmp_path: Path) -> None:
    """Excel shows #### in place of a number that is wider than its column."""
    large = {"unit": "件", "metric": CASES, "certainty": "likely", "bound": "more_than", "last_month": 6}
    book = make(tmp_path, tables([statement("330700-2017", "超大", "12345678", **large)]))
    worksheet = opened(book)["年度对比 Years"]
    assert worksheet["D2"].number_format == '">"#,##0"◐?"'
    assert worksheet.column_dimensions["D"].width > display_width(">12,345,678◐?") + 1
