"""`fazhi discover` and `fazhi catalogue`, against a server that plays the sites of several governments."""

import csv
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pyarrow.parquet as pq
import pytest

from load.diaries.fetch_log import read_fetch_log
from tests.flows.running import Done, Fazhi, run_fazhi


def item(title: str, href: str) -> str:
    return f'<li><a href="{href}">{title}</a><span>2021-03-30</span></li>'


def report(title: str) -> str:
    prose = "<p>2020年，全市行政机关负责人出庭应诉率达到92%，办理行政复议案件1285件。</p>" * 3
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{prose}</body></html>"


JINHUA = {
    "/": "<a href='/news/'>要闻</a><a href='/zwgk/'>政府信息公开</a>",
    "/zwgk/": "<a href='/fzbg/'>法治政府建设年度报告</a>",
    "/fzbg/": item("金华市2020年法治政府建设情况报告", "/jinhua/2020.html")
    + item("2021年法治政府建设工作要点", "/jinhua/plan.html")
    + item("金华市财政局2020年法治政府建设年度报告", "/jinhua/finance.html")
    + item("《金华市2020年法治政府建设情况报告》解读", "/jinhua/read.html")
    + "<a href='index_1.html'>下一页</a>",
    "/fzbg/index_1.html": item("义乌市2019年度法治政府建设工作总结", "/yiwu/2019.html")
    + item("金花市2019年法治政府建设情况报告", "/typo/2019.html")
    + "<a href='index_2.html'>下一页</a>",
    "/jinhua/2020.html": report("金华市2020年法治政府建设情况报告"),
    "/jinhua/plan.html": report("2021年法治政府建设工作要点"),
}


@dataclass
class Governments:
    """The server's address and the paths it was asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Static lists of 金华, 大汉's records of 湖州, gkmlpt's JSON of 广州; /gone/ is not there."""

    governments: Governments

    def do_GET(self) -> None:  # noqa: N802
        self.governments.asked.append(self.path)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = JINHUA.get(parts.path, "")
        if parts.path == "/col/col71910/":
            body = hanweb(
                2020, "proxyUrl:'/module/jpage/dataproxy.jsp',proxyParam:{columnid:71910,unitid:'7'}"
            )
        elif parts.path == "/module/jpage/dataproxy.jsp" and query["unitid"] == "7":
            body = hanweb(2020 - int(query["startrecord"]) + 1, "")
        elif parts.path == "/gkmlpt/api/all/1":
            body = gkmlpt(int(query["page"]))
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


def hanweb(year: int, script: str) -> str:
    title = f"湖州市{year}年法治政府建设情况报告"
    record = f"<record><![CDATA[{item(title, f'/huzhou/{year}.html')}]]></record>"
    return f"<datastore><totalrecord>2</totalrecord>{record}</datastore><script>{script}</script>"


def gkmlpt(page: int) -> str:
    article = {"title": f"{2021 - page}年法治政府建设年度报告", "url": f"/guangzhou/{page}.html"}
    return json.dumps({"articles": [article] if page < 3 else [], "total": 2})


@pytest.fixture
def governments() -> Iterator[Governments]:
    playing = Governments()
    handler = type("Playing", (Handler,), {"governments": playing})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        playing.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield playing
        server.shutdown()
        thread.join()


def sites_file(folder: Path, governments: Governments) -> str:
    rows = [
        ("金华市", "/fzbg/", "static"),
        ("湖州市", "/col/col71910/", "hanweb"),
        ("广州市", "/gkmlpt/api/all/1?page=1&sid=2", "json"),
        ("杭州市", "/gone/", "static"),
    ]
    lines = [f"{place},{governments.url}{path},{kind},yes" for place, path, kind in rows]
    path = folder / "sites.csv"
    path.write_text("\n".join(["place,index_url,list_kind,third_party", *lines, ""]), "utf-8")
    return str(path)


NEW = ["330700-2020", "330782-2019", "330500-2020", "330500-2019", "440100-2019"]


