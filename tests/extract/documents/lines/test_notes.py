"""Marks of notes and powers stand above the line: they are no digits of the numbers beside them."""

import pytest

from extract.documents import read_document
from extract.documents.lines.notes import is_note_mark, set_above
from tests.extract.documents.html.articles import OPENING, article
from tests.extract.documents.office.test_word import made_docx, paragraph, run
from warehouse.records import Health

SEEN = "全年收到申请286件，受理251件。"


@pytest.mark.parametrize(
    "mark", ["2", "12", "[2]", "〔12〕", "（3）", "①", "*", "**", "注", "注1", "1,2", "[3-5]", "iv", "a"]
)
def test_marks(mark: str) -> None:
    assert is_note_mark(mark)


@pytest.mark.parametrize("words", ["", "286", "2件", "以上", "%", "℃", "[见附件]", "第2"])
def test_no_marks(words: str) -> None:
    assert not is_note_mark(words)


@pytest.mark.parametrize(
    ("before", "above", "written"),
    [
        ("占地3500m", "2", "²"),
        ("库容12km", "3", "³"),
        ("3.5×10", "4", "⁴"),
        ("10", "-3", "⁻³"),
        ("受理案件", "2", ""),
        ("受理案件512件", "[1]", ""),
        ("110", "4", ""),
        ("室温25", "℃", "℃"),
    ],
)
def test_what_stands_above_the_line(before: str, above: str, written: str) -> None:
    assert set_above(before, above) == written


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>",
        "<sup>[1]</sup>",
        "<sup><a href='#n1'>1</a></sup>",
        "<a href='#n1'><sup>1</sup></a>",
        "<a href='#zhu'>[1]</a>",
        "<a href='#_ftn1' name='_ftnref1'>1</a>",
        "<span style='vertical-align: super; font-size: 8px'>1</span>",
        "<span style='vertical-align:4px'>1</span>",
        "<span style='vertical-align:top;font-size:60%'>1</span>",
        "<span class=MsoFootnoteReference>[1]</span>",
        "<i class=note>1</i>",
    ],
)
def test_a_page_sets_marks_above_the_line_in_many_ways(mark: str) -> None:
    style = ".note { vertical-align: super }"
    assert article(f"<p>全年收到申请{mark}286件{mark}，受理{mark}251件。</p>", style) == SEEN


@pytest.mark.parametrize(
    "words",
    [
        "全年收到申请<a href='#'>286</a>件，受理<a href='#top'>251</a>件。",
        "全年收到申请<span style='vertical-align:middle'>286</span>件，受理251件。",
        "全年收到申请<span style='vertical-align:0.5pt'>286</span>件，受理251件。",
        "<sup>全年收到申请286件，受理251件。</sup>",
    ],
)
def test_figures_on_the_line_stay(words: str) -> None:
    assert article(f"<p>{words}</p>") == SEEN


def above(words: str, properties: str = '<w:vertAlign w:val="superscript"/>') -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    "mark",
    [
        above("1"),
        above("[") + above("1") + above("]"),
        above("1", '<w:position w:val="10"/>'),
        above("①", '<w:rStyle w:val="Ref"/>'),
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
    ],
)
def test_a_word_file_sets_marks_above_the_line_in_many_ways(mark: str) -> None:
    styles = (
        '<w:styles xmlns:w="w"><w:style w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "</w:style></w:styles>"
    )
    body = f"{run('全年收到申请')}{mark}{run('286件')}{mark}{run('，受理251件。')}"
    document = read_document(made_docx(paragraph(OPENING) + paragraph(body), styles=styles))
    assert document.text == f"{OPENING}\n{SEEN}"
    assert document.health is Health.READ


def test_powers_of_a_word_file_stay_powers() -> None:
    body = paragraph(f"{run('新建公园3500m')}{above('2')}{run('，绿地6400m')}{above('2')}{run('。')}")
    assert read_document(made_docx(body)).text == "新建公园3500m²，绿地6400m²。"
