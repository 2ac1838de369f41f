"""Warehouses made of a few statements, to be asked with SQL.

The rows go from memory to memory, into a copy of tables and views that were made once: how they come out of
Parquet into a file is for the tests of load.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from load.engines.contents import description, warehouse_tables
from load.engines.duckdb_file import check, declare, fill, fill_unchecked
from tests.load.factories import METRICS, PLACES, statement, table, tables
from warehouse.records import Metric, Place
from warehouse.tables import TABLES


class Warehouse:
    """A warehouse made of some statements, asked with SQL; `population` is the data folder's own CSV."""

    def __init__(self, folder: Path, metrics: Sequence[Metric] = METRICS) -> None:
        self.folder = folder
        self.metrics = tuple(metrics)
        self.places: tuple[Place, ...] = PLACES
        self.population = ""

    def of(
        self,
        *stated: dict[str, Any],
        documents: tuple[dict[str, Any], ...] = (),
        issues: tuple[dict[str, Any], ...] = (),
        checks: Iterable[str] = (),
    ) -> duckdb.DuckDBPyConnection:
        """Checked by these checks alone: no view asks what they find, and all take longer than the rest."""
        if self.population:
            (self.folder / "population.csv").write_text(self.population, "utf-8")
        rows = tables(stated, documents) | {"issues": table("issues", issues)}
        connection = without_rows()
        dimensions = warehouse_tables(self.folder, self.metrics, self.places)
        fill_unchecked(connection, dimensions | _by_sql_name(rows))
        check(connection, checks)
        return connection


def loaded(root: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory of the Parquet tables below `root`; nothing is checked."""
    connection = without_rows()
    fill_unchecked(connection, warehouse_tables(root, METRICS, PLACES))
    return connection


def load_file(
    root: Path, database: Path, metrics: Sequence[Metric] = METRICS, places: Sequence[Place] = PLACES
) -> None:
    """Make the same in a file, checked, as a load would; what was put there is not proved."""
    shutil.copyfile(_declared(), database)
    with duckdb.connect(str(database)) as connection:
        fill(connection, warehouse_tables(root, tuple(metrics), tuple(places)))
        connection.executemany("INSERT INTO meta VALUES (?, ?)", description({}))


def without_rows() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with all tables and views, and not a row."""
    connection = duckdb.connect()
    declare_as_once(connection)
    return connection


def declare_as_once(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all tables, empty, and all views by copying what was declared before."""
    (name,) = connection.execute("SELECT CURRENT_DATABASE()").fetchall()[0]
    connection.execute(f"ATTACH '{_declared()}' AS declared (READ_ONLY)")
    connection.execute(f'COPY FROM DATABASE declared TO "{name}" (SCHEMA)')
    connection.execute("DETACH declared")


@cache
def _declared() -> Path:
    """The same in a file, to be copied: making it takes five times as long."""
    folder = tempfile.TemporaryDirectory(prefix="fazhi-declared-")
    atexit.register(folder.cleanup)
    with duckdb.connect(f"{folder.name}/empty.duckdb") as connection:
        declare(connection)
    return Path(folder.name, "empty.duckdb")


def _by_sql_name(rows: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables by the name of their folder, as a load would bring them in."""
    found = {}
    for one in TABLES.values():
        if one.rows and one.rows.name in rows:
            stored = rows[one.rows.name]
            stored = stored.filter(stored[one.present].is_valid()) if one.present else stored
            names = (one.rows.schema if one.offered_as else one.schema).names
            found[one.offered_as or one.name] = stored.select(names)
    return found


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    with connection:
        return connection.execute(query).fetchall()


def rate(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}%", value, **fields)
