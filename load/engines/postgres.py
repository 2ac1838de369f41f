"""The warehouse in a PostgreSQL schema of its own: staged by COPY, then brought up to date by key.

One transaction a load: a reader sees the old rows or the new ones, and a kill leaves the old. Rows that
have not changed are not touched; rows that Parquet no longer has are removed. One load at a time by an
advisory lock, which the server frees when the connection ends, however it ends.

What lies in Parquet by report year is staged for the years alone whose file is not the one that was loaded:
`meta` keeps the hash of each. Which figure is chosen and what the checks find is worked out over all years,
as a report tells of others than its own.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa

from load.engines.connection import PostgresSchema
from load.engines.contents import description
from load.engines.copying import copy_table
from load.engines.postgres_connection import PostgresConnection, connect, first_line
from load.engines.postgres_rows import bring_up_to_date, stage, staged
from load.engines.postgres_schema import definition, is_as_declared, make_anew
from load.parquet.tables import InParquet, StoredRows
from warehouse.errors import LoadError
from warehouse.sql import (
    POSTGRES,
    check_sql,
    incoming_figure_sql,
    incoming_sql,
    key_sql,
    stored_sql,
)
from warehouse.tables import INCOMING

_FILES = "files"
"""The row of `meta` that tells from which Parquet files each table was loaded."""
_Files = dict[str, dict[str, str]]
"""The SHA-256 of each file, by the table's name and the report year."""
_MAX_WAIT = "60s"  # for readers that hold a table which a migration must drop


def load_schema(
    database: PostgresSchema,
    tables: Mapping[str, pa.Table | StoredRows],
    made_from: Mapping[str, str],
    *,
    every_year: bool = False,
) -> tuple[str, ...]:
    """Bring the schema to these tables, all views and the checks' results, in one transaction.

    Makes the schema where there is none, and anew where it is of an older version. `every_year` looks at the
    rows of years too whose Parquet is what was loaded, as somebody may have changed them there. Returns lines
    to tell the user. Raises LoadError where another load runs, the server refuses, or a key would be broken;
    the old rows then stand as they were.
    """
    with connect(database) as connection, _refusals(database), connection.transaction():
        _take_lock(connection, database)
        cursor = connection.cursor()
        if is_as_declared(cursor, database):
            _change(cursor, tables, {} if every_year else _loaded_files(cursor))
            told: tuple[str, ...] = ()
        else:
            told = make_anew(cursor, database)
            _fill(cursor, tables)
        _check(cursor)
        _describe(cursor, {**made_from, _FILES: json.dumps(_files_of(tables), sort_keys=True)})
    return told


def open_server(database: PostgresSchema) -> None:
    """Connect and let go. Raises LoadError where the server does not answer or lets us not in."""
    connect(database).close()


def replace_tables(
    database: PostgresSchema, tables: Mapping[str, pa.Table], made_from: Mapping[str, str]
) -> None:
    """Bring some tables of a warehouse of this version up to date, in one transaction. Raises LoadError."""
    with connect(database) as connection, _refusals(database), connection.transaction():
        _take_lock(connection, database)
        cursor = connection.cursor()
        _bring_in(cursor, tables, {})
        for name, key in made_from.items():
            cursor.execute("UPDATE meta SET content = %s WHERE name = %s", [key, name])


def facts_of(database: PostgresSchema) -> dict[str, str]:
    """What the warehouse says of itself in `meta`; empty where there is none to ask."""
    try:
        with open_schema(database) as connection:
            return dict(connection.execute("SELECT name, content FROM meta").fetchall())
    except LoadError:
        return {}


def open_schema(database: PostgresSchema) -> PostgresConnection:
    """Open the schema for questions, in one read-only transaction that sees what it held at its start.

    Raises LoadError where there is no warehouse yet, or the server refuses.
    """
    connection = connect(database)
    try:
        with _refusals(database):
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            row = connection.execute("SELECT TO_REGCLASS('meta') IS NOT NULL").fetchone()
    except LoadError:
        connection.close()
        raise
    if row != (True,):
        connection.close()
        raise LoadError("there is no warehouse yet", str(database), "run `fazhi run` first")
    return PostgresConnection(connection)


