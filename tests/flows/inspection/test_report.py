"""One report read and shown, from a file and from an address."""

import io
import json
import re
import threading
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from extract.addresses import networks
from extract.fetching import FetchLimits
from extract.sandbox import Limits
from flows.inspection.report import Inspection, inspect_report, json_lines, json_number, sentence_span
from flows.inspection.view import inspection_view
from flows.reading.processes import read_apart
from warehouse.errors import CatalogueError, FazhiError, FetchError, SettingsError, UnreadableError
from warehouse.records import Span

KEYS = [
    "report_id",
    "section",
    "sentence",
    "text",
    "char_start",
    "char_end",
    "value",
    "value_high",
    "unit",
    "bound",
    "role",
    "direction",
    "year",
    "base_year",
    "place",
    "scope",
    "scope_kind",
    "metric",
    "basis",
    "rule",
]
HERE = FetchLimits(retry_delays=(), host_delay=0, allow_private=networks("127.0.0.0/8"))
PAGE = """<html><head><meta charset="utf-8"><title>金华市人民政府关于2017年度法治政府建设情况的报告</title>
<meta name="ArticleTitle" content="金华市人民政府关于2017年度法治政府建设情况的报告"></head><body>
<h1>金华市人民政府关于2017年度法治政府建设情况的报告</h1><div id="zoom">
<p>一、依法化解矛盾纠纷</p>
<p>2017年全市行政机关负责人出庭应诉率达到92.50%以上，比2016年上升7个百分点。处罚165万元。</p>
<p>共抽取&nbsp;个案卷。根据国发〔2015〕23号文件，召开会议30至40次。</p>
</div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def inspection(page: Path) -> Inspection:
    return inspect_report(str(page), None, None)


@pytest.fixture
def address(page: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(page.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def shown(inspection: Inspection, width: int, *, everything: bool = False) -> str:
    file = io.StringIO()
    Console(file=file, width=width).print(inspection_view(inspection, width, everything=everything))
    return file.getvalue()


def rows(inspection: Inspection) -> list[dict[str, object]]:
    return [json.loads(line) for line in json_lines(inspection)]


def test_place_and_year_are_taken_from_the_document(inspection: Inspection) -> None:
    assert (inspection.place.code, inspection.place.name, inspection.year) == ("330700", "金华市", 2017)
    assert inspection.note is None


@pytest.mark.parametrize("place", ["湖州市", "330500", "湖州"])
def test_a_given_place_and_year_go_before_the_document_and_are_noted(page: Path, place: str) -> None:
    found = inspect_report(str(page), place, 2018)
    assert (found.place.code, found.year) == ("330500", 2018)
    assert {statement.report_id for statement in found.reading.statements} == {"330500-2018"}
    assert found.note is not None


def test_each_line_has_exactly_the_columns_in_order(inspection: Inspection) -> None:
    assert all(list(row) == KEYS for row in rows(inspection))


def test_a_line_holds_the_figure_and_what_is_said_of_it(inspection: Inspection) -> None:
    row = next(row for row in rows(inspection) if row["basis"] == "stated" and row["unit"] == "%")
    assert row["value"] == 92.5
    assert (row["bound"], row["role"], row["direction"]) == ("at_least", "level", None)
    assert (row["metric"], row["year"], row["place"]) == ("disputes.appearance_rate", 2017, "330700")


def test_characters_of_every_line_are_its_text(inspection: Inspection) -> None:
    text = inspection.document.text
    assert [text[int(str(row["char_start"])) : int(str(row["char_end"]))] for row in rows(inspection)] == [
        row["text"] for row in rows(inspection)
    ]


def test_lines_keep_chinese_and_whole_numbers_as_they_are(inspection: Inspection) -> None:
    lines = "\n".join(json_lines(inspection))
    assert '"text": "165万元"' in lines
    assert '"value": 1650000, "value_high": null' in lines
    assert '"value": 30, "value_high": 40' in lines
    assert '"value": null, "value_high": null, "unit": "个", "bound": "blank"' in lines


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1650000.000", "1650000"),
        ("1E+3", "1000"),
        ("11.70", "11.7"),
        ("0.1", "0.1"),
        ("33.33333333333", "33.333333"),
        ("123456789012.25", "123456789012.25"),
    ],
)
def test_a_value_is_the_shortest_exact_number(value: str, number: str) -> None:
    assert json.dumps(json_number(Decimal(value))) == number


def test_everything_adds_exclusions_and_issues_with_a_kind(inspection: Inspection) -> None:
    plain, everything = list(json_lines(inspection)), list(json_lines(inspection, everything=True))
    assert everything[: len(plain)] == plain
    added = [json.loads(line) for line in everything[len(plain) :]]
    assert {row["kind"] for row in added} <= {"exclusion", "issue"}
    assert [row for row in added if row["kind"] == "exclusion" and "23" in row["text"]]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_fits_the_terminal_and_shows_each_figure(inspection: Inspection, width: int) -> None:
    words = shown(inspection, width, everything=True)
    assert max(cell_len(line) for line in words.splitlines()) <= width
    assert "标题 title" in words
    assert "排除 Exclusions" in words
    assert "≥92.5 %" in words


@pytest.mark.parametrize("width", [80, 120])
def test_no_number_and_no_head_is_broken_over_two_lines(tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.txt"
    said = "、".join(f"第{name}街道办理行政复议案件{1234567 + n}件" for n, name in enumerate("甲乙丙丁戊"))
    path.write_text(f"金华市2017年度法治政府建设情况报告\n全市{said}。", "utf-8")
    words = shown(inspect_report(str(path), None, None), width)
    assert set(re.findall(r"[\d,]{4,}", words)) <= {
        "330700", "2017", *(f"{1234567 + n}" for n in range(5)), *(f"{1234567 + n:,}" for n in range(5))
    }  # fmt: skip
    assert ("数字 figure  " in words, "值 value" in words) == (width > 100, True)


def test_a_page_of_which_no_figure_is_a_metric_s_says_why(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = "金华市2017年度法治政府建设情况报告\n全市栽种银杏120棵。\n全市结清行政复议案件351件。"
    path.write_text(text, "utf-8")
    words = " ".join(shown(inspect_report(str(path), None, None), 200).split())
    assert "none of the 2 figures is one of the" in words
    assert "1 stand beside words that the lexicon does not know (结清 …)" in words
    assert "1 are told in no metric's words" in words


def test_nothing_is_said_of_links_where_there_are_some(inspection: Inspection) -> None:
    assert "none of the" not in shown(inspection, 120)


def test_exclusions_are_shown_on_demand(inspection: Inspection) -> None:
    assert "排除 Exclusions" not in shown(inspection, 120)


def test_a_sentence_is_found_round_its_figure(inspection: Inspection) -> None:
    statement = inspection.reading.statements[0]
    span = sentence_span(statement, inspection.document.text)
    assert inspection.document.text[span.start : span.end] == statement.sentence
    assert sentence_span(statement, "another text") == Span(statement.char_start, statement.char_end)


def test_a_text_file_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("金华市2017年度法治政府建设情况报告\n全市受理行政复议案件120件。", "utf-8")
    found = inspect_report(str(path), None, None)
    assert [statement.text for statement in found.reading.statements] == ["120件"]


def test_a_report_is_read_from_its_address(address: str) -> None:
    found = inspect_report(f"{address}/report.html", None, None, HERE)
    assert (found.place.code, found.year) == ("330700", 2017)


def test_an_address_without_a_page_is_told(address: str) -> None:
    with pytest.raises(FetchError, match="answers 404"):
        inspect_report(f"{address}/none.html", None, None, HERE)


@pytest.mark.parametrize(
    ("content", "place", "year", "error", "complaint"),
    [
        ("全市受理行政复议案件120件。", None, None, SettingsError, "give --place and --year"),
        ("全市受理行政复议案件120件。", "330700", None, SettingsError, "give --year"),
        ("全市受理行政复议案件120件。", None, 2017, SettingsError, "give --place"),
        (
            "朝阳区2017年报告\n全区受理案件120件。",
            None,
            None,
            SettingsError,
            "it may be 北京市朝阳区 110105, 长春市",
        ),
        (
            "金华市2016—2018年报告\n受理案件120件。",
            None,
            None,
            SettingsError,
            "of which year it reports; it may be 2018",
        ),
        ("全市受理行政复议案件120件。", "大金华", 2017, CatalogueError, "大金华 is no place"),
        ("", "330700", 2017, UnreadableError, "report.txt: "),
    ],
    ids=["neither", "no year", "no place", "several places", "several years", "unknown place", "empty"],
)
def test_what_is_wrong_is_told_in_one_line(
    tmp_path: Path,
    content: str,
    place: str | None,
    year: int | None,
    error: type[FazhiError],
    complaint: str,
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(error) as raised:
        inspect_report(str(path), place, year)
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_figures_are_read_within_the_limits_too(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("全市办理行政复议案件120件，同比增长12%，其中市本级35件。\n" * 40_000, "utf-8")
    assert read_apart(str(path), path.read_bytes()).text  # the document alone is no matter
    with pytest.raises(UnreadableError) as raised:
        inspect_report(str(path), "330700", 2018, read_limits=Limits(seconds=2))
    assert raised.value.kind == "too_slow"


@pytest.mark.parametrize("name", ["none.html", "."], ids=["not there", "a folder"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        inspect_report(str(tmp_path / name), None, None)


def test_inspecting_writes_nothing(page: Path, inspection: Inspection) -> None:
    assert list(page.parent.iterdir()) == [page]


def test_how_sure_a_link_is_and_what_an_unlinked_figure_may_be(tmp_path: Path) -> None:
    title = "湖州市2017年法治政府建设年度报告\n\n"
    text = "共审理行政复议案件351件，其中涉企27件。\n行政复议案件结清349件。\n"
    (tmp_path / "page.txt").write_text(f"{title}{text}行政机关负责人出庭应诉率92%。\n", "utf-8")
    lines = shown(inspect_report(str(tmp_path / "page.txt"), None, None), 200).splitlines()
    (certain,) = (line for line in lines if " 92 %" in line)
    (barred,) = (number for number, line in enumerate(lines) if " 349 件" in line)
    assert "行政机关负责人出庭应诉率 " in certain
    assert "或" in lines[barred + 1]
    assert any(" 27 件" in line and "涉企行政复议案件数?" in line for line in lines)
