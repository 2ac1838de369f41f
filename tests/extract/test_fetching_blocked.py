from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from extract.fetching import Visit, Wanted, visit_all
from extract.fetching.blocked import blocked_reason, elsewhere_reason, odd_reason
from tests.effort import work_within
from tests.extract.sites import QUICK, REPORT, Sites, city_sites, page_of

COOKIE = "<html><script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script></html>"
PAGES = Path(__file__).parents[1] / "reports"


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(COOKIE, id="cookie puzzle"),
        pytest.param("<script>var _0x1=['cookie'];document['cookie']=_0x1</script>", id="cookie by its name"),
        pytest.param("<h1>安全验证</h1><p>请完成下方验证后继续操作</p><img src=c.png>", id="captcha"),
        pytest.param("<form>请输入验证码<input name=c></form>", id="captcha form"),
        pytest.param(
            "<title>405</title>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。",
            id="refusal",
        ),
        pytest.param("<p>您的请求过于频繁，请稍后再试", id="too often"),
        pytest.param("<noscript>请启用JavaScript</noscript><script>go()</script>", id="noscript"),
        pytest.param("<html><body><h1>Access Denied</h1></body></html>", id="English refusal"),
    ],
)
def test_what_stands_in_for_a_page(body: str) -> None:
    """With status 200, as the sites do."""
    assert blocked_reason(200, "text/html", body.encode())
    assert blocked_reason(200, "text/html", body.encode("gb18030"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<script src=/4QbVtADbnLVIc/c.FxJzG50F.dfe1675.js></script><body></body>", id="script only"
        ),
        pytest.param("<html><head><meta charset=utf-8></head><body></body></html>", id="blank"),
        pytest.param(
            "<html><body><div id=app></div><script src=/app.js></script></body></html>", id="made by a script"
        ),
    ],
)
def test_a_page_without_text_is_odd_and_no_sign_of_blocking(body: str) -> None:
    assert blocked_reason(200, "text/html", body.encode()) == ""
    assert odd_reason("text/html", body.encode())


@pytest.mark.parametrize(
    ("body", "is_blocked"),
    [
        pytest.param("<script>go()</script>", True, id="a puzzle"),
        pytest.param('{"articles": []}', False, id="JSON"),
        pytest.param(REPORT, False, id="a report"),
    ],
)
def test_accepted_is_a_block_where_no_page_comes_with_it(body: str, *, is_blocked: bool) -> None:
    assert bool(blocked_reason(202, "text/html", body.encode())) is is_blocked


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        pytest.param("text/html", REPORT, id="a report"),
        pytest.param(
            "text/html", f"<script>document.cookie='a=b'</script>{REPORT}", id="a report with a counter"
        ),
        pytest.param(
            "text/html",
            REPORT.replace("情况", "推行请输入验证码登录，访问过于频繁"),
            id="a report on captchas",
        ),
        pytest.param(
            "text/html", "<script>x()</script><iframe src=/report.html></iframe>", id="text in a frame"
        ),
        pytest.param(
            "text/html", "<a href='/files/2017.pdf'>PDF</a><script>x()</script>", id="text in a file"
        ),
        pytest.param("application/pdf", "%PDF-1.4 <x>", id="a PDF"),
        pytest.param("text/html", "%PDF-1.4 <x>", id="a PDF that is called HTML"),
        pytest.param("application/xml", "<?xml version='1.0'?><datastore/>", id="an XML list"),
        pytest.param("application/json", '{"total": 0}', id="a JSON list"),
        pytest.param("text/plain", "plain", id="plain text"),
        pytest.param("text/html", "", id="nothing at all"),
    ],
)
def test_what_is_a_page(media_type: str, body: str) -> None:
    assert blocked_reason(200, media_type, body.encode()) == ""
    assert odd_reason(media_type, body.encode()) == ""


@pytest.mark.parametrize(
    ("body", "before", "is_odd"),
    [
        pytest.param("<p>页面维护中，请稍后访问。</p>", 30_000, True, id="far shorter than before"),
        pytest.param("<p>页面维护中，请稍后访问。</p>", 100, False, id="short as before"),
        pytest.param("<p>页面维护中，请稍后访问。</p>", 0, False, id="never seen before"),
        pytest.param(REPORT * 2, 300_000, False, id="shorter, and a report"),
        pytest.param("<p>报告</p><a href='2017.pdf'>下载</a>", 30_000, False, id="a file in its place"),
    ],
)
def test_a_page_that_has_shrunk(body: str, before: int, *, is_odd: bool) -> None:
    """Far shorter than before."""
    assert bool(odd_reason("text/html", body.encode(), before)) is is_odd


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_real_page_is_never_taken_for_a_block(path: Path) -> None:
    assert blocked_reason(200, "text/html", path.read_bytes()) == ""
    assert odd_reason("text/html", path.read_bytes()) == ""
    assert elsewhere_reason("text/html", path.read_bytes()) == ("", "")