@pytest.mark.slow
def test_a_night_of_discovery(tmp_path: Path, governments: Governments, prefect_url: str) -> None:
    """Found, proposed once, listed, accepted, rejected; what is doubtful and what failed is told."""

    def fazhi(*arguments: str) -> Done:
        return run_fazhi(tmp_path, *arguments, PREFECT_API_URL=prefect_url, COLUMNS="250")

    sites = sites_file(tmp_path, governments)
    first = fazhi("discover", "--sites", sites)
    assert first.returncode == 0, first.stderr
    assert fazhi("load").returncode == 0, "a warehouse without a report"
    assert "5 new reports, 1 titles in doubt, 2 index pages not read" in first.stdout
    assert [report for report in NEW if report not in first.stdout] == []
    assert "金花市 is no place; near it: " in first.stdout
    assert "third-party copy" in first.stdout

    again = fazhi("discover", "--sites", sites, "--strict")
    assert again.returncode == 1, "two index pages are not there"
    assert "0 new reports" in again.stdout

    assert fazhi("catalogue", "reject", "330500-2019").returncode == 0
    assert fazhi("catalogue", "accept", "330700-2020", "440100-2019").returncode == 0
    waiting = fazhi("catalogue", "proposals").stdout
    assert [report for report in NEW if report in waiting] == ["330782-2019", "330500-2020"]

    own = tmp_path / "data" / "reports.csv"
    lines = own.read_text("utf-8").splitlines()
    assert lines[0] == "place,name,year,url,publisher,third_party,left_out,note"
    assert lines[1].startswith(f"330700,金华市,2020,{governments.url}/jinhua/2020.html,,yes,,")
    assert len(lines) == 3
    assert fazhi("catalogue", "check", str(own)).returncode == 0

    events = pq.read_table(tmp_path / "data" / "parquet" / "proposal")["event"].to_pylist()
    assert sorted(events) == ["accepted"] * 2 + ["doubted"] + ["proposed"] * 5 + ["rejected"]
    with duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"), read_only=True) as warehouse:
        told = warehouse.execute("SELECT event FROM proposal ORDER BY event").fetchall()
        failing = warehouse.execute(
            "SELECT report_id, fetch_state FROM source_state WHERE failing_nights > 0"
        )
        assert failing.fetchall() == [("", "gone")] * 2
    assert [event for (event,) in told] == sorted(events)


@pytest.mark.slow
def test_accepted_at_once(tmp_path: Path, governments: Governments, prefect_url: str) -> None:
    sites = sites_file(tmp_path, governments)
    done = run_fazhi(tmp_path, "discover", "--sites", sites, "--accept", PREFECT_API_URL=prefect_url)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "data" / "reports.csv").read_text("utf-8").splitlines()) == 6


@pytest.mark.slow
def test_columns_are_found_from_front_pages(
    tmp_path: Path, governments: Governments, prefect_url: str
) -> None:
    (tmp_path / "fronts.csv").write_text(f"place,index_url,list_kind\n金华市,{governments.url}/,\n", "utf-8")
    done = run_fazhi(tmp_path, "discover", "--from-sites", "fronts.csv", PREFECT_API_URL=prefect_url)
    assert (done.returncode, governments.asked[:4]) == (0, ["/robots.txt", "/", "/zwgk/", "/fzbg/"])
    with (tmp_path / "data/columns.csv").open(encoding="utf-8", newline="") as file:
        assert [row["index_url"] for row in csv.DictReader(file)] == [f"{governments.url}/fzbg/"]


def test_lists_and_front_pages_are_not_named_together(fazhi: Fazhi) -> None:
    refused = fazhi("discover", "--sites", "a.csv", "--from-sites", "b.csv")
    assert (refused.returncode, "--sites and --from-sites: both are named" in refused.stderr) == (2, True)


