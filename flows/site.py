"""The evidence pages of a data folder: the warehouse's rows, and documents' tables from their snapshots.

The warehouse keeps each document's text, but not where the cells of its table rows begin and end: reports
with tables, few among many, are opened again from their snapshot, and only where their page is made anew.
Where the snapshot is gone or is read otherwise by now, a row stands as a line of text.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from extract.snapshots import SnapshotStore
from extract.storage import Location
from flows.reading.processes import Readers, document_of, reading_pool
from flows.record.progress import watcher
from flows.settings import Settings
from load.engines.database import open_readonly
from load.site.building import Built, Documents, Edition, write_site
from load.site.reports import Told
from warehouse.errors import FazhiError
from warehouse.records import Document


def build_site(settings: Settings, folder: Path, base_year: int) -> Built:
    """Bring the site in `folder` up to the warehouse. Raises as `write_site` and `open_readonly` do."""
    watching = watcher()
    with (
        open_readonly(settings.database, settings.database_limits) as connection,
        _documents_read_again(settings) as documents,
    ):
        return write_site(connection, folder, Edition(base_year, documents, watching.begin, watching.advance))


@contextmanager
def _documents_read_again(settings: Settings) -> Iterator[Callable[[Sequence[Told]], Documents]]:
    """Who gives documents of reports by id, read in processes that start with the first of them."""
    with ExitStack() as open_until_the_end:
        pools: list[Readers] = []

        def documents(reports: Sequence[Told]) -> Documents:
            if not reports:
                return {}
            if not pools:
                made = reading_pool(len(reports), settings.workers, settings.read_limits, of_reports=False)
                pools.append(open_until_the_end.enter_context(made))
            return _documents_of(reports, settings, pools[0])

        yield documents


def _documents_of(reports: Sequence[Told], settings: Settings, readers: Readers) -> Documents:
    """The documents of these reports, but those that can be read no more."""
    found: dict[str, Document] = {}
    for one in reports:
        if one.snapshot is None:
            continue
        try:
            read = partial(_document_of_snapshot, ocr=settings.ocr)
            found[one.report_id] = readers.one(one.report_id, read, one.snapshot, settings.snapshots)
        except FazhiError:  # its page has rows as lines then, as the head of this module says
            continue
    return found


def _document_of_snapshot(snapshot: str, snapshots: Location, *, ocr: bool) -> Document:
    return document_of(SnapshotStore(snapshots).read(snapshot), ocr=ocr)
