"""One report's bytes to the rows of its tables; a report's failure becomes a row and a line, here alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from extract.documents import read_document
from extract.identity import check_identity
from extract.sandbox import Limits, limited
from extract.snapshots import LOST, SnapshotStore
from extract.storage import Location
from flows.record.outcomes import Outcome, Status
from transform.reading import read_report
from transform.rules import load_rules
from transform.tables import tables_of
from warehouse.errors import StoreError, UnreadableError
from warehouse.places import load_places
from warehouse.records import Basis, CatalogueEntry, Document, Health, Reading
from warehouse.tables import FOLDERS
from warehouse.visible import visible

T = TypeVar("T")

_MOST_KEPT = 2000
"""Statements of a report that waits for the others: several long ones would take the memory of the last."""


@dataclass(frozen=True, slots=True)
class ReadWork:
    """A report to read, and why: its snapshot's hash, the key of its reading, whether OCR may help."""

    entry: CatalogueEntry
    place_name: str
    snapshot: str
    key: str
    ocr: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadShard:
    """What became of a shard's reports, and their rows by table."""

    outcomes: tuple[Outcome, ...]
    tables: dict[str, pa.Table]


def joined(shards: Iterable[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """The tables of several shards as one of each name."""
    everything = list(shards)
    return {
        name: pa.concat_tables(
            [folder.schema.empty_table(), *(tables[name] for tables in everything if name in tables)]
        )
        for name, folder in FOLDERS.items()
    }


class _Read(NamedTuple):
    """A report that was read, with its row of the table `documents`."""

    outcome: Outcome
    row: dict[str, Any]
    reading: Reading


def read_chunk(works: Sequence[ReadWork], snapshots: Location, limits: Limits) -> ReadShard:
    """Read some reports one after the other in this process, each within the limits.

    Their tables are made together, as a table costs most for each of its columns; one by one where a report
    failed, or fails now, so that it alone is lost.
    """
    store = SnapshotStore(snapshots)
    read = [_within(limits, work, partial(_read, work, store)) for work in works]
    whole = [one for one in read if isinstance(one, _Read)]
    together = _within(limits, works[0], partial(_shard_of, whole)) if len(whole) == len(read) else None
    if together and not any(outcome.kind for outcome in together.outcomes):
        return together
    shards = [
        _within(limits, work, partial(_shard_of, [one])) if isinstance(one, _Read) else one
        for work, one in zip(works, read, strict=True)
    ]
    return ReadShard(tuple(o for shard in shards for o in shard.outcomes), joined(s.tables for s in shards))


def _within(limits: Limits, work: ReadWork, make: Callable[[], T]) -> T | ReadShard:
    """What is made for a report within the limits; why it could not be, where it fails."""
    try:
        with limited(limits):
            return make()
    except StoreError:  # it says nothing of the report, whose last reading stays
        raise
    except Exception as error:  # noqa: BLE001  one report's failure is a row; the others are read
        kind = getattr(error, "kind", "") or type(error).__name__
        link = error.where if isinstance(error, UnreadableError) and kind == "attachment" else ""
        if kind in LOST:  # sought again, though neither page nor reader has changed
            work = replace(work, key="")
        return failed_reading(work, kind, visible(" ".join(str(error).split())) or kind, link)


def _read(work: ReadWork, store: SnapshotStore) -> _Read | ReadShard:
    document = read_document(store.read(work.snapshot), ocr=work.ocr)
    _check(document, work.entry)
    reading = read_report(document, work.entry.place, work.entry.year, load_rules())
    _prove(document, reading)
    row = read_row(work, document, reading)
    outcome = _outcome(work, Status.READ, statements=len(reading.statements))
    if document.health is Health.READ_WITH_HOLES:
        outcome = replace(outcome, lost=_loss(document) or "")
    read = _Read(outcome, row, reading)
    return read if len(reading.statements) <= _MOST_KEPT else _shard_of([read])


def _shard_of(read: Sequence[_Read]) -> ReadShard:
    return ReadShard(tuple(one.outcome for one in read), tables_of((one.row, one.reading) for one in read))


def read_row(work: ReadWork, document: Document, reading: Reading) -> dict[str, Any]:
    """The row of a report that was read, in the table `documents`."""
    return _row(work, document.health, _loss(document)) | _said(document) | _counts(reading)


def _check(document: Document, entry: CatalogueEntry) -> None:
    if entry.format and entry.format != document.format:
        what = f"the catalogue says {entry.format}, the file is {document.format}"
        raise UnreadableError(what, "", "mend the catalogue's format, or leave it empty", "other_format")
    if wrong := check_identity(document, entry, load_places()):
        raise UnreadableError(wrong, "", "mend the catalogue's place, year or address", "other_report")


def _prove(document: Document, reading: Reading) -> None:
    if not reading.statements:
        raise UnreadableError("the text states no figure", "", "is it the report itself?", "no_figures")
    for statement in reading.statements:
        stands = document.text[statement.char_start : statement.char_end]
        if statement.basis is Basis.STATED and stands != statement.text:
            what = f"“{statement.text}” does not stand at {statement.char_start}: “{stands}”"
            raise UnreadableError(what, "", "report this", "misplaced")


def failed_reading(work: ReadWork, kind: str, words: str, attachment: str = "") -> ReadShard:
    """The row and outcome of a report that could not be read: why in one word, and in one line."""
    row = _row(work, Health.UNREADABLE, f"{kind}: {words}")
    outcome = replace(_outcome(work, Status.FAILED, kind, words), attachment=attachment)
    return ReadShard((outcome,), {"documents": documents_table([row])})


def _outcome(work: ReadWork, status: Status, kind: str = "", words: str = "", statements: int = 0) -> Outcome:
    entry = work.entry
    return Outcome(entry.report_id, status, entry.url, work.place_name, kind, words, statements, why=work.why)


def documents_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of the table `documents` by column name; a column left out is null."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=FOLDERS["documents"].schema)


def absent_row(entry: CatalogueEntry, place_name: str, reason: str) -> dict[str, Any]:
    """The row of a report that is not there, and why."""
    return _row(ReadWork(entry, place_name, "", ""), Health.ABSENT, reason)


def _row(work: ReadWork, health: Health, reason: str | None) -> dict[str, Any]:
    entry = work.entry
    return {
        "report_id": entry.report_id,
        "report_year": entry.year,
        "place": entry.place,
        "place_name": work.place_name,
        "url": entry.url,
        "source_url": entry.source_url or entry.url,
        "third_party": entry.is_third_party,
        "health": health.value,
        "reason": reason,
        "snapshot": work.snapshot or None,
        "reading_key": work.key or None,
        "statement_count": 0,
        "linked_count": 0,
        "exclusion_count": 0,
        "issue_count": 0,
    }


def _loss(document: Document) -> str | None:
    return "; ".join(sorted({issue.kind for issue in document.issues if issue.is_hole})) or None


def _said(document: Document) -> dict[str, Any]:
    names = (
        "format",
        "title",
        "publisher",
        "index_number",
        "document_number",
        "published_on",
        "source",
        "text",
    )
    return {name: getattr(document, name) for name in names} | asdict(document.legibility)


def _counts(reading: Reading) -> dict[str, int]:
    return {
        "statement_count": len(reading.statements),
        "linked_count": sum(statement.metric is not None for statement in reading.statements),
        "exclusion_count": len(reading.exclusions),
        "issue_count": len(reading.issues),
    }
