import gzip
import threading
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.resources import files
from pathlib import Path

import pytest

from extract.fetching import Fetched, FetchLimits, Visit, Wanted, fetch, visit_all
from extract.fetching.unpacking import Unpacker
from tests.extract.sites import IMPATIENT, QUICK, REPORT, Handler, Sites, city_sites
from warehouse.errors import FetchError
from warehouse.records import Snapshot


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


def fetched(sites: Sites, path: str, limits: FetchLimits = QUICK) -> Fetched:
    return fetch(sites.url(path), limits, resolve=sites.resolve)


def failure(url: str, limits: FetchLimits = QUICK, sites: Sites | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, limits, resolve=sites.resolve) if sites else fetch(url, limits)
    assert "\n" not in str(caught.value)
    return caught.value


def visits(sites: Sites, urls: list[str], limits: FetchLimits = QUICK) -> list[Visit]:
    found: list[Visit] = []
    visit_all([Wanted(url) for url in urls], limits, found.append, resolve=sites.resolve)
    return found


def snapshot_of(url: str, etag: str) -> Snapshot:
    return Snapshot("0" * 64, url, url, datetime(2026, 1, 1, tzinfo=UTC), 6, etag=etag)


def test_a_page_comes_with_its_headers(sites: Sites) -> None:
    page = fetched(sites, "page")
    assert page.data == REPORT.encode()
    assert (page.media_type, page.etag) == ("text/html", '"v1"')
    assert page.fetched_at.tzinfo is UTC


def test_the_user_agent_says_who_asks_and_whom_to_write_to(sites: Sites) -> None:
    fetched(sites, "page", replace(QUICK, user_agent="fazhi/0.1 (+mailto:data@example.org)"))
    assert {one.headers["user-agent"] for one in sites.asked} == {"fazhi/0.1 (+mailto:data@example.org)"}


def test_the_host_is_asked_by_its_name(sites: Sites) -> None:
    fetched(sites, "page")
    assert sites.asked[-1].headers["host"] == f"jinhua.test:{sites.port}"


def test_an_unchanged_page_is_not_sent_again(sites: Sites) -> None:
    url = sites.url("page")
    for etag, is_sent in (('"v1"', False), ('"v0"', True)):
        page = fetch(url, QUICK, snapshot_of(url, etag), resolve=sites.resolve)
        assert (page.data is not None) == is_sent
    other = fetch(url, QUICK, snapshot_of(sites.url("other"), '"v1"'), resolve=sites.resolve)
    assert other.data is not None


def test_five_hundred_pages_are_asked_over_one_connection_that_ends(sites: Sites) -> None:
    """Many revalidations leave no connection behind."""
    url = sites.url("page")
    wanted = [Wanted(url, snapshot_of(url, '"v1"'))] * 500
    found: list[Visit] = []
    visit_all(wanted, QUICK, found.append, resolve=sites.resolve)
    assert [visit.page is not None and visit.page.data is None for visit in found] == [True] * 500
    assert len(sites.asked) == 501


def test_not_modified_without_a_question_is_no_page(sites: Sites) -> None:
    assert failure(sites.url("status/304"), sites=sites).kind == "http_error"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("status/404", "gone"),
        ("status/410", "gone"),
        ("status/401", "forbidden"),
        ("status/403", "forbidden"),
        ("status/202", "blocked"),
        ("status/412", "blocked"),
        ("status/521", "blocked"),
        ("status/500", "busy"),
        ("status/429", "busy"),
        ("status/204", "http_error"),
        ("status/400", "http_error"),
        ("headers", "http_error"),
        ("large", "too_large"),
        ("bomb", "too_large"),
        ("cut/9", "http_error"),
        ("moved/6", "redirects"),
        ("to/file:///etc/hostname", "redirects"),
        ("to//index.html", "gone"),
    ],
)
def test_a_failure_has_its_kind(sites: Sites, path: str, kind: str) -> None:
    """Slow drips, bombs, endless headers; each failure has its class."""
    error = failure(sites.url(path), sites=sites)
    assert (error.kind, error.where.startswith(sites.url(""))) == (kind, True)


@pytest.mark.parametrize("path", ["slow", "drip"])
def test_an_answer_without_an_end_is_not_waited_for(sites: Sites, path: str) -> None:
    assert failure(sites.url(path), IMPATIENT, sites).kind == "timeout"


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    """Fifty megabytes in fifty kilobytes."""
    packed = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    first = next(Unpacker("gzip", "").pieces(packed))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(first) == 64 * 1024
    assert peak < 2_000_000


