"""A fetched page and its snapshot in the store."""

from extract.fetching import Fetched, Visit
from extract.snapshots import SnapshotStore
from warehouse.records import Snapshot


def kept(page: Fetched, store: SnapshotStore) -> Snapshot | None:
    """The page as a snapshot; None where the site says that it has not changed."""
    if page.data is None:
        return None
    return store.add(
        page.data,
        url=page.url,
        final_url=page.final_url,
        fetched_at=page.fetched_at,
        media_type=page.media_type,
        etag=page.etag,
        last_modified=page.last_modified,
        tls=page.tls,
    )


def stands_for_damaged(visit: Visit, store: SnapshotStore) -> bool:
    """Whether a page is unchanged since a snapshot whose bytes are not what was fetched."""
    if visit.page is None or visit.page.data is not None:
        return False
    previous = store.latest(visit.url)
    return previous is not None and not store.is_whole(previous.sha256)
