"""The same statements in a warehouse of each engine."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database
from tests.load.engines.test_postgres import STATED
from tests.load.factories import METRICS, PLACES, tables, write


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str
) -> Iterator[tuple[Path, PostgresSchema]]:
    """A file and a schema that hold `STATED`: to be read, never changed."""
    root = tmp_path_factory.mktemp("both")
    write(root, tables(STATED))
    engines = (root / "w.duckdb", PostgresSchema(postgres_url, "fazhi_both"))
    for database in engines:
        build_database(root, database, METRICS, PLACES)
    yield engines
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA fazhi_both CASCADE")
