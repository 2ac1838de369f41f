"""How far a run is, told on Prefect's page: one bar, and a line of its log for each report read or failed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging import Logger
from threading import Lock
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectException
from prefect.logging.loggers import LoggingAdapter

from flows.record.outcomes import Outcome
from flows.record.progress import Watcher, watched_by, watcher
from warehouse.visible import visible

KEY = "fazhi-panel-progress"
TOLD_ELSEWHERE = {"is_told": True}
"""Extra of a record that a terminal has from its own watcher."""
_MOST = 500
"""Lines on reports that were read: a night's, not a nation's, which `last_run.json` has."""
_PAUSE = 5.0
_SHARES = {"抓取 fetch": (0, 30), "读取 read": (30, 80), "工作簿 workbooks": (80, 100)}
"""From how many to how many percent of a run a stage leads; others leave the bar where it is."""


class PageWatcher:
    """Tells Prefect's page, and then whom the process has told before."""

    def __init__(self, logger: Logger | LoggingAdapter, before: Watcher) -> None:
        self._logger = logger
        self._before = before
        self._stage, self._total, self._done, self._read = "", 0, 0, 0
        self._lock = Lock()
        self._bar: UUID | None = None
        self._is_lost = False
        self._next = 0.0

    def begin(self, stage: str, total: int) -> None:
        """The bar moves to the stage's beginning."""
        self._before.begin(stage, total)
        self._stage, self._total, self._done = stage, total, 0
        self._show(at_once=True)

    def advance(self) -> None:
        """The bar moves on, every few seconds."""
        self._before.advance()
        self._done += 1
        self._show()

    def read(self, outcome: Outcome) -> None:
        """A line for a report that was read, and why."""
        self._before.read(outcome)
        self._read += 1
        if self._read <= _MOST:
            words = f"{outcome.report_id} {outcome.place_name}: {outcome.why}, {outcome.statements} figures"
            self._logger.info("%s: %s", self._stage, visible(words))
        elif self._read == _MOST + 1:
            self._logger.info("%s: more than %s; last_run.json has them all", self._stage, _MOST)

    def failed(self, outcome: Outcome) -> None:
        """A line for a report that failed."""
        self._before.failed(outcome)
        words = f"{outcome.report_id} {outcome.place_name} failed ({outcome.kind}): {outcome.words}"
        line = visible(f"{words} {outcome.url}")
        self._logger.warning("%s: %s", self._stage or "选定 choose", line, extra=TOLD_ELSEWHERE)

    def say(self, line: str) -> None:
        """The line."""
        self._before.say(line)
        self._logger.warning(visible(line), extra=TOLD_ELSEWHERE)

    def end(self) -> None:
        """The bar is full."""
        self._stage, self._total, self._done = "工作簿 workbooks", 1, 1
        self._show(at_once=True, words="done")

    def _show(self, *, at_once: bool = False, words: str = "") -> None:
        """Put the bar where it belongs; a server that does not take it is asked no more."""
        now = time.monotonic()
        if self._stage not in _SHARES or self._is_lost or not (at_once or now >= self._next):
            return
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._next = now + _PAUSE
            self._is_lost = True
            with suppress(httpx.HTTPError, PrefectException, RuntimeError):  # as where the server is gone
                self._put(words or f"{self._stage}: {self._done} / {self._total}")
                self._is_lost = False
        finally:
            self._lock.release()

    def _put(self, words: str) -> None:
        first, last = _SHARES[self._stage]
        percent = first + (last - first) * min(1.0, self._done / max(1, self._total))
        if self._bar is None:
            self._bar = cast("UUID", create_progress_artifact(percent, key=KEY, description=words))
        else:
            update_progress_artifact(self._bar, percent, description=words)


@contextmanager
def told_on_page(logger: Logger | LoggingAdapter) -> Iterator[PageWatcher]:
    """Let Prefect's page show how far the run is until the block ends."""
    teller = PageWatcher(logger, watcher())
    with watched_by(teller):
        yield teller
    teller.end()
