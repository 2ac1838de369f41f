"""Small files of our own, written whole or not at all."""

import os
from pathlib import Path

from load.durable import publish, write_bytes


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it over: a kill leaves the old file. Raises LoadError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    write_bytes(beside, data)
    publish(beside, path)
