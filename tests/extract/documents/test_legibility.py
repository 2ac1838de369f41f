"""How well a text was taken off its page: the counts that `dim_report` carries, and the health they mean."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import read_document
from extract.documents.html.flow import lines_of
from tests.extract.documents.printed.pdfs import FULL, LEFT, made_pdf, page, words
from tests.extract.documents.test_kinds import ofd
from warehouse.records import Document, Health, Issue, Legibility

ROOT = Path(__file__).parents[3]
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in {".html", ".pdf", ".docx"})
PROSE = "2017年，全市各级行政机关办理行政应诉案件1285件，负责人出庭应诉率达到92%，比上年上升7个百分点。"
TABLE = "<table><tr><td>单位</td><td>件</td></tr><tr><td>甲局</td><td>15</td></tr></table>"
RAGGED = "<table><tr><td>单位</td><td>件</td><td>人</td></tr><tr><td>甲局</td><td>5</td></tr></table>"


def html(body: str) -> Document:
    return read_document(f'<html><body><div id="zoom"><p>{PROSE}</p>{body}</div></body></html>'.encode())


def counts(document: Document, *names: str) -> tuple[int, ...]:
    return tuple(getattr(document.legibility, name) for name in names)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_sample_keeps_every_digit(sample: Path) -> None:
    document = read_document(sample.read_bytes())
    body, text, lost = counts(document, "body_digits", "text_digits", "lost_digits")
    assert lost == 0 and 0 < text <= body + 2
    assert document.health is (Health.READ_WITH_HOLES if document.issues else Health.READ)


def test_digits_are_counted_on_both_sides() -> None:
    assert counts(html("<p>共审结12件。</p>"), "body_digits", "text_digits", "lost_digits") == (13, 13, 0)


def test_digits_that_a_reader_drops_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.documents.html.page.lines_of", lambda *args: lines_of(*args)[:1])
    document = html("<p>共审结12件。</p>")
    assert counts(document, "body_digits", "text_digits", "lost_digits") == (13, 11, 2)
    assert document.health is Health.READ_WITH_HOLES


@pytest.mark.parametrize(
    ("body", "tables"),
    [
        pytest.param(TABLE, (1, 0), id="squared up"),
        pytest.param(TABLE + "<p>又：</p>" + RAGGED, (2, 1), id="one of two is not"),
        pytest.param("<p>没有表格。</p>", (0, 0), id="none"),
    ],
)
def test_tables_are_counted_and_those_not_squared_up(body: str, tables: tuple[int, int]) -> None:
    document = html(body)
    assert counts(document, "tables", "ragged_tables") == tables
    assert (document.health is Health.READ) == (tables[1] == 0)


def test_characters_of_no_meaning_are_counted_by_kind() -> None:
    data = f'<html><body><div id="zoom"><p>{PROSE}</p><p>办理\ue001X件。</p></div></body></html>'.encode()
    document = read_document(data.replace(b"X", b"\xff"))
    assert counts(document, "unmapped", "replaced") == (1, 1)
    assert [issue.kind for issue in document.issues] == ["lost_characters"]
    assert document.text[document.issues[0].char_start] == "\ue001"


def test_glyphs_of_a_pdf_without_a_character_and_those_printed_twice() -> None:
    # A text object printed twice in a row is dropped by pdfium already
    bold = words("办结11件", LEFT, 760) + words("局", 400, 720) + words("办结11件，", LEFT + 0.4, 760)
    document = read_document(
        made_pdf([bold + page(("", 0), (FULL, LEFT), (FULL, LEFT), ("共\ue001件。", LEFT))])
    )
    assert counts(document, "unmapped", "doubled") == (1, 5)
    assert document.health is Health.READ_WITH_HOLES


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        ("<p>办理<b>12</b>件，其中<b>85</b>件审结，余下3件。</p>", ["办理12件，其中85件审结，余下3件。"]),
        (
            "<table><tr><td><table><tr><td><p>办理<b>12</b>件，<i>审结</i>11件。</p><ul><li>立案22件</li></ul>"
            "</td></tr></table></td></tr></table>",
            ["办理12件，审结11件。", "立案22件"],
        ),
        (
            "<table><tr><td>单位</td><td>件</td></tr><tr><td>甲局</td><td><ol><li>立案22</li><li>结案11</li></ol></td>"
            "</tr></table>",
            ["单位 件", "甲局 立案22 结案11"],
        ),
        (
            "办理<b>12</b>件<table><tr><td>其中<font>85</font>件</td></tr></table>审结3件",
            ["办理12件", "其中85件", "审结3件"],
        ),
        (
            "<div>办理12件<div>其中<span>85</span>件</div>审结<p>3件</p>余2件</div>",
            ["办理12件", "其中85件", "审结", "3件", "余2件"],
        ),
        ("<p>办理<b>12<p>审结</b>85件</p>余下3件。", ["办理12", "审结85件", "余下3件。"]),
        ("<ul><li>办理12件<ul><li>审结85件</ul>余3件</ul>", ["办理12件", "审结85件", "余3件"]),
    ],
    ids=[
        "two inline tags in a paragraph", "layout tables", "a list in a cell", "words round a table",
        "words between blocks", "tags crossed", "a list in a list",
    ],
)  # fmt: skip
def test_every_figure_of_an_old_page_survives(inner: str, lines: list[str]) -> None:
    """What other readers of HTML drop."""
    document = html(inner)
    assert document.text.split("\n") == [PROSE, *lines]
    assert (document.legibility.lost_digits, document.issues) == (0, ())


READ = read_document(f'<div id="zoom"><p>{PROSE}</p></div>'.encode())


@given(
    st.builds(Legibility, **{name: st.integers(0, 3) for name in Legibility.__slots__}),
    st.lists(st.just(Issue(0, 1, "cut_off", "…")), max_size=1),
)
def test_whatever_is_lost_is_a_hole(legibility: Legibility, issues: list[Issue]) -> None:
    document = replace(READ, legibility=legibility, issues=tuple(issues))
    lost = any((legibility.lost_digits, legibility.unmapped, legibility.replaced, legibility.ragged_tables))
    assert (document.health is Health.READ) == (not lost and not issues)


def test_an_ofd_that_fakes_bold_is_read_once() -> None:
    """Unreadable text is no matter of PDF alone."""
    plain, bold = read_document(ofd()), read_document(ofd(bold=True))
    assert bold.text == plain.text
    assert (plain.legibility.doubled, bold.legibility.doubled > 0) == (0, True)
