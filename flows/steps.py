"""The steps of a run as plain functions: no server, no Prefect. Their order stands in flows/pipeline.py."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.catalogue import Rejected, read_catalogue
from flows.fetching.reports import Fetched
from flows.keeping.copying import copy_tables
from flows.keeping.emptying import refuse_to_empty
from flows.keeping.freshness import (
    WORKBOOKS,
    is_damaged,
    made_from,
    reading_key,
    remember_made,
    why_to_read,
    workbook_key,
)
from flows.keeping.last_good import KEPT, last_good_readings
from flows.keeping.sample_rule import refuse_samples_among_reports, samples_to_leave
from flows.keeping.untouched import Stale, keep_rules, untouched
from flows.reading.processes import load_beforehand
from flows.reading.rows import ReadWork, absent_row, documents_table
from flows.record.failing import failed_catalogue, still_failing
from flows.record.outcomes import Outcome, Status, Why
from flows.record.progress import watcher
from flows.request import PanelRequest, selection
from flows.settings import Settings
from load.engines.database import bring_in_diaries, build_database, is_current, source_key
from load.parquet.older import older_version, set_aside
from load.parquet.spilled import SpilledRows
from load.parquet.tables import read_table
from load.parquet.writing import write_years
from warehouse.errors import LoadError, SettingsError
from warehouse.metrics import load_metrics
from warehouse.places import COUNTRY, load_places
from warehouse.records import CatalogueEntry, Health, Place
from warehouse.rules_version import rules_version

_READ = frozenset((Health.READ, Health.READ_WITH_HOLES))
_MAYBE_RULES = frozenset((Why.RULES, Why.PAGE))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reports a run is about, the catalogue's lines that name none, and the catalogue's file."""

    entries: tuple[CatalogueEntry, ...]
    refused: tuple[Outcome, ...]
    catalogue: Path


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What is to be read, what stays as it is, and what cannot be read for want of bytes: how many reports,
    and the rows of those that were not absent for the same reason before."""

    works: tuple[ReadWork, ...]
    settled: tuple[Outcome, ...]
    missing: int
    absent: tuple[dict[str, Any], ...]


def renew_tables(settings: Settings, request: PanelRequest) -> None:
    """Put tables of an older schema version aside, as all is about to be read anew.

    Raises LoadError where the request is for a part of the catalogue: the rest would be missing.
    """
    version = older_version(settings.data_dir)
    if not version:
        return
    if request.places or request.years or request.only_failed:
        what = f"holds tables of schema version {version}, which must be read anew as a whole"
        raise LoadError(what, str(settings.parquet), "run `fazhi run` once for the whole catalogue")
    watcher().say(set_aside(settings.data_dir, version))


def choose_reports(settings: Settings, request: PanelRequest) -> Chosen:
    """The catalogue's reports that the request names.

    Those that failed are sought in the catalogue in which they last failed, unless the request names one; it
    is well if none is left. Raises CatalogueError where the catalogue cannot be read, SettingsError where it
    names no report that is asked for, or samples alone where real reports are.
    """
    named = request.catalogue or (failed_catalogue(settings) if request.only_failed else "")
    path = settings.model_copy(update={"catalogue": named or settings.catalogue}).catalogue_path
    catalogue = read_catalogue(path, load_places(), settings.catalogue_folders)
    entries = selection(request).of(catalogue.entries)
    refused = tuple(_refused(line, str(path)) for line in catalogue.rejected)
    if request.only_failed:
        failed = still_failing(settings, path)
        return Chosen(tuple(entry for entry in entries if entry.report_id in failed), (), path)
    if not entries and not refused:
        raise SettingsError("names no report that is asked for", str(path), "see its places and years")
    refuse_samples_among_reports(settings, entries)
    return Chosen(entries, refused, path)


def _refused(line: Rejected, path: str) -> Outcome:
    return Outcome(line.report, Status.FAILED, f"{path}, line {line.line}", "", line.kind, line.words)


def sort_out(fetched: Iterable[Fetched], settings: Settings, *, only_changed: bool) -> SortedOut:
    """Decide by our own key what must be read: snapshot, code and rules, place and year.

    What failed to be read stays failed while bytes and reader are the same, and is told again. A report
    that cannot be fetched is left as its last snapshot was read, one that no changed rule touches as it is.
    The first that must be read has the readers load what they need while the others are looked at.
    """
    known = _known_documents(settings)
    judged = list(_judged(fetched, known, settings))
    same = untouched(settings, _stale(judged, known)) if only_changed else frozenset()
    works: list[ReadWork] = []
    settled: list[Outcome] = []
    absent: list[dict[str, Any]] = []
    missing = 0
    for one, key, changed in judged:
        before = known.get(one.entry.report_id, {})
        if one.failure is not None:
            settled.append(one.failure)
        if one.snapshot is None:
            missing += 1
            absent += _absent(one, before)
            continue
        why = changed if one.entry.report_id not in same else ""
        why = why or ("" if only_changed else Why.ASKED.value)
        if why:
            name, rules = _name(one.entry), rules_version()
            works.append(ReadWork(one.entry, name, one.snapshot, key, settings.ocr, why, rules))
        elif one.failure is None:
            settled.append(_as_before(one.entry, before))
    if works:
        keep_rules(settings)
    return SortedOut(tuple(works), tuple(settled), missing, tuple(absent))


def _judged(
    fetched: Iterable[Fetched], known: Mapping[str, Mapping[str, Any]], settings: Settings
) -> Iterator[tuple[Fetched, str, str]]:
    """Each with the key of its reading by reader and rules of now, and why it must be read by these (Why)."""
    is_first = not settings.on_dask
    for one in fetched:
        if one.snapshot is None:
            yield one, "", ""
            continue
        key = reading_key(one.snapshot, one.entry, ocr=settings.ocr)
        why = why_to_read(known.get(one.entry.report_id, {}), one.snapshot, key)
        if why and is_first:
            load_beforehand()
            is_first = False
        yield one, key, why


def _stale(
    judged: Iterable[tuple[Fetched, str, str]], known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Stale]:
    """What was read well, maybe from the same page: the bytes of one that is a page's file are the file's."""
    for one, key, why in judged:
        if why in _MAYBE_RULES and one.snapshot is not None:
            before = known[one.entry.report_id]
            if before["health"] in _READ and not str(before["reason"]).startswith(KEPT):
                yield Stale(one.entry, one.snapshot, before["reading_key"], key)


def _known_documents(settings: Settings) -> dict[str, dict[str, Any]]:
    columns = ("report_id", "snapshot", "reading_key", "health", "reason", "statement_count")
    rows = read_table(settings.data_dir, "documents", columns).to_pylist()
    return {row["report_id"]: row for row in rows}


def _absent(one: Fetched, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The row of a report without a snapshot; none where Parquet has the same already."""
    reason = one.reason or "never fetched"
    unchanged = before.get("health") == "absent" and before.get("reason") == reason
    return [] if unchanged else [absent_row(one.entry, _name(one.entry), reason)]


