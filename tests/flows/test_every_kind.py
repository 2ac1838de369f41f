"""One annotated report as pages of every content system, as a DOCX and as a PDF: the same statements.

The report is tests/reports/held/220104-2017, prose and a table; the frames are in own words and hold
numbers of their own, none of which may become a statement.
"""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest

from extract.documents import read_document
from tests.extract.documents.printed.pdfs import INDENTED, LEFT, LINE, made_pdf, stroked
from tests.extract.documents.printed.pdfs import words as printed
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.records import Block, Document

ANNOTATED = Path(__file__).parents[1] / "reports" / "held" / "220104-2017.html"
REPORT = read_document(ANNOTATED.read_bytes())
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org"


def words(block: Block) -> str:
    return REPORT.text[block.start : block.end]


def cells(block: Block) -> list[str]:
    return [REPORT.text[cell.start : cell.end] for cell in block.cells or ()]


def article(paragraph: Callable[[str], str], table: Callable[[list[list[str]]], str]) -> str:
    """The report's paragraphs and tables in their order, each written by what is given."""
    parts = []
    for number, blocks in groupby(REPORT.blocks, key=lambda block: block.table):
        if number is None:
            parts += [paragraph(words(block)) for block in blocks]
        else:
            parts.append(table([cells(block) for block in blocks]))
    return "".join(parts)


def html_table(rows: list[list[str]], cell: Callable[[str], str] = escape) -> str:
    lines = ("".join(f"<td>{cell(text)}</td>" for text in row) for row in rows)
    return f"<table border='1'>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def cut(text: str) -> str:
    """As Word pastes it: each character of a figure in a span of its own, with its language."""
    return "".join(
        f'<span lang="EN-US" style="font-family:仿宋"><o:p></o:p>{c}</span>'
        if c in "0123456789.%,"
        else escape(c)
        for c in text
    )


def page(body: str, charset: str = "utf-8") -> bytes:
    head = f"<meta charset='{charset}'><title>{REPORT.title}-朝阳区人民政府</title>"
    script = "<script>var visits = 4096, column = '2018年';</script>"
    foot = '<div class="footer">主办：朝阳区人民政府 ICP备12034567号 联系电话：0431-2626123</div>'
    return f"<!DOCTYPE html><html><head>{head}{script}</head><body>{NAV}{body}{foot}</body></html>".encode(
        charset
    )


NAV = (
    '<div class="nav"><a href="/">首页</a><a href="/12345">12345热线</a><a href="/2022">2022年专题</a></div>'
)
H1 = f"<h1>{REPORT.title}</h1>"
PROSE = article(lambda text: f'<p style="text-indent:2em">{escape(text)}</p>', html_table)
PAGES = {
    "大汉 JCMS": (
        f'<table id="article"><tr><td class="title">{REPORT.title}</td></tr><tr><td>发布日期：2018-03-28 '
        f'浏览次数：<script>count(1024)</script>  字体：[ 大 中 小 ]</td></tr><tr><td><div id="zoom">'
        f"<!--<$[信息内容]>begin-->{PROSE}<!--<$[信息内容]>end--></div></td></tr>"
        '<tr><td><a href="#">打印本页</a> <a href="#">关闭窗口</a></td></tr></table>'
    ),
    "TRS": (
        f"<h2>{REPORT.title}</h2><p>2018-03-28 09:30 来源：市司法局 【字体：大 中 小】</p>"
        f'<div class="TRS_Editor"><style>.TRS_Editor p{{margin-top:12px}}</style>'
        f'<div class="Custom_UnionStyle">{PROSE}</div></div>'
        '<div class="fj"><a href="a.doc">附件1.doc</a></div>'
    ),
    "开普": (
        f'<ucaptitle>{H1}</ucaptitle><div class="article"><ucapcontent><div id="UCAP-CONTENT">{PROSE}</div>'
        '</ucapcontent><div class="article-btn">打印 关闭</div><div class="related"><ul><li>'
        '<a href="b">朝阳区2016年依法行政情况报告</a><span>2017-03-30</span></li></ul></div></div>'
    ),
    "博达 VSB": (
        f'<form name="_newscontent_fromname"><div>{H1}<p>发布时间：2018-03-28 　 点击数：'
        '<script>_showDynClicks("wbnews", 1391405, 2048)</script></p></div><div id="vsb_content_2">'
        f'<div class="v_news_content">{PROSE}</div></div><p>上一条：<a href="1.htm">2022年统计公报</a></p>'
        '<p>下一条：<a href="2.htm">关于会议的通知</a></p></form>'
    ),
    "gkmlpt": (
        '<div class="classify"><table><tr><td>索引号：</td><td>11220104/2018-00012</td><td>分类：</td>'
        "<td>工作报告</td></tr><tr><td>发布机构：</td><td>市司法局</td><td>成文日期：</td>"
        f"<td>2018-03-28</td></tr></table></div><div class='title'>{H1}</div>"
        f'<div class="article-content" data-v="1">{PROSE}</div><div class="share-box">浏览次数：512</div>'
    ),
    "集约化平台": (
        '<div class="xxgk-header"><ul><li><label>索 引 号：</label>11220104/201803-00012</li><li><label>'
        "发文机关：</label>市司法局</li><li><label>发布日期：</label>2018-03-28 10:24</li></ul></div>"
        f'<div class="con-title"><h2>{REPORT.title}</h2></div><div class="wzcon j-fontContent" id="zoom">'
        f'{PROSE}</div><div class="related"><h3>相关文档</h3><ul><li><a href="a">2022年报告</a>'
        "<span>2017-01-15</span></li></ul></div>"
    ),
    "old tables": (
        "<table width=760><tr><td>今天是2018年4月1日 星期一</td></tr><tr><td align=center>"
        f"<font size=5>{REPORT.title}</font></td></tr><tr><td><table><tr><td>"
        + article(lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}<br>\n", html_table)
        + "</td></tr></table></td></tr><tr><td><a href=#>返回首页</a></td></tr></table>"
    ),
    "pasted from Word": (
        f'<div class="Section1"><p class="MsoNormal" align="center"><b>{cut(REPORT.title)}</b></p>'
        + article(
            lambda text: f'<p class="MsoNormal"><!--[if !supportLists]--><!--[endif]-->{cut(text)}</p>',
            lambda rows: html_table(rows, lambda text: f'<p class="MsoNormal">{cut(text)}</p>'),
        )
        + "</div>"
    ),
    "plain": f"{H1}<div class='x1'><div class='y'>{PROSE}</div></div>",
}


