"""The warehouse in one DuckDB file, made anew from Parquet beside the old one and renamed over it.

Nothing in a published file is ever changed: a reader keeps the file it has open, a load never waits for a
reader, a kill leaves the old file, and the file does not grow from load to load.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from itertools import count
from pathlib import Path

import duckdb
import pyarrow as pa

from load.durable import flush_folder, publish
from load.load_runs import read_load_runs
from load.parquet import manifest_digest, read_table
from load.population import population_table
from warehouse.errors import LoadError
from warehouse.records import Metric, Place
from warehouse.schemas import DECIMAL, SCHEMA_VERSION
from warehouse.sql import ARROW_TABLES, check_sql, table_sql, view_sql

_STORAGE_VERSION = "v1.0.0"  # the oldest that DuckDB still writes: tools of any release since can open it
_PROBE = (
    "import sys, duckdb; duckdb.connect(sys.argv[1], read_only=True).execute('SELECT * FROM meta').fetchall()"
)
_NOT_CONTENT = {"load_run", "meta"}  # clock times, and what is said of the content itself
_FIELD_END, _NULL = 31, 30  # ASCII's own separators, which no field holds

_PARQUET = {
    "fact_statement": "statements",
    "fact_observation": "observations",
    "exclusion": "exclusions",
    "issue": "issues",
    "identity": "identities",
}


def build_database(
    root: Path, database: Path, metrics: Iterable[Metric], places: Iterable[Place]
) -> tuple[str, ...]:
    """Make the warehouse from the Parquet tables below `root`, whole, and put it in place of the old file.

    Returns lines to tell the user: that an old file would not open and where it was set aside. Raises
    LoadError where Parquet cannot be read or the disk is full; the old file then stands as it was.
    """
    metrics, places = tuple(metrics), tuple(places)
    database.parent.mkdir(parents=True, exist_ok=True)
    new = database.with_name(f".{database.name}.new")
    _remove(new)
    try:
        with duckdb.connect(
            str(new), config={"storage_compatibility_version": _STORAGE_VERSION}
        ) as connection:
            _fill(connection, _tables(root, metrics, places))
            _describe(connection, {"source": source_key(root, metrics, places)})
        told = _set_aside_if_broken(database)
        publish(new, database)
    except duckdb.Error as error:
        raise LoadError(
            str(error).splitlines()[0], str(new), "check the disk, then run `fazhi rebuild`"
        ) from error
    finally:
        _remove(new)
    return told


def is_current(root: Path, database: Path, metrics: Iterable[Metric], places: Iterable[Place]) -> bool:
    """Whether the file was made from these very tables, metrics, places and SQL, and opens."""
    try:
        with open_readonly(database) as connection:
            row = connection.execute("SELECT content FROM meta WHERE name = 'source'").fetchone()
    except (LoadError, duckdb.Error):
        return False
    return row == (source_key(root, metrics, places),)


def source_key(root: Path, metrics: Iterable[Metric], places: Iterable[Place]) -> str:
    """SHA-256 over what a database is made from, but for the diary of loads."""
    parts = [manifest_digest(root), SCHEMA_VERSION, repr(table_sql()), repr(view_sql()), repr(check_sql())]
    parts += [repr(population_table(root).to_pylist())]
    parts += [repr(_metric_row(0, metric)) for metric in metrics] + [repr(astuple(place)) for place in places]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def open_readonly(database: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for questions. Raises LoadError where there is none yet, or it will not open."""
    if not database.exists():
        raise LoadError("there is no warehouse yet", str(database), "run `fazhi run` first")
    try:
        return duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        what = f"will not open: {str(error).splitlines()[0]}"
        raise LoadError(
            what, str(database), "run `fazhi rebuild`; if another program writes to it, close that"
        ) from error


def content_hash(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """SHA-256 of each table's content, by table name, whatever the order of rows and the file's bytes.

    Each row is written canonically (fields as text, decimals with six places, nulls marked), hashed, and
    the sorted hashes are hashed: any engine can compute the same. Without `load_run` and `meta`.
    """
    columns: dict[str, list[str]] = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables()) "
        "ORDER BY table_name, column_index"
    ).fetchall():
        text = (
            f"array_to_string(\"{column}\", ',')" if kind.endswith("[]") else f'CAST("{column}" AS VARCHAR)'
        )
        columns.setdefault(table, []).append(f"COALESCE({text}, chr({_NULL})) || chr({_FIELD_END})")
    return {
        table: _rows_hash(connection, table, " || ".join(texts))
        for table, texts in columns.items()
        if table not in _NOT_CONTENT
    }


def _rows_hash(connection: duckdb.DuckDBPyConnection, table: str, row: str) -> str:
    digest = hashlib.sha256()
    found = connection.execute(f"SELECT sha256({row}) AS row_hash FROM {table} ORDER BY row_hash")
    while rows := found.fetchmany(100_000):
        digest.update("".join(row_hash for (row_hash,) in rows).encode())
    return digest.hexdigest()


