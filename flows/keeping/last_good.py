"""A good reading outlives a bad page: maintenance, a login, another document, a broken file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extract.report_titles import why_no_report
from extract.snapshots import LOST
from flows.reading.rows import ReadShard, ReadWork, documents_table, failed_reading, joined
from flows.settings import Settings
from load.parquet.spilled import SpilledRows
from load.parquet.tables import read_table
from warehouse.records import Health
from warehouse.tables import FOLDERS

KEPT = "kept: "
"""How the reason of a report begins whose newest page could not be read, its last good reading staying."""
OTHER_DOCUMENT = "other_document"
"""The kind of failure of a page that can be read and no longer holds the report it held."""
_GOOD = frozenset((Health.READ.value, Health.READ_WITH_HOLES.value))
_KNOWN = ("report_id", "health", "url", "snapshot", "statement_count")
_JUDGED = ("report_id", "report_year", "health", "url", "snapshot", "reason", "reading_key")
_FIGURE = ("place", "year", "role", "value", "unit", "text")


def without_other_documents(shard: ReadShard, works: Sequence[ReadWork], settings: Settings) -> ReadShard:
    """The readings, that of a page which no longer holds its report failed as `other_document`.

    A notice of maintenance or a login page may state a figure, and another document of the same place and
    year passes for its report. Held against the last good reading, a new page is the same report where a
    quarter of that one's figures stand in it, or where its title is that of such a report and it states at
    least half as many, as a correction leaves most of the text. A mended address is another page, and
    is taken as it is. Outcomes stay in their order.
    """
    now = {row["report_id"]: row for row in shard.tables["documents"].to_pylist() if row["health"] in _GOOD}
    before = {
        row["report_id"]: row
        for row in _stored(settings, "documents", _KNOWN, now)
        if row["health"] in _GOOD and _is_new_page(row, now[row["report_id"]])
    }
    if not before:
        return shard
    columns = ("report_id", *_FIGURE)
    old = _figures(_stored(settings, "statements", columns, before))
    new = _figures(shard.tables["statements"].select(list(columns)).to_pylist())
    others = {
        report_id
        for report_id, row in before.items()
        if not _is_same_report(old.get(report_id, set()), new.get(report_id, set()))
        and not _is_such_a_report(now[report_id], row["statement_count"])
    }
    return _failed(shard, works, others) if others else shard


def _is_new_page(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return bool(before["url"] == now["url"] and before["snapshot"] != now["snapshot"])


def _stored(
    settings: Settings, name: str, columns: Sequence[str], reports: Iterable[str]
) -> list[dict[str, Any]]:
    wanted = list(reports)
    where = pc.field("report_id").isin(pa.array(wanted, pa.string()))
    years = {int(report.rpartition("-")[2]) for report in wanted}
    rows: list[dict[str, Any]] = read_table(settings.data_dir, name, columns, where, years).to_pylist()
    return rows


def _figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[tuple[Any, ...]]]:
    found: dict[str, set[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row["report_id"], set()).add(tuple(row[name] for name in _FIGURE))
    return found


def _is_same_report(old: set[tuple[Any, ...]], new: set[tuple[Any, ...]]) -> bool:
    return 4 * len(old & new) >= len(old)


def _is_such_a_report(now: Mapping[str, Any], figures_before: int) -> bool:
    is_titled = why_no_report(now["title"] or "") is None
    return is_titled and 2 * int(now["statement_count"]) >= figures_before


def _failed(shard: ReadShard, works: Sequence[ReadWork], reports: set[str]) -> ReadShard:
    words = "the page no longer holds the report that was read there: look at it, mend its address"
    failed = [
        failed_reading(work, OTHER_DOCUMENT, words) for work in works if work.entry.report_id in reports
    ]
    left = {
        name: table.filter(pc.invert(pc.is_in(table["report_id"], pa.array(sorted(reports), pa.string()))))
        for name, table in shard.tables.items()
    }
    by_id = {one.report_id: one for part in (shard, *failed) for one in part.outcomes}
    outcomes = tuple(by_id[outcome.report_id] for outcome in shard.outcomes)
    return ReadShard(outcomes, joined([left, *(one.tables for one in failed)]))


@dataclass(frozen=True, slots=True)
class LastGood:
    """The rows to be stored, a report's last good reading in place of a new page that could not be read.

    documents   of all of these reports: id, address and health
    kept        by report year: the new rows of those whose last good reading stays, by report id
    """

    documents: pa.Table
    kept: Mapping[int, Mapping[str, Mapping[str, Any]]]
    _rows: SpilledRows
    _settings: Settings

    def of(self, name: str, year: int) -> pa.Table:
        """Rows of a table and report year."""
        table, kept = self._rows.of(name, year), self.kept.get(year)
        if not kept:
            return table
        reports = pa.array(list(kept), pa.string())
        where = pc.field("report_id").isin(reports)
        mine = read_table(self._settings.data_dir, name, where=where, years=[year])
        if name == "documents":
            mine = documents_table(_kept(row, kept[row["report_id"]]) for row in mine.to_pylist())
        return pa.concat_tables([table.filter(pc.invert(pc.is_in(table["report_id"], reports))), mine])


def last_good_readings(rows: SpilledRows, settings: Settings) -> LastGood:
    """Find for which reports the last good reading stays.

    Its row keeps the snapshot that it was read from, and takes the reading key of the bad page, which is not
    read again, and the reason why that could not be. What the same page no longer yields to a newer reader is
    not kept. Where it is the snapshot that is lost, it stays, without a key, until there is one.
    """
    now = {row["report_id"]: row for row in rows.of_all_years("documents", _JUDGED).to_pylist()}
    bad = {report: row for report, row in now.items() if _is_bad(row)}
    before = {
        row["report_id"]: row
        for row in (_stored(settings, "documents", _KNOWN, bad) if bad else ())
        if _outlives(row, bad[row["report_id"]])
    }
    kept: dict[int, dict[str, Mapping[str, Any]]] = {}
    for report in before:
        kept.setdefault(bad[report]["report_year"], {})[report] = bad[report]
    schema = pa.schema([FOLDERS["documents"].schema.field(name) for name in ("report_id", "url", "health")])
    documents = pa.Table.from_pylist(list((now | before).values()), schema=schema)
    return LastGood(documents, kept, rows, settings)


def _is_bad(row: Mapping[str, Any]) -> bool:
    return row["health"] == Health.UNREADABLE.value and row["snapshot"] is not None or _has_lost(row)


def _has_lost(row: Mapping[str, Any]) -> bool:
    """Whether a report is unread as its snapshot is lost, or not in the store any more."""
    return row["health"] == Health.ABSENT.value or str(row["reason"]).partition(":")[0] in LOST


def _outlives(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if before["health"] not in _GOOD:
        return False
    if _has_lost(now):
        return bool(before["url"] == now["url"])
    return bool(before["snapshot"] != now["snapshot"])


def _kept(before: Mapping[str, Any], bad: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, "reading_key": bad["reading_key"], "reason": f"{KEPT}{bad['reason']}"}
