"""Append-only diaries: one Parquet file a batch, named by its latest time and its content."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.durable import publish, write_bytes
from load.parquet.tables import FOLDER
from warehouse.errors import LoadError

_TIME = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Diary:
    """A diary: its folder, the schema of its rows (with a time `at`), and what orders those of one time.

    It is read without its damaged files, which `damaged` tells.
    """

    folder: str
    schema: pa.Schema
    order: str

    def append(self, root: Path, rows: Sequence[Mapping[str, Any]]) -> Path | None:
        """Add rows as one new file, and return it; None where there is no row.

        Raises LoadError where a row does not fit the schema.
        """
        return self._write(root, rows) if rows else None

    def add(self, root: Path, row: Mapping[str, Any]) -> Path:
        """Add one row as a new file, and return it. Raises LoadError where it does not fit the schema."""
        return self._write(root, [row])

    def _write(self, root: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
        try:
            table = pa.Table.from_pylist([dict(row) for row in rows], schema=self.schema)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            words = f"a value does not fit its column: {error}"
            raise LoadError(words, self.folder, "see warehouse/schemas.py") from error
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd")
        latest = max(row["at"] for row in rows).astimezone(UTC)
        digest = hashlib.sha256(sink.getvalue()).hexdigest()[:8]
        path = root / FOLDER / self.folder / f"{latest.strftime(_TIME)}-{digest}.parquet"
        staged = path.with_name(f".{path.name}.new")
        write_bytes(staged, sink.getvalue())
        publish(staged, path)
        return path

    def time_after(self, root: Path, now: datetime) -> datetime:
        """`now`, or just after the newest row where the clock went back: the last row stays the newest."""
        paths = self._paths(root)
        try:
            newest = datetime.strptime(paths[-1].name.partition("-")[0], _TIME).replace(tzinfo=UTC)
        except (IndexError, ValueError):
            return now
        return max(now, newest + timedelta(microseconds=1))

    def read(self, root: Path, since: datetime | None = None) -> pa.Table:
        """The rows, oldest first, or those from `since` on; only files with such rows are opened."""
        first = since.astimezone(UTC).strftime(_TIME) if since else ""
        read = (self._read(path) for path in self._paths(root) if path.name >= first)
        whole = [one for one in read if isinstance(one, pa.Table)]
        table = pa.concat_tables([self.schema.empty_table(), *whole])
        if since:
            table = table.filter(pc.field("at") >= pa.scalar(since, self.schema.field("at").type))
        return table.sort_by([("at", "ascending"), (self.order, "ascending")])

    def damaged(self, root: Path) -> tuple[str, ...]:
        """A line for each file that is not what was written."""
        read = (self._read(path) for path in self._paths(root))
        return tuple(str(one) for one in read if isinstance(one, LoadError))

    def _paths(self, root: Path) -> list[Path]:
        return sorted((root / FOLDER / self.folder).glob("[!.]*.parquet"))

    def _read(self, path: Path) -> pa.Table | LoadError:
        """One file's rows, or that it is damaged; what an older one lacks is null."""
        try:
            data = path.read_bytes()
            if not path.stem.endswith(f"-{hashlib.sha256(data).hexdigest()[:8]}"):
                raise ValueError("other bytes than its name says")
            table = pq.ParquetFile(pa.BufferReader(data)).read()
            for field in self.schema:
                if field.nullable and field.name not in table.column_names:
                    table = table.append_column(field, pa.nulls(table.num_rows, field.type))
            return table.select(self.schema.names).cast(self.schema)
        except (OSError, ValueError, KeyError, pa.ArrowException):
            return LoadError("damaged, or not of this version", str(path), "move this one file away")
