"""What nobody sees on the page is not read: hidden, struck, white, off the page (HTML and Word)."""

import pytest

from extract.documents import read_document
from extract.documents.html.styles import style_sheet_of
from tests.extract.documents.html.articles import OPENING, article
from tests.extract.documents.office.test_word import made_docx, paragraph, run
from warehouse.records import Health

SEEN = "全年收到申请286件，受理251件。"


@pytest.mark.parametrize(
    "hidden",
    [
        "<del>377件，</del>",
        "<s>377件，</s>",
        "<strike>377件，</strike>",
        "<span hidden>377件，</span>",
        "<span style='TEXT-DECORATION: line-through red'>377件，</span>",
        "<span style='Display : None'>377件，</span>",
        "<span style='visibility:hidden'>377件，</span>",
        "<span style='font-size:0'>377件，</span>",
        "<span style='opacity: 0.0'>377件，</span>",
        "<span style='color:#FFF'>377件，</span>",
        "<span style='background:#ffffff;color:rgb(255, 255, 255)'>377件，</span>",
        "<font color=White>377件，</font>",
        "<span style='position:absolute;left:-9999px'>377件，</span>",
        "<span class=old>377件，</span>",
    ],
)
def test_a_page_hides_words_in_many_ways(hidden: str) -> None:
    style = "<!-- span.old { text-decoration: line-through } -->"
    assert article(f"<p>全年收到申请{hidden}286件，受理251件。</p>", style) == f"{SEEN}"


@pytest.mark.parametrize(
    "shown",
    [
        "<u>286件</u>",
        "<span style='font-size:0.8em;opacity:0.9'>286件</span>",
        "<span style='text-decoration:underline;visibility:visible'>286件</span>",
        "<b style='background-color:navy;color:white'>286件</b>",
        "<b class=tab>286件</b>",
        "<span style='text-indent:-24pt'>286件</span>",
    ],
)
def test_what_is_seen_is_read(shown: str) -> None:
    style = ".tab { display: none } .tab.on { display: block }"
    assert article(f"<p>全年收到申请{shown}，受理251件。</p>", style) == SEEN


def test_white_words_on_a_coloured_ground_are_seen() -> None:
    assert article(f"<table bgcolor=navy><tr><td><font color=white>{SEEN}</font></td></tr></table>") == SEEN


def test_a_style_that_two_rules_speak_of_is_none() -> None:
    sheet = style_sheet_of([".a { color: white } .b{display:none} .b.on {display:block} p .c{opacity:0}"])
    assert sheet.declared == {".a": "color:white"}


STYLES = (
    '<w:styles xmlns:w="w"><w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Gone"/></w:style></w:styles>'
)


def of_word(properties: str, words: str = "377件，") -> str:
    hidden = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"
    body = paragraph(OPENING) + paragraph(f"{run('全年收到申请')}{hidden}{run('286件，受理251件。')}")
    document = read_document(made_docx(body, styles=STYLES))
    assert document.health is Health.READ
    return document.text.removeprefix(OPENING).strip()


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:vanish w:val="1"/>',
        "<w:strike/>",
        '<w:dstrike w:val="true"/>',
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:themeColor="background1"/>',
        '<w:sz w:val="2"/>',
        '<w:rStyle w:val="Child"/>',
    ],
)
def test_a_word_file_hides_words_in_many_ways(properties: str) -> None:
    assert of_word(properties) == SEEN


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:strike w:val="false"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:fill="1F4E79"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:rStyle w:val="Child"/><w:vanish w:val="off"/>',
        '<w:color w:val="FF0000"/>',
    ],
)
def test_what_a_word_file_shows_is_read(properties: str) -> None:
    assert of_word(properties) == "全年收到申请377件，286件，受理251件。"


def test_white_words_of_a_word_table_are_read() -> None:
    head = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>件数</w:t></w:r>'
    rows = (("县区", head), ("黄岩区", run("63")))
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    document = read_document(made_docx(f"{paragraph(OPENING)}<w:tbl>{table}</w:tbl>"))
    assert document.text.endswith("县区 件数\n黄岩区 63")
