"""What the pages say, of small warehouses."""

import re
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import open_readonly
from load.reviews.decisions import append_reviews
from load.site.building import Edition, write_site
from load.site.packing import MOST_BYTES
from load.site.words import both, spelled_out
from tests.load.factories import CASES, LOSS, document, issue, statement, table, tables, write
from tests.load.site.sites import build, files_of, page, rebuild
from warehouse.records import Block, BlockKind, Document, Span
from warehouse.schemas import REVIEWS

REPORT = "report/33/330700-2017.html"


def several() -> list[dict[str, Any]]:
    """Two years of one city, a bound, a blank, one without a metric, and another city."""
    return [
        statement("330700-2016", "9.5%", "9.5", metric=LOSS, sentence="本市败诉率为9.5%。"),
        statement("330700-2017", "6.9%", "6.9", metric=LOSS, sentence="败诉率降到6.9%。"),
        statement("330700-2017", "85以上", "85", bound="at_least", sentence="出庭率在85以上。"),
        statement(
            "330700-2017", "约1200件", "1200", bound="about", unit="件", metric=CASES, certainty="likely"
        ),
        statement("330700-2017", "两个", "2", unit="个", metric=None, suggestions=[CASES]),
        statement("330700-2017", "三项", "3", unit="项", metric=None),
        statement("330500-2017", "7.9%", "7.9", metric=LOSS),
    ]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of several(): to be looked at, never changed."""
    root = tmp_path_factory.mktemp("usual")
    build(root, tables(several()))
    return root


def fates(text: str) -> dict[str, str]:
    """What each figure on a report's page is marked with."""
    return {words: marked for marked, words in re.findall(r'<a class="fig ([a-z ]+)"[^>]*>([^<]*)</a>', text)}


def test_each_figure_is_marked_by_what_became_of_it(usual: Path) -> None:
    assert fates(page(usual, REPORT)) == {
        "6.9%": "certain", "85以上": "certain", "约1200件": "likely", "两个": "suggested", "三项": "stated",
    }  # fmt: skip


def test_a_figure_that_another_one_contradicts_says_so(tmp_path: Path) -> None:
    twice = [statement("330700-2017", "92%", "92"), statement("330700-2017", "29%", "29")]
    build(tmp_path, tables(twice))
    assert set(fates(page(tmp_path, REPORT)).values()) == {"certain contradicted"}


def test_what_a_reviewer_decided_stands_in_the_card_without_who_did(tmp_path: Path) -> None:
    seen = statement("330700-2017")
    write(tmp_path, tables([seen]))
    decided = {name: seen[name] for name in ("place", "metric", "year", "scope_kind")}
    decided |= {f"seen_{name}": seen[name] for name in ("value", "unit", "sentence", "statement_id")}
    decided |= {"decision": "corrected", "value": Decimal(91), "reason": "原文有误", "workbook": "a" * 64}
    decided |= {"reviewer": "王某", "decided_at": datetime(2018, 4, 1, tzinfo=UTC)}
    append_reviews(tmp_path, pa.Table.from_pylist([decided], schema=REVIEWS), "a" * 64)
    rebuild(tmp_path)
    shown = page(tmp_path, REPORT)
    assert fates(shown) == {"92%": "certain reviewed"}
    assert ("原文有误" in shown, "王某" in shown) == (True, False)


def test_many_places_stand_by_province_on_the_first_page(tmp_path: Path) -> None:
    known = [document(f"33{number:04}-2017", place_name=f"甲{number}县") for number in range(1, 102)]
    build(tmp_path, tables([], known))
    assert ("甲7县" in page(tmp_path, "index.html"), "甲7县" in page(tmp_path, "province/33.html")) == (
        False,
        True,
    )


def test_what_is_derived_stands_in_the_card_of_the_figure_that_it_comes_from(tmp_path: Path) -> None:
    change = statement("330700-2017", "15个", "15", role="change", unit="百分点", sentence="上升15个百分点。")
    derived = change | {
        "statement_id": "d" * 16,
        "role": "level",
        "basis": "derived",
        "value": change["value"],
    }
    derived |= {"year": 2015, "unit": "%", "derivation": "92 - 15 = 77"}
    told = document("330700-2017", text="上升15个百分点。", statement_count=2, linked_count=2)
    spot = {"char_start": 2, "char_end": 5}
    build(tmp_path, tables([change | spot, derived | spot], [told]))
    shown = page(tmp_path, REPORT)
    assert 'class="fig linked source"' in shown
    assert (shown.count("<section class=card"), "92 - 15 = 77" in shown) == (1, True)
    assert f"report/33/330700-2017.html#f-{'d' * 16}" in page(tmp_path, "place/33/330700.html")
    assert f'id="f-{"d" * 16}"' in shown


