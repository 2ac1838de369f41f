"""Work that is tried in a process of its own, so that the disk or the memory it breaks are not the test's."""

import os
from collections.abc import Callable

from warehouse.errors import FazhiError


def what_came_of(work: Callable[[], object]) -> str:
    """Empty where the work was done; else our own error in its words, or what nobody foresaw."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            words = pipe.read()
        _, status = os.waitpid(pid, 0)
        return words or (f"unforeseen: ended with {status}" if status else "")
    status = 1
    try:
        work()
        status = 0
    except FazhiError as error:
        os.write(writing, str(error).encode())
    except BaseException as error:  # noqa: BLE001 -- whatever it is, the test is told
        os.write(writing, f"unforeseen {type(error).__name__}: {error}".encode())
    finally:
        os._exit(status)
