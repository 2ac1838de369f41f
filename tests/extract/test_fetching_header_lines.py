"""Real sockets that answer with header lines as no server should: the page comes all the same."""

from collections.abc import Iterator

import pytest

from extract.fetching import Fetched, fetch
from extract.fetching.header_lines import mended
from tests.extract.sites import QUICK, REPORT, Handler, Sites, city_sites
from warehouse.errors import FetchError

PAGE = REPORT.encode()


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


def fetched(sites: Sites, head: bytes, body: bytes = PAGE, *, close: bool = True) -> Fetched:
    """What comes of a page that is answered with exactly these bytes."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(head + b"\r\n" + body)
        handler.close_connection = close

    sites.pages["/odd"] = answer
    return fetch(sites.url("odd"), QUICK, resolve=sites.resolve)


@pytest.mark.parametrize(
    "line",
    [
        b"X Frame Options: DENY",
        b"Set Cookie: id=1",
        b": nothing",
        b"no colon at all",
        "审批: 通过".encode(),
        b"X-Via(cache): hit",
        b"X-Note: a\x00b",
        b"X-Note: a\x0bb\x0cc",
        b"Bad Name: 1\r\n and its second line",
        b" a line that goes on with nothing",
        b"X-Long: " + b"x" * 30_000,
    ],
)
def test_a_line_that_is_no_header_loses_nothing(sites: Sites, line: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\n%s\r\nETag: v7\r\nContent-Length: %d\r\n" % (line, len(PAGE))
    page = fetched(sites, head)
    assert (page.data, page.etag) == (PAGE, "v7")


def test_a_blank_before_the_colon_is_no_part_of_the_name(sites: Sites) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type : text/html\r\nContent-Length\t: %d\r\n" % len(PAGE)
    page = fetched(sites, head, PAGE + b"not of the page")
    assert (page.data, page.media_type) == (PAGE, "text/html")


def test_lines_may_end_without_a_return(sites: Sites) -> None:
    page = fetched(sites, b"HTTP/1.1 200 OK\nBad Name: 1\nContent-Length: %d\n" % len(PAGE))
    assert page.data == PAGE


def test_an_announcement_comes_before_the_answer(sites: Sites) -> None:
    head = b"HTTP/1.1 103 Early Hints\r\nBad Name: 1\r\n\r\nHTTP/1.1 200 OK\r\nAlso Bad: 2\r\n"
    assert fetched(sites, head).data == PAGE


def test_a_body_that_looks_like_a_head_stays_as_it_is(sites: Sites) -> None:
    body = PAGE + b"HTTP/1.1 200 OK\r\nBad Name: 1\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nBad Name: 1\r\nContent-Length: %d\r\n" % len(body)
    assert fetched(sites, head, body, close=False).data == body
    assert fetched(sites, head, body, close=False).data == body


def test_what_is_no_answer_is_told_and_endless_heads_end(sites: Sites) -> None:
    for head in (b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 50_000, b"H"):
        with pytest.raises(FetchError) as caught:
            fetched(sites, head, b"")
        assert caught.value.kind == "http_error"


def test_a_head_that_is_well_formed_is_not_changed() -> None:
    head = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nSet-Cookie: a=b\r\nX: one\r\n two\r\n\r\n"
    assert mended(head) == head
