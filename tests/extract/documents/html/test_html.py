from datetime import date

import pytest

from extract.documents import read_document
from extract.documents.html.flow import lines_of
from warehouse.errors import UnreadableError
from warehouse.records import BlockKind, Document, Health

PROSE = (
    "2017年，全市办理行政复议案件1285件，审结1200件。",
    "行政机关负责人出庭应诉率为92%，比上年上升7个百分点。",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)
NAV = '<div class="nav"><a href="/">首页</a><a href="/12345">12345热线</a></div>'
FOOT = '<div class="footer">主办：某市人民政府 ICP备05012345号 联系电话：0579-12345678</div>'


def read(body: str, head: str = "", charset: str = "utf-8") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{NAV}{body}{FOOT}</body></html>"
    return read_document(page.encode(charset))


def lines(document: Document) -> tuple[str, ...]:
    return tuple(document.text[block.start : block.end] for block in document.blocks)


def rows(document: Document) -> list[list[str]]:
    cells = [block.cells for block in document.blocks if block.kind is BlockKind.TABLE_ROW]
    return [[document.text[span.start : span.end] for span in row] for row in cells]


LAYOUTS = {
    "TRS": (
        "<h2>报告</h2><p>2018-03-27 来源：某局 【字体：大 中 小】</p>"
        f'<div class="TRS_Editor"><style>.a{{width:9px}}</style>{PARAGRAPHS}</div>'
    ),
    "TRS nested": f'<div class="TRS_Editor"><div class="Custom_UnionStyle">{PARAGRAPHS}</div></div>',
    "Hanweb": (
        '<table id="article"><tr><td>某市报告</td></tr><tr><td><div id="zoom"><!--<$[信息内容]>begin-->'
        f"{PARAGRAPHS}<!--<$[信息内容]>end--></div></td></tr>"
        '<tr><td><a href="#">打印本页</a></td></tr></table>'
    ),
    "Hanweb comments": (
        f"<div><!--<$[信息内容]>begin-->{PARAGRAPHS}<!--<$[信息内容]>end--><p>上一篇：2016年报告</p></div>"
    ),
    "Ucap": (
        f'<div class="article"><ucapcontent><div id="UCAP-CONTENT">{PARAGRAPHS}</div></ucapcontent>'
        '<div class="fj-a"><p>附件：</p></div></div>'
    ),
    "VSB": f'<div id="vsb_content"><div class="v_news_content">{PARAGRAPHS}</div></div>',
    "wrapper with head and foot": (
        f'<div class="article-content"><p>发布日期：2018-03-27 浏览次数：88</p>{PARAGRAPHS}'
        '<p>附件：<a href="a.doc">附表1.doc</a></p></div>'
    ),
    "layout table with line breaks": (
        "<table width=760><tr><td>今天是2016年3月1日 星期二</td></tr><tr><td align=center>某市报告</td></tr>"
        f"<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;{PROSE[0]}<br>\n&nbsp;&nbsp;&nbsp;&nbsp;{PROSE[1]}</td></tr></table>"
    ),
    "no marks": (
        '<div><div class="top"><a href="/">站群</a></div>'
        f'<div class="x1"><div class="y">{PARAGRAPHS}</div></div></div>'
    ),
    "a table row a paragraph": (
        f"<table><tr><td><p>{PROSE[0]}</p></td></tr><tr><td><p>{PROSE[1]}</p></td></tr></table>"
    ),
    "preformatted": f'<div id="zoom"><pre>　　{PROSE[0]}\n　　{PROSE[1]}</pre></div>',
    "related links": (
        f'<div id="zoom">{PARAGRAPHS}</div><ul class="xg"><li><a href="/1">2016年报告</a> 12-31</li></ul>'
    ),
    "print area": f'<div id="print"><div class="content">{PARAGRAPHS}</div></div>',
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_the_article_alone_is_read_from_each_layout(body: str) -> None:
    document = read(body)
    assert lines(document) == PROSE
    assert document.issues == ()


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("20<span>17</span>年办理<b>12</b><font>85</font>件。", "2017年办理1285件。"),
        ("<span>办理</span>\n<span>1285件。</span>", "办理 1285件。"),
        ("依法\n  行政\n“最多跑一次”。", "依法行政“最多跑一次”。"),
        ("　　共抽取 个案卷，&nbsp;评出优秀&nbsp;&nbsp; 个。", "共抽取 个案卷， 评出优秀 个。"),
        ("共13 206项、13&nbsp;206项、13\u2009206项。", "共13 206项、13 206项、13 206项。"),
        ("办理12\u200b85件\ufeff。", "办理1285件。"),
        ("<span style='display:none'>99</span>办理1285件。", "办理1285件。"),
        ("办理<script>var n = 99;</script>1285件。", "办理1285件。"),
        ("面积3m<sup>2</sup>以上。", "面积3m²以上。"),
    ],
)
def test_text_breaks_at_blocks_only(inner: str, text: str) -> None:
    assert read(f'<div id="zoom"><p>{inner}</p></div>').text == text


