"""The warehouse, on either engine: made from Parquet, asked read-only.

A `Path` is a DuckDB file (duckdb_file.py), a `PostgresSchema` a schema in PostgreSQL (postgres.py).
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import overload

import duckdb
import pyarrow as pa

from load.engines.connection import Connection, Database, Limits, PostgresSchema
from load.engines.contents import diaries_key, diary_tables, has_these_diaries, source_key, warehouse_tables
from load.engines.duckdb_file import build_file, open_file, replace_tables
from load.engines.hashes import content_hash, hash_table
from load.engines.proving import facts_of
from warehouse.errors import LoadError
from warehouse.records import Metric, Place
from warehouse.schemas import SCHEMA_VERSION
from warehouse.sql import DUCKDB, POSTGRES

__all__ = [
    "bring_in_diaries",
    "build_database",
    "check_reachable",
    "content_hash",
    "hashes_of",
    "is_current",
    "open_readonly",
    "source_key",
]


_DEFAULT = Limits()


def build_database(
    root: Path,
    database: Database,
    metrics: Iterable[Metric],
    places: Iterable[Place],
    limits: Limits = _DEFAULT,
    *,
    every_year: bool = False,
) -> tuple[str, ...]:
    """Make the warehouse from the Parquet tables below `root`, whole or not at all.

    PostgreSQL is asked for the rows of those report years alone whose Parquet is not what it was loaded from,
    unless it is to be `every_year`: what somebody changed there by hand is then put right. Returns lines to
    tell the user: what was set aside or migrated. Raises LoadError where Parquet cannot be read, or disk or
    server refuse; the old warehouse then stands as it was.
    """
    metrics, places = tuple(metrics), tuple(places)
    # The diaries' key first: what is written meanwhile is missing from it, and brought in by the next load.
    made_from = {"diaries": diaries_key(root), "source": source_key(root, metrics, places)}
    tables = warehouse_tables(root, metrics, places)
    if isinstance(database, PostgresSchema):
        told: tuple[str, ...] = _postgres().load_schema(database, tables, made_from, every_year=every_year)
        return told
    return build_file(database, tables, made_from, limits)


def check_reachable(database: Database) -> None:
    """Raise LoadError where the warehouse's server does not answer, or its driver is not installed.

    To be asked before hours of reading; a file is tried when it is written.
    """
    if isinstance(database, PostgresSchema):
        _postgres().open_server(database)


def bring_in_diaries(root: Path, database: Database, limits: Limits = _DEFAULT) -> bool:
    """Put what was fetched, proposed and loaded since into a warehouse that is there, and nothing else.

    True where the warehouse was written. One that is not there, will not open, is of another version or has
    its diaries in an older form is left to the next load. Raises LoadError as `build_database` does.
    """
    key, facts = diaries_key(root), _facts_of(database)
    is_ours = has_these_diaries(facts.get("diaries", "")) and facts.get("schema_version") == SCHEMA_VERSION
    if not is_ours or facts["diaries"] == key:
        return False
    tables, made_from = diary_tables(root), {"diaries": key}
    if isinstance(database, PostgresSchema):
        _postgres().replace_tables(database, tables, made_from)
    else:
        replace_tables(database, tables, made_from, limits)
    return True


def is_current(root: Path, database: Database, metrics: Iterable[Metric], places: Iterable[Place]) -> bool:
    """Whether the warehouse was made from these very tables, metrics, places and SQL, and opens.

    The diaries may have gone on since: `bring_in_diaries`.
    """
    return _facts_of(database).get("source") == source_key(root, metrics, places)


def _facts_of(database: Database) -> dict[str, str]:
    if isinstance(database, PostgresSchema):
        facts: dict[str, str] = _postgres().facts_of(database)
        return facts
    return facts_of(database)


@overload
def open_readonly(database: Path, limits: Limits = ...) -> duckdb.DuckDBPyConnection: ...
@overload
def open_readonly(database: PostgresSchema, limits: Limits = ...) -> Connection: ...
@overload
def open_readonly(database: Database, limits: Limits = ...) -> Connection: ...
def open_readonly(database: Database, limits: Limits = _DEFAULT) -> Connection:
    """Open the warehouse for questions: what it holds now, even if a load puts other rows there meanwhile.

    Raises LoadError where there is none yet, or it will not open.
    """
    if isinstance(database, PostgresSchema):
        connection: Connection = _postgres().open_schema(database)
        return connection
    return open_file(database, limits)


def hashes_of(database: Database, limits: Limits = _DEFAULT) -> pa.Table:
    """SHA-256 of each table's content (table_name, sha256), `warehouse` over all of them first.

    The same rows give the same hashes on both engines, in whatever order they were loaded. Reads every row.
    """
    engine = POSTGRES if isinstance(database, PostgresSchema) else DUCKDB
    with open_readonly(database, limits) as connection:
        return hash_table(connection, engine)


def _postgres() -> ModuleType:
    """The module for PostgreSQL: its driver comes with an extra that users of DuckDB do without."""
    try:
        return import_module("load.engines.postgres")
    except ModuleNotFoundError as error:
        raise LoadError(
            f"{error.name} is not installed", "postgresql://", 'pip install "psycopg[binary]"'
        ) from error
