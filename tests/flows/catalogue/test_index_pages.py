"""Index pages are asked for as reports are: several hosts at once, politely, and with a row in the log."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from extract.catalogue.sites import Site
from extract.discovery import Known
from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from flows.catalogue.proposals import Found, look_at
from flows.settings import Settings
from load.diaries.fetch_log import read_fetch_log
from tests.extract.sites import Handler, Sites, city_sites, page_of

PUZZLE = "<html><script>document.cookie='a=b'</script></html>"
NOTHING = Known(frozenset(), frozenset())


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites(address="0.0.0.0") as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, fetch_delay=0, allow_private="127.0.0.0/8")


def listed(*years: int, further: str = "") -> str:
    entries = "".join(
        f"<li><a href='/{year}.html'>金华市{year}年法治政府建设情况报告</a>2021-03-30</li>" for year in years
    )
    return f"<html><body>{entries}{further}{'法治政府建设年度报告' * 10}</body></html>"


def site(sites: Sites, path: str, host: int = 1) -> Site:
    return Site("330700", sites.url(path, f"127.0.0.{host}"), "static", is_third_party=True)


def looked(settings: Settings, *pages: Site, most: int = 20) -> Found:
    return look_at(pages, settings, NOTHING, most)


def log(settings: Settings, *columns: str) -> list[tuple[object, ...]]:
    table = read_fetch_log(settings.data_dir).select(list(columns))
    return [tuple(row.values()) for row in table.to_pylist()]


def years(found: Found) -> list[int]:
    return [proposal.year for proposal in found.proposals]


def lists_of_two_pages(sites: Sites) -> None:
    sites.pages["/fzbg/"] = page_of(200, listed(2020, further="<a href='index_1.html'>下一页</a>"))
    sites.pages["/fzbg/index_1.html"] = page_of(200, listed(2019))


def test_a_page_is_told_without_a_report_id(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    assert years(looked(settings, site(sites, "fzbg/"))) == [2020, 2019]
    paths = [
        (str(url).partition(f":{sites.port}")[2], *rest)
        for url, *rest in log(settings, "url", "report_id", "kind")
    ]
    assert paths == [("/fzbg/", "", "fetched"), ("/fzbg/index_1.html", "", "fetched")]
    assert [one.path for one in sites.asked] == ["/robots.txt", "/fzbg/", "/fzbg/index_1.html"]


def test_hosts_are_asked_at_once_and_the_pages_of_one_with_the_pause_between(
    sites: Sites, settings: Settings
) -> None:
    lists_of_two_pages(sites)
    slow = settings.model_copy(update={"fetch_delay": 0.3})
    looked(slow, *(site(sites, "fzbg/", host) for host in range(1, 6)))
    by_host = {
        host: [one.at for one in sites.asked if one.host == host] for host in {a.host for a in sites.asked}
    }
    assert sorted(map(len, by_host.values())) == [3] * 5
    assert min(b - a for times in by_host.values() for a, b in pairwise(times)) >= 0.3
    in_order = [one.host for one in sorted(sites.asked, key=lambda one: one.at)]
    # one host after the other would change from host to host four times
    assert sum(a != b for a, b in pairwise(in_order)) > 4


def test_two_lists_of_one_host_share_its_robots_and_its_pace(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    sites.pages["/other/"] = page_of(200, listed(2018))
    found = looked(settings, site(sites, "fzbg/"), site(sites, "other/"))
    assert years(found) == [2020, 2019, 2018]
    assert [one.path for one in sites.asked].count("/robots.txt") == 1


def test_one_that_fails_is_listed_and_stops_no_other(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    sites.pages["/gone/"] = page_of(404, "")
    sites.pages["/puzzle/"] = page_of(200, PUZZLE)
    sites.pages["/binary/"] = lambda handler: handler.reply(200, bytes(range(256)) * 100)
    bad = [site(sites, path, host) for host, path in enumerate(("gone/", "puzzle/", "binary/"), start=1)]
    found = looked(settings, *bad, site(sites, "fzbg/", 9))
    assert years(found) == [2020, 2019]
    assert ["404" in found.failures[0], "cookie puzzle" in found.failures[1]] == [True, True]
    kinds = {kind for (kind,) in log(settings, "kind")}
    assert kinds == {"gone", "blocked", "fetched"}


def test_a_page_made_to_stop_its_reader_is_listed_and_stops_no_other(
    sites: Sites, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links within links that no page needs: their titles take time with the square of their number."""
    monkeypatch.setattr("flows.catalogue.index_pages._LIMITS", Limits(seconds=1, megabytes=1024))
    lists_of_two_pages(sites)
    sites.pages["/endless/"] = page_of(200, "<a href=/1><object>" * 8_000 + "法治政府建设年度报告" * 20_000)
    found = looked(settings, site(sites, "endless/", 1), site(sites, "fzbg/", 2))
    assert years(found) == [2020, 2019]
    (line,) = found.failures
    assert "endless/: takes too long to read" in line


