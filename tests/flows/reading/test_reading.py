"""Reports read in processes of their own, and what happens when one dies."""

import errno
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path

import pytest

from extract.documents import read_document
from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from flows.fetching.reports import Fetched
from flows.reading.processes import let_loaded_go, reading_pool
from flows.reading.readers import read_shard
from flows.reading.rows import ReadWork
from flows.record.outcomes import Status, Why
from flows.settings import Settings
from flows.steps import sort_out
from load.engines.database import build_database, open_readonly
from tests.extract.documents.office.test_word import made_docx, paragraph, run
from tests.extract.documents.printed.pdfs import scanned
from tests.flows.storing import store
from tests.load.factories import write
from warehouse.errors import UnreadableError
from warehouse.metrics import load_metrics
from warehouse.places import load_places
from warehouse.records import CatalogueEntry

TOP = (560, 842)
"""Of the page its title and first chapter: enough for a report, and read by OCR in half the time."""
PLACES = {"330100": "杭州市", "330200": "宁波市", "330300": "温州市"}


@pytest.fixture
def works(tmp_path: Path) -> list[ReadWork]:
    return [_work(tmp_path, code, name) for code, name in PLACES.items()]


def _work(folder: Path, code: str, name: str) -> ReadWork:
    title = f"{name}人民政府关于2017年度法治政府建设情况的报告"
    page = f"{title}\n2017年，全市行政机关负责人出庭应诉率达到92%，行政诉讼败诉率6.9%。\n"
    entry = CatalogueEntry(code, 2017, f"file:///{code}.txt")
    snapshot = SnapshotStore(folder).add(
        page.encode(), url=entry.url, final_url=entry.url, fetched_at=datetime(2018, 4, 1, tzinfo=UTC)
    )
    return ReadWork(entry, name, snapshot.sha256, "key")


@pytest.mark.parametrize(
    ("reports", "workers", "count"),
    [(49, 4, 1), (50, 4, 4), (1000, 1, 1), (1000, 0, os.cpu_count())],
    ids=["few", "many", "one worker", "as many as processors"],
)
def test_so_many_processes_read(reports: int, workers: int, count: int) -> None:
    with reading_pool(reports, workers) as readers:
        assert readers.count == count


def test_several_processes_read_what_one_reads(works: list[ReadWork], tmp_path: Path) -> None:
    with reading_pool(50, 2) as readers:
        by_two = read_shard(works, tmp_path, readers)
    with reading_pool(3, 0) as readers:
        by_one = read_shard(works, tmp_path, readers)
    assert by_two.outcomes == by_one.outcomes
    assert by_two.tables == by_one.tables
    assert {outcome.status for outcome in by_one.outcomes} == {Status.READ}


def test_reports_of_a_process_that_died_are_read_again(works: list[ReadWork], tmp_path: Path) -> None:
    with reading_pool(50, 2) as readers:
        os.kill(readers.one("its process", os.getpid), signal.SIGKILL)
        shard = read_shard(works, tmp_path, readers)
    assert [outcome.status for outcome in shard.outcomes] == [Status.READ] * len(works)


