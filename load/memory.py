"""How much memory this process may take: the container's limit, where there is one, before the machine's."""

import os
from collections.abc import Iterator
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_OURS = Path("/proc/self/cgroup")
_ENOUGH = 1400


def memory_megabytes(cgroups: Path = _CGROUPS, ours: Path = _OURS) -> int:
    """The smallest limit that holds for us, in megabytes: of our control groups and of the machine."""
    return min(_machine(), *_limits(cgroups, ours)) // 2**20


def share_megabytes(memory: int) -> int:
    """What DuckDB takes of so many megabytes by default: two fifths, as its own limit leaves out buffers of
    readers and compression, and not more than of 1.4 GB: a nation's reports load no faster with more."""
    return max(min(memory, _ENOUGH) * 2 // 5, 1)


def _machine() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _limits(cgroups: Path, ours: Path) -> Iterator[int]:
    """Limits of our groups and of those they lie in, by version 2 and version 1 of control groups."""
    yield _machine()
    lines = ours.read_text().splitlines() if ours.exists() else []
    for line in lines:
        _, kinds, path = line.split(":", 2)
        if kinds not in ("", "memory"):
            continue
        top = cgroups / kinds
        name = "memory.limit_in_bytes" if kinds else "memory.max"
        group = top / path.strip("/")
        for folder in (group, *group.parents):
            if folder.is_relative_to(top) and (limit := _number(folder / name)) is not None:
                yield limit


def _number(path: Path) -> int | None:
    """The limit that a file names; None where there is no such file, or no limit ("max")."""
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
