"""Processes within limits of time and memory, in which documents are read.

What they are to do comes with its own imports, so that a command which reads one document starts at once.
"""

import errno
import importlib
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import TypeVar

from extract.sandbox import Limits, limit_memory, limited
from warehouse.errors import UnreadableError
from warehouse.records import Document

T = TypeVar("T")

_DOCUMENTS = "extract.documents.reading"
_REPORTS = "flows.reading.ready"
_LONGEST_FOLDER = 70
_CLOSED = (errno.EBADF, None)
"""Numbers of the errors of a pipe that was closed: by the system, or by Python, which gives none."""

_WAITS = (0.05,) * 40
"""Seconds between questions for a process, where the one that gives them is being started anew."""

_FEW = 50
"""A process takes most of a second to start: as long as fifty reports to read."""


class Readers:
    """Processes within limits of time and memory; when one dies, all are replaced by new ones.

    They are not forked from this process, so that they hold neither our lock nor our threads, but from one
    started afresh that has loaded what they need, where the system has such (Linux, macOS); and end by
    themselves when this process is killed.
    """

    def __init__(self, count: int, limits: Limits, *, of_reports: bool) -> None:
        self.count = count
        self.limits = limits
        self.of_reports = of_reports
        self._pool, self._line = self._started()

    def _started(self) -> tuple[ProcessPoolExecutor, Connection]:
        """New processes, and the end of a line that they listen at: when it is closed they end."""
        context = _context(of_reports=self.of_reports)
        theirs, ours = context.Pipe(duplex=False)
        begun = (self.limits, self.of_reports, dict(os.environ), theirs)
        return ProcessPoolExecutor(self.count, context, initializer=_begin, initargs=begun), ours

    def submit(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        """Have `work` done with the arguments and our limits. Raises BrokenProcessPool after a death."""
        return self._handed(work, *arguments, self.limits)

    def one(self, where: str, read: Callable[..., T], *arguments: object) -> T:
        """What `read` makes of the arguments, in one of the processes and within the limits.

        Raises UnreadableError, at `where` unless it names a place of its own: what `read` raises, too_slow,
        too_large, or reader_crashed where the process died of it.
        """
        try:
            handed: Future[T] = self._handed(_within, self.limits, read, arguments)
            return handed.result()
        except BrokenProcessPool as error:
            self.replace()
            what, way_out = "stopped the program that reads it", "look at it by hand: it may be damaged"
            raise UnreadableError(what, where, way_out, "reader_crashed") from error
        except UnreadableError as error:
            raise UnreadableError(error.what, error.where or where, error.way_out, error.kind) from error

    def _handed(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        for wait in _WAITS:
            # The process that others are forked from ends where one that asked for a copy was killed as it
            # asked; a moment later it is started anew (seen with Python 3.11)
            with suppress(ConnectionRefusedError):
                return self._submitted(work, *arguments)
            time.sleep(wait)
        return self._submitted(work, *arguments)

    def _submitted(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        try:
            return self._pool.submit(work, *arguments)
        except OSError as error:
            # A pool that finds one dead closes its pipes, maybe as it hands them to a process that it starts
            # (seen with Python 3.11)
            if error.errno not in _CLOSED:
                raise
            raise BrokenProcessPool("a process died as another was started") from error

    def replace(self) -> None:
        """Start anew after a death."""
        # The pool ends those that it knows of when one dies; one that was being started then is not among
        # them, and it would be waited for for ever (seen with Python 3.11)
        self._line.close()
        self.close()
        self._pool, self._line = self._started()

    def close(self) -> None:
        """End the processes; what has not begun is not done."""
        self._pool.shutdown(cancel_futures=True)
        self._line.close()


@contextmanager
def reading_pool(
    reports: int, workers: int, limits: Limits | None = None, *, of_reports: bool = True
) -> Iterator[Readers]:
    """Processes to read `reports` reports in: one for a few, else `workers`; 0 means one a processor."""
    count = 1 if reports < _FEW else workers or os.cpu_count() or 1
    readers = Readers(count, limits or Limits(), of_reports=of_reports)
    try:
        yield readers
    finally:
        readers.close()


def load_beforehand() -> None:
    """Have loaded what readers of reports take, while this process does something else, where that can be."""
    if _context(of_reports=True).get_start_method() == "forkserver":
        forkserver.ensure_running()


def let_loaded_go() -> None:
    """End the process that holds what readers load, once all are read: 200 MB that a load may want.

    The next reader has it started anew. Left where a reader is at work, or where it is no child of ours.
    """
    server = forkserver._forkserver  # noqa: SLF001 (nothing else ends it before we do)
    pid: int | None = getattr(server, "_forkserver_pid", None)
    if pid is None or multiprocessing.active_children():
        return
    with suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            server._stop()  # type: ignore[attr-defined]  # noqa: SLF001


def read_apart(source: str, data: bytes, *, ocr: bool = False) -> Document:
    """Read one document in a process of its own, within the limits.

    Raises UnreadableError as `read_document` and `Readers.one` do, at `source`.
    """
    with reading_pool(1, 1, of_reports=False) as readers:
        return readers.one(source, partial(document_of, ocr=ocr), data)


def document_of(data: bytes, *, ocr: bool) -> Document:
    """What `read_document` makes of the bytes; its modules are loaded where it is called."""
    from extract.documents import read_document  # in that process alone: this one would only wait for it

    return read_document(data, ocr=ocr)


def _within(limits: Limits, read: Callable[..., T], arguments: tuple[object, ...]) -> T:
    with limited(limits):
        return read(*arguments)


def _context(*, of_reports: bool) -> BaseContext:
    """How processes are started: what they need is loaded once, by the one that they are forked from.

    That one is started with the first reader and ends with this process; it keeps to what it then loaded.
    It is reached by a socket below the temporary folder, whose path may be 107 bytes long.
    """
    has_room = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER
    if not has_room or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_needed(of_reports=of_reports))
    return context


def _needed(*, of_reports: bool) -> list[str]:
    return [_DOCUMENTS, _REPORTS] if of_reports else [_DOCUMENTS]


def _begin(
    limits: Limits,
    of_reports: bool,  # noqa: FBT001 -- an initializer takes no names
    environment: dict[str, str],
    line: Connection,
) -> None:
    threading.Thread(target=_end_with, args=(line,), daemon=True, name="end-with-parent").start()
    # the one it is forked from may have been started when ours was another
    os.environ.clear()
    os.environ.update(environment)
    # what the readers themselves take is loaded before, as the limit is the document's
    for name in _needed(of_reports=of_reports):
        importlib.import_module(name)
    limit_memory(limits)


def _end_with(line: Connection) -> None:
    """End this process when the other end of the line is closed, or its holder killed."""
    line.poll(None)
    os._exit(1)