def test_a_list_is_a_paragraph_an_item() -> None:
    body = "<div id=zoom><p>如下。</p><ul><li>办理<b>12</b>件；</li><li>审结<i>11</i>件。</li></ul></div>"
    assert lines(read(body)) == ("如下。", "办理12件；", "审结11件。")


def test_tables_are_squared_up() -> None:
    table = (
        "<table><tr><th rowspan=2>单位</th><th colspan=2>案件（件）</th></tr>"
        "<tr><td>收案</td><td>结案</td></tr>"
        "<tr><td><p>甲<br>局</p></td><td>1 284</td><td></td></tr></table>"
    )
    document = read(f'<div id="zoom">{PARAGRAPHS}{table}</div>')
    assert rows(document) == [
        ["单位", "案件（件）", "案件（件）"],
        ["单位", "收案", "结案"],
        ["甲局", "1 284", ""],
    ]
    assert lines(document)[2:] == ("单位 案件（件）", "收案 结案", "甲局 1 284")
    assert document.health is Health.READ


def test_a_table_that_is_not_square_is_an_issue() -> None:
    table = "<table><tr><td>单位</td><td>件</td><td>人</td></tr><tr><td>甲局</td><td>5</td></tr></table>"
    document = read(f'<div id="zoom">{PARAGRAPHS}{table}</div>')
    assert rows(document)[1] == ["甲局", "5", ""]
    (issue,) = document.issues
    assert issue.kind == "ragged_table"
    assert document.text[issue.char_start : issue.char_end] == "甲局 5"


@pytest.mark.parametrize(
    ("head", "marked"),
    [
        ("<tr><td>单位</td><td>件</td></tr>", ["单位 件", "甲局 5 22", "乙局 6 11"]),
        ("<tr><td>单位</td><td>件</td><td>人</td></tr>", []),
        ("<tr><td>附表</td></tr><tr><td>单位</td><td>件</td><td>人</td></tr>", ["附表"]),
    ],
    ids=["too short", "square", "a caption above"],
)
def test_under_a_head_that_is_too_short_no_figure_is_sure(head: str, marked: list[str]) -> None:
    body = "".join(
        f"<tr><td>{name}</td><td>{n}</td><td>{m}</td></tr>"
        for name, n, m in (("甲局", 5, 22), ("乙局", 6, 11))
    )
    document = read(f'<div id="zoom">{PARAGRAPHS}<table>{head}{body}</table></div>')
    assert [document.text[issue.char_start : issue.char_end] for issue in document.issues] == marked


def test_two_tables_are_numbered() -> None:
    table = "<table><tr><td>单位</td><td>件</td></tr><tr><td>甲局</td><td>5</td></tr></table>"
    blocks = read(f'<div id="zoom">{PARAGRAPHS}{table}<p>又：</p>{table}</div>').blocks
    assert [block.table for block in blocks] == [None, None, 0, 0, None, 1, 1]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_charset_is_told_by_the_bytes(charset: str) -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    text = "办理䶮县、１６８９项，龥㐀。"
    assert read(f'<div id="zoom"><p>{text}</p></div>', head, charset).text == text


