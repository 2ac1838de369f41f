"""A page of each content system as its templates print it, in own words, and all that must come of it."""

import pytest

from extract.documents import read_document

TITLE = "某县2020年法治政府建设情况报告"
TEXT = (
    "一、主要做法",
    "2020年，全县办理行政复议案件128件，审结120件，纠错率12.5%。",
    "全县行政机关负责人出庭应诉率达到98.6%，比上年上升3个百分点。",
)
PARAGRAPHS = "".join(f'<p style="text-indent:2em">{text}</p>' for text in TEXT)


def page(body: str) -> bytes:
    head = f"<meta charset='utf-8'><title>{TITLE}-某县人民政府</title><script>var visits = 4096;</script>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def cut(text: str) -> str:
    """As Word pastes it: each character of a figure in a span of its own, with its language."""
    return "".join(
        f'<span lang="EN-US" style="font-family:仿宋"><o:p></o:p>{c}</span>' if c in "0123456789.%" else c
        for c in text
    )


VSB = (
    '<div class="ny_nav"><a href="index.htm">首页</a> &gt;&gt; <a href="zwgk.htm">政务公开</a></div>'
    f'<form name="_newscontent_fromname"><div><h1>{TITLE}</h1><p>发布时间：2021-01-20 　 点击数：'
    '<script>_showDynClicks("wbnews", 1391405, 2048)</script></p></div>'
    f'<div id="vsb_content_2"><div class="v_news_content">{PARAGRAPHS}</div></div>'
    '<p>上一条：<a href="1.htm">某县2019年统计公报</a></p><p>下一条：<a href="2.htm">关于会议的通知</a></p>'
    '<div id="div_vote_id"></div></form><div class="foot">版权所有 ICP备12034567号 访问量 65536</div>'
)
GKMLPT = (
    '<div class="classify"><table><tr><td><span>索引号：</span><span>11445200/2021-00012</span></td>'
    "<td><span>分类：</span><span>工作报告</span></td></tr><tr><td><span>发布机构：</span><span>某县司法局</span>"
    "</td><td><span>成文日期：</span><span>2021-01-20</span></td></tr><tr><td><span>名称：</span>"
    f"<span>{TITLE}</span></td></tr></table></div><div class='title'><h1>{TITLE}</h1></div>"
    f'<div class="article-content" data-v="1">{PARAGRAPHS}</div><div class="share-box">'
    "<span>浏览次数：512</span><span>【打印】【关闭】</span></div>"
)
JIYUEHUA = (
    '<div class="xxgk-header"><ul><li><label>索 引 号：</label>11341200/202101-00012</li><li><label>'
    "发文机关：</label>某县司法局</li><li><label>发布日期：</label>2021-01-20 10:24</li></ul></div>"
    f'<div class="con-title"><h2>{TITLE}</h2></div><div class="wzcon j-fontContent" id="zoom">{PARAGRAPHS}'
    '</div><div class="related"><h3>相关文档</h3><ul><li><a href="a">某县2019年法治政府建设情况报告</a>'
    "<span>2020-01-15</span></li></ul></div>"
)
WORD = (
    f'<div class="Section1"><p class="MsoNormal" align="center"><b>{cut(TITLE)}</b></p>'
    + "".join(f'<p class="MsoNormal"><!--[if !supportLists]--><!--[endif]-->{cut(text)}</p>' for text in TEXT)
    + "</div>"
)
SELECT = (
    '<div><select onchange="go(this)"><option>2019年链接</option><option>部门12345</option></select>'
    f'</div><div id="zoom">{PARAGRAPHS}</div><select><option>县区<option>2018</select>'
)
PAGES = {
    "VSB": VSB,
    "gkmlpt": GKMLPT,
    "集约化平台": JIYUEHUA,
    "pasted from Word": WORD,
    "select lists": SELECT,
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_title_and_text_and_nothing_else(body: str) -> None:
    document = read_document(page(body))
    assert (document.title, document.issues) == (TITLE, ())
    assert document.text.split("\n") == list(TEXT)


@pytest.mark.parametrize("body", [GKMLPT, JIYUEHUA], ids=["gkmlpt", "集约化平台"])
def test_the_information_table_is_read(body: str) -> None:
    document = read_document(page(body))
    assert document.publisher == "某县司法局"
    assert str(document.published_on) == "2021-01-20"
    assert document.index_number is not None
