"""Limits of a process that reads what strangers made: memory for good, time for each report.

A limit that Python notices is an UnreadableError and costs nothing but the report. Code of a library that
never comes back to Python is ended with its process by the kernel; whoever started the process tells.
"""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from warehouse.errors import UnreadableError

_HELD = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that one report may take, and megabytes that reading may take over what a process holds.

    The longest report known takes five seconds and 300 MB.
    """

    seconds: float = 90.0
    megabytes: int = 2048


def limit_memory(limits: Limits) -> None:
    """Limit this process's memory, and that of programs it starts, until it ends."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _held() + limits.megabytes * 2**20
    resource.setrlimit(
        resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )


def _held() -> int:
    """Bytes of address space that this process holds; 0 where the system does not tell."""
    try:
        return int(_HELD.read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Read one report in this block, in a process's main thread.

    Raises UnreadableError: too_slow after `limits.seconds`, too_large where memory runs out. Half as long
    again in code that Python cannot interrupt ends the process.
    """
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    signal.setitimer(signal.ITIMER_PROF, 1.5 * limits.seconds)
    try:
        yield
    except MemoryError as error:
        what = f"needs more than {limits.megabytes} MB of memory to read"
        raise UnreadableError(what, "", "give the report itself, without pictures", "too_large") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise UnreadableError("takes too long to read", "", "look at it by hand: it may be damaged", "too_slow")