def test_a_broken_character_is_an_issue_and_no_reason_to_read_another_charset() -> None:
    page = f'<html><body><div id="zoom"><p>{PROSE[0]}</p><p>办理X件。</p></div></body></html>'
    document = read_document(page.encode().replace(b"X", b"\xff"))
    assert lines(document) == (PROSE[0], "办理\ufffd件。")
    assert [issue.kind for issue in document.issues] == ["lost_characters"]


META = (
    '<title>某市2017年法治政府建设报告-某市人民政府</title><meta name="SiteName" content="某市人民政府">'
    '<meta name="articletitle" content="某市2017年法治政府建设报告">'
    '<meta name="PUBDATE" content="2018-03-30 14:41">'
    '<meta name="ContentSource" content="某市司法局"><meta name="SiteIDCode" content="3307000003">'
)


def test_meta_elements_tell_of_the_article() -> None:
    document = read(f'<div id="zoom">{PARAGRAPHS}</div>', META)
    assert document.title == "某市2017年法治政府建设报告"
    assert (document.publisher, document.source) == ("某市司法局", "某市司法局")
    assert (document.site_name, document.site_code) == ("某市人民政府", "3307000003")
    assert document.published_on == date(2018, 3, 30)


CELLS = (
    "<table><tr><td>索引号:</td><td>1133/2018-00039</td><td>发布机构:</td><td>市法制办</td></tr>"
    "<tr><td>文号:</td><td>某政〔2018〕9号</td><td>主题分类:</td><td></td></tr>"
    "<tr><td>发文时间:</td><td>2018-03-30 14:41:29</td><td>内容概述:</td><td>报告</td></tr></table>"
)
SPACED = (
    "<dl><dd><label>索 引 号：</label><div>1133/2018-00039</div></dd><dd>发布机构：市法制办</dd>"
    "<dd>发文字号：某政〔2018〕9号</dd><dd><b>成文日期：</b>2018年3月30日</dd></dl>"
)
BARE = (
    "<table><tr><th>索引号</th><td>1133/2018-00039</td><th>发文机关</th><td>市法制办</td></tr>"
    "<tr><th>文号</th><td>某政〔2018〕9号</td><th>发布日期</th><td>2018/3/30</td></tr></table>"
)
INLINE = (
    "<p>索引号：1133/2018-00039 发布机构：市法制办 文号：某政〔2018〕9号 发布日期：2018-03-30 点击数：12</p>"
)


@pytest.mark.parametrize("table", [CELLS, SPACED, BARE, INLINE], ids=["cells", "spaced", "bare", "inline"])
def test_the_information_table_is_read_and_no_part_of_the_text(table: str) -> None:
    document = read(f'{table}<div id="zoom">{PARAGRAPHS}</div>')
    assert (document.index_number, document.publisher) == ("1133/2018-00039", "市法制办")
    assert (document.document_number, document.published_on) == ("某政〔2018〕9号", date(2018, 3, 30))
    assert lines(document) == PROSE


def test_an_information_table_within_the_article_is_taken_out() -> None:
    document = read(f'<div class="content">{CELLS}{PARAGRAPHS}</div>')
    assert document.index_number == "1133/2018-00039"
    assert lines(document) == PROSE


def test_an_empty_document_number_takes_no_neighbour() -> None:
    table = "<table><tr><td>文号：</td><td></td><td>发布日期：</td><td>2018-03-21</td></tr></table>"
    document = read(f'{table}<div id="zoom">{PARAGRAPHS}</div>')
    assert document.document_number is None
    assert document.published_on == date(2018, 3, 21)


