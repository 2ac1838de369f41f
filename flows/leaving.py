"""How a command ends: by Python's own way, or at once where nobody is left to wait for.

Prefect hands its last events over when Python ends, and asks a server that is gone again and again, for
minutes. There is no switch for it, and no event that our own record lacks.
"""

import os
import sys

_in_vain = False


def wait_for_nobody() -> None:
    """End this process at once when its command is done."""
    global _in_vain
    _in_vain = True


def leave(status: int | str | None) -> None:
    """End with an exit status."""
    if not _in_vain:
        sys.exit(status)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(bool(status)))