def test_the_table_s_cells_are_those_of_the_document(tmp_path: Path) -> None:
    """A merged cell stands once, over the columns that it covers; the first row is the head."""
    text = "单位 案件（件）\n全市 120 80"
    told = document("330700-2017", text=text, tables=1, statement_count=2)
    found = [
        statement("330700-2017", "120", "120", unit="件", metric=None, char_start=12, char_end=15),
        statement("330700-2017", "80", "80", unit="件", metric=None, char_start=16, char_end=18),
    ]
    row, head = BlockKind.TABLE_ROW, (Span(0, 2), Span(3, 8), Span(3, 8))
    blocks = (
        Block(row, 0, 8, 0, head),
        Block(row, 9, 18, 0, (Span(9, 11), Span(12, 15), Span(16, 18))),
    )
    read_again = {"330700-2017": Document("", text, blocks, "html")}
    build(tmp_path, tables(found, [told]), Edition(2017, lambda reports: read_again))
    shown = page(tmp_path, REPORT)
    assert "<tr><th scope=col>单位<th scope=col colspan=2>案件（件）</tr>" in shown
    assert len(re.findall(r"<td><a class=\"fig ", shown)) == 2


def test_a_document_that_reads_otherwise_by_now_leaves_lines(tmp_path: Path) -> None:
    told = document("330700-2017", text="全市 120", tables=1)
    other = Document(
        "", "全市  120", (Block(BlockKind.TABLE_ROW, 0, 7, 0, (Span(0, 2), Span(4, 7))),), "html"
    )
    build(tmp_path, tables([], [told]), Edition(2017, lambda reports: {"330700-2017": other}))
    assert "<p>全市 120</p>" in page(tmp_path, REPORT)


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e件'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    words: dict[str, Any] = {
        "sentence": f"{HOSTILE}共5件。",
        "scope": HOSTILE,
        "section": HOSTILE,
        "rule": HOSTILE,
    }
    found = statement("330700-2017", "5件", "5", unit="件", metric=CASES, **words)
    told = document(
        "330700-2017", title=HOSTILE, publisher=HOSTILE, source=HOSTILE, source_url="javascript:alert(3)",
        place_name=HOSTILE, reason=HOSTILE, health="read with holes", text=f"{HOSTILE}共5件。\n" * 2,
    )  # fmt: skip
    at = len(HOSTILE) + 1
    content = tables([found | {"char_start": at, "char_end": at + 2}], [told])
    content["issues"] = table("issues", [issue("unknown words", 0, 8, HOSTILE)])
    build(root, content)
    return root


def test_a_hostile_report_is_text(hostile: Path) -> None:
    """No element, no attribute and no address of its own; what turns the direction of text is seen."""
    pages = {path: content.decode() for path, content in files_of(hostile).items() if path.endswith(".html")}
    everything = "".join(pages.values())
    assert "<script>alert" not in everything
    assert "<img" not in everything
    assert 'href="javascript' not in everything
    assert "\u202e" not in everything
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[REPORT]
    assert "[U+202E]件" in pages[REPORT]


def test_a_hostile_report_s_sentences_are_text_to_the_search(hostile: Path) -> None:
    scripts = [content.decode() for path, content in files_of(hostile).items() if path.startswith("search/")]
    assert ["<" in script or "\u202e" in script for script in scripts] == [False] * len(scripts)


def test_names_of_files_are_of_our_ids(hostile: Path) -> None:
    names = set(files_of(hostile)) - {"manifest.json", "coverage.csv"}
    wanted = (
        r"(static|search|metric|place|report|province)/[a-z0-9_./-]+\.(css|js|html|csv)|(index|metrics)\.html"
    )
    assert [name for name in names if not re.fullmatch(wanted, name)] == []


