"""A fetched page as a snapshot in the store."""

from extract.fetching import Fetched
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
