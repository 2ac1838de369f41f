"""The diary of index pages: how each list stood when it was read. Append-only, one file a batch."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import publish, write_bytes
from load.parquet import FOLDER
from warehouse.errors import LoadError
from warehouse.schemas import LIST_LOG

_FOLDER = "list_log"
_TIME = "%Y%m%dT%H%M%S%fZ"


def append_list_log(root: Path, rows: Sequence[Mapping[str, Any]]) -> Path | None:
    """Add rows of `warehouse.schemas.LIST_LOG` as one new file, named by their latest time and content.

    Returns the file; None where there is no row. Raises LoadError where a row does not fit the schema.
    """
    if not rows:
        return None
    try:
        table = pa.Table.from_pylist([dict(row) for row in rows], schema=LIST_LOG)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise LoadError(f"a value does not fit its column: {error}", _FOLDER, "see the schema") from error
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    latest = max(row["at"] for row in rows).astimezone(UTC)
    digest = hashlib.sha256(sink.getvalue()).hexdigest()[:8]
    path = root / FOLDER / _FOLDER / f"{latest.strftime(_TIME)}-{digest}.parquet"
    staged = path.with_name(f".{path.name}.new")
    write_bytes(staged, sink.getvalue())
    publish(staged, path)
    return path


def read_list_log(root: Path, since: datetime | None = None) -> pa.Table:
    """The rows of the diary, oldest first; from `since` on, only files with such rows are opened.

    Raises LoadError naming a file that is damaged.
    """
    first = since.astimezone(UTC).strftime(_TIME) if since else ""
    paths = [path for path in sorted((root / FOLDER / _FOLDER).glob("[!.]*.parquet")) if path.name >= first]
    table = pa.concat_tables([LIST_LOG.empty_table(), *(_read(path) for path in paths)])
    return table.sort_by([("at", "ascending"), ("index_url", "ascending")])


def _read(path: Path) -> pa.Table:
    try:
        return pq.ParquetFile(path).read().cast(LIST_LOG)
    except (OSError, ValueError) as error:
        raise LoadError("damaged", str(path), "move the file away") from error
