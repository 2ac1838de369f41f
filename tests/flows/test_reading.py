"""Reports read in processes of their own, and what happens when one dies."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.snapshots import SnapshotStore
from flows.outcomes import Status
from flows.reading import ReadWork, read_shard, reading_pool
from warehouse.records import CatalogueEntry

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


def test_few_reports_need_no_processes() -> None:
    with reading_pool(49, 4) as pool:
        assert pool is None


def test_one_worker_needs_no_processes() -> None:
    with reading_pool(1000, 1) as pool:
        assert pool is None


def test_pool_reads_what_one_process_reads(works: list[ReadWork], tmp_path: Path) -> None:
    with reading_pool(50, 2) as pool:
        in_pool = read_shard(works, tmp_path, pool)
    alone = read_shard(works, tmp_path, None)
    assert in_pool.outcomes == alone.outcomes
    assert in_pool.tables == alone.tables
    assert {outcome.status for outcome in alone.outcomes} == {Status.READ}


def test_reports_of_a_process_that_died_are_read_again(works: list[ReadWork], tmp_path: Path) -> None:
    with reading_pool(50, 2) as pool:
        assert pool is not None
        pid = pool.submit(os.getpid).result()
        os.kill(pid, signal.SIGKILL)
        shard = read_shard(works, tmp_path, pool)
    assert [outcome.status for outcome in shard.outcomes] == [Status.READ] * len(works)


def test_snapshot_that_is_gone_fails_its_report_alone(works: list[ReadWork], tmp_path: Path) -> None:
    lost = ReadWork(works[0].entry, works[0].place_name, "0" * 64, "key")
    shard = read_shard([lost, *works[1:]], tmp_path, None)
    assert [outcome.kind for outcome in shard.outcomes] == ["not_found", "", ""]
    healths = shard.tables["documents"]["health"].to_pylist()
    assert sorted(healths) == ["read", "read", "unreadable"]
