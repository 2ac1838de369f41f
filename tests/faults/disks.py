"""A disk of a few megabytes that can be made as full as a test wants it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PAGE = os.sysconf("SC_PAGE_SIZE")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory, mounted at `folder`; skips the test where nothing may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here: a full disk is tried as root, or under `unshare -rm`")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def free_bytes(folder: Path) -> int:
    """What is left on the disk."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


@contextmanager
def only_left(folder: Path, left: int) -> Iterator[None]:
    """Fill the disk but for so many bytes, as far as it has them."""
    filler = folder / ".filler"
    with filler.open("wb") as file:
        if (size := free_bytes(folder) - left) > 0:
            os.posix_fallocate(file.fileno(), 0, size // PAGE * PAGE)
    try:
        yield
    finally:
        filler.unlink()
