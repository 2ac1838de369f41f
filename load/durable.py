"""Files that are there whole or not at all: written beside, flushed to the disk, renamed over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.errors import LoadError


def flush_file(path: Path) -> None:
    """Wait until the disk has a file's bytes."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the disk has a folder's names; does nothing where folders cannot be opened (Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_refusals(path: Path) -> Iterator[None]:
    """Tell in one line what the disk refuses (it is full, read only) while the file `path` is made."""
    try:
        yield
    except OSError as error:
        raise LoadError(_words(error), str(path), "check free space and rights of the folder") from error


def publish(new: Path, path: Path) -> None:
    """Give the finished file `new` the name `path`, in one step that a reader or a kill sees whole.

    Raises LoadError where the system refuses: on Windows, because another program has the file open.
    """
    try:
        flush_file(new)
        os.replace(new, path)
    except OSError as error:
        raise LoadError(_words(error), str(path), "close it in other programs and check the disk") from error
    flush_folder(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a new file, wait for the disk and read it back.

    Raises LoadError where that fails (full, read only, a disk that keeps something else); what was begun is
    then taken away.
    """
    try:
        with disk_refusals(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            flush_file(path)
            kept = path.read_bytes()
        if kept != content:
            raise LoadError("is not what was written", str(path), "check the disk")
    except LoadError:
        with suppress(OSError):  # what refused to write may refuse this as well
            path.unlink(missing_ok=True)
        raise


def _words(error: OSError) -> str:
    return error.strerror or str(error)