def test_every_page_forbids_inline_script_and_other_hosts(usual: Path) -> None:
    pages = [content.decode() for path, content in files_of(usual).items() if path.endswith(".html")]
    policies = [re.findall(r'Content-Security-Policy" content="([^"]*)"', text) for text in pages]
    assert {policy for found in policies for policy in found} == {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    }
    assert all(len(found) == 1 for found in policies)
    assert [text for text in pages if re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", text)] == []


def test_a_place_has_the_years_side_by_side(usual: Path) -> None:
    shown = page(usual, "place/33/330700.html")
    assert '-2.6 <span class="better">▲<span lang=zh>更好</span>' in shown
    assert re.search(r'href="\.\./\.\./report/33/330700-2016\.html#f-[0-9a-f]{16}">9\.5</a>', shown)
    assert '<svg role=img aria-label="败诉率 Loss rate: 2016 9.5 %; 2017 6.9 %"' in shown


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of four places that lack their report of 2016, each for a reason of its own."""
    root = tmp_path_factory.mktemp("holed")
    places = ("330700", "330500", "331000", "330781")
    stated = [
        one
        for place in places
        for one in (
            statement(f"{place}-2017"),
            statement(f"{place}-2017", "9.5%", "9.5", year=2016, metric=LOSS),
        )
    ]
    told = [
        document("330500-2016"),
        document("331000-2016", health="absent", reason="blocked: answers 412"),
        document("330781-2016", health="unreadable", reason="broken: ?"),
    ]
    build(root, tables(stated, told))
    return root


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param("330700", "无报告", id="no report"),
        pytest.param("330500", "未提及", id="it does not say"),
        pytest.param("331000", "报告缺失", id="absent"),
        pytest.param("330781", "报告无法读取", id="broken"),
    ],
)
def test_what_is_missing_is_said_with_its_reason(holed: Path, place: str, words: str) -> None:
    assert f"<span lang=zh>{words}</span>" in page(holed, f"place/33/{place}.html")


def test_why_a_report_is_absent_stands_beside_its_year(holed: Path) -> None:
    assert "被网站拒绝</span> <span lang=en>blocked</span> <small>blocked: answers 412" in page(
        holed, "place/33/331000.html"
    )


def test_a_promise_stands_beside_the_next_year_s_fact(tmp_path: Path) -> None:
    target = statement(
        "330700-2016",
        "90%以上",
        "90",
        role="target",
        year=2017,
        bound="at_least",
        sentence="明年达到90%以上。",
    )
    build(tmp_path, tables([target, statement("330700-2017")]))
    shown = page(tmp_path, "place/33/330700.html")
    assert ("明年达到90%以上。" in shown, "<span lang=zh>达到</span>" in shown) == (True, True)


def test_a_metric_s_places_are_ranked_with_median(usual: Path) -> None:
    shown = page(usual, f"metric/{LOSS}.html")
    ranks = re.findall(r"<tr><td class=num>(\d+)\n<td>.*?>([^<]+)</a>\n", shown)
    assert ranks == [("1", "金华市"), ("2", "湖州市")]
    assert "<span lang=en>median</span> 7.4" in shown
    assert (usual / f"site/metric/{LOSS}.csv").read_bytes().startswith(b"\xef\xbb\xbfmetric,place")


def test_a_long_report_goes_on_in_parts_and_its_figures_are_found(tmp_path: Path) -> None:
    many = [
        statement(
            "330700-2017",
            f"{n}件",
            str(n),
            unit="件",
            metric=None,
            sentence=f"办件{n}件。" + "依法办理。" * 60,
        )
        for n in range(400)
    ]
    many.append(statement("330700-2017", "6.9%", "6.9", metric=LOSS, sentence="败诉率6.9%。"))
    build(tmp_path, tables(many))
    sizes = {path: len(content) for path, content in files_of(tmp_path).items() if path.startswith("report/")}
    assert (len(sizes) > 2, max(sizes.values()) < MOST_BYTES) == (True, True)
    assert f"report/33/330700-2017-{len(sizes)}.html#f-" in page(tmp_path, "place/33/330700.html")


def test_one_endless_paragraph_is_cut_as_well(tmp_path: Path) -> None:
    text = "".join(f"第{n}次共办理案件{n}件，" for n in range(3000))
    spots = [(found.start(), found.end()) for found in re.finditer(r"\d+件", text)]
    found = [
        statement(
            "330700-2017",
            text[a:b],
            "1",
            unit="件",
            metric=None,
            char_start=a,
            char_end=b,
            sentence=text[a:b],
        )
        | {"statement_id": f"{a:016x}"}
        for a, b in spots
    ]
    build(tmp_path, tables(found, [document("330700-2017", text=text)]))
    pages = {path: content for path, content in files_of(tmp_path).items() if path.startswith("report/")}
    assert max(map(len, pages.values())) < MOST_BYTES
    assert sum(content.count(b'<a class="fig') for content in pages.values()) == 3000


@pytest.mark.parametrize("figures", [1, 500])
def test_a_row_that_no_page_holds_is_shown_as_text(tmp_path: Path, figures: int) -> None:
    """A page's table may have one cell of a megabyte, or a thousand cells."""
    text = "总计|" + "|".join(f"{n}件" for n in range(figures)) + "|" + "囗" * 300_000
    spots = [found.span() for found in re.finditer(r"\d+件", text)]
    cells = tuple(Span(found.start(), found.end()) for found in re.finditer(r"[^|]+", text))
    found = [
        statement("330700-2017", text[a:b], "1", unit="件", metric=None, char_start=a, char_end=b)
        | {"statement_id": f"{a:016x}"}
        for a, b in spots
    ]
    row = Block(BlockKind.TABLE_ROW, 0, len(text), table=0, cells=cells)
    read = Document("", text, (row,), "html")
    edition = Edition(2017, documents=lambda _: {"330700-2017": read})
    build(tmp_path, tables(found, [document("330700-2017", text=text, tables=1)]), edition)
    pages = {path: content for path, content in files_of(tmp_path).items() if path.startswith("report/")}
    assert max(map(len, pages.values())) < MOST_BYTES
    assert sum(content.count(b'<a class="fig') for content in pages.values()) == figures
    assert sum(content.decode().count("囗") for content in pages.values()) == 300_000


def test_words_of_any_length_leave_a_page_its_size(tmp_path: Path) -> None:
    endless = "某" * 500_000
    found = statement("330700-2017", "6.9%", "6.9", metric=LOSS, scope=endless, derivation=endless)
    head = document("330700-2017", text="败诉率6.9%。", title=endless, publisher=endless)
    build(tmp_path, tables([found], [head]))
    pages = {path: len(made) for path, made in files_of(tmp_path).items() if path.endswith(".html")}
    assert {path: size for path, size in pages.items() if size >= MOST_BYTES} == {}


def test_only_what_changed_is_written(usual: Path, tmp_path: Path) -> None:
    """Nothing is written then, and with one figure changed only pages of that."""
    shutil.copytree(usual, tmp_path, dirs_exist_ok=True)
    again = rebuild(tmp_path)
    assert (again.written, again.removed, files_of(tmp_path) == files_of(usual)) == ({}, 0, True)
    changed = statement("330500-2017", "8.0%", "8.0", metric=LOSS)
    written = set(build(tmp_path, tables([changed])).written)
    assert {"report/33/330500-2017.html", "place/33/330500.html", f"metric/{LOSS}.html"} <= written
    assert [name for name in written if "330700" in name or CASES in name] == []


def test_the_same_on_both_engines(usual: Path, tmp_path: Path, postgres: PostgresSchema) -> None:
    shutil.copytree(usual, tmp_path, dirs_exist_ok=True)
    assert rebuild(tmp_path, database=postgres).written == {}


def test_another_base_year_changes_the_pages(usual: Path, tmp_path: Path) -> None:
    with open_readonly(usual / "w.duckdb") as connection:
        write_site(connection, tmp_path / "site", Edition(2016))
    assert '<th scope=col class="num base">2016' in page(tmp_path, "place/33/330700.html")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("共\u202e5件", "共[U+202E]5件", id="direction"),
        pytest.param("共\u200b5\x00件", "共[U+200B]5[U+0000]件", id="nothing seen"),
        pytest.param("共\ue0015件", "共[U+E001]5件", id="private"),
        pytest.param("一\u3000二\n三", "一\u3000二\n三", id="spaces stay"),
    ],
)
def test_signs_that_are_not_seen_are_shown(text: str, shown: str) -> None:
    assert spelled_out(text) == shown


def test_a_label_is_in_both_languages() -> None:
    assert both("更好 better") == "<span lang=zh>更好</span> <span lang=en>better</span>"
