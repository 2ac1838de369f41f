"""Writing the Parquet tables: reports replaced all or nothing, as `load/parquet/tables.py` lays them out."""

import hashlib
import io
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.durable import flush_folder, publish, write_bytes
from load.parquet.delta import TOLD_FOLDERS, delta_of, first_delta
from load.parquet.delta_files import MANIFEST, tidy_deltas, write_delta
from load.parquet.manifest import (
    PARTITION,
    Part,
    is_as_written,
    manifest_bytes,
    manifest_digest,
    part_files,
    read_manifest,
)
from load.parquet.tables import FOLDER, SPILLED, STAGING, read_part
from warehouse.errors import LoadError
from warehouse.tables import FOLDERS

_ROW_GROUP = 64 * 1024
_ZSTD = 3  # 9 takes twice as long and saves nothing on these tables

RowsOf = Callable[[str, int], pa.Table]
"""Rows of a table, by its folder's name, and of a report year."""


def write_reports(
    root: Path, changed: Mapping[str, pa.Table], reports: Collection[str], lost: Collection[Part] = ()
) -> tuple[int, ...]:
    """As `write_years`, with the rows in memory: tables of `warehouse.tables.FOLDERS` by folder name.

    A table left out has no row of these reports any more.
    """
    if unknown := sorted(changed.keys() - FOLDERS.keys()):
        raise LoadError("no such table", ", ".join(unknown), f"tables are {', '.join(FOLDERS)}")
    ours = frozenset(reports)
    tables = {name: _fitting(name, table, ours) for name, table in changed.items()}

    def of(name: str, year: int) -> pa.Table:
        table = tables.get(name, FOLDERS[name].schema.empty_table())
        return table.filter(pc.equal(table[PARTITION], year))

    return write_years(root, of, reports, lost)


def write_years(
    root: Path, rows: RowsOf, reports: Collection[str], lost: Collection[Part] = ()
) -> tuple[int, ...]:
    """Replace all rows of `reports` in every table at once, year by year; keep other reports.

    `rows` gives the new rows of a table by its folder name, and of a report year; it is asked for one table
    at a time, and again for what is told of a year, so that no more than a year is in memory. All or nothing.
    Returns the report years whose files changed, in order; the same rows give the same bytes, and nothing is
    written for them. Raises LoadError where a table does not fit its schema, holds a row of a report not in
    `reports`, or the folder is of another version.

    `lost` are files that cannot be read any more: `reports` then has all of their year, and what is put in
    their place is told as no change.
    """
    folder = root / FOLDER
    old = read_manifest(folder)
    _tidy(folder)
    years = sorted({_year_of(report) for report in reports})
    change = _Change(folder, old, frozenset(lost), rows, frozenset(reports))
    new = {key: part for key, part in old.items() if key[1] not in years}
    try:
        for year, name in product(years, FOLDERS):
            part = _stage(folder, name, year, pa.concat_tables(change.staying_and_new(name, year)))
            if part.rows:
                new[name, year] = part
        _publish_parts(folder)
        changed = [
            year for year in years if any(new.get((name, year)) != old.get((name, year)) for name in FOLDERS)
        ]
        if changed:
            _commit(folder, new, map(change.told, changed))
    finally:
        shutil.rmtree(folder / STAGING, ignore_errors=True)
        # Arrow keeps what held a year's rows, beside all that a load into the warehouse takes right after
        pa.default_memory_pool().release_unused()
    _tidy(folder)
    return tuple(changed)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a load puts in the place of what: `old` parts, those of them that are lost, and the new rows."""

    folder: Path
    old: Mapping[tuple[str, int], Part]
    lost: frozenset[Part]
    rows: RowsOf
    reports: frozenset[str]

    def staying_and_new(self, name: str, year: int) -> list[pa.Table]:
        """All rows of a table and year as they are to be."""
        new = self._new(name, year)
        part = self.old.get((name, year))
        if part is None or part in self.lost:
            return [new]
        before = read_part(self.folder, part)
        return [new, before.filter(pc.invert(self._is_ours(before)))]

    def told(self, year: int) -> pa.Table:
        """The delta of a year; of a folder's first load, its reports alone."""
        if not self.old:
            return first_delta(self._new("documents", year))
        new = {name: self._new(name, year) for name in TOLD_FOLDERS}
        return delta_of({name: self._replaced(name, year, new[name]) for name in TOLD_FOLDERS}, new)

    def _replaced(self, name: str, year: int, new: pa.Table) -> pa.Table:
        part = self.old.get((name, year))
        if part is None:
            return new.slice(0, 0)
        if part in self.lost:
            return new
        before = read_part(self.folder, part)
        return before.filter(self._is_ours(before))

    def _new(self, name: str, year: int) -> pa.Table:
        return _fitting(name, self.rows(name, year), self.reports)

    def _is_ours(self, table: pa.Table) -> pa.Array:
        return pc.is_in(table["report_id"], pa.array(sorted(self.reports), pa.string()))


