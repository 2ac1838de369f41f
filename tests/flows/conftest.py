"""The command line as a user runs it, a Prefect server of our own, and a site that answers."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.reading.processes import reading_pool
from flows.serving.server import temporary_server
from tests.flows.running import Fazhi, run_fazhi
from tests.once import made_once
from tests.warehouse.built import built_as_once

DATABASE = "prefect.db"
TROUBLE = ("Traceback", "Error", "ERROR")
"""What the log of a server that went well does not hold."""

declared_once = pytest.fixture(scope="module", autouse=True)(built_as_once)


@pytest.fixture
def fazhi(tmp_path: Path) -> Fazhi:
    """Run `fazhi` with arguments in an empty folder; variables by keyword."""
    return partial(run_fazhi, tmp_path)


@pytest.fixture(scope="session", autouse=True)
def rules_are_loaded_once() -> None:
    """What readers are forked from keeps to what the first of them needs: let that be a report's."""
    with reading_pool(1, 1) as readers:
        readers.one("", os.getpid)


@dataclass(frozen=True)
class Prefect:
    """A running server, and a home as each start but the first finds it, with its database made."""

    url: str
    home: Path


@pytest.fixture(scope="package")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """A Prefect server with all its services, while the tests of flows run: idle it takes 4 % of a core."""
    working, home = tmp_path_factory.mktemp("prefect"), tmp_path_factory.mktemp("prefect-home")
    with temporary_server(working, 600, for_one_run=False) as server:
        with (
            closing(sqlite3.connect(working / DATABASE)) as made,
            closing(sqlite3.connect(home / DATABASE)) as copy,
        ):
            made.backup(copy)
        assert [word for word in TROUBLE if word in server.log.read_text()] == []
        yield Prefect(server.api_url, home)


@pytest.fixture(scope="package")
def prefect_url(prefect: Prefect) -> str:
    """The address of that server."""
    return prefect.url


@pytest.fixture(scope="package")
def prefect_home(prefect: Prefect) -> Path:
    """What its start has left: the next one makes no database, which takes longest."""
    return prefect.home


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the samples were fetched, read, loaded and exported: to be copied, never changed."""

    def make(folder: Path) -> None:
        steps = [run_fazhi(folder, step) for step in ("fetch", "transform", "load", "export")]
        assert [step.stderr for step in steps if step.returncode] == []

    return made_once(tmp_path_factory, "sampled", make)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """A site where nothing is found."""

    class NotFound(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), NotFound) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
