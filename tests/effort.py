"""How much work something may cost, whatever else the machine is doing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def work_within(seconds: float) -> Iterator[None]:
    """Fail where the block takes this process longer than that to work.

    For input made to take forever: minutes or hours where it succeeds. The processor's time is taken, as the
    clock on the wall tells of other programs too.
    """
    began = time.process_time()
    yield
    spent = time.process_time() - began
    assert spent < seconds, f"{spent:.1f} s of work"