def remove_reports(root: Path, reports: Collection[str]) -> tuple[int, ...]:
    """Take all rows of `reports` out of every table. Returns the report years whose files changed."""
    return write_reports(root, {}, reports)


def tidy(root: Path) -> tuple[str, ...]:
    """Remove what a killed load left behind: staged files, and parts that the manifest does not name.

    Returns the paths removed, inside the Parquet folder. Only the one writer may call this.
    """
    folder = root / FOLDER
    shutil.rmtree(folder / SPILLED, ignore_errors=True)
    return _tidy(folder)


def _tidy(folder: Path) -> tuple[str, ...]:
    """As `tidy`, but for rows that wait to be stored."""
    kept = {part.path for part in read_manifest(folder).values()}
    shutil.rmtree(folder / STAGING, ignore_errors=True)
    tidy_deltas(folder, manifest_digest(folder))
    left = [path for path in part_files(folder) if path.relative_to(folder).as_posix() not in kept]
    for path in left:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return tuple(path.relative_to(folder).as_posix() for path in left)


def _fitting(name: str, table: pa.Table, reports: frozenset[str]) -> pa.Table:
    """The table with its declared schema. Arrow itself lets nulls into columns declared without any."""
    schema = FOLDERS[name].schema
    if odd := sorted(set(table.column_names) ^ set(schema.names)):
        raise LoadError(f"columns missing or unknown: {', '.join(odd)}", name, "see warehouse/schemas.py")
    holes = [field.name for field in schema if not field.nullable and table[field.name].null_count]
    if holes:
        raise LoadError(f"null in {', '.join(holes)}", name, "these columns must have a value")
    try:
        table = table.select(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise LoadError(
            f"a value does not fit its column: {error}", name, "see warehouse/schemas.py"
        ) from error
    for report, year in {(row["report_id"], row[PARTITION]) for row in _report_years(table)}:
        if report not in reports:
            raise LoadError(
                "rows of a report that is not being loaded", f"{name} {report}", "name it in `reports`"
            )
        if year != _year_of(report):
            raise LoadError(
                f"report_year is {year}", f"{name} {report}", "it must be the year in the report id"
            )
    return table


def _report_years(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.group_by(["report_id", PARTITION]).aggregate([]).to_pylist()
    return rows


def _year_of(report: str) -> int:
    try:
        return int(report.rpartition("-")[2])
    except ValueError:
        raise LoadError("no report id", report, "report ids are written 330700-2017") from None


def _stage(folder: Path, name: str, year: int, table: pa.Table) -> Part:
    """Write one file into the staging folder, unless it stands in its place already."""
    order = [(column, "ascending") for column in FOLDERS[name].order]
    table = table.sort_by(order).drop_columns([PARTITION]).combine_chunks()
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=_ZSTD, row_group_size=_ROW_GROUP)
    content = sink.getvalue()
    part = Part(name, year, hashlib.sha256(content).hexdigest(), table.num_rows)
    if part.rows and not is_as_written(folder, part):
        write_bytes(folder / STAGING / part.path, content)
    return part


def _publish_parts(folder: Path) -> None:
    """Put staged files in their places; they count once a manifest names them."""
    staging = folder / STAGING
    for staged in sorted(staging.glob(f"*/{PARTITION}=*/*.parquet")):
        target = folder / staged.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        publish(staged, target)
        flush_folder(target.parent.parent)


def _commit(folder: Path, parts: Mapping[tuple[str, int], Part], delta: Iterable[pa.Table]) -> None:
    staging = folder / STAGING
    content = manifest_bytes(part for _, part in sorted(parts.items()))
    write_bytes(staging / MANIFEST, content)
    write_delta(folder, staging, delta, hashlib.sha256(content).hexdigest())
    publish(staging / MANIFEST, folder / MANIFEST)