@pytest.mark.parametrize(
    "body", [b"<" * 600_000, b"<script>" * 70_000, b"<noscript>" * 60_000, b"<a " * 200_000]
)
def test_hostile_bytes_are_judged_quickly(body: bytes) -> None:
    with work_within(10):
        blocked_reason(200, "text/html", body)


def visits(sites: Sites, urls: list[str]) -> list[Visit]:
    found: list[Visit] = []
    visit_all([Wanted(url) for url in urls], QUICK, found.append, resolve=sites.resolve)
    return found


def test_a_host_that_blocks_is_left_alone_for_days(sites: Sites) -> None:
    """The puzzle is asked once and not got round."""
    sites.pages["/puzzle"] = page_of(200, COOKIE)
    urls = [sites.url("puzzle"), sites.url("page"), sites.url("page", "huzhou.test")]
    found = {visit.url: visit for visit in visits(sites, urls)}
    first, second, other = (found[url] for url in urls)
    assert other.page
    assert sites.paths() == ["/puzzle"]
    assert (first.error and first.error.kind, second.error and second.error.kind) == ("blocked", "blocked")
    assert first.leave_until == first.at + timedelta(days=3)
    assert second.leave_until == first.leave_until


def test_the_next_night_asks_nothing_of_it_until_the_days_are_over(sites: Sites) -> None:
    sites.pages["/puzzle"] = page_of(521, COOKIE)
    (first,) = visits(sites, [sites.url("puzzle")])
    assert first.leave_until
    sites.asked.clear()
    for until, asked in ((first.leave_until, 0), (first.at, 2)):
        visit_all(
            [Wanted(sites.url("page"))],
            QUICK,
            lambda visit: None,
            left_alone={"jinhua.test": until},
            resolve=sites.resolve,
        )
        assert len(sites.asked) == asked


def test_one_odd_page_does_not_close_the_host_and_three_on_end_do(sites: Sites) -> None:
    sites.every["/odd"] = page_of(200, "<div id=app></div><script src=/app.js></script>")
    paths = ["odd?1", "page", "odd?2", "odd?3", "odd?4", "page?2"]
    found = {visit.url: visit for visit in visits(sites, [sites.url(path) for path in paths])}
    kinds = [error.kind if (error := found[sites.url(path)].error) else "page" for path in paths]
    assert kinds == ["no_text", "page", "no_text", "no_text", "blocked", "blocked"]


def test_a_redirect_to_itself_with_a_cookie_is_a_puzzle(sites: Sites) -> None:
    sites.pages["/itself"] = lambda handler: handler.reply(302, Location="/itself", **{"Set-Cookie": "a=b"})
    (visit,) = visits(sites, [sites.url("itself")])
    assert (visit.error and visit.error.kind, sites.paths()) == ("blocked", ["/itself"])


def test_a_page_that_needs_a_login_does_not_close_the_host(sites: Sites) -> None:
    found = visits(sites, [sites.url("status/403"), sites.url("page")])
    assert [visit.error.kind if visit.error else "page" for visit in found] == ["forbidden", "page"]


def test_days_are_a_setting(sites: Sites) -> None:
    found: list[Visit] = []
    limits = replace(QUICK, blocked_days=10)
    visit_all([Wanted(sites.url("status/412"))], limits, found.append, resolve=sites.resolve)
    assert found[0].leave_until == found[0].at + timedelta(days=10)


@pytest.mark.parametrize(
    "piece", ["<!--", "<!-", "<script ", "<script>", "<noscript>", "<a .html", "<form>请输入"]
)
def test_a_page_made_to_stop_the_judge_is_judged_in_time(piece: str) -> None:
    """Answers are judged in the process that fetches, while other hosts wait."""
    with work_within(20):
        blocked_reason(200, "text/html", (piece * (2**19 // len(piece))).encode())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("<title>404</title><p>您访问的页面不存在</p>", "404", id="404 in the title"),
        pytest.param("<body><h2>该文章已被删除</h2><a href=/>首页</a></body>", "已被删除", id="deleted"),
        pytest.param("<html><h1>Not Found</h1></html>", "Not Found", id="English"),
        pytest.param("<form>用户<input name=u><input type=password></form>", "password", id="a login"),
    ],
)
def test_a_page_that_is_none_with_status_200(body: str, words: str) -> None:
    assert words in elsewhere_reason("text/html", body.encode())[1]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(REPORT, id="a report"),
        pytest.param(f"<form><input type=password></form>{REPORT}", id="a report with a login beside it"),
        pytest.param("<h1>关于法治建设的报告</h1><p>全年办理404件，同比增加。</p>", id="404 cases"),
        pytest.param("<a href=/a.pdf>附件</a><p>页面不存在</p>", id="an attachment"),
    ],
)
def test_a_page_that_is_one(body: str) -> None:
    assert elsewhere_reason("text/html", body.encode()) == ("", "")
