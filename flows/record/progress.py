"""How far a run is, told to whoever watches: a bar on a terminal, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from flows.record.outcomes import Outcome


class Watcher(Protocol):
    """Is told when a stage begins, when a report is done and when one failed."""

    def begin(self, stage: str, total: int) -> None:
        """A stage of `total` reports begins."""

    def advance(self) -> None:
        """One report of the stage is done."""

    def read(self, outcome: Outcome) -> None:
        """A report was read."""

    def failed(self, outcome: Outcome) -> None:
        """A report failed."""

    def say(self, line: str) -> None:
        """Something else that the user should know."""


class Silent:
    """Watches nothing: libraries, tests."""

    def begin(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""

    def read(self, outcome: Outcome) -> None:
        """Say nothing."""

    def failed(self, outcome: Outcome) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""


class TerminalBars:
    """One bar a stage on a terminal; failures are said when they happen, also where there is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=console, disable=not console.is_terminal)
        self._bar: TaskID | None = None

    @contextmanager
    def shown(self) -> Iterator["TerminalBars"]:
        """Show the bars until the block ends."""
        with self._bars:
            yield self

    def begin(self, stage: str, total: int) -> None:
        """A new bar."""
        self._bar = self._bars.add_task(stage, total=total)

    def advance(self) -> None:
        """One step of the newest bar."""
        if self._bar is not None:
            self._bars.advance(self._bar)

    def read(self, outcome: Outcome) -> None:
        """The bar says enough."""

    def failed(self, outcome: Outcome) -> None:
        """One line above the bars."""
        self.say(f"failed: {outcome.report_id} ({outcome.kind}): {outcome.words} {outcome.url}")

    def say(self, line: str) -> None:
        """One line above the bars."""
        self._console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


_watcher: Watcher = Silent()


def watcher() -> Watcher:
    """Who watches this process's run."""
    return _watcher


@contextmanager
def watched_by(new: Watcher) -> Iterator[None]:
    """Let `new` watch until the block ends. The flow's parameters cannot carry it, so the process does."""
    global _watcher
    before, _watcher = _watcher, new
    try:
        yield
    finally:
        _watcher = before
