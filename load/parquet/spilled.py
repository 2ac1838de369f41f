"""Rows put by on the disk, by table and report year, until all of a run are there to be stored."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
import pyarrow.compute as pc

from load.durable import disk_refusals
from load.parquet.manifest import PARTITION
from load.parquet.tables import FOLDER, SPILLED
from warehouse.errors import LoadError
from warehouse.tables import FOLDERS

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


class SpilledRows:
    """Tables of `warehouse.tables.FOLDERS` in files of a folder of their own; nothing stays in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, int], dict[Path, str]] = {}

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Put rows by, behind those of the same table and year. Raises LoadError where the disk is full."""
        for name, table in tables.items():
            for year in sorted(table[PARTITION].unique().to_pylist()):
                self._write(name, year, table.filter(pc.equal(table[PARTITION], year)))

    def of(self, name: str, year: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Rows of one table and year, in the order in which they came. Raises LoadError where damaged."""
        schema = FOLDERS[name].schema
        kept = [_read(path, digest) for path, digest in self._files.get((name, year), {}).items()]
        table = pa.concat_tables([schema.empty_table(), *kept])
        return table if columns is None else table.select(list(columns)).combine_chunks()

    def of_all_years(self, name: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of one table, year by year."""
        years = sorted(year for table, year in self._files if table == name)
        none = FOLDERS[name].schema.empty_table().select(list(columns))
        return pa.concat_tables([none, *(self.of(name, year, columns) for year in years)])

    def _write(self, name: str, year: int, table: pa.Table) -> None:
        files = self._files.setdefault((name, year), {})
        path = self._folder / f"{name}-{year}-{len(files)}.arrow"
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema, options=_PACKED) as writer:
            writer.write_table(table)
        content = sink.getvalue()
        with disk_refusals(path):
            path.write_bytes(content)
        files[path] = hashlib.sha256(content).hexdigest()


@contextmanager
def spilled_rows(root: Path) -> Iterator[SpilledRows]:
    """A place for rows below the Parquet folder, cleared at the end; what a kill left there is cleared first.

    Only the one writer may open it.
    """
    folder = root / FOLDER / SPILLED
    rmtree(folder, ignore_errors=True)
    with disk_refusals(folder):
        folder.mkdir(parents=True)
    try:
        yield SpilledRows(folder)
    finally:
        rmtree(folder, ignore_errors=True)


def _read(path: Path, digest: str) -> pa.Table:
    with disk_refusals(path):
        content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise LoadError("is not what was written", str(path), "check the disk, then run the same again")
    with pa.ipc.open_file(content) as file:
        return file.read_all()