def docx() -> bytes:
    def paragraph(text: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    def table(rows: list[list[str]]) -> str:
        lines = ("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows)
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = '<w:gridCol w:w="1700"/>' * len(rows[0])
        return (
            f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            + "".join(f"<w:tr>{line}</w:tr>" for line in lines)
            + "</w:tbl>"
        )

    title = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{REPORT.title}</w:t></w:r></w:p>'
    body = title + article(paragraph, table)
    return package(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def package(document: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = f"{OFFICE}/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{relation}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": document,
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def pdf() -> bytes:
    """Lines of 26 characters broken where they are full, 24 a page, its number below; a table with lines."""
    sheet = Sheet()
    sheet.line(REPORT.title, (595 - 20 * len(REPORT.title)) / 2, 20)
    for table, blocks in groupby(REPORT.blocks, key=lambda block: block.table):
        if table is not None:
            sheet.table([cells(block) for block in blocks])
            continue
        for block in blocks:
            for number, text in enumerate(broken(words(block))):
                sheet.line(text, LEFT if number else INDENTED)
    return made_pdf([*sheet.pages, sheet.ended()])


def broken(text: str) -> list[str]:
    """A paragraph's lines: the first indented by two characters; digits and letters are half as wide."""
    lines, line, room = [], "", 24.0
    for character in text:
        width = 0.5 if character.isascii() else 1.0
        if width > room:
            lines.append(line)
            line, room = "", 26.0
        line, room = line + character, room - width
    return [*lines, line]


@dataclass
class Sheet:
    """Pages as they fill, from the top."""

    pages: list[str] = field(default_factory=list)
    content: str = ""
    lines: int = 0

    @property
    def height(self) -> float:
        return 770 - LINE * self.lines

    def ended(self) -> str:
        return self.content + printed(f"- {len(self.pages) + 1} -", 285, 40, 12)

    def line(self, text: str, left: float, size: float = 16) -> None:
        if self.lines == 24:
            self.pages.append(self.ended())
            self.content, self.lines = "", 0
        self.content += printed(text, left, self.height, size)
        self.lines += 1

    def table(self, rows: list[list[str]]) -> None:
        step = 416 / len(rows[0])
        edges = [LEFT + step * number for number in range(len(rows[0]) + 1)]
        top, bottom = self.height + 20, self.height + 20 - LINE * len(rows)
        self.content += "".join(stroked(x, bottom, x, top) for x in edges)
        self.content += "".join(
            stroked(edges[0], top - LINE * number, edges[-1], top - LINE * number)
            for number in range(len(rows) + 1)
        )
        for row in rows:
            for left, text in zip(edges, row, strict=False):
                self.content += printed(text, left + 4, self.height, 10)
            self.lines += 1


def statements(document: Document) -> list[tuple[object, ...]]:
    found = read_report(document, "220104", 2017, load_rules()).statements
    return [
        (s.text, s.value, s.value_high, s.unit, s.bound, s.role, s.direction)
        + (s.year, s.base_year, s.place, s.scope, s.scope_kind, s.metric, s.basis)
        for s in found
    ]


def test_the_report_has_the_figures_annotated_and_a_table() -> None:
    rows = map(json.loads, ANNOTATED.with_suffix(".jsonl").read_text("utf-8").splitlines()[1:])
    assert {row["text"] for row in rows if row.get("text")} <= {text for text, *_ in statements(REPORT)}
    assert any(block.table is not None for block in REPORT.blocks)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_each_content_system_gives_the_same_statements(body: str, charset: str) -> None:
    read = read_document(page(body, charset))
    assert (read.title, read.issues) == (REPORT.title, ())
    assert read.text == REPORT.text
    assert statements(read) == statements(REPORT)


def test_a_docx_gives_the_same_statements() -> None:
    read = read_document(docx())
    assert (read.format, read.title, read.issues) == ("docx", REPORT.title, ())
    assert statements(read) == statements(REPORT)


def test_a_pdf_gives_the_same_statements() -> None:
    read = read_document(pdf())
    assert (read.format, read.title, read.issues) == ("pdf", REPORT.title, ())
    assert read.text == REPORT.text
    assert statements(read) == statements(REPORT)
