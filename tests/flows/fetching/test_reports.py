"""Fetching into the store, with its log, against local sites."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.snapshots import SnapshotStore
from flows.fetching.reports import Fetched, fetch_reports
from flows.settings import Settings
from flows.shards import host_shards
from load.diaries.fetch_log import read_fetch_log
from tests.extract.sites import REPORT, Sites, city_sites, page_of
from tests.load.parquet.test_manifest import flip
from warehouse.records import CatalogueEntry

PUZZLE = "<html><script>document.cookie='a=b'</script></html>"


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, fetch_delay=0, allow_private="127.0.0.0/8")


def entry(sites: Sites, path: str, year: int = 2017) -> CatalogueEntry:
    return CatalogueEntry("330700", year, sites.url(path, "127.0.0.1"))


def fetch(settings: Settings, *entries: CatalogueEntry) -> list[Fetched]:
    return fetch_reports(entries, settings)


def log(settings: Settings, *columns: str) -> list[tuple[object, ...]]:
    table = read_fetch_log(settings.data_dir).select(list(columns))
    return [tuple(row.values()) for row in table.to_pylist()]


def test_each_night_tells_what_came_of_each_report(sites: Sites, settings: Settings) -> None:
    """A class for each report and night."""
    for _night in range(2):
        fetch(settings, entry(sites, "page"), entry(sites, "status/404", 2016))
    found = sorted(log(settings, "report_id", "kind", "status", "requests"), key=str)
    assert found == [
        ("330700-2016", "gone", 404, 1),
        ("330700-2016", "gone", 404, 1),
        ("330700-2017", "fetched", 200, 2),
        ("330700-2017", "unchanged", 304, 2),
    ]


def test_refetched_a_page_is_asked_for_as_a_whole_though_unchanged(sites: Sites, settings: Settings) -> None:
    """The same bytes are the same snapshot, so that nothing is read again."""
    (first,) = fetch(settings, entry(sites, "page"))
    (again,) = fetch_reports([entry(sites, "page")], settings, refetch=True)
    assert again.snapshot == first.snapshot
    assert log(settings, "kind", "status") == [("fetched", 200), ("fetched", 200)]


def test_a_changed_page_is_a_new_snapshot_of_the_same_report(sites: Sites, settings: Settings) -> None:
    """Read the same night, and the earlier one is kept."""
    hashes = []
    for text in ("一", "二", "二"):
        sites.pages["/changing"] = page_of(200, REPORT + text)
        hashes.append(fetch(settings, entry(sites, "changing"))[0].snapshot)
    assert hashes[0] != hashes[1] == hashes[2]
    assert SnapshotStore(settings.snapshots).read(str(hashes[0])).decode() == REPORT + "一"


def test_the_last_good_snapshot_stays_where_a_site_blocks(sites: Sites, settings: Settings) -> None:
    """And the next night nothing is asked of the site."""
    sites.pages["/1.html"] = page_of(200, REPORT)
    (good,) = fetch(settings, entry(sites, "1.html"))
    sites.pages["/1.html"] = page_of(200, PUZZLE)
    (blocked,) = fetch(settings, entry(sites, "1.html"))
    assert (blocked.snapshot, blocked.failure and blocked.failure.kind) == (good.snapshot, "blocked")
    sites.asked.clear()
    (next_night,) = fetch(settings, entry(sites, "1.html"))
    assert (next_night.snapshot, sites.asked) == (good.snapshot, [])
    assert [kind for (kind,) in log(settings, "kind")] == ["fetched", "blocked", "blocked"]
    until = {at for (at,) in log(settings, "leave_until")}
    assert len(until) == 2  # none for the good night; the blocked one's day is not put off


def test_a_snapshot_that_was_damaged_is_fetched_anew(sites: Sites, settings: Settings) -> None:
    """Though the site says that nothing has changed."""
    (good,) = fetch(settings, entry(sites, "page"))
    store = SnapshotStore(settings.snapshots)
    before = store.read(str(good.snapshot))
    flip(settings.data_dir / "snapshots" / str(good.snapshot)[:2] / str(good.snapshot), 9)
    (again,) = fetch(settings, entry(sites, "page"))
    assert (again.snapshot, again.failure) == (good.snapshot, None)
    assert store.read(str(again.snapshot)) == before
    assert [kind for (kind,) in log(settings, "kind")] == ["fetched", "unchanged", "fetched"]


def test_a_notice_in_place_of_the_report_does_not_replace_it(sites: Sites, settings: Settings) -> None:
    """Far shorter than before."""
    sites.pages["/1.html"] = page_of(200, REPORT * 5)
    (good,) = fetch(settings, entry(sites, "1.html"))
    sites.pages["/1.html"] = page_of(200, "<p>页面维护中，请稍后访问。</p>")
    (notice,) = fetch(settings, entry(sites, "1.html"))
    assert (notice.snapshot, notice.failure and notice.failure.kind) == (good.snapshot, "no_text")


def test_three_notices_on_end_close_the_host(sites: Sites, settings: Settings) -> None:
    entries = [entry(sites, f"{year}.html", year) for year in (2015, 2016, 2017)]
    for one in entries:
        sites.pages[f"/{one.year}.html"] = page_of(200, REPORT * 5)
        fetch(settings, one)
        sites.pages[f"/{one.year}.html"] = page_of(200, "<p>页面维护中，请稍后访问。</p>")
    kinds = [one.failure and one.failure.kind for one in fetch(settings, *entries)]
    assert kinds == ["no_text", "no_text", "blocked"]


def test_a_page_moved_for_good_says_where_to(sites: Sites, settings: Settings) -> None:
    sites.pages["/old"] = lambda handler: handler.reply(301, Location="/page")
    fetch(settings, entry(sites, "old"))
    assert log(settings, "kind", "error") == [("moved", sites.url("page", "127.0.0.1"))]


def test_one_page_of_two_reports_is_asked_once(sites: Sites, settings: Settings) -> None:
    both = fetch(settings, entry(sites, "page"), entry(sites, "page", 2016))
    assert len({one.snapshot for one in both}) == 1
    assert sites.paths("127.0.0.1") == ["/page"]
    assert len(log(settings, "report_id")) == 2


def test_files_and_samples_are_not_logged(tmp_path: Path, settings: Settings) -> None:
    page = tmp_path / "page.html"
    page.write_text(REPORT, "utf-8")
    entries = [CatalogueEntry("330700", 2017, url) for url in (page.as_uri(), "file:///none", "ftp://a/b")]
    kinds = [
        one.failure.kind if one.failure else "read" for one in map(lambda e: fetch(settings, e)[0], entries)
    ]
    assert kinds == ["read", "not_found", "bad_url"]
    assert log(settings, "kind") == []


def test_shards_hold_whole_hosts() -> None:
    urls = [f"https://city{host}.test/{page}" for page in range(3) for host in range(300)]
    shards = host_shards([CatalogueEntry("330700", 2017, url) for url in urls], lambda entry: entry.url)
    hosts = [{one.url.split("/")[2] for one in shard} for shard in shards]
    assert [len(found) for found in hosts] == [128, 128, 44]
    assert sum(len(shard) for shard in shards) == 900


def test_a_catalogue_again_costs_one_question_a_report(tmp_path: Path) -> None:
    """Nothing changed, nothing sent; the pauses are kept in both runs."""
    settings = Settings(data_dir=tmp_path, fetch_delay=0.05, allow_private="127.0.0.0/8")
    with city_sites(address="0.0.0.0") as sites:
        urls = [sites.url(f"page?{page}", f"127.0.0.{host}") for page in range(10) for host in range(1, 6)]
        entries = [CatalogueEntry(str(330000 + number), 2017, url) for number, url in enumerate(urls)]
        for kind in ("fetched", "unchanged"):
            sites.asked.clear()
            fetch(settings, *entries)
            times: dict[str, list[float]] = {}
            for one in sites.asked:
                times.setdefault(one.host, []).append(one.at)
            pauses = [b - a for host in times.values() for a, b in zip(host, host[1:], strict=False)]
            assert (len(sites.asked), len(times), min(pauses) >= 0.05) == (55, 5, True)
            assert {found for (found,) in log(settings, "kind")[-50:]} == {kind}
    assert sum(size for (size,) in log(settings, "wire_bytes")[-50:] if isinstance(size, int)) == 0
