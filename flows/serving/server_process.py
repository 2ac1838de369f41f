"""A Prefect server that ends with the process that started it: run with `python -m`.

Standard input is a pipe from the starter and nobody writes to it. When the starter dies, even by SIGKILL,
the kernel closes the pipe; reading it then ends, and the server ends itself with its group. So a killed run
leaves no server behind that would hold the database of the next one.
"""

import os
import runpy
import signal
import sys
import threading
import time

_GRACE = 10


def _end_with_starter() -> None:
    while os.read(0, 1):  # not by sys.stdin, which Python wants for itself when it ends
        pass
    os.killpg(os.getpgid(0), signal.SIGTERM)
    time.sleep(_GRACE)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    """Run `prefect server start` with our arguments in this process."""
    threading.Thread(target=_end_with_starter, daemon=True, name="end-with-starter").start()
    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
