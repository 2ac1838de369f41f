"""One report's bytes to the rows of its tables; a report's failure becomes a row and a line, here alone."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

from extract.documents import read_document
from extract.identity import check_identity
from extract.sandbox import Limits, limited
from extract.snapshots import LOST, SnapshotStore
from extract.storage import Location
from flows.reading.rows import ReadShard, ReadWork, failed_reading, joined, outcome_of, row_of
from flows.record.outcomes import Outcome, Status
from transform.reading import read_report
from transform.rules import load_rules
from transform.tables import tables_of
from warehouse.errors import StoreError, UnreadableError
from warehouse.places import load_places
from warehouse.records import Basis, CatalogueEntry, Document, Health, Reading
from warehouse.rules_version import rules_version
from warehouse.visible import visible

T = TypeVar("T")

_MOST_KEPT = 2000
"""Statements of a report that waits for the others: several long ones would take the memory of the last."""


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
    works = [_by_rules_here(work) for work in works]
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


def _by_rules_here(work: ReadWork) -> ReadWork:
    """The work, without its key where this process reads by other rules than that says: they were changed."""
    return work if work.rules in {"", rules_version()} else replace(work, key="")


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
    outcome = outcome_of(work, Status.READ, statements=len(reading.statements))
    if document.health is Health.READ_WITH_HOLES:
        outcome = replace(outcome, lost=_loss(document) or "")
    read = _Read(outcome, row, reading)
    return read if len(reading.statements) <= _MOST_KEPT else _shard_of([read])


def _shard_of(read: Sequence[_Read]) -> ReadShard:
    return ReadShard(tuple(one.outcome for one in read), tables_of((one.row, one.reading) for one in read))


def read_row(work: ReadWork, document: Document, reading: Reading) -> dict[str, Any]:
    """The row of a report that was read, in the table `documents`."""
    return row_of(work, document.health, _loss(document)) | _said(document) | _counts(reading)


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
