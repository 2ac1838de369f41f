"""A good reading outlives a bad page: maintenance, a login, a broken file under the report's address."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.reading import documents_table
from flows.settings import Settings
from load.parquet import read_table
from warehouse.records import Health

KEPT = "kept: "
"""How the reason of a report begins whose newest page could not be read, its last good reading staying."""
_GOOD = frozenset((Health.READ.value, Health.READ_WITH_HOLES.value))


def with_last_good(rows: Mapping[str, pa.Table], settings: Settings) -> dict[str, pa.Table]:
    """The rows to be stored, a report's last good reading in place of a new page that could not be read.

    Its row keeps the snapshot that it was read from, and takes the reading key of the bad page, which is not
    read again, and the reason why that could not be. What the same page no longer yields to a newer reader is
    not kept.
    """
    bad = {row["report_id"]: row for row in rows["documents"].to_pylist() if _is_bad(row)}
    if not bad:
        return dict(rows)
    before = read_table(settings.data_dir, "documents").to_pylist()
    kept = [_kept(row, bad[row["report_id"]]) for row in before if _outlives(row, bad.get(row["report_id"]))]
    if not kept:
        return dict(rows)
    reports = pa.array([row["report_id"] for row in kept])
    stored = {}
    for name, table in rows.items():
        others = table.filter(pc.invert(pc.is_in(table["report_id"], reports)))
        mine = documents_table(kept) if name == "documents" else read_table(settings.data_dir, name)
        stored[name] = pa.concat_tables([others, mine.filter(pc.is_in(mine["report_id"], reports))])
    return stored


def _is_bad(row: Mapping[str, Any]) -> bool:
    return row["health"] == Health.UNREADABLE.value and row["snapshot"] is not None


def _outlives(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    return now is not None and before["health"] in _GOOD and before["snapshot"] != now["snapshot"]


def _kept(before: Mapping[str, Any], bad: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, "reading_key": bad["reading_key"], "reason": f"{KEPT}{bad['reason']}"}
