"""What is asked of readers, and the rows that come of it: known to all that need not read themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from flows.record.outcomes import Outcome, Status
from warehouse.records import CatalogueEntry, Health
from warehouse.tables import FOLDERS


@dataclass(frozen=True, slots=True)
class ReadWork:
    """A report to read, and why: its snapshot's hash, the key of its reading, whether OCR may help.

    `rules` is the version of the metric rules that the key says.
    """

    entry: CatalogueEntry
    place_name: str
    snapshot: str
    key: str
    ocr: bool = False
    why: str = ""
    rules: str = ""


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


def failed_reading(work: ReadWork, kind: str, words: str, attachment: str = "") -> ReadShard:
    """The row and outcome of a report that could not be read: why in one word, and in one line."""
    row = row_of(work, Health.UNREADABLE, f"{kind}: {words}")
    outcome = replace(outcome_of(work, Status.FAILED, kind, words), attachment=attachment)
    return ReadShard((outcome,), {"documents": documents_table([row])})


def outcome_of(
    work: ReadWork, status: Status, kind: str = "", words: str = "", statements: int = 0
) -> Outcome:
    """What became of a report."""
    entry = work.entry
    return Outcome(entry.report_id, status, entry.url, work.place_name, kind, words, statements, why=work.why)


def documents_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of the table `documents` by column name; a column left out is null."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=FOLDERS["documents"].schema)


def absent_row(entry: CatalogueEntry, place_name: str, reason: str) -> dict[str, Any]:
    """The row of a report that is not there, and why."""
    return row_of(ReadWork(entry, place_name, "", ""), Health.ABSENT, reason)


def row_of(work: ReadWork, health: Health, reason: str | None) -> dict[str, Any]:
    """The row of a report in the table `documents`, without what only its text tells."""
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
