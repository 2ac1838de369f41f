"""Lists that a page holds itself, and the ways from one of its pages to the next."""

from tests.flows.catalogue.list_pages import FILLER, Kind, asked_for, page, rows_of

PAGED = (
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
            "/fzbg/list": asked_for(
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
            "/fzbg/list.do": asked_for(
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
            "/years": asked_for("year", _2022=rows_of(2022), _2021=rows_of(2021)),
        },
        (2022, 2021),
        "years",
    ),
)
