"""Fetch a catalogue from local hosts with the limits kept, twice: requests, bytes, time, and the pauses kept.

    python -m bench.fetch [--hosts 50] [--reports 1000] [--delay 0.1]

Each host is an address of 127.0.0.0/8 (Linux answers all of them), with robots.txt, ETag and gzip as sites
have them. In the second run nothing has changed. The server notes when each host was asked, so the pauses
are what a site would see.
"""

import argparse
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.seen import Seen
from flows.fetching.reports import fetch_reports
from flows.settings import Settings
from load.diaries.fetch_log import read_fetch_log
from warehouse.records import CatalogueEntry

PAGE = "<html><head><title>{0}</title></head><body>" + "全市行政机关共办理行政复议案件{0}件。" * 400
ROBOTS = b"User-agent: *\nDisallow: /search/\n"


class Site(BaseHTTPRequestHandler):
    """A site of many reports, each with an ETag."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    seen: Seen

    def do_GET(self) -> None:  # noqa: N802
        """Answer robots.txt, 304 or the page."""
        self.seen.times[self.headers["Host"]].append(time.monotonic())
        etag = f'"{self.path}"'
        if self.path == "/robots.txt":
            self._reply(200, ROBOTS, etag, packed=False)
        elif self.headers["If-None-Match"] == etag:
            self._reply(304, b"", etag, packed=False)
        else:
            self._reply(200, gzip.compress(PAGE.format(self.path).encode(), 6), etag, packed=True)

    def _reply(self, status: int, body: bytes, etag: str, *, packed: bool) -> None:
        self.seen.sent += len(body)
        self.send_response(status)
        headers = {"ETag": etag, "Content-Type": "text/html; charset=utf-8"}
        headers |= {"Content-Encoding": "gzip"} if packed else {}
        headers |= {"Content-Length": str(len(body))} if status != 304 else {}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Takes as many connections as there are hosts."""

    daemon_threads = True
    request_queue_size = 256


@contextmanager
def local_hosts() -> Iterator[tuple[int, type[Site]]]:
    """Serve on every local address: the port, and the handler that notes what it sees."""
    handler = type("LocalSite", (Site,), {"seen": Seen()})
    with Server(("0.0.0.0", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port, handler
        server.shutdown()
        thread.join()


def catalogue(hosts: int, reports: int, port: int) -> list[CatalogueEntry]:
    """Reports dealt over the hosts, one place and year each."""
    return [
        CatalogueEntry(
            f"{330000 + number}", 2017, f"http://127.0.{1 + number % hosts // 250}.{1 + number % hosts % 250}"
            f":{port}/art/{number}.html"
        )
        for number in range(reports)
    ]  # fmt: skip


def measure(settings: Settings, entries: list[CatalogueEntry], handler: type[Site], name: str) -> int:
    """Fetch once and print what it took. Returns how many reports failed."""
    handler.seen = Seen()
    began, logged = time.monotonic(), read_fetch_log(settings.data_dir).num_rows
    failed = sum(one.failure is not None for one in fetch_reports(entries, settings))
    seconds, seen = time.monotonic() - began, handler.seen
    kinds = read_fetch_log(settings.data_dir).slice(logged)["kind"].value_counts().to_pylist()
    outcome = ", ".join(f"{kind['counts']} {kind['values']}" for kind in kinds)
    print(
        f"{name}: {len(entries)} reports, {len(seen.times)} hosts, {seen.requests} requests, "
        f"{seen.sent / 1e6:.2f} MB, {seconds:.1f} s, {len(entries) / seconds:.0f} reports a second, "
        f"shortest pause {seen.shortest_pause * 1000:.0f} ms; {outcome}"
    )
    return failed


def main() -> None:
    """Two runs over the same catalogue."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--hosts", type=int, default=50)
    options.add_argument("--reports", type=int, default=1000)
    options.add_argument("--delay", type=float, default=0.1, help="seconds between two requests to a host")
    asked = options.parse_args()
    with TemporaryDirectory() as folder, local_hosts() as (port, handler):
        settings = Settings(data_dir=Path(folder), fetch_delay=asked.delay, allow_private="127.0.0.0/8")
        entries = catalogue(asked.hosts, asked.reports, port)
        failed = [measure(settings, entries, handler, name) for name in ("first run", "nothing changed")]
    raise SystemExit(1 if any(failed) else 0)


if __name__ == "__main__":
    main()
