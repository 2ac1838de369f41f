"""Files that are there whole or not at all: written beside, flushed to the disk, renamed over."""

import os
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
    """Write a new file and wait for the disk. Raises LoadError where that fails (full, read only)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        flush_file(path)
    except OSError as error:
        raise LoadError(_words(error), str(path), "check free space and rights of the folder") from error


def _words(error: OSError) -> str:
    return error.strerror or str(error)
