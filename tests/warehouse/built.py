"""What a load of few rows spends most on is made once: for the fixtures of who loads many files."""

import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import duckdb
import pytest

from load.engines import duckdb_file, proving
from tests.warehouse.asking import run_in_a_copy
from tests.warehouse.warehouses import declare_as_once


def built_as_once() -> Iterator[None]:
    """A file that this process makes anew takes its tables and views from one that was declared before.

    The process that proves it is a copy of one that was there before.
    """
    really = duckdb_file.declare

    def declare(connection: duckdb.DuckDBPyConnection, views: tuple[str, ...] = ()) -> None:
        if views:
            really(connection, views)
        else:
            declare_as_once(connection)

    copies = SimpleNamespace(run=run_in_a_copy, TimeoutExpired=subprocess.TimeoutExpired)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_file, "declare", declare)
        patch.setattr(proving, "subprocess", copies)
        yield