def test_a_list_goes_on_after_a_page_that_fails(sites: Sites, settings: Settings) -> None:
    pager = "<script>createPageHTML(3, 0, 'index', 'html')</script>"
    sites.pages["/fzbg/"] = page_of(200, listed(2020, further=pager))
    sites.pages["/fzbg/index_1.html"] = page_of(404, "")
    sites.pages["/fzbg/index_2.html"] = page_of(200, listed(2018))
    found = looked(settings, site(sites, "fzbg/"))
    assert (years(found), len(found.failures)) == ([2020, 2018], 1)


def test_what_robots_forbids_is_not_asked_for(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    sites.robots["127.0.0.1"] = (200, b"User-agent: *\nDisallow: /fzbg/index_1")
    found = looked(settings, site(sites, "fzbg/"))
    assert (years(found), sites.paths("127.0.0.1")) == ([2020], ["/fzbg/"])
    assert ["robots.txt" in line for line in found.failures] == [True]


def test_a_host_that_turned_reports_away_is_left_alone_here_too(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    sites.pages["/puzzle/"] = page_of(521, PUZZLE)
    looked(settings, site(sites, "puzzle/"))
    sites.asked.clear()
    found = looked(settings, site(sites, "fzbg/"), site(sites, "fzbg/", 2))
    assert {one.host for one in sites.asked} == {"127.0.0.2"}
    assert (years(found), len(found.failures)) == ([2020, 2019], 1)


def test_a_busy_server_is_asked_again(sites: Sites, settings: Settings) -> None:
    def answer(handler: Handler) -> None:
        if len(sites.paths("127.0.0.1")) == 1:
            return handler.reply(503, **{"Retry-After": "1"})
        handler.reply(200, listed(2020).encode())

    sites.pages["/fzbg/"] = answer
    assert years(looked(settings, site(sites, "fzbg/"))) == [2020]
    first, second = (one.at for one in sites.asked if one.path == "/fzbg/")
    assert second - first >= 0.95


def test_links_start_from_the_address_that_answered(sites: Sites, settings: Settings) -> None:
    """A folder without its slash is sent on to the one with it; page 2 stands beside that one."""
    lists_of_two_pages(sites)
    sites.pages["/fzbg"] = lambda handler: handler.reply(301, Location="/fzbg/")
    assert years(looked(settings, site(sites, "fzbg"))) == [2020, 2019]


def test_an_unchanged_list_costs_a_304_and_is_read_again(sites: Sites, settings: Settings) -> None:
    def answer(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"a"':
            return handler.reply(304)
        handler.reply(200, listed(2020, 2019).encode(), ETag='"a"')

    sites.pages["/fzbg/"] = answer
    both = [years(looked(settings, site(sites, "fzbg/"))) for _night in range(2)]
    assert both == [[2020, 2019]] * 2
    assert log(settings, "kind", "wire_bytes")[1] == ("unchanged", 0)


def test_only_lists_that_can_be_asked_for_conditionally_are_kept(sites: Sites, settings: Settings) -> None:
    sites.pages["/made/"] = page_of(200, listed(2020))
    sites.pages["/file/"] = page_of(200, listed(2019), **{"Last-Modified": "Tue, 30 Mar 2021 02:00:00 GMT"})
    looked(settings, site(sites, "made/"), site(sites, "file/"))
    kept = list(SnapshotStore(settings.snapshots).all())
    assert [one.url for one in kept] == [sites.url("file/", "127.0.0.1")]


def test_the_most_pages_hold_for_each_list(sites: Sites, settings: Settings) -> None:
    lists_of_two_pages(sites)
    assert years(looked(settings, site(sites, "fzbg/"), most=1)) == [2020]
    assert sites.paths("127.0.0.1") == ["/fzbg/"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_a_list_in_another_charset_than_it_says_is_read(
    sites: Sites, settings: Settings, charset: str
) -> None:
    """By the bytes, whatever header and page declare."""
    body = listed(2020, further="<meta charset=gb2312>㛃").encode(charset)
    wrong = {"Content-Type": "text/html; charset=iso-8859-1"}
    sites.pages["/fzbg/"] = lambda handler: handler.reply(200, body, **wrong)
    found = looked(settings, site(sites, "fzbg/"))
    assert [proposal.title for proposal in found.proposals] == ["金华市2020年法治政府建设情况报告"]


def test_a_json_list_of_开普_is_read_to_its_last_page(sites: Sites, settings: Settings) -> None:
    def answer(handler: Handler) -> None:
        page = int(handler.path.rpartition("=")[2])
        row = {"title": f"金华市{2022 - page}年<em>法治政府</em>建设年度报告", "url": f"/{page}.html"}
        body = {"data": {"results": [row], "total": 4}}
        handler.reply(200, json.dumps(body).encode(), **{"Content-Type": "application/json"})

    for page in range(1, 6):
        sites.pages[f"/common/search/a?_isJson=true&page={page}"] = answer
    listing = replace(site(sites, "common/search/a?_isJson=true&page=1"), list_kind="json")
    assert years(looked(settings, listing)) == [2021, 2020, 2019, 2018]
    assert len(sites.paths("127.0.0.1")) == 4


def test_records_of_大汉_are_read_to_the_last_in_steps_of_three_pages(
    sites: Sites, settings: Settings
) -> None:
    script = "proxyUrl:'/module/jpage/dataproxy.jsp',proxyParam:{columnid:1,unitid:'7'},perPage:2"

    def records(first: int, last: int) -> bytes:
        years_ = range(2021 - first + 1, 2021 - last, -1)
        body = "".join(f"<record><![CDATA[{listed(year)}]]></record>" for year in years_)
        return f"<datastore><totalrecord>15</totalrecord>{body}</datastore>".encode()

    def more(handler: Handler) -> None:
        query = dict(parse_qsl(urlsplit(handler.path).query))
        handler.reply(200, records(int(query["startrecord"]), int(query["endrecord"])))

    sites.pages["/col/col1/"] = lambda handler: handler.reply(200, records(1, 2) + script.encode())
    sites.every["/module/jpage/dataproxy.jsp"] = more
    listing = replace(site(sites, "col/col1/"), list_kind="hanweb")
    assert years(looked(settings, listing)) == list(range(2021, 2006, -1))
    asked = [dict(parse_qsl(urlsplit(path).query)).get("startrecord") for path in sites.paths("127.0.0.1")]
    assert asked == [None, "3", "9", "15"]


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("2020年度法治政府建设情况的报告", True),
        ("2020年推进依法行政工作情况报告", True),
        ("金华市人民政府关于2020年法治政府建设工作情况的报告", True),
        ("2021年法治政府建设工作要点", False),
        ("关于报送2020年度法治政府建设年度报告的通知", False),
        ("一图读懂金华市2020年法治政府建设情况报告", False),
        ("金华市教育局2020年法治政府建设年度报告", False),
        ("我市召开法治政府建设工作会议", False),
    ],
)
def test_what_a_list_names_is_proposed_or_passed_over(
    sites: Sites, settings: Settings, title: str, *, is_one: bool
) -> None:
    sites.pages["/fzbg/"] = page_of(200, f"<li><a href='/1.html'>{title}</a>2021-03-30</li>{listed(2010)}")
    found = looked(settings, site(sites, "fzbg/"))
    assert (years(found), found.doubts) == ([2020, 2010] if is_one else [2010], ())
