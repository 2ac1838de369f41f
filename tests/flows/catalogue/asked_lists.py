"""Lists that a page asks a program for, or holds within a script or a file."""

import json

from tests.flows.catalogue.list_pages import (
    FILLER,
    QUERY,
    UNIT,
    Kind,
    asked_for,
    by_script,
    item,
    page,
    posted,
    rows,
    rows_of,
    title,
    unit,
)

ASKED = (
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
            UNIT: unit,
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
    Kind("a posted form", {"/api": posted}, (2022, 2021), "post", "/api", form="page=1&column=7"),
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
            "/fzbg/": by_script(
                "fetch('/api/list',{method:'POST',body:JSON.stringify({channelId:3,pageNum:1})})"
            ),
            "/api/list": asked_for("pageNum", _1=rows_of(2022), _2=rows_of(2021)),
        },
        (2022, 2021),
        "post",
    ),
    Kind(
        "fields that the page's script posts",
        {
            "/fzbg/": by_script(
                "function load(n){$.ajax({url:'/api/list',type:'post',data:{id:12,pageIndex:n}})}"
            ),
            "/api/list": asked_for("pageIndex", _1=rows_of(2022), _2=rows_of(2021)),
        },
        (2022, 2021),
        "post",
    ),
    Kind(
        "rows with a number for an address",
        {
            "/fzbg/": by_script(
                "$.getJSON('/api/rows?cid=7',function(d){h+=\"<a href='/show.html?id=\"+d[i].id+\"'>\"})"
            ),
            "/api/rows": json.dumps([{"id": f"ab{year}", "title": title(year)} for year in (2022, 2021)]),
        },
        (2022, 2021),
        "json",
    ),
)
