"""Lists of one page, whose titles and addresses are the difficulty."""

from tests.flows.catalogue.list_pages import FILLER, NEWS, Kind, item, other_session, page, title

TITLED = (
    Kind("another session each time", {"/fzbg/": other_session}, (2022, 2021), "static"),
    Kind(
        "a base address",
        {"/fzbg/": f"<base href='/elsewhere/'>{item(2022, href='a/t20230330_1.html')}{FILLER}"},
        (2022,),
        "static",
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
