"""The diary of loads: one small Parquet file a row, written once and never changed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from load.diaries.diary import Diary
from warehouse.errors import LoadError
from warehouse.schemas import LOAD_RUNS

_DIARY = Diary("load_run", LOAD_RUNS, "run_id")
read_load_runs = _DIARY.read
damaged_load_runs = _DIARY.damaged
time_of_load_run = _DIARY.time_after


def append_load_run(root: Path, row: Mapping[str, Any]) -> Path:
    """Add one row of `warehouse.schemas.LOAD_RUNS` (`at` with its time zone). Returns its file.

    Raises LoadError where the row does not fit the schema. The same row twice is one row.
    """
    if odd := sorted(set(row) ^ set(LOAD_RUNS.names)):
        raise LoadError(
            f"columns missing or unknown: {', '.join(odd)}", "load_run", "see warehouse/schemas.py"
        )
    at = row["at"]
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise LoadError(f"`at` is {at!r}", "load_run", "give a datetime with its time zone")
    if row["event"] not in {"started", "succeeded", "failed"}:
        raise LoadError(f"event is {row['event']!r}", "load_run", "started, succeeded or failed")
    return _DIARY.add(root, row)
