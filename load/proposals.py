"""Proposed reports and what became of them: one small Parquet file an event, written once, never changed."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import publish, write_bytes
from load.parquet import FOLDER
from warehouse.errors import LoadError
from warehouse.schemas import PROPOSALS

_FOLDER = "proposal"


def append_proposals(root: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Add rows of `warehouse.schemas.PROPOSALS` that happened at once. Returns their file.

    Raises LoadError where a row does not fit the schema.
    """
    try:
        table = pa.Table.from_pylist([dict(row) for row in rows], schema=PROPOSALS)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise LoadError(
            f"a value does not fit its column: {error}", _FOLDER, "see warehouse/schemas.py"
        ) from error
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    at = rows[0]["at"].astimezone(UTC)
    digest = hashlib.sha256(sink.getvalue()).hexdigest()[:8]
    path = root / FOLDER / _FOLDER / f"{at:%Y%m%dT%H%M%S%f}Z-{rows[0]['event']}-{digest}.parquet"
    staged = path.with_name(f".{path.name}.new")
    write_bytes(staged, sink.getvalue())
    publish(staged, path)
    return path


def read_proposals(root: Path) -> pa.Table:
    """All events in the order in which they happened; what older files lack is null.

    Raises LoadError for a damaged file.
    """
    tables = [_read(path) for path in sorted((root / FOLDER / _FOLDER).glob("2*.parquet"))]
    return pa.concat_tables([PROPOSALS.empty_table(), *tables])


def _read(path: Path) -> pa.Table:
    try:
        table = pq.ParquetFile(path).read()
        for field in PROPOSALS:
            if field.nullable and field.name not in table.column_names:
                table = table.append_column(field, pa.nulls(table.num_rows, field.type))
        return table.select(PROPOSALS.names).cast(PROPOSALS)
    except (OSError, ValueError, KeyError) as error:
        raise LoadError("damaged, or not of this version", str(path), "move the file away") from error
