"""What acts on a terminal and is not seen reaches none: no error, table, artifact, title or text."""

import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.table import Table

from extract.documents import read_document
from extract.listings.entries import Listed
from flows.console import VisibleConsole
from flows.record.outcomes import Outcome, RunSummary, Status, outcome_markdown, outcome_rows
from load.parquet.tables import read_table
from tests.flows.running import run_fazhi
from warehouse.errors import FetchError
from warehouse.tables import FOLDERS
from warehouse.visible import has_unseen, visible

ACTS = "\x1b]0;owned\x07\x1b[31m\x9b2J\x00\r\u202e\u2066\x7f"
ANY = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PAGE = (
    "<html><head><title>金华市人民政府关于2017年度{0}法治政府建设情况的报告</title></head><body>"
    "<div class='TRS_Editor'><p>2017年，全市行政机关{0}负责人出庭应诉率达到92%，"
    "办理行政复议案件12{0}85件。</p>"
    "<p>&#27;[31m全年&#x202e;行政诉讼败诉率6.9%。</p></div></body></html>"
)


class Strange(BaseHTTPRequestHandler):
    """Its reason phrases and headers are as strange as its page, in Latin-1."""

    def do_GET(self) -> None:  # noqa: N802
        is_page = self.path == "/page.html"
        body = PAGE.format(ACTS).encode() if is_page else b""
        status = b"200 OK" if is_page else b"404 Not\x9b31m\x1bFound"
        head = b"HTTP/1.1 " + status + b'\r\nServer: \x9b31mx\r\nETag: "\xe2\x80\xae\x9b"\r\n'
        head += b"Content-Type: text/html\x9b\r\nContent-Length: %d\r\n\r\n" % len(body)
        self.wfile.write(head + body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Strange) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_pages_headers_and_reasons(tmp_path: Path, site: str) -> None:
    """A whole way of the command: what it prints, and every cell of the tables."""
    catalogue = tmp_path / "a\x1b[31mb.csv"
    catalogue.write_text(
        f"place,year,url\n金华市,2017,{site}/page.html\n杭州市,2017,{site}/gone.html\n无{ACTS},1,x\n"
    )
    for step in ("fetch", "fetch", "transform"):
        done = run_fazhi(tmp_path, step, "--catalogue", str(catalogue))
        assert done.returncode == 0, done.stderr
        assert not ANY.search(done.stdout + done.stderr)
    for table in FOLDERS:
        assert not ANY.search(str(read_table(tmp_path / "data", table).to_pylist()))
    logs = [
        pq.read_table(path).to_pylist() for path in (tmp_path / "data/parquet/fetch_log").rglob("*.parquet")
    ]
    assert logs and not ANY.search(str(logs))


def test_an_error_is_one_line_that_can_be_shown() -> None:
    error = FetchError(f"a{ACTS}b\nc", ACTS, ACTS, "gone")
    assert str(error).isprintable() and error.args == (error.what, error.where, error.way_out, "gone")


def test_whatever_is_printed() -> None:
    """Also in a table, and with the colours that are ours."""
    for colours in (False, True):
        file = io.StringIO()
        console = VisibleConsole(file=file, force_terminal=colours, width=200)
        table = Table(title=ACTS)
        table.add_column(ACTS)
        table.add_row(ACTS)
        console.print(table, markup=False)
        console.print(ACTS, style="yellow", markup=False)
        shown = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue()) if colours else file.getvalue()
        assert not ANY.search(shown) and "�" in shown
        assert "\x1b[31m" not in file.getvalue() and "\x1b]" not in file.getvalue()


def test_what_prefect_shows() -> None:
    outcome = Outcome(f"1{ACTS}", Status.FAILED, ACTS, ACTS, "gone", f"a|b{ACTS}\nc", lost=ACTS)
    summary = RunSummary("r", (outcome,))
    assert not ANY.search(str(outcome_rows(summary)) + outcome_markdown(summary))


def test_a_reason_is_no_markdown() -> None:
    words = "<img src=x> ![a](https://a.test) **b** `c` | d \\"
    shown = outcome_markdown(RunSummary("r", (Outcome("1", Status.FAILED, "", "", "gone", words),)))
    line = shown.splitlines()[-1]
    assert not re.search(r"(?<!\\)[<>\[\]`*!]", line)


def test_titles_and_addresses_of_lists() -> None:
    listed = Listed(f"法治{ACTS}政府", f"https://a.gov.cn/{ACTS}?a=1&b=%20")
    assert not has_unseen(listed.title + listed.url)
    assert listed.url.endswith("?a=1&b=%20")


def test_a_text_is_read_as_it_is_seen() -> None:
    text = read_document("全年办理12\u202e\x9b85件。\n".encode() * 20).text
    assert not ANY.search(text)


def test_halves_of_characters_are_shown_too() -> None:
    assert visible("a\udcffb", 2) == "a�…"