def test_a_page_is_read_and_its_row_proposed(fazhi: Fazhi, tmp_path: Path, governments: Governments) -> None:
    url = f"{governments.url}/jinhua/2020.html"
    refused = fazhi("catalogue", "add", url)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "is on no gov.cn host" in refused.stderr

    shown = fazhi("catalogue", "add", url, "--third-party")
    assert shown.returncode == 0, shown.stderr
    assert "330700-2020" in shown.stdout and "--accept" in shown.stderr
    assert not (tmp_path / "data" / "reports.csv").exists()
    logged = read_fetch_log(tmp_path / "data").to_pylist()
    assert [(row["url"], row["report_id"], row["kind"]) for row in logged] == [(url, "", "fetched")] * 2

    assert fazhi("catalogue", "add", url, "--third-party", "--accept").returncode == 0
    assert "330700,金华市,2020," in (tmp_path / "data" / "reports.csv").read_text("utf-8")
    twice = fazhi("catalogue", "add", url, "--third-party", "--accept")
    assert (twice.returncode, "stands in" in twice.stderr) == (2, True)


def test_a_page_on_this_machine_is_read_by_its_path(fazhi: Fazhi, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(report("金华市2020年法治政府建设情况报告"), "utf-8")
    named = {"FAZHI_CATALOGUE_FILES": str(tmp_path)}  # as it lies above the catalogue, in the data folder
    done = fazhi("catalogue", "add", "page.html", "--third-party", "--accept", **named)
    assert done.returncode == 0, done.stderr
    assert f"330700,金华市,2020,{page.as_uri()}," in (tmp_path / "data" / "reports.csv").read_text("utf-8")
    waiting = fazhi("catalogue", "proposals")
    assert (waiting.stdout, "No proposal waits" in waiting.stderr) == ("", True)


def test_a_row_goes_to_the_catalogue_of_the_settings(
    fazhi: Fazhi, tmp_path: Path, governments: Governments
) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("year,place,url\n2017,湖州市,https://a.gov.cn/\n", "utf-8")
    url = f"{governments.url}/jinhua/2020.html"
    done = fazhi("catalogue", "add", url, "--third-party", "--accept", FAZHI_CATALOGUE="mine.csv")
    assert done.returncode == 0, done.stderr
    assert own.read_text("utf-8").splitlines()[2] == f"2020,330700,{url}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["add", "{url}/jinhua/plan.html"], "no such report: plan", id="a plan"),
        pytest.param(["add", "{url}/nothing"], "404", id="not there"),
        pytest.param(["add", "nothing"], "nothing", id="no address"),
        pytest.param(["accept", "330700-1999"], "no open proposal", id="not proposed"),
        pytest.param(["check", "none.csv"], "none.csv", id="no file"),
    ],
)
def test_a_mistake_is_one_line(
    fazhi: Fazhi, governments: Governments, arguments: list[str], words: str
) -> None:
    failed = fazhi("catalogue", *(argument.format(url=governments.url) for argument in arguments))
    assert (failed.returncode > 0, failed.stdout, failed.stderr.count("\n")) == (True, "", 1)
    assert words in failed.stderr


def test_a_check_prints_a_line_a_finding(fazhi: Fazhi, tmp_path: Path) -> None:
    rows = "鼓楼区,2017,https://a.gov.cn/1\n金华市,2017,https://example.org/\n"
    (tmp_path / "reports.csv").write_text("place,year,url\n" + rows, "utf-8")
    checked = fazhi("catalogue", "check", "reports.csv")
    assert checked.returncode == 1
    assert [line.split(": ")[:2] for line in checked.stdout.splitlines()] == [
        ["reports.csv:2", "error unknown_place"],
        ["reports.csv:3", "error unofficial_host"],
    ]


def test_the_packaged_catalogue_is_checked_when_no_file_is_named(fazhi: Fazhi) -> None:
    checked = fazhi("catalogue", "check")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert "0 errors" in checked.stderr


@pytest.mark.parametrize(
    "command", ["discover", *(f"catalogue {name}" for name in ("check", "add", "accept"))]
)
def test_help_teaches_with_an_example(fazhi: Fazhi, command: str) -> None:
    assert "Example" in fazhi(*command.split(), "--help").stdout
