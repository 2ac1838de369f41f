"""What a load of few rows spends most on is made once."""

from collections.abc import Iterator

import duckdb
import pytest

from load.engines import duckdb_file
from tests.warehouse.warehouses import declare_as_once


@pytest.fixture(scope="module", autouse=True)
def declared_once() -> Iterator[None]:
    """A file that this process makes anew takes its tables and views from one that was declared before."""
    really = duckdb_file.declare

    def declare(connection: duckdb.DuckDBPyConnection, views: tuple[str, ...] = ()) -> None:
        if views:
            really(connection, views)
        else:
            declare_as_once(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb_file, "declare", declare)
        yield
