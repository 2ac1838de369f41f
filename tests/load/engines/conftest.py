"""The same statements in a warehouse of each engine."""

from pathlib import Path

import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database
from tests.load.engines.test_postgres import STATED
from tests.load.factories import METRICS, PLACES, tables, write


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, kept_postgres: PostgresSchema
) -> tuple[Path, PostgresSchema]:
    """A file and a schema that hold `STATED`: to be read, never changed."""
    root = tmp_path_factory.mktemp("both")
    write(root, tables(STATED))
    for database in (root / "w.duckdb", kept_postgres):
        build_database(root, database, METRICS, PLACES)
    return root / "w.duckdb", kept_postgres
