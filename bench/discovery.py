"""Sweep many governments' index pages on local hosts, twice: time, requests, memory, and the pauses kept.

    python -m bench.discovery [--hosts 3200] [--delay 2] [--dead 0.05]

Each host is an address of 127.0.0.0/8 (Linux answers all of them) with a list of one to five pages; some
have no list any more. The reports are proposed in the first sweep; the second must propose nothing. As on a
real night the pages are read in a process of their own; the memory told is that of the program that asks,
and of the hosts.
"""

import argparse
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.peak import peak_megabytes
from bench.seen import Seen
from extract.catalogue.sites import Site
from flows.catalogue.found import Found
from flows.catalogue.proposals import known_reports
from flows.discovery import look_at_shard
from flows.settings import Settings
from flows.shards import host_shards
from warehouse.places import load_places

ROBOTS = b"User-agent: *\nDisallow: /search/\n"
ENTRY = "<li><a href='/art/{year}.html'>{year}年度法治政府建设情况报告</a><span>{after}-03-30</span></li>"
OTHER = (
    "<li><a href='/art/{year}/t{number}.html'>第{number}批服务事项的通告</a><span>{year}-06-01</span></li>"
)
NEXT = "<div class='page'><a href='/fzbg/index_{number}.html'>下一页</a></div>"
LATEST = 2023
MOST_PAGES = 5
REPORTS_A_PAGE = 2
OTHERS_A_PAGE = 13
FIRST_HOST = 256
"""127.0.1.0, behind the addresses that a machine may use itself."""


@dataclass(frozen=True, slots=True)
class Host:
    """One government's site: its address, its place, how many pages its list has, and whether it is dead."""

    address: str
    place: str
    pages: int
    is_dead: bool


class ListSite(BaseHTTPRequestHandler):
    """Answers robots.txt and the pages of the list of the host that is asked."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    seen: Seen
    hosts: dict[str, Host]

    def do_GET(self) -> None:  # noqa: N802
        """Answer robots.txt, a page of the list, or that there is none."""
        name = (self.headers["Host"] or "").partition(":")[0]
        self.seen.times[name].append(time.monotonic())
        host = self.hosts[name]
        if self.path == "/robots.txt":
            self._reply(200, ROBOTS)
        elif host.is_dead:
            self._reply(404, b"")
        else:
            number = int(self.path.rpartition("_")[2].partition(".")[0]) if "_" in self.path else 0
            self._reply(200, page_of(host, number).encode())

    def _reply(self, status: int, body: bytes) -> None:
        self.seen.sent += len(body)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def page_of(host: Host, number: int) -> str:
    """A page of a host's list: two reports, as many other titles as a page has, and the next page."""
    newest = LATEST - number * REPORTS_A_PAGE
    entries = [ENTRY.format(year=year, after=year + 1) for year in range(newest, newest - REPORTS_A_PAGE, -1)]
    entries += [OTHER.format(year=newest, number=number * 100 + other) for other in range(OTHERS_A_PAGE)]
    further = NEXT.format(number=number + 1) if number + 1 < host.pages else ""
    return f"<html><title>{host.place}</title><body><ul>{''.join(entries)}</ul>{further}</body></html>"


class Server(ThreadingHTTPServer):
    """Takes as many connections as are opened at once."""

    daemon_threads = True
    request_queue_size = 512


@contextmanager
def local_hosts(hosts: Sequence[Host]) -> Iterator[tuple[int, type[ListSite]]]:
    """Serve the hosts on every local address: the port, and the handler that notes what it sees."""
    answered = {host.address: host for host in hosts}
    handler = type("LocalSite", (ListSite,), {"seen": Seen(), "hosts": answered})
    with Server(("0.0.0.0", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port, handler
        server.shutdown()
        thread.join()


def hosts_of(count: int, dead: float) -> list[Host]:
    """`count` hosts, one for each place below a province, some of them dead; no chance is in it."""
    places = load_places()
    provinces = [place for code in range(11, 66) if (place := places.by_code(f"{code}0000", LATEST))]
    below = [place.code for province in provinces for place in places.within(province.code, LATEST)]
    every = round(1 / dead) if dead else count + 1
    hosts = []
    for number, place in enumerate(islice(cycle(below), count)):
        bits = number + FIRST_HOST
        address = f"127.{bits >> 16}.{bits >> 8 & 255}.{bits & 255}"
        hosts.append(Host(address, place, 1 + number % MOST_PAGES, number % every == every - 1))
    return hosts


def sweep(settings: Settings, sites: Sequence[Site]) -> Found:
    """Look at the sites as the discovery flow does: shard by shard, what each brought kept at its end."""
    known, found = known_reports(settings), Found()
    for number, shard in enumerate(host_shards(sites, lambda site: site.index_url)):
        new = look_at_shard.fn(number, shard, settings, known, 20, from_front=False)
        known = known.also(new.proposals)
        found = found.also(new)
    return found


def measure(settings: Settings, sites: Sequence[Site], handler: type[ListSite], name: str) -> int:
    """Sweep once and print what it took. Returns how many reports were proposed."""
    handler.seen = Seen()
    began, worked = time.monotonic(), time.process_time()
    found = sweep(settings, sites)
    seconds, seen = time.monotonic() - began, handler.seen
    print(
        f"{name}: {len(sites)} hosts, {seen.requests} requests, {seen.sent / 1e6:.1f} MB, {seconds:.0f} s, "
        f"{time.process_time() - worked:.0f} s of work with the hosts', {peak_megabytes()} MB, "
        f"shortest pause {seen.shortest_pause * 1000:.0f} ms; {found.line()}; {found.kinds()}",
        flush=True,
    )
    return len(found.proposals)


def main() -> None:
    """Two sweeps over the same hosts; the second must propose nothing."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--hosts", type=int, default=3200)
    options.add_argument("--delay", type=float, default=2, help="seconds between two requests to a host")
    options.add_argument("--dead", type=float, default=0.05, help="the share of hosts without a list")
    asked = options.parse_args()
    hosts = hosts_of(asked.hosts, asked.dead)
    with TemporaryDirectory() as folder, local_hosts(hosts) as (port, handler):
        settings = Settings(data_dir=Path(folder), fetch_delay=asked.delay, allow_private="127.0.0.0/8")
        sites = [
            Site(host.place, f"http://{host.address}:{port}/fzbg/", is_third_party=True) for host in hosts
        ]
        first = measure(settings, sites, handler, "first sweep")
        again = measure(settings, sites, handler, "nothing new")
    raise SystemExit(0 if first and not again else 1)


if __name__ == "__main__":
    main()
