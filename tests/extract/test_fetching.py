import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest

from extract.fetching import FetchLimits, fetch
from warehouse.errors import FetchError
from warehouse.records import Snapshot

QUICK = FetchLimits(
    connect_seconds=1, read_seconds=0.3, total_seconds=0.6, max_bytes=1000, retry_delays=(0.01, 0.01)
)


class Site(BaseHTTPRequestHandler):
    """A small site: each path answers in its own way."""

    asked: list[str] = []
    agents: set[str] = set()

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        Site.agents.add(self.headers["User-Agent"])
        path, _, argument = self.path.strip("/").partition("/")
        getattr(self, f"answer_{path}")(argument)

    def answer_page(self, _: str) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(304)
        else:
            self.reply(200, "报告".encode(), ETag='"v1"', **{"Content-Type": "text/html"})

    def answer_status(self, argument: str) -> None:
        self.reply(int(argument), b"no")

    def answer_busy(self, argument: str) -> None:
        answered = Site.asked.count(self.path)
        self.reply(200 if answered > int(argument) else 503, b"at last")

    def answer_slow(self, _: str) -> None:
        time.sleep(0.6)
        self.reply(200, b"late")

    def answer_drip(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _number in range(12):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def answer_large(self, _: str) -> None:
        self.reply(200, b"x" * 5000)

    def answer_moved(self, argument: str) -> None:
        left = int(argument)
        self.reply(302, Location=f"/moved/{left - 1}" if left else "/page")

    def answer_elsewhere(self, _: str) -> None:
        self.reply(302, Location="file:///etc/hostname")

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is what some tests are about."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with Server(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def failure(url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, QUICK)
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def snapshot_of(url: str, etag: str) -> Snapshot:
    return Snapshot("0" * 64, url, url, datetime(2026, 1, 1, tzinfo=UTC), 6, etag=etag)


def test_a_page_comes_with_its_headers(site: str) -> None:
    fetched = fetch(f"{site}/page", QUICK)
    assert fetched.data == "报告".encode()
    assert (fetched.media_type, fetched.etag) == ("text/html", '"v1"')
    assert fetched.fetched_at.tzinfo is UTC


def test_the_user_agent_says_who_asks(site: str) -> None:
    fetch(f"{site}/page", QUICK)
    assert Site.agents == {QUICK.user_agent}
    assert "fazhi" in QUICK.user_agent


def test_an_unchanged_page_is_not_sent_again(site: str) -> None:
    url = f"{site}/page"
    assert fetch(url, QUICK, snapshot_of(url, '"v1"')).data is None
    assert fetch(url, QUICK, snapshot_of(url, '"v0"')).data is not None
    assert fetch(url, QUICK, snapshot_of(f"{site}/other", '"v1"')).data is not None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("status/404", "gone"),
        ("status/410", "gone"),
        ("status/403", "blocked"),
        ("status/412", "blocked"),
        ("status/500", "http_error"),
        ("status/204", "http_error"),
        ("status/503", "http_error"),
        ("slow", "timeout"),
        ("drip", "timeout"),
        ("large", "too_large"),
        ("moved/6", "redirects"),
        ("elsewhere", "http_error"),
    ],
)
def test_a_failure_has_its_kind(site: str, path: str, kind: str) -> None:
    assert failure(f"{site}/{path}").kind == kind


def test_an_address_that_does_not_answer_is_asked_three_times() -> None:
    began = time.monotonic()
    assert failure("http://127.0.0.1:9/").kind == "refused"
    assert time.monotonic() - began < 1


def test_a_busy_server_is_asked_again(site: str) -> None:
    assert fetch(f"{site}/busy/2", QUICK).data == b"at last"
    assert Site.asked.count("/busy/2") == 3


def test_a_gone_page_is_asked_for_once(site: str) -> None:
    Site.asked.clear()
    failure(f"{site}/status/404")
    assert Site.asked == ["/status/404"]


def test_five_redirects_are_followed(site: str) -> None:
    fetched = fetch(f"{site}/moved/4", QUICK)
    assert fetched.data == "报告".encode()
    assert fetched.final_url == f"{site}/page"


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
    assert failure(url).kind == kind


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "报告 1.html"
    path.write_text("报告", "utf-8")
    assert fetch(path.as_uri(), QUICK).data == "报告".encode()


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(b"x" * 1001)
    assert failure(path.as_uri()).kind == "too_large"


def test_a_sample_is_read_from_the_package() -> None:
    assert fetch("sample:__init__.py", QUICK).data == (files("samples") / "__init__.py").read_bytes()
