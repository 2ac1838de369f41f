"""The diary of loads: one small Parquet file a row, written once and never changed."""

import hashlib
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import publish, write_bytes
from load.parquet import FOLDER
from warehouse.errors import LoadError
from warehouse.schemas import LOAD_RUNS

_FOLDER = "load_run"


def append_load_run(root: Path, row: Mapping[str, Any]) -> Path:
    """Add one row of `warehouse.schemas.LOAD_RUNS` (`at` with its time zone). Returns its file.

    Raises LoadError where the row does not fit the schema. The same row twice is one row.
    """
    if odd := sorted(set(row) ^ set(LOAD_RUNS.names)):
        raise LoadError(
            f"columns missing or unknown: {', '.join(odd)}", "load_run", "see warehouse/schemas.py"
        )
    table = _table_of(row)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    at = row["at"].astimezone(UTC)
    run = re.sub(r"[^0-9A-Za-z_.-]", "_", str(row["run_id"]))[:64]
    digest = hashlib.sha256(sink.getvalue()).hexdigest()[:8]
    path = root / FOLDER / _FOLDER / f"{at:%Y%m%dT%H%M%S%f}Z-{run}-{row['event']}-{digest}.parquet"
    staged = path.with_name(f".{path.name}.new")
    write_bytes(staged, sink.getvalue())
    publish(staged, path)
    return path


def _table_of(row: Mapping[str, Any]) -> pa.Table:
    at = row["at"]
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise LoadError(f"`at` is {at!r}", "load_run", "give a datetime with its time zone")
    if row["event"] not in {"started", "succeeded", "failed"}:
        raise LoadError(f"event is {row['event']!r}", "load_run", "started, succeeded or failed")
    try:
        return pa.Table.from_pylist([dict(row)], schema=LOAD_RUNS)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise LoadError(f"a value does not fit its column: {error}", "load_run", "see the schema") from error


def read_load_runs(root: Path) -> pa.Table:
    """All rows of all loads, oldest first. Raises LoadError naming a file that is damaged."""
    paths = sorted((root / FOLDER / _FOLDER).glob("[!.]*.parquet"))
    table = pa.concat_tables([LOAD_RUNS.empty_table(), *(_read_row(path) for path in paths)])
    return table.sort_by([("at", "ascending"), ("run_id", "ascending"), ("event", "descending")])


def _read_row(path: Path) -> pa.Table:
    try:
        return pq.ParquetFile(path).read().cast(LOAD_RUNS)
    except (OSError, ValueError) as error:
        raise LoadError("damaged", str(path), "move the file away") from error