def _as_before(entry: CatalogueEntry, before: Mapping[str, Any]) -> Outcome:
    reason = str(before["reason"] or "")
    if before["health"] == "unreadable" or reason.startswith(KEPT):
        kind, _, words = reason.removeprefix(KEPT).partition(": ")
        return Outcome(entry.report_id, Status.FAILED, entry.url, _name(entry), kind, words)
    statements = int(before["statement_count"])
    lost = reason if before["health"] == Health.READ_WITH_HOLES else ""
    return Outcome(
        entry.report_id, Status.UNCHANGED, entry.url, _name(entry), statements=statements, lost=lost
    )


def _name(entry: CatalogueEntry) -> str:
    return load_places().name_of(entry.place, entry.year)


def store_readings(settings: Settings, rows: SpilledRows, absent: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Put what was read into Parquet, year by year and all or nothing. True where a file changed.

    The samples go as the first real reports come. A report whose new page could not be read keeps its last
    good reading.
    """
    rows.add({"documents": documents_table(absent)})
    last_good = last_good_readings(rows, settings)
    reports = rows.of_all_years("documents", ["report_id"])["report_id"].to_pylist()
    samples = samples_to_leave(settings, last_good.documents)
    if samples:
        watcher().say(f"{len(samples)} samples taken out of the tables, as real reports are there now")
    return bool(reports) and bool(write_years(settings.data_dir, last_good.of, [*reports, *samples]))


def build_warehouse(settings: Settings, *, even_if_fresh: bool = False) -> bool:
    """Make the warehouse from Parquet, unless it was made from the same. True where it was made.

    One that was made from the same is given what was fetched and proposed since. The copy of the tables
    follows, if one is kept: the warehouse stands even where the bucket is away.
    """
    was_made = _warehouse_from_tables(settings, even_if_fresh=even_if_fresh)
    copy_tables(settings)
    return was_made


def _warehouse_from_tables(settings: Settings, *, even_if_fresh: bool) -> bool:
    metrics, places, limits = load_metrics(), all_places(), settings.database_limits
    if not even_if_fresh and is_current(settings.data_dir, settings.database, metrics, places):
        bring_in_diaries(settings.data_dir, settings.database, limits)
        return False
    refuse_to_empty(settings)
    root, database = settings.data_dir, settings.database
    for line in build_database(root, database, metrics, places, limits, every_year=even_if_fresh):
        watcher().say(line)
    return True


def export_workbook(settings: Settings, base_year: int, *, even_if_fresh: bool = False) -> bool:
    """Write the workbooks whose content changed since they were written. True where there was one."""
    source = source_key(settings.data_dir, load_metrics(), all_places())
    key = workbook_key(source, base_year)
    if is_damaged(settings.made):
        watcher().say(f"{settings.made}: cannot be read; the workbooks are written anew, and it as well")
    fresh = settings.workbook.exists() and made_from(settings.made).get(WORKBOOKS) == key
    if fresh and not even_if_fresh:
        return False
    from flows.workbooks import export_changed  # brings the writer, for which the other steps need not wait

    wrote = export_changed(settings, base_year, even_if_fresh=even_if_fresh)
    remember_made(settings.made, {WORKBOOKS: key})
    return wrote


def all_places() -> tuple[Place, ...]:
    """The places that the warehouse knows."""
    places = load_places()
    country = places.by_code(COUNTRY)
    return (*([country] if country else []), *places.within(COUNTRY))


def count_statements(settings: Settings) -> int:
    """How many figures Parquet holds."""
    counts: pa.ChunkedArray = read_table(settings.data_dir, "documents", ["statement_count"])[
        "statement_count"
    ]
    return sum(counts.to_pylist())
