"""Warehouses made of a few statements, to be asked with SQL."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from load.engines.database import build_database, open_readonly
from tests.load.factories import METRICS, PLACES, statement, table, tables, write
from warehouse.records import Metric, Place


class Warehouse:
    """A warehouse made of some statements, asked with SQL; `population` is the data folder's own CSV."""

    def __init__(self, folder: Path, metrics: Sequence[Metric] = METRICS) -> None:
        self.folder = folder
        self.metrics = tuple(metrics)
        self.places: tuple[Place, ...] = PLACES
        self.population = ""
        self._made = 0

    def of(
        self,
        *stated: dict[str, Any],
        documents: tuple[dict[str, Any], ...] = (),
        issues: tuple[dict[str, Any], ...] = (),
    ) -> duckdb.DuckDBPyConnection:
        self._made += 1
        root = self.folder / str(self._made)
        write(root, tables(stated, documents) | {"issues": table("issues", issues)})
        if self.population:
            (root / "population.csv").write_text(self.population, "utf-8")
        build_database(root, root / "w.duckdb", self.metrics, self.places)
        return open_readonly(root / "w.duckdb")


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    with connection:
        return connection.execute(query).fetchall()


def rate(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}%", value, **fields)