def test_bodies_that_come_in_at_once_are_not_all_in_memory(sites: Sites) -> None:
    """Each of eight hosts has sent twenty megabytes before the first of them ends."""
    packed = gzip.compress(REPORT.encode().ljust(20_000_000), 1)
    nearly_all_sent = threading.Barrier(8)

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(packed)))
        handler.end_headers()
        handler.wfile.write(packed[:-1])
        nearly_all_sent.wait(timeout=300)
        time.sleep(0.5)
        handler.wfile.write(packed[-1:])

    sites.pages["/large"] = answer
    wanted = [Wanted(sites.url("large", f"a{number}.test")) for number in range(8)]
    limits = replace(QUICK, read_seconds=300, total_seconds=300, max_bytes=30_000_000)
    sizes: list[int] = []

    def done(visit: Visit) -> None:
        sizes.append(len(visit.page.data or b"") if visit.page else -1)

    tracemalloc.start()
    visit_all(wanted, limits, done, resolve=sites.resolve)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == [20_000_000] * 8
    assert peak < 80_000_000


def test_a_packed_page_is_unpacked(sites: Sites) -> None:
    assert fetched(sites, "packed").data == REPORT.encode()


@pytest.mark.parametrize("step", [1, 3, 7, 10_000])
def test_a_page_packed_in_several_members_comes_whole(step: int) -> None:
    """RFC 1952, 2.2: members follow one another; what is none behind the last is no part of the page."""
    members = b"".join(gzip.compress(part) for part in (b"one ", b"two ", b"three"))
    packed = members + b"\r\n\r\n"
    unpacker = Unpacker("gzip", "http://a.test/")
    parts = [packed[n : n + step] for n in range(0, len(packed), step)]
    assert b"".join(piece for part in parts for piece in unpacker.pieces(part)) == b"one two three"
    assert unpacker.is_whole


def test_a_page_cut_within_its_second_member_is_told(sites: Sites) -> None:
    packed = gzip.compress(REPORT.encode()) + gzip.compress(REPORT.encode())
    sites.pages["/half"] = lambda handler: handler.reply(200, packed[:-20], **{"Content-Encoding": "gzip"})
    assert "broke off" in failure(sites.url("half"), sites=sites).what


def test_an_address_that_does_not_answer_is_told() -> None:
    assert failure("http://127.0.0.1:9/").kind == "refused"


@pytest.mark.parametrize("path", ["busy/500/2", "busy/503/2", "busy/429/1", "cut/1"])
def test_what_may_pass_is_asked_again(sites: Sites, path: str) -> None:
    assert fetched(sites, path).data == REPORT.encode()


@pytest.mark.parametrize(
    ("path", "times", "limits"),
    [
        ("status/404", 1, QUICK),
        ("status/400", 1, QUICK),
        ("status/503", 3, QUICK),
        ("slow", 1, replace(QUICK, read_seconds=5)),
    ],
)
def test_how_often_a_page_is_asked_for(sites: Sites, path: str, times: int, limits: FetchLimits) -> None:
    failure(sites.url(path), limits, sites)
    assert sites.paths() == [f"/{path}"] * times


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(sites: Sites, form: str) -> None:
    soon: list[int] = []
    early: list[bool] = []

    def answer(handler: Handler) -> None:
        if soon:
            early.append(time.time() < soon[0])
            return handler.reply(200, REPORT.encode())
        soon.append(int(time.time()) + (1 if form == "seconds" else 2))  # the date is in whole seconds
        date = format_datetime(datetime.fromtimestamp(soon[0], UTC), usegmt=True)
        handler.reply(429, **{"Retry-After": "1" if form == "seconds" else date})

    sites.pages["/later"] = answer
    assert fetched(sites, "later").data is not None
    assert early == [False]


def test_a_long_retry_after_leaves_the_host_for_another_night(sites: Sites) -> None:
    sites.pages["/much-later"] = lambda handler: handler.reply(503, **{"Retry-After": "3600"})
    first, second = visits(sites, [sites.url("much-later"), sites.url("page")])
    assert (first.error and first.error.kind, second.error and second.error.kind) == ("busy", "blocked")
    assert first.leave_until and 3500 < (first.leave_until - first.at).total_seconds() < 3700
    assert sites.paths() == ["/much-later"]


def test_five_redirects_are_followed(sites: Sites) -> None:
    page = fetched(sites, "moved/4")
    assert page.data == REPORT.encode()
    assert page.final_url == sites.url("page")


@pytest.mark.parametrize("length", [499, 501, 4_000, 60_000])
def test_a_redirect_to_a_long_address_is_followed_whole(sites: Sites, length: int) -> None:
    query = "a" * length
    sites.pages["/long"] = lambda handler: handler.reply(302, Location=f"/page?{query}")
    assert fetched(sites, "long").final_url == sites.url(f"page?{query}")


def test_a_page_moved_for_good_is_told(sites: Sites) -> None:
    """The address to put into the catalogue."""
    sites.pages["/old"] = lambda handler: handler.reply(301, Location="/page")
    (visit,) = visits(sites, [sites.url("old")])
    assert (visit.trace.moved_to, visit.page is not None) == (sites.url("page"), True)


