"""The truth in Parquet: one folder a table, one file a report year, and a manifest that says which.

    parquet/manifest.json                               the files that count, with SHA-256 and rows
    parquet/statements/report_year=2017/part-3f0c….parquet
    parquet/load_run/20180401T020000000000Z-….parquet   append-only, not in the manifest
    parquet/delta/000012-….parquet                      what each load did (load/parquet/delta.py)
    parquet/reviews/3f0c….parquet                       what reviewers decided (load/reviews/decisions.py)

Files are named by their content and never changed. A load puts new files beside the old ones, then
replaces the manifest, which is the one step that counts, then removes what no manifest names. A kill
between any two steps leaves the old or the new state; the next call clears up. As everywhere with
Hive folders, `report_year` stands in the folder's name and not in the file.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.parquet.delta import MANIFEST
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.tables import FOLDERS

FOLDER = "parquet"
STAGING = ".writing"
PARTITION = "report_year"
_WAY_OUT = "move the folder away and run `fazhi rebuild`"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of one table and report year, as the manifest names it."""

    table: str
    year: int
    sha256: str
    rows: int

    @property
    def path(self) -> str:
        """Path inside the Parquet folder, with the first 12 hex digits of the content's hash."""
        return f"{self.table}/{PARTITION}={self.year}/part-{self.sha256[:12]}.parquet"


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

    def tables(self) -> Iterator[pa.Table]:
        """The rows, one file at a time. Raises LoadError where a file is missing or damaged."""
        for part in self.parts:
            table = read_part(self.folder, part).select(self.column_names)
            yield table.filter(table[self.present].is_valid()) if self.present else table


def in_parquet(root: Path, name: str, columns: Sequence[str], present: str = "") -> InParquet:
    """One table by its folder name, to be read by the engine itself or file by file.

    Raises LoadError where a file that the manifest names is missing, cut or of another length, or the folder
    is of another schema version.
    """
    folder = root / FOLDER
    parts = tuple(part for (table, _), part in sorted(read_manifest(folder).items()) if table == name)
    for part in parts:
        _prove(folder / part.path, part)
    return InParquet(folder, parts, tuple(columns), present)


def read_table(
    root: Path, name: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """Read one table by its folder name, with the types that `warehouse.schemas` declares.

    Whole, or the rows for which `where` holds (of any column but report_year). Rows come by report year,
    then in file order. A table never written is empty. Raises LoadError where a file the manifest names is
    missing or damaged, or the folder is of another schema version.
    """
    folder = root / FOLDER
    schema = FOLDERS[name].schema
    parts = [part for (table, _), part in sorted(read_manifest(folder).items()) if table == name]
    tables = [read_part(folder, part, columns, where) for part in parts]
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    return table if columns is None else table.select(list(columns))


def manifest_digest(root: Path) -> str:
    """SHA-256 of the manifest: the same as long as no row of any table has changed."""
    path = root / FOLDER / MANIFEST
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()


def read_manifest(folder: Path) -> dict[tuple[str, int], Part]:
    """The files that count, by table and report year. Raises LoadError for another schema version."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_bytes())
        version = content["schema_version"]
        parts = [Part(**entry) for entry in content["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError("the manifest cannot be read", str(path), _WAY_OUT) from error
    if version != SCHEMA_VERSION:
        what = f"tables of schema version {version}, this program writes {SCHEMA_VERSION}"
        raise LoadError(what, str(folder), "run `fazhi run` for the whole catalogue, which reads it anew")
    return {(part.table, part.year): part for part in parts}


def _prove(path: Path, part: Part) -> None:
    """Refuse a file that is not there, does not end as Parquet does, or has another number of rows."""
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowInvalid) as error:
        raise LoadError("missing or damaged", str(path), _WAY_OUT) from error
    if rows != part.rows:
        raise LoadError(f"{rows} rows, the manifest says {part.rows}", str(path), "run `fazhi rebuild`")


def read_part(
    folder: Path, part: Part, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """One file's rows with the declared types. Raises LoadError where it is missing or damaged."""
    path = folder / part.path
    _prove(path, part)
    schema = FOLDERS[part.table].schema
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    stored = [name for name in wanted.names if name != PARTITION]
    try:
        table = pq.read_table(path, columns=stored, filters=where, partitioning=None)
    except (OSError, pa.ArrowInvalid) as error:
        raise LoadError("missing or damaged", str(path), _WAY_OUT) from error
    if PARTITION in wanted.names:
        years = pa.repeat(pa.scalar(part.year, pa.int32()), table.num_rows)
        table = table.append_column(PARTITION, years)
    return table.select(wanted.names).cast(wanted)
