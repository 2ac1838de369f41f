"""Reports read one after the other in one process: their tables are made together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from flows.reading import report
from flows.reading.report import read_chunk
from flows.reading.rows import ReadWork, joined
from transform.reading import read_report
from transform.rules import Rules
from transform.tables import tables_of
from warehouse.records import CatalogueEntry, Document, Reading
from warehouse.rules_version import rules_version

PLACES = {"330100": "杭州市", "330200": "宁波市", "330300": "温州市"}


@pytest.fixture
def works(tmp_path: Path) -> list[ReadWork]:
    found = []
    for code, name in PLACES.items():
        page = f"{name}人民政府关于2018年度法治政府建设情况的报告\n2018年，全市办理复议案件{code[:4]}件。\n"
        entry = CatalogueEntry(code, 2018, f"file:///{code}.txt")
        snapshot = SnapshotStore(tmp_path).add(
            page.encode(), url=entry.url, final_url=entry.url, fetched_at=datetime(2019, 3, 2, tzinfo=UTC)
        )
        found.append(ReadWork(entry, name, snapshot.sha256, "key"))
    return found


def test_reports_read_together_give_what_each_gives_alone(works: list[ReadWork], tmp_path: Path) -> None:
    together = read_chunk(works, tmp_path, Limits())
    alone = [read_chunk([work], tmp_path, Limits()) for work in works]
    assert together.outcomes == tuple(outcome for one in alone for outcome in one.outcomes)
    assert together.tables == joined(one.tables for one in alone)


def test_a_figure_that_no_table_holds_fails_its_report_alone(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(document: Document, place: str, year: int, rules: Rules) -> Reading:
        read = read_report(document, place, year, rules)
        value = Decimal(10**18) if place == "330200" else Decimal(7)
        return replace(read, statements=tuple(one._replace(value=value) for one in read.statements))

    monkeypatch.setattr(report, "read_report", misread)
    shard = read_chunk(works, tmp_path, Limits())
    assert [outcome.kind for outcome in shard.outcomes] == ["", "overflow", ""]
    assert shard.tables["documents"]["place"].to_pylist() == list(PLACES)
    assert shard.tables["statements"]["place"].to_pylist() == ["330100", "330300"]


def test_a_long_report_does_not_wait_in_memory_for_the_others(
    works: list[ReadWork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(reports: Iterable[tuple[dict[str, Any], Reading]]) -> dict[str, pa.Table]:
        rows = list(reports)
        made.append(len(rows))
        return tables_of(rows)

    monkeypatch.setattr(report, "tables_of", counted)
    together = read_chunk(works, tmp_path, Limits())
    monkeypatch.setattr(report, "_MOST_KEPT", 0)
    assert read_chunk(works, tmp_path, Limits()) == together
    assert made == [3, 1, 1, 1]


def test_what_is_read_by_other_rules_than_its_key_says_has_none(
    works: list[ReadWork], tmp_path: Path
) -> None:
    """The rules were changed after the run began: it is read again with the next."""
    first, second, third = works
    said = [replace(first, rules=rules_version()), replace(second, rules="other rules"), third]
    shard = read_chunk(said, tmp_path, Limits())
    assert shard.tables["documents"]["reading_key"].to_pylist() == ["key", None, "key"]
