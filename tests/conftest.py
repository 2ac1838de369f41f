"""A PostgreSQL server of the tests' own, one a session; which tests one process has."""

import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from load.engines.connection import PostgresSchema
from tests.postgres_server import has_server, postgres_server

_OF_PREFECT = "Prefect"


def pytest_collection() -> None:
    """What collecting imports and makes stays to the end: to look through it for what could go takes 2 s."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From now on what is made is looked through, and no more what is there."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where processes test beside each other a module is one's, and all that ask Prefect's server are one's.

    So they share a server: to start another takes ten seconds of processor, and idle it takes 4 % of a core.
    They come first: as the longest chain that one process has, it would else be alone at the end.
    """
    from xdist.scheduler import LoadScopeScheduling  # not there where xdist is not

    class ByServer(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return _OF_PREFECT if _asks_prefect(config.rootpath / module) else module

        def _assign_work_unit(self, node: Any) -> None:
            if _OF_PREFECT in self.workqueue:
                self.workqueue.move_to_end(_OF_PREFECT, last=False)
            super()._assign_work_unit(node)

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