def test_a_process_is_asked_for_again_where_none_is_given(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As seldom as the next, and no death of a reader: no report is lost by it, nor blamed for it."""
    start, refused = forkserver.connect_to_new_process, [ConnectionRefusedError(errno.ECONNREFUSED, "")] * 3

    def refused_at_first(fds: list[int]) -> object:
        if refused:
            raise refused.pop()
        return start(fds)

    monkeypatch.setattr(forkserver, "connect_to_new_process", refused_at_first)
    with reading_pool(50, 2) as readers:
        assert readers.one("its process", os.getpid) != os.getpid()
        shard = read_shard(works, tmp_path, readers)
    assert not refused
    assert [outcome.status for outcome in shard.outcomes] == [Status.READ] * len(works)


def test_pipes_closed_as_a_process_is_started_are_a_death(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It happens once in some thousand starts, so the error is raised here: the first start meets it."""
    start = forkserver.connect_to_new_process
    errors = [OSError(errno.EBADF, "Bad file descriptor"), OSError("handle is closed")]

    def closed_at_first(fds: list[int]) -> object:
        if errors:
            raise errors.pop()
        return start(fds)

    monkeypatch.setattr(forkserver, "connect_to_new_process", closed_at_first)
    with reading_pool(50, 2) as readers:
        shard = read_shard(works, tmp_path, readers)
    assert not errors
    assert [outcome.status for outcome in shard.outcomes] == [Status.READ] * len(works)


def test_a_process_that_begins_as_another_dies_is_not_waited_for(
    works: list[ReadWork], tmp_path: Path
) -> None:
    """Most times at once: the second process is started as the first report is handed out."""
    with reading_pool(50, 2) as readers:
        for number in range(6):
            os.kill(readers.one("its process", os.getpid), signal.SIGKILL)
            time.sleep(number / 1000)
            shard = read_shard(works, tmp_path, readers)
            assert [outcome.status for outcome in shard.outcomes] == [Status.READ] * len(works)
            readers.replace()


def page_that_takes(tmp_path: Path, code: str, page: bytes) -> ReadWork:
    entry = CatalogueEntry(code, 2017, f"file:///{code}.html")
    at = datetime(2018, 4, 1, tzinfo=UTC)
    snapshot = SnapshotStore(tmp_path).add(page, url=entry.url, final_url=entry.url, fetched_at=at)
    return ReadWork(entry, PLACES[code], snapshot.sha256, "key")


LONG = "<p>2017年，全市办理行政复议案件1285件。</p>".encode() * 300_000
# A form that draws itself twice: pdfium takes all the memory there is, and aborts its process.
SELF_DRAWING = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 5>> stream
/F Do
endstream endobj
5 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11/Resources<</XObject<</F 5 0 R>>>>>> stream
/F Do /F Do
endstream endobj
trailer <</Size 6/Root 1 0 R>>
%%EOF
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "limits", "kind"),
    [
        (b"<html><body>" + LONG, Limits(seconds=4), "too_slow"),
        (b"<html><body>" + LONG, Limits(megabytes=100), "too_large"),
        (SELF_DRAWING, Limits(megabytes=300), "reader_crashed"),
    ],
    ids=["time", "memory", "crash"],
)
def test_a_report_over_the_limits_fails_alone(
    works: list[ReadWork], tmp_path: Path, page: bytes, limits: Limits, kind: str
) -> None:
    """One bad file hangs or kills the worker."""
    culprit = page_that_takes(tmp_path, "330200", page)
    with reading_pool(3, 0, replace(limits, seconds=Limits().seconds)) as readers:
        read_shard(works, tmp_path, readers)  # the first reading loads the rules, which takes a while
        readers.limits = limits
        shard = read_shard([works[0], culprit, works[2]], tmp_path, readers)
    assert [outcome.kind for outcome in shard.outcomes] == ["", kind, ""]


@pytest.mark.slow
def test_a_single_file_that_kills_its_reader_is_one_error_and_the_next_is_read() -> None:
    with reading_pool(1, 0, Limits(megabytes=300)) as readers:
        with pytest.raises(UnreadableError, match=r"^a\.pdf: stopped the program that reads it") as caught:
            readers.one("a.pdf", read_document, SELF_DRAWING)
        assert caught.value.kind == "reader_crashed"
        assert "1285件" in readers.one("b.html", read_document, LONG[:300]).text


def test_tracked_changes_are_an_issue_of_a_report_read_whole(tmp_path: Path) -> None:
    title = "宁波市人民政府关于2017年度法治政府建设情况的报告"
    changed = f"<w:ins>{run('2017年，全市行政诉讼败诉率6.9%。')}</w:ins>"
    work = page_that_takes(tmp_path, "330200", made_docx(paragraph(title) + paragraph(changed)))
    with reading_pool(1, 0) as readers:
        shard = read_shard([work], tmp_path, readers)
    (row,) = shard.tables["documents"].to_pylist()
    assert (row["health"], row["reason"], row["issue_count"]) == ("read", None, 1)
    assert shard.tables["issues"]["kind"].to_pylist() == ["tracked_changes"]


def test_a_figure_of_a_row_that_is_too_short_is_warned_of(tmp_path: Path) -> None:
    """From the page to the check, and the figures of the row above are left alone."""
    title = "宁波市人民政府关于2017年度法治政府建设情况的报告"
    rows = [
        ("年份", "行政复议收案数（件）", "行政应诉案件数（件）"),
        ("2016年", "1285", "311"),
        ("2017年", "1300"),
    ]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<h1>{title}</h1><div id='zoom'><p>全市行政诉讼败诉率6.9%。</p><table>{table}</table></div>"
    with reading_pool(1, 0) as readers:
        shard = read_shard([page_that_takes(tmp_path, "330200", page.encode())], tmp_path, readers)
    write(tmp_path, shard.tables)
    build_database(tmp_path, tmp_path / "w.duckdb", load_metrics(), load_places().named("宁波市"))
    query = "SELECT words FROM check_result WHERE check_name = 'ragged'"
    with open_readonly(tmp_path / "w.duckdb") as warehouse:
        ((words,),) = warehouse.execute(query).fetchall()
    assert words.startswith("330200-2017 disputes.reconsideration_received: 1300 stands in a table")


def test_snapshot_that_is_gone_fails_its_report_alone(works: list[ReadWork], tmp_path: Path) -> None:
    lost = ReadWork(works[0].entry, works[0].place_name, "0" * 64, "key")
    with reading_pool(3, 0) as readers:
        shard = read_shard([lost, *works[1:]], tmp_path, readers)
    assert [outcome.kind for outcome in shard.outcomes] == ["not_found", "", ""]
    healths = shard.tables["documents"]["health"].to_pylist()
    assert sorted(healths) == ["read", "read", "unreadable"]


def test_readers_load_what_they_need_while_others_are_sorted_out(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, told = Settings(data_dir=tmp_path), list[str]()
    monkeypatch.setattr(forkserver, "ensure_running", lambda: told.append("load"))

    def fetched() -> Iterator[Fetched]:
        for work in works:
            told.append(work.entry.place)
            yield Fetched(work.entry, work.snapshot)

    assert len(sort_out(fetched(), settings, only_changed=True).works) == len(works)
    assert told == ["330100", "load", "330200", "330300"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_what_readers_load_is_let_go_once_all_are_read(works: list[ReadWork], tmp_path: Path) -> None:
    with reading_pool(3, 0) as readers:
        read_shard(works, tmp_path, readers)
        loaded = Path(f"/proc/{vars(forkserver._forkserver)['_forkserver_pid']}")
        let_loaded_go()
        assert loaded.exists(), "a reader is at work"
    let_loaded_go()
    assert not loaded.exists()
    let_loaded_go()
    with reading_pool(3, 0) as readers:
        assert len(read_shard(works, tmp_path, readers).outcomes) == len(works)


def test_nothing_is_loaded_where_nothing_is_to_be_read(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str]()
    monkeypatch.setattr(forkserver, "ensure_running", lambda: told.append("load"))
    absent = [Fetched(work.entry, None, reason="not_found") for work in works]
    assert sort_out(absent, Settings(data_dir=tmp_path), only_changed=True).missing == len(works)
    assert told == []


@pytest.mark.slow
def test_report_that_kills_its_reader_waits_for_another_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told each night, tried again only when code, rules or libraries have changed."""
    settings = Settings(data_dir=tmp_path)
    culprit = page_that_takes(settings.snapshots, "330200", SELF_DRAWING)
    fetched = [Fetched(culprit.entry, culprit.snapshot)]
    works = sort_out(fetched, settings, only_changed=True).works
    with reading_pool(1, 0, Limits(megabytes=300)) as readers:
        store(settings, read_shard(works, settings.snapshots, readers))
    again = sort_out(fetched, settings, only_changed=True)
    assert (again.works, [outcome.kind for outcome in again.settled]) == ((), ["reader_crashed"])
    monkeypatch.setattr("flows.keeping.freshness.reader_version", lambda: "a better reader")
    assert len(sort_out(fetched, settings, only_changed=True).works) == 1


@pytest.mark.slow
def test_a_scan_is_read_by_ocr_within_the_limits_of_its_process(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    settings = Settings(data_dir=tmp_path, ocr=True)
    entry = CatalogueEntry("330681", 2019, "file:///330681.pdf")
    printed = (Path(__file__).parents[3] / "samples" / "330681-2019.pdf").read_bytes()
    snapshot = SnapshotStore(settings.snapshots).add(
        scanned(printed, strip=TOP),
        url=entry.url,
        final_url=entry.url,
        fetched_at=datetime(2020, 4, 1, tzinfo=UTC),
    )
    fetched = [Fetched(entry, snapshot.sha256)]
    works = sort_out(fetched, settings, only_changed=True).works
    with reading_pool(1, 0, settings.read_limits) as readers:
        shard = read_shard(works, settings.snapshots, readers)
    store(settings, shard)
    assert [outcome.status for outcome in shard.outcomes] == [Status.READ]
    assert shard.tables["documents"].select(["health", "reason"]).to_pylist() == [
        {"health": "read with holes", "reason": "read_by_ocr"}
    ]
    assert sort_out(fetched, settings, only_changed=True).works == ()
    assert len(sort_out(fetched, Settings(data_dir=tmp_path), only_changed=True).works) == 1


def test_report_that_wants_libreoffice_is_tried_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    work = page_that_takes(settings.snapshots, "330200", b"{\\rtf1\\ansi}")
    fetched = [Fetched(work.entry, work.snapshot)]
    works = sort_out(fetched, settings, only_changed=True).works
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        with reading_pool(1, 0) as readers:
            shard = read_shard(works, settings.snapshots, readers)
    store(settings, shard)
    assert [outcome.kind for outcome in shard.outcomes] == ["needs_libreoffice"]
    again = sort_out(fetched, settings, only_changed=True).works
    assert [(one.entry, one.why) for one in again] == [(work.entry, Why.PROGRAM)]
