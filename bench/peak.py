"""The memory that a process took at most."""

import re
from pathlib import Path


def peak_megabytes() -> int:
    """Peak of this program's own memory, by the kernel's VmHWM.

    Not ru_maxrss: a child begins with its parent's peak there, and keeps it over exec (getrusage(2), "NOTES"
    of Linux), so a test in a large process would measure itself.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise OSError("the kernel tells no VmHWM in /proc/self/status")
    return int(found[1]) // 1024
