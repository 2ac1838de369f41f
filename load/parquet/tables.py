"""The truth in Parquet: one folder a table, one file a report year, and a manifest that says which.

    parquet/manifest.json                               the files that count (load/parquet/manifest.py)
    parquet/statements/report_year=2017/part-3f0c….parquet
    parquet/load_run/20180401T020000000000Z-….parquet   append-only, not in the manifest
    parquet/delta/000012-….parquet                      what each load did (load/parquet/delta_files.py)
    parquet/reviews/3f0c….parquet                       what reviewers decided (load/reviews/decisions.py)

Files are named by their content and never changed. A load puts new files beside the old ones, then
replaces the manifest, which is the one step that counts, then removes what no manifest names. A kill
between any two steps leaves the old or the new state; the next call clears up. As everywhere with
Hive folders, `report_year` stands in the folder's name and not in the file.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.parquet.manifest import PARTITION, DamagedError, Part, is_as_written, read_manifest
from warehouse.tables import FOLDERS

FOLDER = "parquet"
STAGING = ".writing"
SPILLED = ".rows"
"""Where the rows of a run wait until all are there (load/parquet/spilled.py)."""
_WAY_OUT = "run `fazhi load`, which reads that year again from its snapshots"


class StoredRows(Protocol):
    """Rows of one table that lie in Parquet files, and are not all held at once."""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns that are wanted."""

    @property
    def present(self) -> str:
        """Only rows where this column has a value are wanted; empty for all."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold them, for an engine that reads Parquet itself."""

    @property
    def rows(self) -> int:
        """How many rows the files hold, by what was written down of them."""

    def tables(self) -> Iterator[pa.Table]:
        """The wanted rows, some at a time."""


@dataclass(frozen=True, slots=True)
class InParquet:
    """Rows of one table as they lie in Parquet, not read yet: some columns, where one of them has a value.

    `present` names that column; empty for all rows.
    """

    folder: Path
    parts: tuple[Part, ...]
    column_names: tuple[str, ...]
    present: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The files, each in the folder of its report year."""
        return tuple(str(self.folder / part.path) for part in self.parts)

    @property
    def rows(self) -> int:
        """The rows of all files, as the manifest says."""
        return sum(part.rows for part in self.parts)

    def of_years(self, years: Collection[int]) -> "InParquet":
        """The wanted rows of some report years."""
        return replace(self, parts=tuple(part for part in self.parts if part.year in years))

    def tables(self) -> Iterator[pa.Table]:
        """The rows, one file at a time. Raises DamagedError where a file is missing or not as written."""
        for part in self.parts:
            table = read_part(self.folder, part).select(self.column_names)
            yield table.filter(table[self.present].is_valid()) if self.present else table


def in_parquet(root: Path, name: str, columns: Sequence[str], present: str = "") -> InParquet:
    """One table by its folder name, to be read by the engine itself or file by file.

    Raises DamagedError where a file that the manifest names is missing or not as it was written, LoadError
    where the folder is of another schema version.
    """
    folder = root / FOLDER
    parts = tuple(part for (table, _), part in sorted(read_manifest(folder).items()) if table == name)
    for part in parts:
        if not is_as_written(folder, part):
            raise _damaged(folder, part)
    return InParquet(folder, parts, tuple(columns), present)


def read_table(
    root: Path,
    name: str,
    columns: Sequence[str] | None = None,
    where: pc.Expression | None = None,
    years: Collection[int] | None = None,
) -> pa.Table:
    """Read one table by its folder name, with the types that `warehouse.schemas` declares.

    Whole, or the rows for which `where` holds (of any column but report_year), or those of some report
    `years`. Rows come by report year, then in file order. A table never written is empty. Raises DamagedError
    where a file that the manifest names is missing or not as written, LoadError where the folder is of
    another schema version.
    """
    folder = root / FOLDER
    schema = FOLDERS[name].schema
    parts = [part for (table, _), part in sorted(read_manifest(folder).items()) if table == name]
    tables = [
        read_part(folder, part, columns, where) for part in parts if years is None or part.year in years
    ]
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    return table if columns is None else table.select(list(columns))


def read_part(
    folder: Path, part: Part, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """One file's rows with the declared types. Raises DamagedError where it is missing or not as written.

    Read at once: what is hashed is what is read.
    """
    try:
        data = (folder / part.path).read_bytes()
    except OSError as error:
        raise _damaged(folder, part) from error
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise _damaged(folder, part)
    schema = FOLDERS[part.table].schema
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    stored = [name for name in wanted.names if name != PARTITION]
    table = pq.read_table(pa.BufferReader(data), columns=stored, filters=where, partitioning=None)
    if PARTITION in wanted.names:
        years = pa.repeat(pa.scalar(part.year, pa.int32()), table.num_rows)
        table = table.append_column(PARTITION, years)
    return table.select(wanted.names).cast(wanted)


def _damaged(folder: Path, part: Part) -> DamagedError:
    return DamagedError("missing, or not the file that was written", str(folder / part.path), _WAY_OUT)
