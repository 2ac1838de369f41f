"""A PostgreSQL server of the tests' own, one a session."""

from collections.abc import Iterator

import psycopg
import pytest

from load.engines.connection import PostgresSchema
from tests.postgres_server import has_server, postgres_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of an empty database on a running server."""
    if not has_server():
        pytest.skip("no PostgreSQL server here: sh tools/system_packages.sh installs one")
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[PostgresSchema]:
    """A schema that is not there yet, and is gone afterwards."""
    yield PostgresSchema(postgres_url, "fazhi")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS fazhi CASCADE")
