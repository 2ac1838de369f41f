"""`fazhi run`: the flow in this process, on the server that PREFECT_API_URL names or on one of our own.

Prefect reads its settings when it is imported, so it is imported here, inside the functions, after the
environment says which server and which home it shall use; commands that need no server never import it.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from rich.console import Console

from flows.record.outcomes import RunSummary
from flows.request import PanelRequest
from flows.serving.lost_server import FEW_RETRIES, MAX_RETRIES, despite_lost_server
from flows.serving.server import PAGE_PORT, ServerError, is_healthy, temporary_server
from flows.settings import Settings, child_environment, environment, prefect_api_url
from flows.writing import only_writer
from warehouse.errors import SettingsError

_DRAIN_SECONDS = 30
_OF_THE_WIRE = ("prefect.events.clients", "prefect._internal.concurrency")
_QUIET_CHILDREN = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING"}
"""For Dask's workers on this machine, which are processes of their own with Prefect's handlers in them."""
Result = TypeVar("Result")


def run_panel(
    settings: Settings, request: PanelRequest, console: Console, *, debug: bool = False
) -> RunSummary:
    """Run the flow and return its summary.

    Holds the data folder from before a server is started, so that two runs never share one server's
    database. Raises FazhiError: BusyError, ServerError, NothingReadError, or what stopped the run.
    """
    with (
        only_writer(settings.data_dir),
        prefect_server(settings, console, for_one_run=True) as api_url,
        environment({MAX_RETRIES: child_environment({}).get(MAX_RETRIES, FEW_RETRIES)}),
    ):
        return despite_lost_server(settings, api_url, lambda: _run_flow(api_url, request, debug=debug))


def refuse_unreachable_server(settings: Settings) -> None:
    """A temporary server answers on this machine alone. Raises SettingsError where workers are elsewhere."""
    if settings.scheduler and not prefect_api_url():
        what = "is not set, and the cluster's workers do not reach a server that a run starts for itself"
        way_out = "start `prefect server start --host 0.0.0.0` and name its address, or leave --scheduler out"
        raise SettingsError(what, "PREFECT_API_URL", way_out)


@contextmanager
def prefect_server(settings: Settings, console: Console, *, for_one_run: bool) -> Iterator[str]:
    """The API address of the server the user named, or of one of our own until the block ends."""
    named = prefect_api_url()
    if named:
        if not is_healthy(named):
            way_out = "start it with `prefect server start`, or unset PREFECT_API_URL"
            raise ServerError("no Prefect server answers there", named, way_out)
        yield named
        return
    home = settings.prefect_home
    with (
        console.status("starting a Prefect server") as status,
        temporary_server(home, settings.server_wait, for_one_run=for_one_run) as server,
        environment({"PREFECT_API_URL": server.api_url, "PREFECT_HOME": str(home)}),
    ):
        status.stop()
        if not for_one_run and server.port != PAGE_PORT:
            console.print(f"port {PAGE_PORT} is taken, so another was chosen", highlight=False)
        yield server.api_url


def _run_flow(api_url: str, request: PanelRequest, *, debug: bool) -> RunSummary:
    def run() -> RunSummary:
        from flows.panel import panel

        return cast(RunSummary, panel(**request.model_dump() | {"places": ",".join(request.places)}))

    return run_to_its_end(api_url, run, debug=debug)


def run_to_its_end(api_url: str, run: Callable[[], Result], *, debug: bool) -> Result:
    """Call a flow, within `prefect_server`, and wait until the server has all that it sent."""
    if not debug:
        _quiet_prefect()
    try:
        with environment({} if debug else _QUIET_CHILDREN):
            return run()
    finally:
        if is_healthy(api_url):
            _drain()


def _quiet_prefect() -> None:
    """Leave Prefect's story to its page and its log; what it warns of still comes to the terminal."""
    import prefect.main  # noqa: F401  sets up the handlers, which must be there to be quieted
    from prefect.logging.handlers import PrefectConsoleHandler

    # that events and logs do not reach a server that is gone is told by us, once
    logging.raiseExceptions = False
    for name in _OF_THE_WIRE:
        logging.getLogger(name).addFilter(lambda _: False)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record warns of something that is not told again: the run's own error is, in one line."""
    is_run = record.name.startswith(("prefect.flow_runs", "prefect.task_runs"))
    tells_failure = record.exc_info is not None or record.getMessage().startswith("Finished in state")
    is_told = is_run and (tells_failure or hasattr(record, "is_told"))
    return record.levelno >= logging.WARNING and not is_told


def _drain() -> None:
    """Wait until the server has what this process sent, and has written it down.

    Logs and events are sent by threads, and the server's recorder writes task runs a second behind.
    Stopped earlier, both sides would complain of what they still held.
    """
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=_DRAIN_SECONDS)
    _wait_for_recorder()


def _wait_for_recorder() -> None:
    """The server records the end of task runs late; stopped before, it would show them running for ever."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterId,
        TaskRunFilter,
        TaskRunFilterState,
        TaskRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType
    from prefect.client.schemas.sorting import FlowRunSort

    running = TaskRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    unfinished = TaskRunFilter(state=TaskRunFilterState(type=running))
    deadline = time.monotonic() + _DRAIN_SECONDS
    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)
        ours = FlowRunFilter(id=FlowRunFilterId(any_=[run.id for run in newest]))
        while time.monotonic() < deadline:
            if not client.read_task_runs(flow_run_filter=ours, task_run_filter=unfinished, limit=1):
                return
            time.sleep(0.2)
