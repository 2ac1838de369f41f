"""A release: tables and views as Parquet and CSV, with a datapackage.json that says what they are.

datapackage.json     Frictionless Data Package: files with bytes and SHA-256, columns, licence, sources
data-dictionary.md   every column explained
observation.parquet  observation.csv  compare_years.parquet …
delta.csv            what is new, changed and gone since the release before, if there was one
"""

import hashlib
import json
import shutil
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import disk_refusals, flush_folder, write_bytes
from load.engines.connection import Connection
from load.questions.answers import as_csv, as_parquet
from load.release.dictionary import Column, Described, described_tables, dictionary_page
from warehouse.errors import LoadError, SettingsError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.tables import TABLES

DESCRIPTOR = "datapackage.json"
_VIEWS = (
    "observation", "vintages", "compare_years", "compare_places", "compare_relative", "trend", "promises",
    "coverage",
)  # fmt: skip
PUBLISHED = (*_VIEWS, *(name for name, table in TABLES.items() if table.is_released))
"""What a release holds. A column renamed or taken away here needs another SCHEMA_VERSION."""

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""Of the data; the code that made them has its own (LICENSE, Apache-2.0)."""
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
}
_KEY = ("place", "metric", "year", "scope_kind")
_TOLD = ("value", "unit", "bound", "report_id")
_DELTA = pa.schema(
    [
        (name, pa.int32() if name == "year" else pa.string())
        for name in (*_KEY, "change", "column", "old", "new")
    ]
)


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: the folder's descriptor, its version, the rows of each table, the delta's rows."""

    descriptor: Path
    version: str
    rows: dict[str, int]
    changes: int | None


def write_release(connection: Connection, folder: Path, day: date, previous: Path | None = None) -> Release:
    """Write all published tables into an empty or new folder, all or nothing.

    The version is schema version and day. `previous` is the folder of the release before, against which the
    delta of observations is told. Raises SettingsError where the folder holds something or `previous` is no
    release, LoadError where that is damaged or the disk is full.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError("is not empty", str(folder), "name a new folder: a release is never written over")
    before = None if previous is None else _observations_of(previous)
    staged = folder.absolute().with_name(f".{folder.absolute().name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    try:
        made = _write(connection, staged, day, before)
        with disk_refusals(folder):
            if folder.exists():
                folder.rmdir()  # an empty one, which Windows would not replace
            staged.replace(folder)
            flush_folder(staged.parent)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return replace(made, descriptor=folder / DESCRIPTOR)


def _write(
    connection: Connection, folder: Path, day: date, before: Mapping[tuple[Any, ...], dict[str, Any]] | None
) -> Release:
    """All files of a release, the descriptor last."""
    described = {one.name: one for one in described_tables()}
    resources: list[dict[str, Any]] = []
    rows: dict[str, int] = {}
    for name in PUBLISHED:
        table = _ordered(connection, described[name])
        rows[name] = table.num_rows
        for form, content in (("parquet", as_parquet(table)), ("csv", _marked_csv(table))):
            resources.append(_resource(folder, described[name], form, content, table.num_rows))
        if name == "observation" and before is not None:
            changes = _changes(before, table)
    if before is not None:
        resources.append(_delta_resource(folder, changes))
    write_bytes(folder / "data-dictionary.md", dictionary_page().encode())
    version = f"{SCHEMA_VERSION}.{day:%Y%m%d}"
    descriptor = _descriptor(version, day, resources, _sources(connection))
    write_bytes(folder / DESCRIPTOR, (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode())
    return Release(folder / DESCRIPTOR, version, rows, None if before is None else changes.num_rows)


def _marked_csv(table: pa.Table) -> bytes:
    """CSV that begins with the mark of UTF-8, without which Excel takes it for the system's charset."""
    return BOM_UTF8 + as_csv(table)


def _ordered(connection: Connection, one: Described) -> pa.Table:
    columns = ", ".join(f'"{column.name}"' for column in one.columns)
    order = ", ".join(f"{number} NULLS FIRST" for number in range(1, len(one.columns) + 1))
    return connection.execute(f"SELECT {columns} FROM {one.name} ORDER BY {order}").to_arrow_table()


