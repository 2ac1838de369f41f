"""The steps of a run and their order, said once: what Prefect's flow and the commands wrap.

choose → fetch → read (what has changed) → store and load → export

`run_all` goes the whole way. `fetch`, `transform`, `load` and `export` go it by one step at a time, with the
same tables at the end: a report that could not be fetched is `absent` in both.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.exporting import Exported, export_chosen, refuse_second_release
from flows.extras import refuse_without_extra
from flows.fetching.reports import Fetched, fetch_reports, stored_reports
from flows.fetching.unfetched import reasons
from flows.keeping.last_good import without_other_documents
from flows.keeping.mending import mend_tables
from flows.reading.attachments import Fetch, follow_attachments
from flows.reading.processes import Readers, let_loaded_go, reading_pool
from flows.reading.readers import read_shard
from flows.reading.rows import ReadShard, ReadWork
from flows.record.failing import remember_failing
from flows.record.outcomes import Outcome, RunSummary, Status
from flows.record.progress import watcher
from flows.request import Export, PanelRequest
from flows.settings import Settings
from flows.shards import shards_of
from flows.steps import (
    Chosen,
    SortedOut,
    build_warehouse,
    choose_reports,
    count_statements,
    renew_tables,
    sort_out,
    store_readings,
)
from load.engines.database import check_reachable
from load.parquet.spilled import SpilledRows, spilled_rows
from warehouse.records import CatalogueEntry


def _fetch(entries: Sequence[CatalogueEntry], settings: Settings, refetch: bool) -> list[Fetched]:  # noqa: FBT001
    return fetch_reports(entries, settings, refetch=refetch)


def _read(works: Sequence[ReadWork], settings: Settings, rows: SpilledRows) -> list[Outcome]:
    return _read_by_shards(works, settings, rows, fetch_reports)


def _read_stored(works: Sequence[ReadWork], settings: Settings, rows: SpilledRows) -> list[Outcome]:
    return _read_by_shards(works, settings, rows, stored_reports)


def _read_by_shards(
    works: Sequence[ReadWork], settings: Settings, rows: SpilledRows, fetch: Fetch
) -> list[Outcome]:
    with reading_pool(len(works), settings.workers, settings.read_limits) as readers:
        return [
            outcome
            for shard in shards_of(works)
            for outcome in read_followed(shard, settings, readers, fetch, rows)
        ]


def _load(rows: SpilledRows, sorted_out: SortedOut, settings: Settings) -> tuple[bool, bool]:
    return store_readings(settings, rows, sorted_out.absent), build_warehouse(settings)


@dataclass(frozen=True, slots=True)
class Carriers:
    """How the steps that take time are carried out: as they are, or as tasks that Prefect shows."""

    fetch: Callable[[Sequence[CatalogueEntry], Settings, bool], list[Fetched]] = _fetch
    read: Callable[[Sequence[ReadWork], Settings, SpilledRows], list[Outcome]] = _read
    load: Callable[[SpilledRows, SortedOut, Settings], tuple[bool, bool]] = _load
    export: Callable[[Settings, int, Export], Exported] = export_chosen


@dataclass(frozen=True, slots=True)
class Transformed:
    """How many reports were chosen, read now and without a snapshot, and what became of them."""

    chosen: int
    outcomes: tuple[Outcome, ...]
    read: int
    unchanged: int
    missing: int


class Laps:
    """How long each stage took, by a clock that nobody sets."""

    def __init__(self) -> None:
        self._at = time.monotonic()
        self.seconds: list[tuple[str, float]] = []

    def end(self, stage: str) -> None:
        """The stage ends now, and the next one begins."""
        before, self._at = self._at, time.monotonic()
        self.seconds.append((stage, round(self._at - before, 3)))


def run_all(settings: Settings, request: PanelRequest, by: Carriers) -> RunSummary:
    """All steps; the summary has no run id yet. Raises FazhiError where the run cannot go on."""
    laps = Laps()
    refuse_without_extra(settings)
    check_reachable(settings.database)
    refuse_second_release(settings, request.export)
    mend_tables(settings, request)
    chosen = _choose(settings, request)
    renew_tables(settings, request)
    laps.end("choose")
    fetched = _fetch_chosen(chosen, settings, request, by)
    laps.end("fetch")
    sorted_out = sort_out(fetched, settings, only_changed=request.only_changed)
    with spilled_rows(settings.data_dir) as rows:
        read = _read_sorted_out(sorted_out, settings, rows, by)
        let_loaded_go()
        laps.end("read")
        wrote_tables, wrote_database = by.load(rows, sorted_out, settings)
    laps.end("load")
    exported = by.export(settings, request.base_year, request.export)
    laps.end("export")
    return RunSummary(
        run_id="",
        catalogue=str(chosen.catalogue),
        outcomes=_one_each([*chosen.refused, *sorted_out.settled, *read]),
        wrote_tables=wrote_tables,
        wrote_database=wrote_database,
        wrote_workbook=exported.wrote_workbook,
        exported=exported.made,
        seconds=tuple(laps.seconds),
        statements=count_statements(settings),
    )


def fetch_alone(settings: Settings, request: PanelRequest) -> tuple[Chosen, list[Fetched]]:
    """The step to the snapshots. What was fetched is not read yet, so that nothing is settled."""
    chosen = _choose(settings, request)
    fetched = _fetch_chosen(chosen, settings, request, Carriers())
    failures = (*chosen.refused, *(one.failure for one in fetched if one.failure))
    remember_failing(settings, RunSummary("", failures, catalogue=str(chosen.catalogue)))
    return chosen, fetched


def transform_alone(settings: Settings, request: PanelRequest) -> Transformed:
    """The step from the snapshots to Parquet: nothing is fetched."""
    mend_tables(settings, request)
    chosen = _choose(settings, request)
    renew_tables(settings, request)
    stored = stored_reports(chosen.entries, settings)
    sorted_out = sort_out(stored, settings, only_changed=request.only_changed)
    with spilled_rows(settings.data_dir) as rows:
        read = _read_sorted_out(sorted_out, settings, rows, Carriers(read=_read_stored))
        store_readings(settings, rows, sorted_out.absent)
    outcomes = (*chosen.refused, *sorted_out.settled, *read)
    # an older snapshot that was read settles no address that could not be fetched since
    unfetched = reasons(settings)
    told = tuple(one for one in outcomes if one.status is Status.FAILED or one.url not in unfetched)
    remember_failing(settings, RunSummary("", told, catalogue=str(chosen.catalogue)))
    return Transformed(
        len(chosen.entries),
        outcomes,
        len(read),
        len(sorted_out.settled),
        sorted_out.missing,
    )


def read_followed(
    works: Sequence[ReadWork], settings: Settings, readers: Readers, fetch: Fetch, rows: SpilledRows
) -> tuple[Outcome, ...]:
    """Read snapshots into `rows`, and what `fetch` brings of attachments that are all a page holds.

    A page that has turned into another document leaves the last good reading as it is.
    """
    shard = read_shard(works, settings.snapshots, readers)
    return put_followed(shard, works, settings, readers, fetch, rows)


def put_followed(
    shard: ReadShard,
    works: Sequence[ReadWork],
    settings: Settings,
    readers: Readers,
    fetch: Fetch,
    rows: SpilledRows,
) -> tuple[Outcome, ...]:
    """The same for a shard of pages that were read already, here or elsewhere."""
    shard = follow_attachments(shard, works, settings, readers, fetch)
    shard = without_other_documents(shard, works, settings)
    rows.add(shard.tables)
    return shard.outcomes


def _choose(settings: Settings, request: PanelRequest) -> Chosen:
    """The reports that are asked for; the catalogue's rows that are none are told."""
    chosen = choose_reports(settings, request)
    for outcome in chosen.refused:
        watcher().failed(outcome)
    return chosen


def _fetch_chosen(chosen: Chosen, settings: Settings, request: PanelRequest, by: Carriers) -> list[Fetched]:
    watcher().begin("抓取 fetch", len(chosen.entries))
    return by.fetch(chosen.entries, settings, request.refetch)


def _read_sorted_out(
    sorted_out: SortedOut, settings: Settings, rows: SpilledRows, by: Carriers
) -> list[Outcome]:
    watcher().begin("读取 read", len(sorted_out.works))
    return by.read(sorted_out.works, settings, rows)


def _one_each(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """One outcome a report: a failure to fetch outweighs the reading of its older snapshot."""
    chosen: dict[tuple[str, str], Outcome] = {}
    for outcome in outcomes:
        name = (outcome.report_id, outcome.url)
        if chosen.get(name, outcome).status is not Status.FAILED or name not in chosen:
            chosen[name] = outcome
    return tuple(sorted(chosen.values(), key=lambda outcome: (outcome.report_id, outcome.url)))