def _tables(root: Path, metrics: tuple[Metric, ...], places: tuple[Place, ...]) -> dict[str, pa.Table]:
    documents = read_table(root, "documents")
    tables = {name: read_table(root, folder) for name, folder in _PARQUET.items()}
    tables["dim_report"] = documents.select(ARROW_TABLES["dim_report"].names)
    texts = documents.select(ARROW_TABLES["document_text"].names)
    tables["document_text"] = texts.filter(texts["text"].is_valid())
    tables["load_run"] = read_load_runs(root)
    tables["dim_metric"] = _metric_table(metrics)
    tables["dim_place_year"] = population_table(root)
    return tables | _place_tables(places)


def _metric_row(sort_key: int, metric: Metric) -> dict[str, object]:
    low, high = metric.plausible or (None, None)
    return {
        "metric": metric.id,
        "family": metric.family,
        "label_zh": metric.label_zh,
        "label_en": metric.label_en,
        "unit": metric.unit,
        "kind": metric.kind,
        "better": metric.better,
        "definition": metric.definition,
        "plausible_low": low,
        "plausible_high": high,
        "figure_of": metric.of,
        "sort_key": sort_key,
    }


def _metric_table(metrics: tuple[Metric, ...]) -> pa.Table:
    names = _metric_row(0, Metric("", "", "", "", "", "", "", ""))
    types = {"plausible_low": DECIMAL, "plausible_high": DECIMAL, "sort_key": pa.int32()}
    schema = pa.schema([pa.field(name, types.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist([_metric_row(at, metric) for at, metric in enumerate(metrics)], schema=schema)


def _place_tables(places: tuple[Place, ...]) -> dict[str, pa.Table]:
    """The latest form of each code, and all forms."""
    ordered = sorted(places, key=lambda place: (place.code, place.valid_from or 0))
    latest = {place.code: place for place in ordered}
    form = [("code", pa.string()), ("name", pa.string()), ("level", pa.string())]
    years = [("valid_from", pa.int32()), ("valid_to", pa.int32())]
    return {
        "dim_place": _records(
            latest.values(), pa.schema([*form[:2], ("short_name", pa.string()), form[2], *years])
        ),
        "dim_place_form": _records(ordered, pa.schema([*form, *years])),
    }


def _records(places: Iterable[Place], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(
        [{name: getattr(place, name) for name in schema.names} for place in places], schema=schema
    )


def _fill(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    for statement in table_sql():
        connection.execute(statement)
    for name, table in tables.items():
        columns = ", ".join(f'"{column}"' for column in table.column_names)
        connection.register("incoming", table)
        connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM incoming")
        connection.unregister("incoming")
    for statements in view_sql().values():
        for statement in statements:
            connection.execute(statement)
    for name, query in check_sql().items():
        connection.execute(
            "INSERT INTO check_result (check_name, severity, statement_id, words) "
            f"SELECT '{name}', severity, statement_id, words FROM ({query}) AS found "
            "ORDER BY statement_id NULLS LAST, words"
        )


def _describe(connection: duckdb.DuckDBPyConnection, known: Mapping[str, str]) -> None:
    tables = json.dumps(content_hash(connection), sort_keys=True)
    content = hashlib.sha256(tables.encode()).hexdigest()
    rows = {
        "schema_version": SCHEMA_VERSION,
        "storage_version": _STORAGE_VERSION,
        "content_hash": content,
        **known,
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(rows.items()))


def _set_aside_if_broken(database: Path) -> tuple[str, ...]:
    """Rename an old file that will not open, and any log beside one: the new file must not replay it."""
    wal = Path(f"{database}.wal")
    left = [path for path in (database, wal) if path.exists()]
    if not left or (left == [database] and _opens(database)):
        return ()
    free = (
        number for number in count(1) if not database.with_name(f"{database.name}.broken-{number}").exists()
    )
    aside = database.with_name(f"{database.name}.broken-{next(free)}")
    for path in left:
        path.rename(aside if path == database else f"{aside}.wal")
    flush_folder(database.parent)
    return (f"{database}: the old file would not open, set aside as {aside.name}; made anew from Parquet",)


def _opens(database: Path) -> bool:
    """Try in a process of its own, which a damaged file can abort; one that is in use counts as good."""
    command = [sys.executable, "-c", _PROBE, str(database)]
    try:
        probe = subprocess.run(command, capture_output=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        return False
    return probe.returncode == 0 or b"Conflicting lock" in probe.stderr


def _remove(new: Path) -> None:
    for path in (new, Path(f"{new}.wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(f"{new}.tmp", ignore_errors=True)
