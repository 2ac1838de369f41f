"""Small sites: one for each kind of list, one for each way in which a list falls silent, and what is right.

Each site is the pages of one host by path. The index page stands at /fzbg/ unless the site says otherwise.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.extract.sites import Handler

Page = str | bytes | Callable[[Handler], None]
FILLER = "<p>本栏目公开本级政府依照规定应当公布的年度材料，欢迎查阅，并请提出宝贵意见。</p>" * 4
NEWS = "".join(
    f"<li><a href='/art/2024/{n}/t{n}.html'>我市举行第{n}场防汛演练</a>2024-06-1{n}</li>" for n in range(1, 6)
)


@dataclass(frozen=True)
class Kind:
    """A site whose reports are all to be found: `years` of its own, and how it is to be read."""

    name: str
    pages: dict[str, Page]
    years: tuple[int, ...]
    kind: str
    start: str = "/fzbg/"
    form: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Silence:
    """A site that lists nothing, or not what it should, and the kind by which that is told."""

    name: str
    page: Page
    finding: str
    before: Page | None = None
    further: dict[str, Page] = field(default_factory=dict)


def title(year: int) -> str:
    return f"金华市{year}年度法治政府建设情况报告"


def item(year: int, words: str = "", href: str = "") -> str:
    link = f"<a href='{href or f'/art/{year + 1}/3/30/art_{year}.html'}'>{words or title(year)}</a>"
    return f"<li>{link}<span>{year + 1}-03-30</span></li>"


def page(*years: int, further: str = "") -> str:
    return f"<html><body><ul>{''.join(map(item, years))}</ul>{further}{FILLER}</body></html>"


def rows(*years: int, names: tuple[str, str, str] = ("title", "url", "date")) -> list[dict[str, object]]:
    return [
        dict(zip(names, (title(year), f"/art/{year}.html", f"{year + 1}-03-30"), strict=True))
        for year in years
    ]


def _unit(handler: Handler) -> None:
    html = f"<ul>{item(2022)}{item(2021)}</ul>"
    handler.reply(200, json.dumps({"success": True, "data": {"html": html}}).encode())


def _posted(handler: Handler) -> None:
    asked = handler.sites.asked[-1].form
    years = {"page=1&column=7": (2022,), "page=2&column=7": (2021,)}.get(asked, ())
    handler.reply(200, json.dumps({"rows": rows(*years), "total": 2}).encode())


_session = iter(range(10_000))


def _other_session(handler: Handler) -> None:
    further = f"<a href='/fzbg/;jsessionid={next(_session):032X}?page=2'>下一页</a>"
    handler.reply(200, page(2022, 2021, further=further).encode())


def _asked_for(field: str, **answers: str) -> Page:
    """Answers by the value of one field, in the query or the form that is posted."""

    def reply(handler: Handler) -> None:
        form = handler.sites.asked[-1].form
        fields = json.loads(form) if form.startswith("{") else dict(parse_qsl(form))
        fields |= dict(parse_qsl(urlsplit(handler.path).query))
        handler.reply(200, answers.get(f"_{fields.get(field, 1)}", "[]").encode())

    return reply


def _rows_of(year: int) -> str:
    return json.dumps({"total": 2, "rows": rows(year)})


def _by_script(script: str) -> str:
    return f"<html><ul id=list></ul><script>{script}</script>{FILLER}</html>"


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = (
    "{'parseType':'bulidstatic','webId':'9','tplSetId':'8','pageType':'column',"
    "'tagId':'信息列表','pageId':'7'}"
)

KINDS = (
    Kind("links", {"/fzbg/": page(2022, 2021)}, (2022, 2021), "static"),
    Kind(
        "pages by TRS",
        {
            "/fzbg/": page(2022, further="<script>createPageHTML(2, 0, 'index', 'html')</script>"),
            "/fzbg/index_1.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "pages by TRS behind an element's name",
        {
            "/fzbg/list.shtml": page(
                2022, further="<script>createPageHTML('fy',3,1,'list','shtml',3)</script>"
            ),
            "/fzbg/list_2.shtml": page(2021),
            "/fzbg/list_3.shtml": page(2020),
        },
        (2022, 2021, 2020),
        "static",
        start="/fzbg/list.shtml",
    ),
    *(
        Kind(
            f"next page as {words}",
            {
                "/fzbg/": page(2022, further=f"<a href='index_2.html'>{words}</a>"),
                "/fzbg/index_2.html": page(2021),
            },
            (2022, 2021),
            "static",
        )
        for words in ("下一页", "[下页]", "下一页 &gt;", "›", "&gt;&gt;", "后一页", "【下一頁】")
    ),
    Kind(
        "numbers and the last",
        {
            "/fzbg/": page(
                2022, further="<a href='p2.html'>2</a><a href='p3.html'>3</a><a href='p3.html'>尾页</a>"
            ),
            "/fzbg/p2.html": page(2021),
            "/fzbg/p3.html": page(2020),
        },
        (2022, 2021, 2020),
        "static",
    ),
    Kind(
        "a select",
        {
            "/fzbg/": page(
                2022,
                further="<select onchange='location.href=this.value'><option value='p1.html'>1</option>"
                "<option value='p2.html'>2</option></select>",
            ),
            "/fzbg/p1.html": page(2022),
            "/fzbg/p2.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "a function of the page",
        {
            "/fzbg/": page(
                2022,
                further="<script>function go(n){location.href='p_'+n+'.html';}</script>"
                "<a href='#' onclick='go(2)'>下一页</a>",
            ),
            "/fzbg/p_2.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "pages counted in a script",
        {
            "/fzbg/": page(
                2022,
                further="<script>var countPage = 2; var currentPage = 0;"
                "document.write('<a href=\"index_' + (currentPage+1) + '.html\">');</script>",
            ),
            "/fzbg/index_1.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind("another session each time", {"/fzbg/": _other_session}, (2022, 2021), "static"),
    Kind(
        "a base address",
        {"/fzbg/": f"<base href='/elsewhere/'>{item(2022, href='a/t20230330_1.html')}{FILLER}"},
        (2022,),
        "static",
    ),
    Kind(
        "year folders",
        {
            "/fzbg/": f"<ul><a href='2022/'>2022年</a><a href='2021/'>2021年</a></ul>{FILLER}",
            "/fzbg/2022/": page(2022),
            "/fzbg/2021/": page(2021),
        },
        (2022, 2021),
        "years",
    ),
    Kind(
        "Big5",
        {
            "/fzbg/": page(2022)
            .replace("报", "報")
            .replace("设", "設")
            .replace("况", "況")
            .replace("温", "溫")
            .replace("栏", "欄")
            .replace("开", "開")
            .replace("级", "級")
            .replace("规", "規")
            .replace("应", "應")
            .replace("当", "當")
            .replace("阅", "閱")
            .replace("并", "並")
            .replace("请", "請")
            .replace("宝", "寶")
            .replace("贵", "貴")
            .replace("见", "見")
            .replace("材", "材")
            .replace("华", "華")
            .replace("时", "時")
            .replace("项", "項")
            .encode("big5", "replace")
        },
        (2022,),
        "static",
    ),
    Kind(
        "records of 大汉",
        {
            "/fzbg/": "<datastore><totalrecord>2</totalrecord>"
            + "".join(f"<record><![CDATA[{item(year)}]]></record>" for year in (2022, 2021))
            + "</datastore>"
        },
        (2022, 2021),
        "hanweb",
    ),
    Kind(
        "a data store of 大汉",
        {
            "/fzbg/": "<html><script>dataStore=["
            + ",".join(json.dumps(item(year), ensure_ascii=False) for year in (2022, 2021))
            + f"];</script>{FILLER}</html>"
        },
        (2022, 2021),
        "datastore",
    ),
    Kind(
        "a unit of jpaas",
        {
            "/fzbg/": f'<html><div id="u" url="{UNIT}" querydata="{QUERY}"></div><script></script></html>',
            UNIT: _unit,
        },
        (2022, 2021),
        "jpaas",
    ),
    Kind(
        "JSON of gkmlpt",
        {"/api/all/7": json.dumps({"articles": rows(2022, 2021)})},
        (2022, 2021),
        "json",
        "/api/all/7",
    ),
    Kind(
        "JSON of TRS",
        {"/api": json.dumps({"docs": rows(2022, 2021, names=("DOCTITLE", "DOCPUBURL", "DOCRELTIME"))})},
        (2022, 2021),
        "json",
        "/api",
    ),
    *(
        Kind(
            f"JSON under {key}",
            {
                "/api": json.dumps(
                    {"code": 0, "data": {key: rows(2022, 2021, names=("subject", "link", "pubDate"))}}
                )
            },
            (2022, 2021),
            "json",
            "/api",
        )
        for key in ("content", "infoList", "anything")
    ),
    Kind(
        "JSON with entities",
        {
            "/api": json.dumps(
                [{"title": "&ldquo;金华市&rdquo;2022年度法治政府建设情况报告", "url": "/art/1.html"}]
            )
        },
        (2022,),
        "json",
        "/api",
    ),
    Kind(
        "JSONP",
        {"/api": f"callback({json.dumps({'list': rows(2022, 2021)})});"},
        (2022, 2021),
        "jsonp",
        "/api",
    ),
    Kind("a posted form", {"/api": _posted}, (2022, 2021), "post", "/api", form="page=1&column=7"),
    Kind(
        "a list within a script",
        {"/fzbg/": f"<html><script>var list = {json.dumps(rows(2022, 2021))};</script>{FILLER}</html>"},
        (2022, 2021),
        "script",
    ),
    Kind(
        "a program that the page's script asks",
        {
            "/fzbg/": f"<html><script>$.getJSON('/api/list?page=1', show)</script>{FILLER}</html>",
            "/api/list": json.dumps({"list": rows(2022, 2021)}),
        },
        (2022, 2021),
        "json",
    ),
    Kind(
        "a frame",
        {"/fzbg/": "<html><iframe src='inner.html'></iframe></html>", "/fzbg/inner.html": page(2022, 2021)},
        (2022, 2021),
        "frame",
    ),
    Kind(
        "RSS",
        {
            "/rss.xml": "<?xml version='1.0' encoding='utf-8'?><rss><channel><title>报告</title>"
            + "".join(
                f"<item><title>{title(y)}</title><link>/art/{y}.html</link></item>" for y in (2022, 2021)
            )
            + "</channel></rss>"
        },
        (2022, 2021),
        "rss",
        "/rss.xml",
    ),
    Kind(
        "files",
        {
            "/fzbg/": "<ul>"
            + item(2022, "1. " + title(2022) + ".pdf", "/files/1.pdf")
            + item(2021, "· " + title(2021) + ".ofd", "/files/2.ofd")
            + item(2020, "查看", "/files/3.docx").replace("<li>", f"<li>{title(2020)}")
            + f"</ul>{FILLER}"
        },
        (2022, 2021, 2020),
        "static",
    ),
    Kind(
        "among other titles",
        {
            "/fzbg/": "<ul>"
            + item(2022)
            + item(2021, "2021年度法治政府建设工作要点")
            + item(2020, "金华市2020年度法治政府建设情况报告（征求意见稿）")
            + item(2019, "金华市2019年度法治政府建设情况报告（英文版）")
            + item(2018, "（市教育局）2018年度法治政府建设情况报告")
            + item(2017, "一图看懂金华市2017年法治政府建设报告")
            + f"</ul><a href='/fzbg/'>法治政府建设年度报告</a>{FILLER}"
        },
        (2022,),
        "static",
    ),
    Kind(
        "a title cut short, with its attribute",
        {"/fzbg/": f"<a href='/art/art_1.html' title='{title(2022)}'>金华市2022年度法治政…</a>{FILLER}"},
        (2022,),
        "static",
    ),
    Kind(
        "a title cut short, with its page",
        {
            "/fzbg/": f"<li><a href='/art/art_1.html'>金华市2022年度法治政府建…</a></li>{FILLER}",
            "/art/art_1.html": f"<html><title>{title(2022)}</title><h1>{title(2022)}</h1>"
            + "<p>过去一年，全市各级机关推进依法履职，工作取得了新的进展。</p>" * 12
            + "</html>",
        },
        (2022,),
        "static",
    ),
    Kind(
        "pages of 博达, numbered from the last",
        {
            "/fzbg.htm": page(2022, further="<a href='fzbg/2.htm'>下页</a><a href='fzbg/1.htm'>尾页</a>"),
            "/fzbg/2.htm": page(2021, further="<a href='../fzbg.htm'>上页</a><a href='1.htm'>下页</a>"),
            "/fzbg/1.htm": page(2020),
        },
        (2022, 2021, 2020),
        "static",
        start="/fzbg.htm",
    ),
    Kind(
        "pages by an object",
        {
            "/fzbg/": page(
                2022, further="<script>Pager({size:2, current:0, prefix:'index', suffix:'html'})</script>"
            ),
            "/fzbg/index_1.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "pages that a pager's script turns to",
        {
            "/fzbg/list": _asked_for(
                "page",
                _1=page(
                    2022,
                    further="<script>laypage({pages:2, jump:function(obj){location.href='?page='+obj.curr;}})"
                    "</script>",
                ),
                _2=page(2021),
            )
        },
        (2022, 2021),
        "static",
        start="/fzbg/list",
    ),
    *(
        Kind(
            f"next page as {name}",
            {"/fzbg/": page(2022, further=further), "/fzbg/index_2.html": page(2021)},
            (2022, 2021),
            "static",
        )
        for name, further in (
            ("an item with data", "<ul><li class=next data-url='index_2.html'>下一页</li></ul>"),
            ("a button", "<input type=button value='下一页' onclick=\"location.href='index_2.html'\">"),
            ("words", "<a href='index_2.html'>第二页</a>"),
            ("more to load", "<div data-url='index_2.html'>加载更多</div>"),
        )
    ),
    Kind(
        "a form that a click fills in",
        {
            "/fzbg/list.do": _asked_for(
                "pageNo",
                _1=page(
                    2022,
                    further="<form method=post action=list.do><input name=pageNo value=1></form>"
                    "<a href='#' onclick='$(\"#pageNo\").val(2);$(\"#f\").submit();'>下一页</a>",
                ),
                _2=page(2021),
            )
        },
        (2022, 2021),
        "static",
        start="/fzbg/list.do",
    ),
    Kind(
        "a select of years",
        {
            "/fzbg/": page(
                2022,
                further="<select onchange=\"location.href='list_'+this.value+'.html'\">"
                "<option value='2022'>2022年</option><option value='2021'>2021年</option></select>",
            ),
            "/fzbg/list_2022.html": page(2022),
            "/fzbg/list_2021.html": page(2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "tabs of years beside",
        {
            "/fzbg/bg2022/": page(
                2022, further="<a href='../bg2022/'>2022年</a><a href='../bg2021/'>2021年</a>"
            ),
            "/fzbg/bg2021/": page(2021),
        },
        (2022, 2021),
        "static",
        start="/fzbg/bg2022/",
    ),
    Kind(
        "tabs of years behind a function",
        {
            "/fzbg/": f"<html><a href='#' onclick='show(2022)'>2022年</a><a href='#' onclick='show(2021)'>"
            f"2021年</a><script>function show(y){{$.get('/years?year='+y,f)}}</script>{FILLER}</html>",
            "/years": _asked_for("year", _2022=_rows_of(2022), _2021=_rows_of(2021)),
        },
        (2022, 2021),
        "years",
    ),
    Kind(
        "entries behind a function",
        {
            "/fzbg/": "<script>function detail(id){location.href='/detail.jsp?id='+id;}</script><ul>"
            + "".join(
                f"<li><a href='#' onclick='detail({y})'>{title(y)}</a>{y + 1}-03-30</li>"
                for y in (2022, 2021)
            )
            + f"</ul>{FILLER}"
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "a page that sends its readers on",
        {
            "/fzbg/": "<html><meta http-equiv=refresh content='0; url=list.html'></html>",
            "/fzbg/list.html": "<html><script>window.location.href='/zw/list.html';</script></html>",
            "/zw/list.html": page(2022, 2021),
        },
        (2022, 2021),
        "static",
    ),
    Kind(
        "a script in a file of the site",
        {
            "/fzbg/": f"<html><ul id=list></ul><script src='/js/jquery.min.js'></script>"
            f"<script src='list.js'></script>{FILLER}</html>",
            "/fzbg/list.js": "$(function(){$.getJSON('list.json',function(d){})})",
            "/fzbg/list.json": json.dumps(rows(2022, 2021)),
        },
        (2022, 2021),
        "json",
    ),
    Kind(
        "a hidden field",
        {"/fzbg/": f"<html><textarea>{item(2022)}{item(2021)}</textarea>{FILLER}</html>"},
        (2022, 2021),
        "script",
    ),
    Kind(
        "JSON posted by the page's script",
        {
            "/fzbg/": _by_script(
                "fetch('/api/list',{method:'POST',body:JSON.stringify({channelId:3,pageNum:1})})"
            ),
            "/api/list": _asked_for("pageNum", _1=_rows_of(2022), _2=_rows_of(2021)),
        },
        (2022, 2021),
        "post",
    ),
    Kind(
        "fields that the page's script posts",
        {
            "/fzbg/": _by_script(
                "function load(n){$.ajax({url:'/api/list',type:'post',data:{id:12,pageIndex:n}})}"
            ),
            "/api/list": _asked_for("pageIndex", _1=_rows_of(2022), _2=_rows_of(2021)),
        },
        (2022, 2021),
        "post",
    ),
    Kind(
        "rows with a number for an address",
        {
            "/fzbg/": _by_script(
                "$.getJSON('/api/rows?cid=7',function(d){h+=\"<a href='/show.html?id=\"+d[i].id+\"'>\"})"
            ),
            "/api/rows": json.dumps([{"id": f"ab{year}", "title": title(year)} for year in (2022, 2021)]),
        },
        (2022, 2021),
        "json",
    ),
    Kind(
        "titles with a label",
        {
            "/fzbg/": "<ul>"
            + item(2022, "金华市2022年度法治政府建…").replace(
                "<a", f"<a title='标题：{title(2022)}&#10;发布时间：2023-03-30'"
            )
            + f"</ul>{FILLER}"
        },
        (2022,),
        "static",
    ),
    Kind(
        "a front page",
        {
            "/": f"<a href='/xxgk/'>政府信息公开</a><a href='/news/'>政务要闻</a><ul>{NEWS}</ul>{FILLER}",
            "/xxgk/": f"<a href='fzbg/'>法治政府建设年度报告</a><a href='nb/'>信息公开年报</a>{FILLER}",
            "/xxgk/fzbg/": page(2022, 2021),
        },
        (2022, 2021),
        "static",
        start="/",
    ),
)

GONE = "<html><title>页面不存在</title><p>您访问的页面已被删除。</p><a href='/'>返回首页</a></html>"
GOOD = page(2022, 2021, 2020)


def _status(code: int) -> Page:
    return lambda handler: handler.reply(code)


SILENCES = (
    Silence("not there", _status(404), "gone"),
    Silence("a refusal", _status(403), "forbidden"),
    Silence("a broken server", _status(500), "busy"),
    Silence(
        "a cookie puzzle", "<html><script>document.cookie='a=b';location.reload()</script></html>", "blocked"
    ),
    Silence("a captcha", "<html><h1>安全验证</h1><p>请完成下方验证后继续</p></html>", "blocked"),
    Silence("a soft 404", GONE, "soft_404", before=GOOD),
    Silence("nothing yet", f"<html><div class=list>暂无数据</div>{FILLER}</html>", "said_empty", before=GOOD),
    Silence("no entry", f"<html><body>{FILLER}</body></html>", "empty", before=GOOD),
    Silence(
        "made by a script", "<html><div id=app></div><script src=/app.js></script></html>", "scripted", GOOD
    ),
    Silence("a login", "<html><form><input name=u><input type=password></form></html>", "login", before=GOOD),
    Silence("fewer than before", page(2022), "fewer", before=GOOD),
    Silence("turned into news", f"<html><ul>{NEWS}</ul>{FILLER}</html>", "turned", before=GOOD),
    Silence("never of these reports", f"<html><ul>{NEWS}</ul>{FILLER}</html>", "no_reports"),
    Silence(
        "rows of unknown keys", json.dumps({"list": [{"xx": 1, "yy": "二"}] * 3}), "unknown_rows", before=GOOD
    ),
    Silence("JSON of an error", json.dumps({"code": 500, "msg": "系统繁忙"}), "not_a_list", before=GOOD),
    Silence("JSON without rows", json.dumps({"code": 0, "data": {"list": []}}), "empty", before=GOOD),
    Silence(
        "a frame of another site",
        "<html><iframe src='http://127.9.9.9/list.html'></iframe></html>",
        "frame",
        before=GOOD,
    ),
    Silence(
        "further pages behind __doPostBack",
        page(2022, further="<a href=\"javascript:__doPostBack('p','2')\">下一页</a>"),
        "not_followed",
    ),
    Silence(
        "a page of it gone",
        page(2022, further="<a href='p2.html'>下一页</a>"),
        "gone",
        further={"/fzbg/p2.html": _status(404)},
    ),
    Silence("a file", b"%PDF-1.4 " + b"0" * 400, "not_a_list", before=GOOD),
)
