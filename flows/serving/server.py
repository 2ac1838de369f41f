"""A Prefect server of our own, with its home inside the data folder, for as long as it is needed.

Prefect's own temporary server waits 20 seconds, which a cold machine does not meet, writes into the user's
home, and is stopped while its recorder still holds events, which ends a good run with "Error flushing" and a
traceback. This one waits as long as the settings say, logs to a file, and is stopped by `stop_server` only
after the caller has drained what it sent.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from flows.serving.prefect_database import way_out_of
from flows.settings import child_environment
from warehouse.errors import FazhiError

_HOST = "127.0.0.1"
PAGE_PORT = 4200
"""Prefect's own: a page that is kept open or bookmarked is there again after a restart."""
_ANY_PORT = 0
_STOP_SECONDS = 15

_ALWAYS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_API_URL": "",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
}
"""For every server that we start: nothing sent to its makers, few words, no server above it, runs and events
older than 90 days removed from its database (what happened stands in load_run). Who holds a deployment's one
place is written down: a server that forgot it as it was restarted would keep that place taken for ever."""

_RUN_ONLY = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in (
        "SCHEDULER",
        "LATE_RUNS",
        "FOREMAN",
        "TRIGGERS",
        "EVENT_PERSISTER",
        "PAUSE_EXPIRATIONS",
        "CANCELLATION_CLEANUP",
        "REPOSSESSOR",
    )
} | {"PREFECT_SERVER_UI_ENABLED": "false"}
"""One run needs no schedule, no workers, no automations and no page."""


class ServerError(FazhiError):
    """A Prefect server did not start or does not answer."""


class TakenPortError(ServerError):
    """Another server answers where ours was to: it took the port a moment before."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, its log in its home, and its process."""

    api_url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def temporary_server(home: Path, wait_seconds: float, *, for_one_run: bool) -> Iterator[Server]:
    """Start a server with its home in `home`, give it, and end it with its whole process group.

    `for_one_run` leaves out the page and the services that only schedules and workers need. Raises
    ServerError that names the log where the server ends early or does not answer in `wait_seconds`.
    """
    server = start_server(home, for_one_run=for_one_run)
    try:
        try:
            _wait_until_healthy(server, wait_seconds)
        except TakenPortError:
            stop_server(server)
            server = start_server(home, for_one_run=for_one_run, wanted=_ANY_PORT)
            _wait_until_healthy(server, wait_seconds)
        yield server
    finally:
        stop_server(server)


def start_server(home: Path, *, for_one_run: bool, wanted: int = PAGE_PORT) -> Server:
    """Start the server's process; it may not answer yet. It ends when this process ends, however that is.

    One with a page has the port that is wanted, if it is free.
    """
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    port = _free_port(_ANY_PORT if for_one_run else wanted)
    api_url = f"http://{_HOST}:{port}/api"
    # the page asks the API where it is told to, which by default is another port
    services = _RUN_ONLY if for_one_run else {"PREFECT_SERVER_UI_API_URL": api_url}
    changes = _ALWAYS | {"PREFECT_HOME": str(home)} | services
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.serving.server_process", "--host", _HOST, "--port", str(port)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_server_environment(changes),
            start_new_session=True,
        )
    return Server(api_url, port, log, process)


def _server_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """Ours with `changes`, and this checkout importable; what is changed to "" is left out."""
    root = str(Path(__file__).resolve().parents[2])
    inherited = child_environment({}).get("PYTHONPATH", "")
    path = os.pathsep.join(filter(None, (root, inherited)))
    return {
        name: value for name, value in child_environment({**changes, "PYTHONPATH": path}).items() if value
    }


def _free_port(wanted: int) -> int:
    """The port that is wanted, or another one where somebody has it."""
    with socket.socket() as probe:
        # one whose connections have just ended is free; as Prefect's own server has it
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, wanted))
        except OSError:
            return _free_port(_ANY_PORT)
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise _ended_at_its_start(server)
        if is_healthy(server.api_url):
            if home_of(server.api_url) in {None, server.log.parent.resolve()}:
                return
            raise TakenPortError("another Prefect server took the port", server.api_url, "run it again")
        time.sleep(0.2)
    way_out = f"see {server.log}, or allow more with FAZHI_SERVER_WAIT"
    raise ServerError(f"the Prefect server did not answer in {wait_seconds:.0f} s", "", way_out)


def _ended_at_its_start(server: Server) -> ServerError:
    words, way_out = way_out_of(server.log) or (f"status {server.process.returncode}", f"see {server.log}")
    return ServerError(f"the Prefect server ended at its start: {words}", "", way_out)


def is_healthy(api_url: str) -> bool:
    """Whether a Prefect server answers at `api_url` within three seconds."""
    # certificates take longer to load than all else here, and a server of our own has none
    verify = not api_url.startswith("http:")
    try:
        asked = f"{api_url.rstrip('/')}/health"
        return httpx.get(asked, timeout=3, trust_env=False, verify=verify).status_code == 200
    except httpx.HTTPError:
        return False


def home_of(api_url: str) -> Path | None:
    """The home of the server that answers there; None where it does not say."""
    try:
        told = httpx.get(f"{api_url}/admin/settings", timeout=10, trust_env=False, verify=False)
        return Path(told.json()["home"]).resolve() if told.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None


def stop_server(server: Server) -> None:
    """End the server and all that it started: asked first, forced after some seconds."""
    _signal_group(server.process, signal.SIGTERM)
    try:
        server.process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        _signal_group(server.process, signal.SIGKILL)
        server.process.wait()
    if server.process.stdin:
        server.process.stdin.close()
    _signal_group(server.process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
