"""Tables whose files are not as they were written: that year is read again from its snapshots."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extract.catalogue import read_catalogue
from extract.snapshots import LOST
from flows.fetching.reports import stored_reports
from flows.keeping.freshness import reading_key
from flows.keeping.untouched import keep_rules
from flows.reading.attachments import follow_attachments
from flows.reading.processes import reading_pool
from flows.reading.readers import read_shard
from flows.reading.rows import ReadShard, ReadWork, absent_row, documents_table, joined
from flows.record.outcomes import Outcome
from flows.record.progress import watcher
from flows.request import PanelRequest
from flows.settings import Settings
from load.diaries.damage import damaged_diaries
from load.engines.database import open_readonly
from load.parquet.manifest import (
    DamagedManifestError,
    Part,
    damaged_parts,
    manifest_content,
    read_manifest,
)
from load.parquet.older import set_aside
from load.parquet.restoring import restored_manifest
from load.parquet.tables import read_part
from load.parquet.writing import tidy, write_reports
from warehouse.errors import FazhiError, LoadError
from warehouse.places import load_places
from warehouse.records import CatalogueEntry
from warehouse.rules_version import rules_version
from warehouse.schemas import SCHEMA_VERSION

_KNOWN = ("report_id", "report_year", "place", "url", "source_url", "third_party", "snapshot", "reason")
_FROM_WAREHOUSE = f"SELECT {', '.join(_KNOWN)} FROM dim_report WHERE report_year = $year ORDER BY report_id"
_ANEW = "`fazhi transform --all` with the catalogue that names them"


def mend_tables(settings: Settings, request: PanelRequest | None = None) -> None:
    """See that the tables are what was written, and read again what is not; a line for each year.

    Of a diary nothing can be read again: a damaged file is told, and left out.
    What a killed load left is cleared up, also where nothing is to be written. Where a request is for
    everything anew, what cannot be mended is left to it. Raises LoadError where a report of such a year is
    not known any more, or has lost its snapshot. Only the one writer may call this.
    """
    for line in damaged_diaries(settings.data_dir):
        watcher().say(line)
    is_anew = request is not None and _is_for_everything(request)
    try:
        version, _ = manifest_content(settings.parquet)
    except DamagedManifestError:
        if restored_manifest(settings.data_dir):
            watcher().say(f"{settings.parquet}: a damaged manifest was made anew from its files")
        elif is_anew:
            watcher().say(set_aside(settings.data_dir, "damaged"))
        else:
            raise
    else:
        if version != SCHEMA_VERSION:
            return
    damaged = damaged_parts(settings.parquet)
    for year in sorted({part.year for part in damaged}):
        _read_again(settings, year, [part for part in damaged if part.year == year], is_anew=is_anew)
    tidy(settings.data_dir)


def _is_for_everything(request: PanelRequest) -> bool:
    return not (request.places or request.years or request.only_changed or request.only_failed)


def _read_again(settings: Settings, year: int, lost: Sequence[Part], *, is_anew: bool) -> None:
    """Put the rows of one year in place of those that are lost."""
    known = _known_reports(settings, year, lost)
    said = read_manifest(settings.parquet)["documents", year].rows
    where = str(settings.parquet / lost[0].path)
    if len(known) < said and not is_anew:
        what = f"damaged, and {said - len(known)} of {said} reports of {year} are not known any more"
        raise LoadError(what, where, f"run {_ANEW}")
    works, absent = _works(settings, known)
    keep_rules(settings)
    shard = _read(settings, works)
    gone = [outcome for outcome in shard.outcomes if outcome.kind in LOST]
    if gone and not is_anew:
        what = f"damaged, and {len(gone)} snapshots of {year} are lost as well: {_ids(gone)}"
        raise LoadError(what, where, f"run `fazhi fetch`, then `fazhi load`; to go on without them {_ANEW}")
    rows = joined([shard.tables, {"documents": documents_table(absent)}])
    reports = known.keys() | _reports_left(settings, year, lost)
    write_reports(settings.data_dir, rows, sorted(reports), lost)
    names = ", ".join(part.path for part in lost)
    watcher().say(
        f"{settings.parquet}: {names} was damaged; {len(works)} reports of {year} were read again from "
        f"their snapshots, {len(absent)} have none"
    )


def _ids(outcomes: Sequence[Outcome], most: int = 5) -> str:
    more = f" … and {len(outcomes) - most} more" if len(outcomes) > most else ""
    return ", ".join(outcome.report_id for outcome in outcomes[:most]) + more


def _read(settings: Settings, works: Sequence[ReadWork]) -> ReadShard:
    watcher().begin("修复 mend", len(works))
    with reading_pool(len(works), settings.workers, settings.read_limits) as readers:
        shard = read_shard(works, settings.snapshots, readers)
        return follow_attachments(shard, works, settings, readers, stored_reports)


def _works(
    settings: Settings, known: Mapping[str, Mapping[str, Any]]
) -> tuple[list[ReadWork], list[dict[str, Any]]]:
    """What is read again, and the rows of reports that have no snapshot."""
    places = load_places()
    works, absent = [], []
    for report, row in sorted(known.items()):
        entry = CatalogueEntry(
            place=row["place"],
            year=row["report_year"],
            url=row["url"],
            source_url=row["source_url"],
            is_third_party=row["third_party"],
        )
        name = places.name_of(entry.place, entry.year)
        snapshot = row["snapshot"] or next(one.snapshot for one in stored_reports([entry], settings))
        if snapshot is None:
            absent.append(absent_row(entry, name, row["reason"] or f"no snapshot of {report}"))
            continue
        key = reading_key(snapshot, entry, ocr=settings.ocr)
        works.append(ReadWork(entry, name, snapshot, key, settings.ocr, rules=rules_version()))
    return works, absent


def _known_reports(settings: Settings, year: int, lost: Sequence[Part]) -> dict[str, dict[str, Any]]:
    """The reports of a year as its table of documents has them; where that is lost, as others tell."""
    documents = read_manifest(settings.parquet)["documents", year]
    if documents not in lost:
        rows = read_part(settings.parquet, documents, _KNOWN).to_pylist()
        return {row["report_id"]: row for row in rows}
    known = {row["report_id"]: row for row in _of_warehouse(settings, year)}
    if len(known) < documents.rows:
        known = {row["report_id"]: row for row in _of_catalogue(settings, year)} | known
    return known


def _reports_left(settings: Settings, year: int, lost: Sequence[Part]) -> set[str]:
    """The reports with rows in what is left of a year: those of one that is not known go with it."""
    parts = [part for part in read_manifest(settings.parquet).values() if part.year == year]
    return {
        report
        for part in parts
        if part not in lost
        for report in read_part(settings.parquet, part, ["report_id"])["report_id"].unique().to_pylist()
    }


def _of_warehouse(settings: Settings, year: int) -> list[dict[str, Any]]:
    try:
        with open_readonly(settings.database, settings.database_limits) as connection:
            rows: list[dict[str, Any]] = (
                connection.execute(_FROM_WAREHOUSE, {"year": year}).to_arrow_table().to_pylist()
            )
    except FazhiError:
        return []
    return rows


def _of_catalogue(settings: Settings, year: int) -> Iterator[dict[str, Any]]:
    """The reports that the catalogue of the settings names."""
    for entry in read_catalogue(settings.catalogue_path, load_places(), settings.catalogue_folders).entries:
        if entry.year == year:
            yield {
                "report_id": entry.report_id,
                "report_year": year,
                "place": entry.place,
                "url": entry.url,
                "source_url": entry.source_url or entry.url,
                "third_party": entry.is_third_party,
                "snapshot": None,
                "reason": None,
            }
