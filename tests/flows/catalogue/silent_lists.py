"""Sites that list nothing, or not what they should."""

import json

from tests.flows.catalogue.list_pages import (
    FILLER,
    NEWS,
    Page,
    Silence,
    page,
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
