"""A Prefect server that vanishes in the middle: the run's own work goes on, and its own record says how it
ended. Prefect only shows a run; what happened stands in `load_run` and `last_run.json`.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from flows.leaving import wait_for_nobody
from flows.record.outcomes import NothingReadError, RunSummary, read_summary
from flows.record.progress import watcher
from flows.serving.server import ServerError, is_healthy
from flows.settings import Settings
from load.diaries.load_runs import read_load_runs
from warehouse.errors import FazhiError

MAX_RETRIES = "PREFECT_CLIENT_MAX_RETRIES"
FEW_RETRIES = "2"
"""Unless the user has said how often: Prefect asks a server that is gone five times more, for a minute, and
each of its calls anew."""


def despite_lost_server(settings: Settings, api_url: str, run: Callable[[], RunSummary]) -> RunSummary:
    """What `run` returns; where the server at `api_url` is gone, what our own record says of the run.

    Raises what `run` raises, FazhiError with the record's words where the run failed, and ServerError where
    it had not begun or did not end.
    """
    begun = datetime.now(UTC)
    try:
        return run()
    except (httpx.TransportError, RuntimeError):
        if is_healthy(api_url):
            raise
    wait_for_nobody()
    # of this run alone, as only one writes at a time
    rows = read_load_runs(settings.data_dir, since=begun).select(["run_id", "event", "note"]).to_pylist()
    if not rows:
        raise ServerError("the Prefect server went away before the run had begun", api_url, "run it again")
    newest = rows[-1]
    if newest["event"] == "failed":
        raise FazhiError(newest["note"].partition(": ")[2] or newest["note"])
    summary = read_summary(settings.summary)
    if newest["event"] != "succeeded" or summary is None or summary.run_id != newest["run_id"]:
        raise ServerError("the Prefect server went away and the run did not end", api_url, "run it again")
    watcher().say(f"the Prefect server at {api_url} went away: its page lacks the end of this run")
    if summary.is_hopeless:
        raise NothingReadError(settings.data_dir)
    return summary
