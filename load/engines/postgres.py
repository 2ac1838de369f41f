"""The warehouse in a PostgreSQL schema of its own: staged by COPY, then brought up to date by key.

One transaction a load: a reader sees the old rows or the new ones, and a kill leaves the old. Rows that
have not changed are not touched; rows that Parquet no longer has are removed. One load at a time by an
advisory lock, which the server frees when the connection ends, however it ends.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa

from load.engines.connection import PostgresSchema
from load.engines.contents import description
from load.engines.copying import copy_table
from load.engines.postgres_connection import PostgresConnection, connect, first_line
from load.engines.postgres_schema import definition, is_as_declared, make_anew
from load.parquet.tables import StoredRows
from warehouse.errors import LoadError
from warehouse.sql import (
    POSTGRES,
    check_sql,
    incoming_figure_sql,
    incoming_sql,
    key_sql,
    stored_sql,
)
from warehouse.tables import INCOMING, TABLES

_MAX_WAIT = "60s"  # for readers that hold a table which a migration must drop


def load_schema(
    database: PostgresSchema, tables: Mapping[str, pa.Table | StoredRows], made_from: Mapping[str, str]
) -> tuple[str, ...]:
    """Bring the schema to these tables, all views and the checks' results, in one transaction.

    Makes the schema where there is none, and anew where it is of an older version. Returns lines to tell
    the user. Raises LoadError where another load runs, the server refuses, or a key would be broken; the
    old rows then stand as they were.
    """
    with connect(database) as connection, _refusals(database), connection.transaction():
        _take_lock(connection, database)
        cursor = connection.cursor()
        if is_as_declared(cursor, database):
            _change(cursor, tables)
            told: tuple[str, ...] = ()
        else:
            told = make_anew(cursor, database)
            _fill(cursor, tables)
        _check(cursor)
        _describe(cursor, made_from)
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
        _bring_in(cursor, tables)
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


def _change(cursor: Any, tables: Mapping[str, pa.Table | StoredRows]) -> None:
    """Bring tables that hold rows already to the new ones."""
    _bring_in(cursor, _offered(cursor, tables))
    for name, query in stored_sql().items():
        _stage(cursor, name)
        _work_out(cursor, _staged(name), query)
        _bring_up_to_date(cursor, name)
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


def _bring_in(cursor: Any, tables: Mapping[str, pa.Table | StoredRows]) -> None:
    for name, table in tables.items():
        _stage(cursor, name)
        copy_table(cursor, _staged(name), table)
        _bring_up_to_date(cursor, name)
        cursor.execute(f"ANALYZE {name}")


def _take_lock(connection: Any, database: PostgresSchema) -> None:
    key = f"fazhi {database.schema}"
    row = connection.execute("SELECT PG_TRY_ADVISORY_XACT_LOCK(HASHTEXTEXTENDED(%s, 0))", [key]).fetchone()
    if row != (True,):
        raise LoadError("another load is writing there", str(database), "wait for it")
    connection.execute(f"SET LOCAL lock_timeout = '{_MAX_WAIT}'")


def _staged(table: str) -> str:
    return f"staged_{table}"


def _stage(cursor: Any, table: str) -> None:
    cursor.execute(f"CREATE TEMPORARY TABLE {_staged(table)} (LIKE {table}) ON COMMIT DROP")


def _bring_up_to_date(cursor: Any, table: str) -> None:
    """Remove, change and add what differs from the staged rows, and nothing else."""
    staged = _staged(table)
    cursor.execute(f"ANALYZE {staged}")
    declared = TABLES[table].key
    if not declared:
        _replace_rows(cursor, table, staged)
        return
    cursor.execute(f"ALTER TABLE {staged} ADD PRIMARY KEY ({', '.join(declared)})")
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column.name for column in cursor.description]
    same = " AND ".join(f't."{key}" = s."{key}"' for key in declared)
    mine, theirs = (", ".join(f'{side}."{column}"' for column in columns) for side in "ts")
    names = ", ".join(f'"{column}"' for column in columns)
    changes = ", ".join(f'"{column}" = s."{column}"' for column in columns)
    cursor.execute(f"DELETE FROM {table} AS t WHERE NOT EXISTS (SELECT FROM {staged} AS s WHERE {same})")
    cursor.execute(
        f"UPDATE {table} AS t SET {changes} FROM {staged} AS s "
        f"WHERE {same} AND ROW({mine}) IS DISTINCT FROM ROW({theirs})"
    )
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {theirs} FROM {staged} AS s "
        f"WHERE NOT EXISTS (SELECT FROM {table} AS t WHERE {same})"
    )


def _replace_rows(cursor: Any, table: str, staged: str) -> None:
    """The same for a table without a key: rows are told apart by all they hold, and by how often."""
    numbered = (
        "SELECT *, ROW_NUMBER() OVER (PARTITION BY row_hash) AS nth "
        "FROM (SELECT CTID AS at, SHA256(CONVERT_TO(CAST(r AS TEXT), 'UTF8')) AS row_hash FROM {0} AS r) AS h"
    )
    old, new = numbered.format(table), numbered.format(staged)
    same = "o.row_hash = n.row_hash AND o.nth = n.nth"
    cursor.execute(f"CREATE TEMPORARY TABLE old_rows ON COMMIT DROP AS {old}")
    cursor.execute(f"CREATE TEMPORARY TABLE new_rows ON COMMIT DROP AS {new}")
    cursor.execute("ANALYZE old_rows")
    cursor.execute("ANALYZE new_rows")
    gone = f"SELECT o.at FROM old_rows AS o WHERE NOT EXISTS (SELECT FROM new_rows AS n WHERE {same})"
    cursor.execute(f"DELETE FROM {table} WHERE CTID IN ({gone})")
    cursor.execute(
        f"INSERT INTO {table} SELECT s.* FROM {staged} AS s JOIN new_rows AS n ON n.at = s.CTID "
        f"WHERE NOT EXISTS (SELECT FROM old_rows AS o WHERE {same})"
    )
    cursor.execute("DROP TABLE old_rows, new_rows")


def _check(cursor: Any) -> None:
    """Run the checks on the new rows; what they find is brought up to date like any other table."""
    _stage(cursor, "check_result")
    for name, query in check_sql().items():
        cursor.execute(
            f"INSERT INTO {_staged('check_result')} (check_name, severity, statement_id, words) "
            f"SELECT '{name}', severity, statement_id, words FROM ({query}) AS found"
        )
    _bring_up_to_date(cursor, "check_result")


def _describe(cursor: Any, made_from: Mapping[str, str]) -> None:
    _stage(cursor, "meta")
    known = {"definition": definition(), **made_from}
    cursor.executemany(f"INSERT INTO {_staged('meta')} VALUES (%s, %s)", description(known))
    _bring_up_to_date(cursor, "meta")
