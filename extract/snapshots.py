"""Snapshots: the bytes as fetched, named by their SHA-256, never changed, with where they came from."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from warehouse.errors import FetchError, UnreadableError
from warehouse.records import Snapshot


class SnapshotStore:
    """A folder of snapshots.

    `ab/abcd…` holds the bytes, `ab/abcd….json` their first provenance, and `urls/12/1234….jsonl` the
    snapshots of one address, oldest first, named by the address's SHA-256. A kill at any moment leaves
    whole files; a line of an address's list that was cut off is not read and the next one starts afresh.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(  # noqa: PLR0913 (a snapshot's provenance: what an HTTP answer says of itself)
        self,
        data: bytes,
        *,
        url: str,
        final_url: str,
        fetched_at: datetime,
        media_type: str = "",
        etag: str = "",
        last_modified: str = "",
        tls: str = "",
        saved_on: str = "",
    ) -> Snapshot:
        """Keep `data` as fetched from `url`, or saved from there by a person on the day `saved_on`.

        Bytes and validators as last time add nothing. Returns the snapshot; where nothing changed the
        earlier one, with its time.
        """
        name = sha256(data).hexdigest()
        validators = (media_type, etag, last_modified)
        snapshot = Snapshot(name, url, final_url, fetched_at, len(data), *validators, tls, saved_on)
        path = self._path(name)
        if not _holds(path, name):
            _write(path, data)
        provenance = path.with_suffix(".json")
        if not provenance.exists():
            _write(provenance, _line(snapshot).encode())
        latest = self.latest(url)
        if latest and _validators(latest) == _validators(snapshot):
            return latest
        _append(self._log(url), _line(snapshot).encode())
        return snapshot

    def latest(self, url: str) -> Snapshot | None:
        """The newest snapshot of `url` whose bytes are here, or None."""
        present = [snapshot for snapshot in self._of(url) if self._path(snapshot.sha256).exists()]
        return present[-1] if present else None

    def read(self, name: str) -> bytes:
        """The bytes of the snapshot of that SHA-256.

        Raises FetchError where it is not here and UnreadableError where its bytes have changed.
        """
        path = self._path(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise FetchError(
                "is not in the store", str(path), "fetch the report again", "not_found"
            ) from error
        if sha256(data).hexdigest() != name:
            raise UnreadableError(
                "has been changed since it was fetched", str(path), "delete it and fetch again"
            )
        return data

    def _of(self, url: str) -> Iterator[Snapshot]:
        try:
            lines = self._log(url).read_text("utf-8", "replace").split("\n")
        except FileNotFoundError:
            return
        for line in lines:
            snapshot = _snapshot(line)
            if snapshot and snapshot.url == url:
                yield snapshot

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def _log(self, url: str) -> Path:
        name = sha256(url.encode()).hexdigest()
        return self.root / "urls" / name[:2] / f"{name}.jsonl"


def _validators(snapshot: Snapshot) -> tuple[str, str, str]:
    return snapshot.sha256, snapshot.etag, snapshot.last_modified


def _line(snapshot: Snapshot) -> str:
    fields = asdict(snapshot) | {"fetched_at": snapshot.fetched_at.isoformat()}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _snapshot(line: str) -> Snapshot | None:
    """The snapshot that a line tells of; None for a line cut off by a kill."""
    try:
        fields = json.loads(line)
        return Snapshot(**fields | {"fetched_at": datetime.fromisoformat(fields["fetched_at"])})
    except (ValueError, TypeError, KeyError):
        return None


def _holds(path: Path, name: str) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == name
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename: the file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _flush_folder(path.parent)


def _append(path: Path, line: bytes) -> None:
    """Append one line; one that was cut off before it is ended first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            line = line if file.read() == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system lets folders be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
