"""Pages that only link to their report: the file is read in their place."""

import json
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pytest

from flows.fetching.reports import fetch_reports, stored_reports
from flows.files import write_whole
from flows.keeping.freshness import reading_key
from flows.reading.attachments import follow_attachments
from flows.reading.processes import reading_pool
from flows.reading.readers import read_shard
from flows.reading.rows import ReadShard
from flows.record.outcomes import Status
from flows.settings import Settings
from flows.steps import sort_out
from load.parquet.tables import read_table
from tests.flows.storing import store
from warehouse.metrics import LEXICON_FILE, load_texts, parse_tables
from warehouse.records import CatalogueEntry
from warehouse.rules_version import version_of_rules

TITLE = "诸暨市2019年法治政府建设情况报告"
COVER = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><div id='zoom'>{body}</div></body></html>"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def page(folder: Path, body: str) -> CatalogueEntry:
    path = folder / "cover.html"
    path.write_text(COVER.format(title=TITLE, body=body), "utf-8")
    return CatalogueEntry("330681", 2019, path.as_uri())


def read(entry: CatalogueEntry, settings: Settings) -> ReadShard:
    fetched = fetch_reports([entry], settings)
    works = sort_out(fetched, settings, only_changed=True).works
    with reading_pool(1, 0) as readers:
        shard = read_shard(works, settings.snapshots, readers)
        return follow_attachments(shard, works, settings, readers, fetch_reports)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>附件：<a href='files/report.pdf'>{TITLE}.pdf</a></p>",
        f"<p><a href='files/report.pdf'>附件1：{TITLE}</a> <a href='b.doc'>附件2：统计附表.doc</a></p>",
        "<iframe src='viewer.html?file=files/report.pdf'></iframe>",
    ],
    ids=["link", "first of two", "frame"],
)
def test_the_attachment_is_read_as_the_report(body: str, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    report = (files("samples") / "330681-2019.pdf").read_bytes()
    (tmp_path / "files" / "report.pdf").write_bytes(report)
    entry = page(tmp_path, body)
    shard = read(entry, settings)
    assert [(outcome.status, outcome.url) for outcome in shard.outcomes] == [(Status.READ, entry.url)]
    store(settings, shard)
    (document,) = read_table(settings.data_dir, "documents").to_pylist()
    assert (document["format"], document["url"], document["health"]) == ("pdf", entry.url, "read")
    again = sort_out(stored_reports([entry], settings), settings, only_changed=True)
    assert (again.works, [outcome.status for outcome in again.settled]) == ((), [Status.UNCHANGED])


def test_a_page_with_an_attachment_is_left_by_rules_that_do_not_touch_it(
    settings: Settings, tmp_path: Path
) -> None:
    """Though its row has the bytes of the file, and not of the page."""
    (tmp_path / "report.pdf").write_bytes((files("samples") / "330681-2019.pdf").read_bytes())
    entry = page(tmp_path, f"<a href='report.pdf'>{TITLE}</a>")
    rows = read(entry, settings).tables
    then = older_rules(settings)
    (stored,) = stored_reports([entry], settings)
    key = pa.array([reading_key(stored.snapshot or "", entry, rules=then)])
    number = rows["documents"].schema.get_field_index("reading_key")
    rows["documents"] = rows["documents"].set_column(number, "reading_key", key)
    store(settings, ReadShard((), rows))
    assert rows["documents"]["snapshot"].to_pylist() != [stored.snapshot]
    again = sort_out([stored], settings, only_changed=True)
    assert (again.works, [outcome.status for outcome in again.settled]) == ((), [Status.UNCHANGED])


def older_rules(settings: Settings) -> str:
    """Rules with a word more, kept as those of an earlier run: their version."""
    lexicon = load_texts()[LEXICON_FILE].replace("[filler]\n", '[filler]\nof_test = ["抽丝剥茧"]\n', 1)
    texts = load_texts() | {LEXICON_FILE: lexicon}
    version = version_of_rules(parse_tables(texts))
    write_whole(settings.rules_kept / f"{version}.json", json.dumps(texts).encode())
    return version


def test_an_attachment_that_is_not_there_is_asked_for_again(settings: Settings, tmp_path: Path) -> None:
    entry = page(tmp_path, f"<a href='report.pdf'>{TITLE}</a>")
    shard = read(entry, settings)
    (outcome,) = shard.outcomes
    assert (outcome.status, outcome.kind) == (Status.FAILED, "not_found")
    assert "report.pdf" in outcome.words
    store(settings, shard)
    assert len(sort_out(stored_reports([entry], settings), settings, only_changed=True).works) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<p>2019年，全市办理行政复议案件1285件。</p><a href='a.doc'>附件：统计附表.doc</a>",
        f"<p>见附件。</p><a href='a.doc'>{TITLE}</a><a href='b.doc'>{TITLE}</a>",
        f"<p>{'2019年，全市办理行政复议案件1285件，审结1200件。' * 10}</p><a href='a.pdf'>{TITLE}</a>",
    ],
    ids=["a table beside the text", "two of the name", "the text again as a file"],
)
def test_other_links_are_not_followed(body: str, settings: Settings, tmp_path: Path) -> None:
    (outcome,) = read(page(tmp_path, body), settings).outcomes
    assert "attachment" not in (outcome.kind, *outcome.words.split())
