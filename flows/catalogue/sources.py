"""How index pages stand by their diary: which are not well, and a person's word that one is right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from extract.catalogue.checking import address
from extract.listings.health import WELL
from flows.settings import Settings
from load.diaries.list_log import append_list_log, read_list_log
from load.engines.database import bring_in_diaries
from warehouse.errors import CatalogueError


def unwell_lists(settings: Settings) -> list[str]:
    """A line for each index page that was not well when it was last read: where, the finding, its words."""
    return [
        f"{row['index_url']}: {row['finding']}: {row['finding_words']}"
        for row in _newest(settings).values()
        if row["finding"] != WELL
    ]


def settle_lists(settings: Settings, pages: Sequence[str], at: datetime) -> int:
    """Say of index pages that what they had last is right. Returns how many.

    Raises CatalogueError for an address that was never read.
    """
    newest = _newest(settings)
    if missing := [page for page in pages if address(page) not in newest]:
        raise CatalogueError(
            "is no index page that was read", ", ".join(missing), "`fazhi catalogue sources`"
        )
    rows = [newest[address(page)] for page in dict.fromkeys(pages)]
    append_list_log(settings.data_dir, [_settled(row, at) for row in rows])
    bring_in_diaries(settings.data_dir, settings.database, settings.database_limits)
    return len(rows)


def _newest(settings: Settings) -> dict[str, dict[str, Any]]:
    rows = read_list_log(settings.data_dir).to_pylist()
    return {address(row["index_url"]): row for row in rows}


def _settled(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    good = {"good_at": at, "good_entries": row["n_entries"], "good_reports": row["n_reports"]}
    return row | good | {"at": at, "finding": WELL, "finding_words": None, "n_proposed": 0}
