"""The memory that a process took at most, alone or with its children."""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

_BETWEEN_LOOKS = 0.2
_PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


def peak_megabytes() -> int:
    """Peak of this program's own memory, by the kernel's VmHWM.

    Not ru_maxrss: a child begins with its parent's peak there, and keeps it over exec (getrusage(2), "NOTES"
    of Linux), so a test in a large process would measure itself.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise OSError("the kernel tells no VmHWM in /proc/self/status")
    return int(found[1]) // 1024


class TreePeak:
    """The memory that this process and its children took together at most, while it is entered.

    A page that several of them share counts once in each of their shares (PSS). `of_stage` is the most since
    it was set to 0 by whoever wants to know it of a part.
    """

    def __init__(self) -> None:
        self.megabytes = 0
        self.of_stage = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(_BETWEEN_LOOKS):
            taken = sum(_proportional_kilobytes(pid) for pid in _tree(os.getpid())) // 1024
            self.megabytes, self.of_stage = max(self.megabytes, taken), max(self.of_stage, taken)


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    children: list[int] = []
    for told in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += map(int, told.read_text().split())
    return [pid, *(below for child in children for below in _tree(child))]


def _proportional_kilobytes(pid: int) -> int:
    """The share of memory of a process; 0 where it has ended."""
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0
