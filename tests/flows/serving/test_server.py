"""The Prefect server of our own: it ends with its starter, and says where to look when it does not start."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from io import StringIO
from pathlib import Path
from shutil import copytree
from socket import socket
from tempfile import gettempdir

import pytest
from rich.console import Console

import flows.serving.server as server_module
from flows.run import prefect_server
from flows.serving.runner import ServingRunner
from flows.serving.server import (
    Server,
    ServerError,
    is_healthy,
    start_server,
    stop_server,
    temporary_server,
)
from flows.settings import Settings
from tests.flows.running import clean_environment

pytestmark = pytest.mark.slow

_STARTER = """
import sys, time
from pathlib import Path
from flows.serving.server import start_server
print(start_server(Path(sys.argv[1]), for_one_run=True).process.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_server_of_a_killed_starter_ends(tmp_path: Path) -> None:
    starter = [sys.executable, "-c", _STARTER, str(tmp_path)]
    with subprocess.Popen(starter, env=clean_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert is_alive(pid)
        process.kill()
    deadline = time.monotonic() + 600
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(pid)


def garbage(database: Path) -> None:
    database.write_bytes(b"no database" * 1000)


def of_the_future(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'f00000000000'")


def not_to_be_opened(database: Path) -> None:
    database.unlink()
    database.mkdir()


@pytest.mark.parametrize(
    ("spoil", "words", "way_out"),
    [
        (garbage, "file is not a database", r"delete \S+/prefect\.db\*"),
        (of_the_future, "of another version of Prefect", r"delete \S+/prefect\.db\*"),
        (not_to_be_opened, "unable to open database file", r"see \S+/server\.log"),
    ],
)
def test_a_server_that_cannot_use_its_database_says_what_to_do(
    tmp_path: Path, prefect_home: Path, spoil: Callable[[Path], None], words: str, way_out: str
) -> None:
    home = copytree(prefect_home, tmp_path / "prefect")
    spoil(home / "prefect.db")
    said = rf"ended at its start: its database: {words} \({way_out}"
    with pytest.raises(ServerError, match=said), temporary_server(home, 120, for_one_run=True):
        pass


def test_server_that_is_too_slow_is_ended_and_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="did not answer in 0 s .*FAZHI_SERVER_WAIT"),
        temporary_server(tmp_path, 0.1, for_one_run=True),
    ):
        pass


def test_the_page_s_port_is_prefect_s_own_unless_somebody_has_it(tmp_path: Path) -> None:
    ports = []
    with ExitStack() as taken:
        for number in range(2):
            server = start_server(tmp_path / str(number), for_one_run=False)
            taken.callback(stop_server, server)
            ports.append(int(server.api_url.removesuffix("/api").rpartition(":")[2]))
            held = taken.enter_context(socket())
            with suppress(OSError):  # the server itself, or another program of this machine, has it
                held.bind(("127.0.0.1", 4200))
                held.listen()
    assert ports[1] != 4200


def test_a_server_that_another_one_forestalled_takes_another_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both found the port free, and one was a moment earlier: it is not taken for ours."""
    with temporary_server(tmp_path / "first", 600, for_one_run=True) as first:
        ports = iter([first.port])
        find = server_module._free_port
        monkeypatch.setattr(server_module, "_free_port", lambda wanted: next(ports, None) or find(wanted))
        with temporary_server(tmp_path / "second", 600, for_one_run=True) as second:
            assert second.port != first.port
            assert is_healthy(second.api_url)


@pytest.mark.parametrize(
    ("port", "said"), [(4200, ""), (4567, "port 4200 is taken, so another was chosen\n")]
)
def test_another_port_for_the_page_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int, said: str
) -> None:
    """Who has the address in a bookmark looks for the page where somebody else's is."""

    @contextmanager
    def started(home: Path, wait_seconds: float, *, for_one_run: bool) -> Iterator[Server]:
        del wait_seconds, for_one_run
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            yield Server(f"http://127.0.0.1:{port}/api", port, home / "server.log", process)

    monkeypatch.setattr("flows.run.temporary_server", started)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    console = Console(file=StringIO(), width=120)
    with prefect_server(Settings(data_dir=tmp_path), console, for_one_run=False) as url:
        assert url == f"http://127.0.0.1:{port}/api"
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == said


def test_a_runner_writes_where_another_user_s_does_not() -> None:
    """Prefect's /tmp/runner_storage belongs to whoever came first."""
    folder = ServingRunner(limit=1)._tmp_dir
    assert (folder.parent, folder.stat().st_mode & 0o777) == (Path(gettempdir()), 0o700)
    folder.rmdir()


def test_stopped_server_is_gone(tmp_path: Path) -> None:
    server = start_server(tmp_path, for_one_run=True)
    stop_server(server)
    assert server.process.returncode is not None
    assert not is_healthy(server.api_url)