def test_one_request_at_a_time_and_a_pause_between_two(sites: Sites) -> None:
    polite = replace(QUICK, host_delay=0.15, jitter=0.2)
    visits(sites, [sites.url(f"page?{number}") for number in range(4)], polite)
    times = [one.at for one in sites.asked]
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    assert len(gaps) == 4  # robots.txt and four pages
    assert min(gaps) >= 0.15


def test_hosts_do_not_wait_for_each_other(sites: Sites) -> None:
    """None of ten is answered before all are asked."""
    all_asked = threading.Barrier(10)

    def answer(handler: Handler) -> None:
        all_asked.wait(timeout=25)  # less than an answer is waited for
        handler.reply(200, REPORT.encode())

    sites.pages["/together"] = answer
    found = visits(sites, [sites.url("together", f"city{number}.test") for number in range(10)])
    assert [visit.page is not None for visit in found] == [True] * 10


def test_no_more_hosts_than_allowed_are_asked_at_once(sites: Sites) -> None:
    polite = replace(QUICK, hosts_at_once=1)
    cities = [f"city{number}.test" for number in range(3)]
    visits(sites, [sites.url(f"page?{n}", city) for n in range(2) for city in cities], polite)
    hosts = [one.host for one in sites.asked]
    assert hosts == sorted(hosts)


def test_a_site_that_sends_on_to_another_is_followed_at_the_others_pace(sites: Sites) -> None:
    target = sites.url("page", "huzhou.test")
    (visit,) = visits(sites, [sites.url(f"to/{target}")])
    assert visit.page and visit.page.final_url == target
    assert [one.path for one in sites.asked if one.host == "huzhou.test"] == ["/robots.txt", "/page"]


def test_two_sites_that_send_on_to_a_third_ask_it_one_after_the_other(sites: Sites) -> None:
    polite = replace(QUICK, host_delay=0.2, jitter=0)
    third = sites.url("page", "huzhou.test")
    found = visits(sites, [sites.url(f"to/{third}", f"city{n}.test") for n in range(3)], polite)
    assert [visit.page is not None for visit in found] == [True] * 3
    times = [one.at for one in sites.asked if one.host == "huzhou.test"]
    assert min(b - a for a, b in zip(times, times[1:], strict=False)) >= 0.2


@pytest.mark.parametrize(
    "location",
    [
        "http://[::1",
        "http://huzhou.test:99999/",
        "http://huzhou.test:0/",
        "javascript:alert(1)",
        "http://",
        "//\x01/",
    ],
)
def test_a_redirect_to_nonsense_harms_no_other_page(sites: Sites, location: str) -> None:
    sites.pages["/odd"] = lambda handler: handler.reply(302, Location=location)
    found = visits(sites, [sites.url("odd"), sites.url("page")])
    assert [visit.error.kind in ("redirects", "bad_url", "gone") for visit in found if visit.error] == [True]
    assert found[1].page


@pytest.mark.parametrize("url", ["http://a.test:99999/", "http://:80/", "http:///page", "http://a.test:x/"])
def test_a_catalogue_of_nonsense_is_told(sites: Sites, url: str) -> None:
    (visit,) = visits(sites, [url])
    assert visit.error and visit.error.kind in ("bad_url", "no_such_host")


def test_no_cookie_is_sent_back(sites: Sites) -> None:
    sites.pages["/cookie"] = lambda handler: handler.reply(302, Location="/page", **{"Set-Cookie": "a=b"})
    fetched(sites, "cookie")
    assert "cookie" not in sites.asked[-1].headers


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ftp://example.org/a", "bad_url"),
        ("no address", "bad_url"),
        ("http://[::1", "bad_url"),
        ("sample:../pyproject.toml", "bad_url"),
        ("sample:/etc/hostname", "bad_url"),
        ("sample:a/%2e%2e/%2e%2e/pyproject.toml", "bad_url"),
        ("sample:", "bad_url"),
        ("sample:no-such-page.html", "not_found"),
        ("file:///no/such/page.html", "not_found"),
        ("file:///", "not_found"),
        ("file://host/page.html", "bad_url"),
    ],
)
def test_an_address_that_names_nothing_is_told(url: str, kind: str) -> None:
    error = failure(url)
    assert (error.kind, error.where) == (kind, url)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "报告 1.html"
    path.write_text("报告", "utf-8")
    assert fetch(path.as_uri(), QUICK).data == "报告".encode()


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(b"x" * 100_001)
    assert failure(path.as_uri()).kind == "too_large"


def test_a_sample_is_read_from_the_package() -> None:
    assert fetch("sample:__init__.py", QUICK).data == (files("samples") / "__init__.py").read_bytes()