@pytest.mark.parametrize(
    ("header", "publisher", "published"),
    [
        (
            "发布日期: 2018-03-30 14:41 &nbsp; 浏览次数: 5 来源: 市司法局 字体：[大 中 小]",
            "市司法局",
            date(2018, 3, 30),
        ),
        ("2018-03-27 来源：市法制办 【字体：大 中 小】 分享到：", "市法制办", date(2018, 3, 27)),
        ("发布时间：2016-01-29 发布人：市政府法制办 阅读 88 次", "市政府法制办", date(2016, 1, 29)),
        ("时间：2024年1月9日 来源：县司法局 访问量：<b>256</b>", "县司法局", date(2024, 1, 9)),
        ("<span>来源：市司法局</span><span>发布日期：2018-03-30</span>", "市司法局", date(2018, 3, 30)),
        ("<span>发布日期：2018-03-30</span><span>来源：市司法局</span>", "市司法局", date(2018, 3, 30)),
        ("今天是2016年3月1日 星期二", None, None),
        ("来源：本站 时间：2018-13-45", "本站", None),
    ],
)
def test_the_header_line_is_read(header: str, publisher: str | None, published: date | None) -> None:
    document = read(f'<p>{header}</p><div id="zoom">{PARAGRAPHS}</div>')
    assert (document.publisher, document.published_on) == (publisher, published)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>某市2015年工作报告-某市人民政府</title>", "", "某市2015年工作报告"),
        ("<title>某县人民政府 | 某县2015年统计公报</title>", "", "某县2015年统计公报"),
        (
            "<title>某市（2016-2020年）规划实施情况报告_政府网</title>",
            "",
            "某市（2016-2020年）规划实施情况报告",
        ),
        ("<title>政务公开</title>", "<h1>某市2017年法治政府建设报告</h1>", "某市2017年法治政府建设报告"),
        ("", '<div class="tit">某市2017年法治政府建设报告</div>', "某市2017年法治政府建设报告"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_articles(head: str, body: str, title: str) -> None:
    assert read(f'{body}<div id="zoom">{PARAGRAPHS}</div>', head).title == title


def test_digits_that_get_lost_are_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    # No page is known that loses digits; a reader that drops list items must be noticed.
    monkeypatch.setattr("extract.documents.html.page.lines_of", lambda *args: lines_of(*args)[:1])
    document = read(f'<div id="zoom">{PARAGRAPHS}</div>')
    assert [issue.kind for issue in document.issues] == ["lost_digits"]
    assert document.health is Health.READ_WITH_HOLES


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<html><body></body></html>", "empty"),
        ("<html><head><title>报告</title></head><body><script>location='/x'</script></body></html>", "empty"),
        ("<html><body><p>Please enable JavaScript, error 412.</p></body></html>", "not_a_report"),
    ],
    ids=["blank", "script only", "no Chinese"],
)
def test_a_page_without_a_report_is_told(page: str, kind: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(page.encode())
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + PROSE[0],
        "<table><tr><td colspan=99999 rowspan=99999>甲</td><td>乙</td></tr><tr><td>1</td></tr></table>"
        + PROSE[0],
        f"<select><option>1<option>2</select><p>{PROSE[0]}</p>",
    ],
    ids=["deep", "wide", "select"],
)
def test_odd_pages_do_no_harm(page: str) -> None:
    assert PROSE[0] in read(page).text


def test_the_mark_of_utf_8_before_a_page_in_gbk_is_not_believed() -> None:
    page = f"<html><body><div id=zoom>{PARAGRAPHS}</div></body></html>"
    document = read_document(b"\xef\xbb\xbf" + page.encode("gb18030"))
    assert (lines(document), document.health) == (PROSE, Health.READ)


def test_a_wide_space_of_gbk_is_a_space() -> None:
    body = "<p>\ue5e5\ue5e5全年罚款1\ue5e5285元。</p>"
    assert read(body, charset="gb18030").text == "全年罚款1 285元。"


@pytest.mark.parametrize("cut", ["</body></html>", "</p></div></body></html>", "。</p></div></body></html>"])
def test_a_page_that_ends_in_the_middle_is_told(cut: str) -> None:
    page = f"<html><body><div id=zoom>{PARAGRAPHS}</div></body></html>"
    assert [issue.kind for issue in read_document(page.encode()).issues] == []
    document = read_document(page.removesuffix(cut).encode())
    assert [issue.kind for issue in document.issues] == ["cut_off"]
    assert document.health is Health.READ_WITH_HOLES
