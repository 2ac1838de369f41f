"""Snapshots as a WARC file (ISO 28500), which web archives replay."""

from collections.abc import Iterator
from datetime import UTC
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.snapshots import SnapshotStore
from warehouse.records import Snapshot

_URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"


def write_warc(path: Path, store: SnapshotStore) -> int:
    """Write every snapshot of an http(s) address into one `.warc.gz`. Returns how many.

    A fetched page is a `response` with the headers that were kept, its body unpacked; a page saved by a
    person is a `resource`. The same store gives the same bytes. Raises FetchError or UnreadableError where
    a snapshot is missing or damaged; then no file is left.
    """
    snapshots = sorted(_of_the_web(store), key=lambda snapshot: (snapshot.fetched_at, snapshot.url))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.tmp")
    try:
        with beside.open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            for snapshot in snapshots:
                _write(writer, snapshot, store.read(snapshot.sha256))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(snapshots)


def _of_the_web(store: SnapshotStore) -> Iterator[Snapshot]:
    return (snapshot for snapshot in store.all() if snapshot.url.startswith(("http://", "https://")))


def _write(writer: WARCWriter, snapshot: Snapshot, data: bytes) -> None:
    """An answer of the web as one; what was saved by hand as a resource, as nobody knows its headers."""
    time = snapshot.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = uuid5(NAMESPACE_URL, f"{snapshot.url} {time} {snapshot.sha256}")
    headers = {"WARC-Date": time, "WARC-Record-ID": f"<urn:uuid:{name}>"}
    if snapshot.saved_on:
        record = writer.create_warc_record(
            quote(snapshot.final_url, safe=_URL_CHARACTERS),
            "resource",
            payload=BytesIO(data),
            length=len(data),
            warc_content_type=snapshot.media_type or "application/octet-stream",
            warc_headers_dict=headers,
        )
    else:
        record = writer.create_warc_record(
            quote(snapshot.final_url, safe=_URL_CHARACTERS),
            "response",
            payload=BytesIO(data),
            length=len(data),
            http_headers=StatusAndHeaders(f"{HTTPStatus.OK} OK", _headers(snapshot), protocol="HTTP/1.1"),
            warc_headers_dict=headers,
        )
    writer.write_record(record)


def _headers(snapshot: Snapshot) -> list[tuple[str, str]]:
    kept = (
        ("Content-Type", snapshot.media_type),
        ("ETag", snapshot.etag),
        ("Last-Modified", snapshot.last_modified),
        ("Content-Length", str(snapshot.size)),
    )
    return [(name, value) for name, value in kept if value]
