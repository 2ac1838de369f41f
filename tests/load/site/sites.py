"""Sites made for tests out of a small warehouse."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from load.engines.connection import Database
from load.engines.database import build_database, open_readonly
from load.site.building import Built, Edition, write_site
from tests.load.factories import METRICS, PLACES, write
from tests.warehouse.warehouses import load_file


def build(
    root: Path,
    content: Mapping[str, pa.Table],
    edition: Edition | None = None,
    database: Database | None = None,
) -> Built:
    """Load the tables, and build the site in `root`/site."""
    write(root, content)
    return rebuild(root, edition, database)


def rebuild(root: Path, edition: Edition | None = None, database: Database | None = None) -> Built:
    """Load what `root` holds, and build the site again."""
    where = database or root / "w.duckdb"
    if isinstance(where, Path):
        load_file(root, where)
    else:
        build_database(root, where, METRICS, PLACES)
    with open_readonly(where) as connection:
        return write_site(connection, root / "site", edition or Edition(2017))


def page(root: Path, path: str) -> str:
    return (root / "site" / path).read_text("utf-8")


def files_of(root: Path) -> dict[str, bytes]:
    """All files of the site by path."""
    folder = root / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
