"""Several city sites on one local server: real HTTP, told apart by Host as on a shared machine."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from ssl import SSLContext

from extract.fetching import FetchLimits

HERE = "127.0.0.1"
REPORT = "<html><head><title>报告</title></head><body>" + "金华市法治政府建设情况。" * 20 + "</body></html>"
BOMB = gzip.compress(bytes(50_000_000), 1)
"""Packed once: that takes a while."""
QUICK = FetchLimits(
    max_bytes=100_000,
    retry_delays=(0.01, 0.01),
    longest_wait=2,
    host_delay=0,
    allow_private=(ip_network("127.0.0.0/8"),),
)
"""No pause between two requests; as patient as in earnest, since a busy machine may answer late."""
IMPATIENT = replace(QUICK, read_seconds=0.3, total_seconds=0.6)
"""For answers that never come."""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    at: float
    headers: dict[str, str]
    form: str = ""


@dataclass
class Sites:
    """What the sites answer (`robots`, by host, `pages`, by path, and `every`, by path
    whatever is asked behind it) and what they were asked."""

    port: int = 0
    scheme: str = "http"
    asked: list[Asked] = field(default_factory=list)
    robots: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    pages: dict[str, Callable[["Handler"], None]] = field(default_factory=dict)
    every: dict[str, Callable[["Handler"], None]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "jinhua.test") -> str:
        """The address of a path on one of the sites."""
        return f"{self.scheme}://{host}:{self.port}/{path}"

    def paths(self, host: str = "jinhua.test") -> list[str]:
        """The pages asked of a site, without its robots.txt."""
        return [one.path for one in self.asked if one.host == host and one.path != "/robots.txt"]

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """All names lead here."""
        return [HERE]


class Handler(BaseHTTPRequestHandler):
    """Answers robots.txt and pages set by a test; else by the first part of the path."""

    protocol_version = "HTTP/1.1"
    sites: Sites

    form = ""

    def do_POST(self) -> None:
        self.form = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.do_GET()

    def do_GET(self) -> None:
        host = (self.headers["Host"] or "").partition(":")[0]
        headers = {name.lower(): value for name, value in self.headers.items()}
        form, self.form = self.form if self.command == "POST" else "", ""
        self.sites.asked.append(Asked(host, self.path, time.monotonic(), headers, form))
        if self.path == "/robots.txt" and self.path not in self.sites.every:
            status, body = self.sites.robots.get(host, (404, b""))
            return self.reply(status, body)
        without_query = self.sites.every.get(self.path.partition("?")[0])
        if answer := self.sites.pages.get(self.path, without_query):
            return answer(self)
        path, _, argument = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"answer_{path}")(argument)

    def answer_page(self, _: str) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(304)
        else:
            self.reply(200, REPORT.encode(), ETag='"v1"', **{"Content-Type": "text/html"})

    def answer_status(self, argument: str) -> None:
        self.reply(int(argument), b"no")

    def answer_busy(self, argument: str) -> None:
        """`busy/STATUS/TIMES`: that status so often, then the page."""
        status, times = argument.split("/")
        answered = sum(one.path == self.path for one in self.sites.asked)
        self.reply(200, REPORT.encode()) if answered > int(times) else self.reply(int(status))

    def answer_slow(self, _: str) -> None:
        """Nothing, until the sites close."""
        self.sites.closing.wait()

    def answer_drip(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.sites.closing.wait(0.1):
            self.wfile.write(b"x")
            self.wfile.flush()

    def answer_headers(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20_000):
            self.wfile.write(b"X-%d: endless endless endless endless\r\n" % number)

    def answer_large(self, _: str) -> None:
        self.reply(200, b"x" * 200_000)

    def answer_bomb(self, _: str) -> None:
        self.reply(200, BOMB, **{"Content-Encoding": "gzip"})

    def answer_packed(self, _: str) -> None:
        self.reply(200, gzip.compress(REPORT.encode()), **{"Content-Encoding": "gzip"})

    def answer_cut(self, argument: str) -> None:
        """`cut/TIMES`: a body that ends before its length, so often, then the page."""
        if sum(one.path == self.path for one in self.sites.asked) > int(argument):
            return self.reply(200, REPORT.encode())
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"begin")
        self.close_connection = True

    def answer_moved(self, argument: str) -> None:
        left = int(argument)
        self.reply(302, Location=f"/moved/{left - 1}" if left else "/page")

    def answer_to(self, location: str) -> None:
        """`to/ADDRESS`: sent on to it."""
        self.reply(302, Location=location)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is what some tests are about."""


@contextmanager
def city_sites(tls: SSLContext | None = None, address: str = HERE) -> Iterator[Sites]:
    """Serve the sites until the block ends."""
    sites = Sites(scheme="https" if tls else "http")
    handler = type("SitesHandler", (Handler,), {"sites": sites})
    with Server((address, 0), handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        sites.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield sites
        sites.closing.set()
        server.shutdown()
        thread.join()


def page_of(status: int, body: str, **headers: str) -> Callable[[Handler], None]:
    """An answer for `Sites.pages`."""
    return lambda handler: handler.reply(status, body.encode(), **{"Content-Type": "text/html", **headers})
