"""One run over a catalogue of mistakes: each is a listed failure with its reason, the rest is unharmed."""

import json
import socket
from pathlib import Path

import pytest

from flows.record.outcomes import Outcome, RunSummary, Status, read_summary
from load.parquet.tables import read_table
from tests.flows.running import Done, run_fazhi

pytestmark = pytest.mark.slow

PAGE = "<html><head><title>{title}</title></head><body><div class='TRS_Editor'>{body}</div></body></html>"
GOOD = (
    "<p>2017年，全市行政机关负责人出庭应诉率达到92%，行政诉讼败诉率6.9%。全年办理行政复议案件1285件。</p>" * 2
)
NO_FIGURES = "<p>我市深入推进法治政府建设，各项工作取得明显成效，群众满意度稳步提高。</p>" * 4


def pictures_only() -> bytes:
    """A PDF of one page that draws a picture and holds no text."""
    drawing = b"q 500 0 0 700 50 50 cm /P Do Q"
    pixel = b"/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject" + pixel + b">>stream\n0\nendstream",
    ]
    data, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        starts.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + tail


def dead_address() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/report.html"


def write_pages(folder: Path) -> None:
    title = "{}人民政府关于2017年度法治政府建设情况的报告".format
    pages = {
        "good.html": PAGE.format(title=title("金华市"), body=GOOD).encode(),
        "empty.html": b"",
        "no_figures.html": PAGE.format(
            title="湖州市人民政府法治政府建设情况的报告", body=NO_FIGURES
        ).encode(),
        "pictures.pdf": pictures_only(),
        "broken.docx": b"PK\x03\x04" + b"\x00" * 200,
        "not_a.pdf": PAGE.format(title=title("合肥市"), body=GOOD).encode(),
        "picture.html": b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
        "another.html": PAGE.format(title=title("义乌市"), body=GOOD).encode(),
    }
    for name, data in pages.items():
        (folder / name).write_bytes(data)


def write_catalogue(folder: Path, site: str) -> Path:
    rows = [
        "金华市,2017,good.html,",
        f"杭州市,2017,{dead_address()},",
        f"宁波市,2017,{site}/gone.html,",
        "温州市,2017,empty.html,",
        "湖州市,2017,no_figures.html,",
        "嘉兴市,2017,pictures.pdf,",
        "绍兴市,2017,broken.docx,",
        "合肥市,2017,not_a.pdf,pdf",
        "台州市,2017,picture.html,",
        "丽水市,2017,another.html,",
        "舟山市,2017,missing.html,",
        "金化市,2017,good.html,",
        "金华市,1917,good.html,",
        "金华市,2017,good.html,",
        "衢州市,2017,gopher://x/y,",
    ]
    path = folder / "catalogue.csv"
    path.write_text("\n".join(["place,year,url,format", *rows]) + "\n")
    return path


Run = tuple[Done, Path]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, prefect_url: str, site: str) -> Run:
    folder = tmp_path_factory.mktemp("bad")
    write_pages(folder)
    catalogue = write_catalogue(folder, site)
    done = run_fazhi(folder, "run", "--catalogue", str(catalogue), PREFECT_API_URL=prefect_url)
    return done, folder / "data"


@pytest.fixture(scope="module")
def summary(run: Run) -> RunSummary:
    found = read_summary(run[1] / "last_run.json")
    assert found is not None
    return found


def outcome_of(summary: RunSummary, report: str, url_part: str = "") -> Outcome:
    (found,) = [one for one in summary.outcomes if one.report_id == report and url_part in one.url]
    return found


def test_run_ends_well_and_tells_no_traceback(run: Run) -> None:
    assert (run[0].returncode, "Traceback" in run[0].stderr) == (0, False)


def test_good_report_is_unharmed(run: Run, summary: RunSummary) -> None:
    good = outcome_of(summary, "330700-2017", "good.html")
    values = read_table(run[1], "statements")["value"].to_pylist()
    assert (good.status, good.statements, len(values)) == (Status.READ, len(values), len(values))


@pytest.mark.parametrize(
    ("report", "where", "kind", "words"),
    [
        pytest.param("330100-2017", "", "refused", "does not answer", id="dead address"),
        pytest.param("330200-2017", "", "gone", "404", id="404"),
        pytest.param("330300-2017", "", "empty", "empty", id="empty page"),
        pytest.param("330500-2017", "", "no_figures", "no figure", id="page with no figures"),
        pytest.param("330400-2017", "", "no_text_layer", "no text layer", id="PDF of pictures"),
        pytest.param("330600-2017", "", "broken", "broken zip", id="broken DOCX"),
        pytest.param("340100-2017", "", "other_format", "the file is html", id="HTML called PDF"),
        pytest.param("331000-2017", "", "unsupported", "is ", id="picture called HTML"),
        pytest.param("331100-2017", "", "other_report", "义乌市", id="another city's report"),
        pytest.param("330900-2017", "", "not_found", "cannot be read", id="file that is not there"),
        pytest.param("金化市-2017", "line 13", "unknown_place", "金化市", id="unknown place"),
        pytest.param("金华市-1917", "line 14", "bad_year", "1917", id="year out of range"),
        pytest.param("金华市-2017", "line 15", "duplicate", "already", id="duplicate row"),
        pytest.param("衢州市-2017", "line 16", "bad_url", "gopher", id="address of no known kind"),
    ],
)
def test_mistake_is_a_listed_failure(
    summary: RunSummary, report: str, where: str, kind: str, words: str
) -> None:
    failed = outcome_of(summary, report, where)
    assert (failed.status, failed.kind) == (Status.FAILED, kind)
    assert words in failed.words


@pytest.mark.parametrize("kind", ["refused", "gone", "empty", "no_text_layer", "duplicate", "unknown_place"])
def test_failure_is_told_when_it_happens_and_at_the_end(run: Run, kind: str) -> None:
    assert f"({kind})" in run[0].stderr
    assert f"{kind}:" in run[0].stdout


def test_summary_names_the_command_that_repeats_the_failures(run: Run) -> None:
    assert "fazhi run --failed --catalogue" in " ".join(run[0].stdout.split())


def test_every_report_has_its_row_of_documents(run: Run) -> None:
    rows = read_table(run[1], "documents").to_pylist()
    healths = {row["report_id"]: row["health"] for row in rows}
    assert healths == {
        "330700-2017": "read",
        "330100-2017": "absent",
        "330200-2017": "absent",
        "330900-2017": "absent",
        **dict.fromkeys(
            [f"{place}-2017" for place in (330300, 330400, 330500, 330600, 331000, 331100, 340100)],
            "unreadable",
        ),
    }


def test_where_nothing_could_be_read_the_reasons_are_told_each_time(tmp_path: Path, prefect_url: str) -> None:
    """A page that is no report is not read a second time, so that no story tells of it."""
    (tmp_path / "page.html").write_text("<p>404</p>", "utf-8")
    (tmp_path / "reports.csv").write_text("place,year,url\n330700,2017,page.html\n", "utf-8")
    for _ in range(2):
        done = run_fazhi(tmp_path, "run", "--json", "--catalogue", "reports.csv", PREFECT_API_URL=prefect_url)
        told = json.loads(done.stdout)
        assert (done.returncode, [one["kind"] for one in told["failures"]]) == (1, ["not_a_report"])
        assert (told["status"], told["error"]) == ("failed", "no report could be read")
    again = run_fazhi(tmp_path, "run", "--failed", PREFECT_API_URL=prefect_url)
    assert (again.returncode, "not_a_report" in again.stdout) == (1, True)
