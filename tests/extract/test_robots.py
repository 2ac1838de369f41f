from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from extract.fetching import FetchLimits, Visit, Wanted, visit_all
from extract.robots import read_robots
from tests.extract.sites import IMPATIENT, QUICK, Handler, Sites, city_sites

PAGE = "http://www.example.gov.cn/art/2018/1/1/art_1.html"


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


@pytest.mark.parametrize(
    ("status", "body", "is_allowed"),
    [
        pytest.param(200, b"User-agent: *\nDisallow: /art/", False, id="rules for all"),
        pytest.param(200, b"User-agent: *\nDisallow: /", False, id="nothing for anybody"),
        pytest.param(200, b"User-agent: *\nDisallow:", True, id="an empty rule"),
        pytest.param(
            200, b"User-agent: fazhi\nDisallow: /\n\nUser-agent: *\nDisallow:", False, id="rules for us"
        ),
        pytest.param(200, b"User-agent: FAZHI\nAllow: /art/\nDisallow: /", True, id="the longer rule wins"),
        pytest.param(200, b"User-agent: Baiduspider\nDisallow: /", True, id="rules for another"),
        pytest.param(200, b"User-agent: *\r\nDisallow: /*.html$", False, id="wildcards"),
        pytest.param(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /art/", False, id="byte-order mark"),
        pytest.param(
            200, "User-agent: *\nDisallow: /art/".encode("utf-16"), False, id="UTF-16 with its mark"
        ),
        pytest.param(200, "# 禁止\nUser-agent: *\nDisallow: /art/".encode("gbk"), False, id="GBK comment"),
        pytest.param(200, b"# \xff\xfe\x81\nUser-agent: *\nDisallow: /art/", False, id="bytes of no charset"),
        pytest.param(200, b"User-agent: *\nDisallow: /art/\x00", False, id="NUL"),
        pytest.param(200, b"<!DOCTYPE html><p>User-agent: *<br>Disallow: /", True, id="a web page"),
        pytest.param(
            200, b"\n\n <html>\nUser-agent: *\nDisallow: /\n</html>", True, id="rules in a web page"
        ),
        pytest.param(200, b"", True, id="empty"),
        pytest.param(200, b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /", True, id="beyond 512 KiB"),
        pytest.param(404, b"User-agent: *\nDisallow: /", True, id="not found"),
        pytest.param(401, b"", True, id="401"),
        pytest.param(403, b"", True, id="403"),
        pytest.param(429, b"", False, id="busy"),
        pytest.param(500, b"", False, id="500"),
        pytest.param(503, b"User-agent: *\nAllow: /", False, id="503 with rules"),
        pytest.param(521, b"", False, id="a shield"),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, *, is_allowed: bool) -> None:
    """RFC 9309 as a table."""
    assert read_robots(status, body).allows(PAGE) is is_allowed


@pytest.mark.parametrize(
    ("asked", "delay"), [("3", 3.0), ("0.5", 0.5), ("99999", 60.0), ("-1", 0.0), ("soon", 0.0)]
)
def test_crawl_delay(asked: str, delay: float) -> None:
    assert read_robots(200, f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /x".encode()).delay == delay


def visits(sites: Sites, urls: list[str], limits: FetchLimits = QUICK) -> list[Visit]:
    found: list[Visit] = []
    visit_all([Wanted(url) for url in urls], limits, found.append, resolve=sites.resolve)
    return found


def kinds(found: list[Visit]) -> list[str]:
    return [visit.error.kind if visit.error else "page" for visit in found]


def test_robots_is_asked_once_a_host_and_run(sites: Sites) -> None:
    sites.robots["jinhua.test"] = (200, b"User-agent: *\nDisallow: /page?2")
    found = visits(sites, [sites.url(f"page?{number}") for number in range(4)])
    assert kinds(found) == ["page", "page", "robots", "page"]
    assert [one.path for one in sites.asked] == ["/robots.txt", "/page?0", "/page?1", "/page?3"]


def test_each_host_has_its_own_rules(sites: Sites) -> None:
    sites.robots["jinhua.test"] = (200, b"User-agent: *\nDisallow: /")
    found = visits(sites, [sites.url("page"), sites.url("page", "huzhou.test")])
    assert sorted(kinds(found)) == ["page", "robots"]
    assert sites.paths() == []


def test_a_server_in_trouble_is_not_remembered(sites: Sites) -> None:
    """Disallowed for now; when it answers again its rules count."""
    sites.robots["jinhua.test"] = (503, b"")
    assert kinds(visits(sites, [sites.url("page")])) == ["robots"]
    sites.robots["jinhua.test"] = (404, b"")
    assert kinds(visits(sites, [sites.url("page")])) == ["page"]


def test_a_server_in_trouble_is_asked_three_times_whatever_the_pages(sites: Sites) -> None:
    sites.robots["jinhua.test"] = (503, b"")
    found = visits(sites, [sites.url(f"page?{number}") for number in range(5)])
    assert kinds(found) == ["robots"] * 5
    assert [one.path for one in sites.asked] == ["/robots.txt"] * 3


def test_a_target_of_a_redirect_has_rules_too(sites: Sites) -> None:
    sites.robots["huzhou.test"] = (200, b"User-agent: *\nDisallow: /page")
    found = visits(sites, [sites.url(f"to/{sites.url('page', 'huzhou.test')}")])
    assert kinds(found) == ["robots"]
    assert sites.paths("huzhou.test") == []


def test_crawl_delay_is_kept(sites: Sites) -> None:
    sites.robots["jinhua.test"] = (200, b"User-agent: *\nCrawl-delay: 0.3")
    visits(sites, [sites.url("page?1"), sites.url("page?2")], replace(QUICK, jitter=0))
    first, second = (one.at for one in sites.asked if one.path != "/robots.txt")
    assert second - first >= 0.3


@pytest.mark.parametrize(("hops", "is_allowed"), [(5, False), (6, True)])
def test_rules_are_followed_over_five_redirects(sites: Sites, hops: int, *, is_allowed: bool) -> None:
    """RFC 9309, 2.3.1.2: beyond five it is as if there were none."""

    def further(handler: Handler) -> None:
        left = int(handler.path.rpartition("=")[2])
        if left:
            return handler.reply(301, Location=f"/rules?left={left - 1}")
        handler.reply(200, b"User-agent: *\nDisallow: /page")

    sites.every["/rules"] = further
    sites.every["/robots.txt"] = lambda handler: handler.reply(301, Location=f"/rules?left={hops - 1}")
    (visit,) = visits(sites, [sites.url("page")])
    assert (visit.page is not None) is is_allowed


def test_rules_that_never_come_close_the_host_for_now(sites: Sites) -> None:
    """A time-out is no leave, and is not remembered."""
    sites.every["/robots.txt"] = lambda handler: handler.answer_slow("")
    (late,) = visits(sites, [sites.url("page")], IMPATIENT)
    assert (late.error and late.error.kind, sites.paths()) == ("timeout", [])
    sites.every["/robots.txt"] = lambda handler: handler.reply(404)
    (visit,) = visits(sites, [sites.url("page")])
    assert visit.page


def test_rules_are_not_looked_for_in_the_network_that_we_run_in(sites: Sites) -> None:
    """Robots.txt is a first request like any other."""
    sites.every["/robots.txt"] = lambda handler: handler.reply(302, Location=sites.url("a", "127.0.0.2"))
    only_here = replace(QUICK, allow_private=(ip_network("127.0.0.1/32"),))
    found: list[Visit] = []
    visit_all([Wanted(sites.url("page"))], only_here, found.append, resolve=sites.resolve)
    assert found[0].error and found[0].error.kind == "private_address"
    assert {one.host for one in sites.asked} == {"jinhua.test"}
