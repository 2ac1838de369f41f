"""The diary of fetching: a row of the log for each visit and report that it is for, written by and by."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from extract.fetching import Visit
from flows.settings import Settings
from load.diaries.fetch_log import append_fetch_log, hosts_left_alone
from warehouse.records import Snapshot

NO_REPORT = ""
"""Stands for the report id in the row of an index page, or of a page that is looked at for the catalogue."""
_BATCH = 200
_KEPT_HEADERS = (
    "content-type",
    "content-length",
    "date",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "server",
)


class FetchDiary:
    """Collects rows and writes them 200 at a time, so that a killed run has told most of what it asked."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.data_dir
        self._rows: list[dict[str, Any]] = []

    def left_alone(self) -> dict[str, datetime]:
        """Hosts that turned us away in the last year, and until when nothing is asked of them."""
        now = datetime.now(UTC)
        return hosts_left_alone(self._root, now, now - timedelta(days=366))

    def add(self, report_ids: Sequence[str], visit: Visit, snapshot: Snapshot | None) -> None:
        """One row for each report that the page is for; `[NO_REPORT]` for a page that is none's."""
        self._rows += [_row(report_id, visit, snapshot) for report_id in report_ids]
        if len(self._rows) >= _BATCH:
            self.write()

    def write(self) -> None:
        """Write what has not been written yet."""
        append_fetch_log(self._root, self._rows)
        self._rows = []


def _row(report_id: str, visit: Visit, snapshot: Snapshot | None) -> dict[str, Any]:
    trace = visit.trace
    kept = {name: trace.headers[name] for name in _KEPT_HEADERS if name in trace.headers}
    return {
        "at": visit.at,
        "report_id": report_id,
        "url": visit.url,
        "final_url": trace.final_url,
        "host": (urlsplit(trace.final_url).hostname or "").lower(),
        "kind": _kind(visit),
        "error": str(visit.error) if visit.error else trace.moved_to or None,
        "status": trace.status,
        "headers": json.dumps(kept, ensure_ascii=False) if kept else None,
        "sha256": snapshot.sha256 if snapshot and visit.page else None,
        "size": snapshot.size if snapshot and visit.page else None,
        "wire_bytes": trace.wire_bytes,
        "requests": trace.requests,
        "tls": trace.tls,
        "leave_until": visit.leave_until,
    }


def _kind(visit: Visit) -> str:
    if visit.error is not None:
        return visit.error.kind
    if visit.trace.moved_to:
        return "moved"
    return "unchanged" if visit.page and visit.page.data is None else "fetched"
