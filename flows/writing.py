"""One writer at a time in a data folder, by the kernel's file lock.

The kernel frees the lock when its holder ends, however it ends, so a killed run never stops the next one.
The file beside it says who holds it, for the message alone: nobody trusts its presence.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.files import write_whole
from warehouse.errors import FazhiError, SettingsError

_A_LOOK = 0.5
"""Seconds: longer than `is_writing` holds the lock to see whether it is free."""


class BusyError(FazhiError):
    """Another run writes in the data folder."""


@contextmanager
def only_writer(data_dir: Path) -> Iterator[None]:
    """Hold the data folder's lock; taking it again within the same process is allowed.

    Raises BusyError that names the holder where another process has it, SettingsError where the folder
    cannot be written.
    """
    lock = _lock(data_dir)
    holder = data_dir / "fazhi.lock.holder"
    try:
        lock.acquire(timeout=_A_LOOK, poll_interval=0.05)
    except Timeout as error:
        raise BusyError(f"another run is writing: {_holder(holder)}", str(data_dir), "wait for it") from error
    except OSError as error:
        raise _unwritable(data_dir, error) from error
    try:
        write_whole(holder, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        yield
    finally:
        lock.release()


def is_writing(data_dir: Path) -> bool:
    """Whether another process holds the data folder's lock; nothing is made where there is no folder."""
    path = data_dir / "fazhi.lock"
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except (Timeout, OSError) as error:
        return isinstance(error, Timeout)


def _lock(data_dir: Path) -> FileLock:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(data_dir, error) from error
    return FileLock(data_dir / "fazhi.lock", is_singleton=True, thread_local=False)


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_bytes())
        return f"process {who['pid']} on {who['host']}"
    except (OSError, ValueError, KeyError):
        return "a process that did not leave its name"


def _unwritable(data_dir: Path, error: OSError) -> SettingsError:
    return SettingsError(f"cannot write there: {error.strerror}", str(data_dir), "choose another --data-dir")
