"""The truth in Parquet: one folder a table, one file a report year, and a manifest that says which.

    parquet/manifest.json                               the files that count, with SHA-256 and rows
    parquet/statements/report_year=2017/part-3f0c….parquet
    parquet/load_run/20180401T020000000000Z-….parquet   append-only, not in the manifest
    parquet/delta/000012-….parquet                      what each load did (load/delta.py)
    parquet/reviews/3f0c….parquet                       what reviewers decided (load/reviews.py)

Files are named by their content and never changed. A load puts new files beside the old ones, then
replaces the manifest, which is the one step that counts, then removes what no manifest names. A kill
between any two steps leaves the old or the new state; the next call clears up. As everywhere with
Hive folders, `report_year` stands in the folder's name and not in the file.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.delta import MANIFEST, delta_of, first_delta, tidy_deltas, write_delta
from load.durable import flush_folder, publish, write_bytes
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION, TABLES

FOLDER = "parquet"
STAGING = ".writing"
_PARTITION = "report_year"
_ROW_GROUP = 64 * 1024
_WAY_OUT = "move the folder away and run `fazhi rebuild`"

_ORDER = {
    "statements": ("report_id", "char_start", "char_end", "statement_id"),
    "observations": ("report_id", "metric", "year", "scope_kind", "scope", "statement_id"),
    "documents": ("report_id",),
    "exclusions": ("report_id", "char_start", "char_end", "text"),
    "issues": ("report_id", "char_start", "char_end", "kind", "words"),
    "identities": ("report_id", "kind", "arithmetic"),
}
"""The order of rows in a file; where it leaves a tie, the order in which the report gives them."""


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
        return f"{self.table}/{_PARTITION}={self.year}/part-{self.sha256[:12]}.parquet"


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
            table = _read_part(self.folder, part).select(self.column_names)
            yield table.filter(table[self.present].is_valid()) if self.present else table


def in_parquet(root: Path, name: str, columns: Sequence[str], present: str = "") -> InParquet:
    """One table by its folder name, to be read by the engine itself or file by file.

    Raises LoadError where a file that the manifest names is missing, cut or of another length, or the folder
    is of another schema version.
    """
    folder = root / FOLDER
    parts = tuple(part for (table, _), part in sorted(_read_manifest(folder).items()) if table == name)
    for part in parts:
        _prove(folder / part.path, part)
    return InParquet(folder, parts, tuple(columns), present)


def write_reports(root: Path, changed: Mapping[str, pa.Table], reports: Collection[str]) -> tuple[int, ...]:
    """Replace all rows of `reports` by those in `changed`, in every table at once; keep other reports.

    `changed` holds tables of `warehouse.schemas.TABLES` by folder name; a table left out has no row of
    these reports any more. All or nothing. Returns the report years whose files changed, in order; the
    same rows give the same bytes, and nothing is written for them. Raises LoadError where a table does
    not fit its schema, holds a row of a report not in `reports`, or the folder is of another version.
    """
    folder = root / FOLDER
    old = _read_manifest(folder)
    tidy(root)
    tables = _checked(changed, frozenset(reports))
    years = sorted({_year_of(report) for report in reports})
    new = {key: part for key, part in old.items() if key[1] not in years}
    try:
        for year in years:
            new |= _stage_year(folder, tables, frozenset(reports), year)
        if new != old:
            before, after = _states(folder, old, tables, frozenset(reports))
            _commit(folder, new, delta_of(before, after) if old else first_delta(after))
    finally:
        shutil.rmtree(folder / STAGING, ignore_errors=True)
    tidy(root)
    return tuple(
        year for year in years if any(new.get((name, year)) != old.get((name, year)) for name in TABLES)
    )


def remove_reports(root: Path, reports: Collection[str]) -> tuple[int, ...]:
    """Take all rows of `reports` out of every table. Returns the report years whose files changed."""
    return write_reports(root, {}, reports)


def read_table(
    root: Path, name: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """Read one table by its folder name, with the types that `warehouse.schemas` declares.

    Whole, or the rows for which `where` holds (of any column but report_year). Rows come by report year,
    then in file order. A table never written is empty. Raises LoadError where a file the manifest names is
    missing or damaged, or the folder is of another schema version.
    """
    folder = root / FOLDER
    schema = TABLES[name]
    parts = [part for (table, _), part in sorted(_read_manifest(folder).items()) if table == name]
    tables = [_read_part(folder, part, columns, where) for part in parts]
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    return table if columns is None else table.select(list(columns))


def manifest_digest(root: Path) -> str:
    """SHA-256 of the manifest: the same as long as no row of any table has changed."""
    path = root / FOLDER / MANIFEST
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()


def tidy(root: Path) -> tuple[str, ...]:
    """Remove what a killed load left behind: staged files, and parts that the manifest does not name.

    Returns the paths removed, inside the Parquet folder. Only the one writer may call this.
    """
    folder = root / FOLDER
    shutil.rmtree(folder / STAGING, ignore_errors=True)
    tidy_deltas(folder, manifest_digest(root))
    kept = {part.path for part in _read_manifest(folder).values()}
    found = sorted(path for name in TABLES for path in folder.glob(f"{name}/{_PARTITION}=*/part-*.parquet"))
    left = [path for path in found if path.relative_to(folder).as_posix() not in kept]
    for path in left:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return tuple(path.relative_to(folder).as_posix() for path in left)


def _read_manifest(folder: Path) -> dict[tuple[str, int], Part]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_bytes())
        version = content["schema_version"]
        parts = [Part(**entry) for entry in content["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(
            "the manifest cannot be read", str(path), "move the folder away and run `fazhi rebuild`"
        ) from error
    if version != SCHEMA_VERSION:
        what = f"tables of schema version {version}, this program writes {SCHEMA_VERSION}"
        raise LoadError(what, str(folder), "run `fazhi run` for the whole catalogue, which reads it anew")
    return {(part.table, part.year): part for part in parts}


def _checked(changed: Mapping[str, pa.Table], reports: frozenset[str]) -> dict[str, pa.Table]:
    if unknown := sorted(changed.keys() - TABLES.keys()):
        raise LoadError("no such table", ", ".join(unknown), f"tables are {', '.join(TABLES)}")
    return {name: _fitting(name, table, reports) for name, table in changed.items()}


def _fitting(name: str, table: pa.Table, reports: frozenset[str]) -> pa.Table:
    """The table with its declared schema. Arrow itself lets nulls into columns declared without any."""
    schema = TABLES[name]
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
    for report, year in {(row["report_id"], row[_PARTITION]) for row in _report_years(table)}:
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
    rows: list[dict[str, Any]] = table.group_by(["report_id", _PARTITION]).aggregate([]).to_pylist()
    return rows


def _year_of(report: str) -> int:
    try:
        return int(report.rpartition("-")[2])
    except ValueError:
        raise LoadError("no report id", report, "report ids are written 330700-2017") from None


def _stage_year(
    folder: Path, changed: Mapping[str, pa.Table], reports: frozenset[str], year: int
) -> dict[tuple[str, int], Part]:
    old = _read_manifest(folder)
    parts = (
        _stage(folder, name, year, _merged(folder, old.get((name, year)), changed.get(name), reports, year))
        for name in TABLES
    )
    return {(part.table, part.year): part for part in parts if part.rows}


def _merged(
    folder: Path, part: Part | None, changed: pa.Table | None, reports: frozenset[str], year: int
) -> list[pa.Table]:
    tables = []
    if part:
        kept = _read_part(folder, part)
        tables.append(kept.filter(pc.invert(pc.is_in(kept["report_id"], pa.array(sorted(reports))))))
    if changed is not None:
        tables.append(changed.filter(pc.equal(changed[_PARTITION], year)))
    return tables


def _stage(folder: Path, name: str, year: int, tables: Iterable[pa.Table]) -> Part:
    """Write one file into the staging folder, unless it stands in its place already."""
    table = pa.concat_tables([TABLES[name].empty_table(), *tables])
    order = [(column, "ascending") for column in _ORDER[name]]
    table = table.sort_by(order).drop_columns([_PARTITION]).combine_chunks()
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=9, row_group_size=_ROW_GROUP)
    content = sink.getvalue()
    part = Part(name, year, hashlib.sha256(content).hexdigest(), table.num_rows)
    if part.rows and not (folder / part.path).exists():
        write_bytes(folder / STAGING / part.path, content)
    return part


def _states(
    folder: Path,
    old: Mapping[tuple[str, int], Part],
    changed: Mapping[str, pa.Table],
    reports: frozenset[str],
) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """All rows of `reports` before and after."""
    years = {_year_of(report) for report in reports}
    ours = pa.array(sorted(reports), pa.string())
    before, after = {}, {}
    for name, schema in TABLES.items():
        parts = [part for (table, year), part in sorted(old.items()) if table == name and year in years]
        rows = pa.concat_tables([schema.empty_table(), *(_read_part(folder, part) for part in parts)])
        before[name] = rows.filter(pc.is_in(rows["report_id"], ours))
        after[name] = changed.get(name, schema.empty_table())
    return before, after


def _commit(folder: Path, parts: Mapping[tuple[str, int], Part], delta: pa.Table) -> None:
    staging = folder / STAGING
    for staged in sorted(staging.glob(f"*/{_PARTITION}=*/*.parquet")):
        target = folder / staged.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        publish(staged, target)
        flush_folder(target.parent.parent)
    files = [
        {"table": part.table, "year": part.year, "sha256": part.sha256, "rows": part.rows}
        for _, part in sorted(parts.items())
    ]
    content = (json.dumps({"schema_version": SCHEMA_VERSION, "files": files}, indent=1) + "\n").encode()
    write_bytes(staging / MANIFEST, content)
    write_delta(folder, staging, delta, hashlib.sha256(content).hexdigest())
    publish(staging / MANIFEST, folder / MANIFEST)


def _prove(path: Path, part: Part) -> None:
    """Refuse a file that is not there, does not end as Parquet does, or has another number of rows."""
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowInvalid) as error:
        raise LoadError("missing or damaged", str(path), _WAY_OUT) from error
    if rows != part.rows:
        raise LoadError(f"{rows} rows, the manifest says {part.rows}", str(path), "run `fazhi rebuild`")


def _read_part(
    folder: Path, part: Part, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    path = folder / part.path
    _prove(path, part)
    schema = TABLES[part.table]
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    stored = [name for name in wanted.names if name != _PARTITION]
    try:
        table = pq.read_table(path, columns=stored, filters=where, partitioning=None)
    except (OSError, pa.ArrowInvalid) as error:
        raise LoadError("missing or damaged", str(path), _WAY_OUT) from error
    if _PARTITION in wanted.names:
        years = pa.repeat(pa.scalar(part.year, pa.int32()), table.num_rows)
        table = table.append_column(_PARTITION, years)
    return table.select(wanted.names).cast(wanted)