def _resource(folder: Path, one: Described, form: str, content: bytes, rows: int) -> dict[str, Any]:
    found = _file(folder, f"{one.name}.{form}", content)
    # frictionless reads whole numbers of Parquet that may be missing as floats: it is to prove the bytes
    # alone, and the rows of the CSV, which are the same
    found |= {"type": "file"} if form == "parquet" else {"rows": rows}
    found |= {"name": f"{one.name.replace('_', '-')}-{form}", "title": one.name, "description": one.meaning}
    key = {"primaryKey": list(one.key)} if one.key else {}
    found["schema"] = {"fields": [_field(column) for column in one.columns], **key}
    return found


def _file(folder: Path, path: str, content: bytes) -> dict[str, Any]:
    write_bytes(folder / path, content)
    form = path.rpartition(".")[2]
    kind = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}[form]
    return {
        "path": path,
        "format": form,
        "mediatype": kind,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **({"encoding": "utf-8-sig", "profile": "tabular-data-resource"} if form == "csv" else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    kind = _TYPES.get(column.kind, "number" if column.kind.startswith("DECIMAL") else "any")
    required = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "type": kind, "description": column.meaning, **required}


def _delta_resource(folder: Path, changes: pa.Table) -> dict[str, Any]:
    fields = [
        {"name": field.name, "type": "integer" if field.name == "year" else "string"} for field in _DELTA
    ]
    told = {"name": "delta-csv", "title": "delta", "rows": changes.num_rows, "schema": {"fields": fields}}
    told["description"] = "what is added, changed and removed among the observations since the release before"
    return _file(folder, "delta.csv", _marked_csv(changes)) | told


def _descriptor(
    version: str, day: date, resources: list[dict[str, Any]], sources: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "fazhi",
        "title": "Figures of Chinese governments' yearly rule-of-law reports",
        "description": "Columns are explained in data-dictionary.md and in each resource's schema.",
        "version": version,
        "schema_version": SCHEMA_VERSION,
        "created": f"{day:%Y-%m-%d}T00:00:00Z",
        "licenses": [_LICENCE],
        **({"sources": sources} if sources else {}),
        "resources": resources,
    }


def _sources(connection: Connection) -> list[dict[str, str]]:
    query = "SELECT place_name, report_year, source_url FROM dim_report ORDER BY report_id"
    reports = connection.execute(query).fetchall()
    named = connection.execute("SELECT DISTINCT source FROM dim_place_year ORDER BY source").fetchall()
    found = [
        {"title": f"{place} {year}", **({"path": url} if url.startswith(("http://", "https://")) else {})}
        for place, year, url in reports
    ]
    return [*found, *({"title": source} for (source,) in named)]


def _observations_of(folder: Path) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The observations of an earlier release, after its bytes were checked against its descriptor."""
    path = folder / DESCRIPTOR
    try:
        known = json.loads(path.read_text("utf-8"))
        resource = next(one for one in known["resources"] if one["path"] == "observation.parquet")
        content = (folder / "observation.parquet").read_bytes()
        said = (resource["bytes"], resource["hash"])
    except (OSError, ValueError, KeyError, StopIteration) as error:
        raise SettingsError("is no release", str(path), "name the folder of the release before") from error
    if said != (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"):
        raise LoadError(
            "is not the file that was released", str(folder / "observation.parquet"), "get it again"
        )
    return _by_key(pq.read_table(pa.BufferReader(content), columns=[*_KEY, *_TOLD]))


def _by_key(table: pa.Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = table.select([*_KEY, *_TOLD]).to_pylist()
    return {tuple(row[name] for name in _KEY): row for row in rows}


def _changes(before: Mapping[tuple[Any, ...], dict[str, Any]], table: pa.Table) -> pa.Table:
    after = _by_key(table)
    keys = sorted(before.keys() | after.keys())
    rows = [change for key in keys for change in _change(key, before.get(key), after.get(key))]
    return pa.Table.from_pylist(rows, schema=_DELTA)


def _change(
    key: tuple[Any, ...], old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterable[dict[str, Any]]:
    about = dict(zip(_KEY, key, strict=True))
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        yield about | {
            "change": kind,
            "column": "value",
            "old": _text(old, "value"),
            "new": _text(new, "value"),
        }
        return
    for name in _TOLD:
        if old[name] != new[name]:
            yield about | {
                "change": "changed",
                "column": name,
                "old": _text(old, name),
                "new": _text(new, name),
            }


def _text(row: dict[str, Any] | None, name: str) -> str | None:
    value = None if row is None else row[name]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