@contextmanager
def _refusals(database: PostgresSchema) -> Iterator[None]:
    """Tell what the server refuses in one line."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        way_out = "end the sessions that have it open, then run `fazhi load`"
        raise LoadError("a table that must be made anew is in use", str(database), way_out) from error
    except psycopg.errors.DependentObjectsStillExist as error:
        what = f"must be made anew, but {error.diag.message_detail or first_line(error)}"
        raise LoadError(what.replace("\n", "; "), str(database), "drop those views first") from error
    except psycopg.errors.IntegrityError as error:
        way_out = "run `fazhi check` on a DuckDB warehouse of the same folder to see the rows"
        raise LoadError(f"a key is broken: {first_line(error)}", str(database), way_out) from error
    except psycopg.Error as error:
        raise LoadError(first_line(error), str(database), "see docs/warehouse.md") from error


def _fill(cursor: Any, tables: Mapping[str, pa.Table | StoredRows]) -> None:
    """Put the rows into new tables, and keys on them afterwards."""
    for name, table in _offered(cursor, tables).items():
        copy_table(cursor, name, table)
        cursor.execute(f"ANALYZE {name}")
    for name, query in stored_sql().items():
        _work_out(cursor, name, query)
        cursor.execute(f"ANALYZE {name}")
    for statement in key_sql():
        cursor.execute(statement)


def _change(cursor: Any, tables: Mapping[str, pa.Table | StoredRows], loaded: _Files) -> None:
    """Bring tables that hold rows already to the new ones."""
    _bring_in(cursor, _offered(cursor, tables), loaded)
    for name, query in stored_sql().items():
        stage(cursor, name)
        _work_out(cursor, staged(name), query)
        bring_up_to_date(cursor, name)
        cursor.execute(f"ANALYZE {name}")


def _work_out(cursor: Any, table: str, query: str) -> None:
    """Fill a table with what a query makes of the others.

    The planner takes the facts that five columns name together for one row, and would then walk through all
    figures for each figure; with 38,000 reports that had not ended after an hour.
    """
    cursor.execute("SET LOCAL enable_nestloop TO off")
    cursor.execute(f"INSERT INTO {table} {query}")
    cursor.execute("SET LOCAL enable_nestloop TO on")


def _offered(cursor: Any, tables: Mapping[str, pa.Table | StoredRows]) -> dict[str, pa.Table | StoredRows]:
    """Put the rows of `INCOMING` into temporary tables; the tables that are left."""
    for statement in incoming_sql(POSTGRES):
        cursor.execute(statement)
    for name in INCOMING:
        copy_table(cursor, name, tables[name])
        cursor.execute(f"ANALYZE {name}")
    cursor.execute(incoming_figure_sql())
    return {name: table for name, table in tables.items() if name not in INCOMING}


def _bring_in(cursor: Any, tables: Mapping[str, pa.Table | StoredRows], loaded: _Files) -> None:
    for name, table in tables.items():
        rows, years = table, None
        if isinstance(table, InParquet) and name in loaded:
            years = _changed_years(table, loaded[name])
            rows = table.of_years(years)
        if years is None or years:
            stage(cursor, name)
            copy_table(cursor, staged(name), rows)
            bring_up_to_date(cursor, name, years)
            cursor.execute(f"ANALYZE {name}")


def _files_of(tables: Mapping[str, pa.Table | StoredRows]) -> _Files:
    """The hashes of what lies in Parquet by report year, and is not worked out from it."""
    stored = {name: rows for name, rows in tables.items() if name not in INCOMING}
    return {name: _hashes(rows) for name, rows in stored.items() if isinstance(rows, InParquet)}


def _hashes(rows: InParquet) -> dict[str, str]:
    return {str(part.year): part.sha256 for part in rows.parts}


def _loaded_files(cursor: Any) -> _Files:
    """What `_files_of` was when the schema was loaded; empty where an older program loaded it."""
    cursor.execute("SELECT content FROM meta WHERE name = %s", [_FILES])
    row = cursor.fetchone()
    files: _Files = json.loads(row[0]) if row else {}
    return files


def _changed_years(rows: InParquet, loaded: Mapping[str, str]) -> frozenset[int]:
    """The report years whose file is another than the one that was loaded, or is no more."""
    return frozenset(int(year) for year, _ in _hashes(rows).items() ^ loaded.items())


def _take_lock(connection: Any, database: PostgresSchema) -> None:
    key = f"fazhi {database.schema}"
    row = connection.execute("SELECT PG_TRY_ADVISORY_XACT_LOCK(HASHTEXTEXTENDED(%s, 0))", [key]).fetchone()
    if row != (True,):
        raise LoadError("another load is writing there", str(database), "wait for it")
    connection.execute(f"SET LOCAL lock_timeout = '{_MAX_WAIT}'")


def _check(cursor: Any) -> None:
    """Run the checks on the new rows; what they find is brought up to date like any other table."""
    stage(cursor, "check_result")
    for name, query in check_sql().items():
        cursor.execute(
            f"INSERT INTO {staged('check_result')} (check_name, severity, statement_id, words) "
            f"SELECT '{name}', severity, statement_id, words FROM ({query}) AS found"
        )
    bring_up_to_date(cursor, "check_result")


def _describe(cursor: Any, made_from: Mapping[str, str]) -> None:
    stage(cursor, "meta")
    known = {"definition": definition(), **made_from}
    cursor.executemany(f"INSERT INTO {staged('meta')} VALUES (%s, %s)", description(known))
    bring_up_to_date(cursor, "meta")
