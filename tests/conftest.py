"""A PostgreSQL server of the tests' own, one a session; the home of a Prefect server."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.serving.server import temporary_server
from load.engines.connection import PostgresSchema
from tests.once import made_once
from tests.postgres_server import has_server, postgres_server

TROUBLE = ("Traceback", "Error", "ERROR")
"""What the log of a server that went well does not hold."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where processes test beside each other a module is one's, and all that ask Prefect's server are one's.

    So they share a server: to start another takes ten seconds of processor, and idle it takes 4 % of a core.
    """
    from xdist.scheduler import LoadScopeScheduling  # not there where xdist is not

    class ByServer(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return "Prefect" if _asks_prefect(config.rootpath / module) else module

    return ByServer(config, log) if config.getvalue("dist") == "loadscope" else None


@cache
def _asks_prefect(module: Path) -> bool:
    return "prefect_url" in module.read_text()


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


@pytest.fixture(scope="module")
def kept_postgres(postgres_url: str) -> Iterator[PostgresSchema]:
    """A schema for a module: what is put there once, for its tests to read and never to change."""
    yield PostgresSchema(postgres_url, "kept")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS kept CASCADE")


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a Prefect server leaves that has run: its next start makes no database, which takes longest."""

    def make(home: Path) -> None:
        with temporary_server(home, 600, for_one_run=True):
            pass
        log = home / "server.log"
        assert [word for word in TROUBLE if word in log.read_text()] == []
        log.unlink()

    return made_once(tmp_path_factory, "prefect-home", make)
