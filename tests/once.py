"""What is made once for all tests, also where several processes test: to be copied, never changed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` filled: by the first that asks, and waited for by the others."""
    ours = factory.getbasetemp()
    folder = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / name
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            making = ours / f"making-{name}"
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder
