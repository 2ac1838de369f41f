"""Snapshots: the bytes as fetched, named by their SHA-256, never changed, with where they came from."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from extract.storage import Location, storage_at
from warehouse.errors import FetchError, UnreadableError
from warehouse.records import Snapshot

_BYTES = re.compile(r"[0-9a-f]{2}/(?P<name>[0-9a-f]{64})")
_TOLD = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.json|urls/[0-9a-f]{2}/[0-9a-f]{64}\.jsonl")
_CHECK = "check"
LOST = frozenset(("not_found", "damaged"))
"""The kinds of failure of a snapshot that is not in the store, or not what was fetched."""
_LOG = re.compile(r"urls/[0-9a-f]{2}/[0-9a-f]{64}\.jsonl")


class SnapshotStore:
    """A folder, or a bucket (s3://bucket/folder), of snapshots.

    `ab/abcd…` holds the bytes, `ab/abcd….json` their first provenance, and `urls/12/1234….jsonl` the
    snapshots of one address, oldest first, named by the address's SHA-256. A kill at any moment leaves
    whole files; a line of an address's list that was cut off is not read and the next one starts afresh.
    """

    def __init__(self, root: Location) -> None:
        self._storage = storage_at(root)

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
        if not self.is_whole(name):
            self._storage.write(_path(name), data)
        provenance = f"{_path(name)}.json"
        if not self._storage.exists(provenance):
            self._storage.write(provenance, _line(snapshot).encode())
        latest = self.latest(url)
        if latest and _validators(latest) == _validators(snapshot):
            return latest
        self._storage.append(_log(url), _line(snapshot).encode())
        return snapshot

    def latest(self, url: str) -> Snapshot | None:
        """The newest snapshot of `url` whose bytes are here, or None."""
        for line in reversed(self._lines(_log(url))):
            snapshot = _snapshot(line) if line else None
            if snapshot and snapshot.url == url and self._storage.exists(_path(snapshot.sha256)):
                return snapshot
        return None

    def read(self, name: str) -> bytes:
        """The bytes of the snapshot of that SHA-256.

        Raises FetchError where it is not here and UnreadableError where its bytes have changed.
        """
        where = self._storage.place(_path(name))
        try:
            data = self._storage.read(_path(name))
        except OSError as error:
            raise FetchError("is not in the store", where, "fetch the report again", "not_found") from error
        if sha256(data).hexdigest() != name:
            what = "has been changed since it was fetched"
            raise UnreadableError(what, where, "fetch the report again", "damaged")
        return data

    def is_whole(self, name: str) -> bool:
        """Whether the snapshot of that SHA-256 is here as it was fetched."""
        return self._hash_of(name) == name

    def all(self) -> Iterator[Snapshot]:
        """Every snapshot of every address that the store tells of, oldest first within an address."""
        for name in self._storage.names():
            if _LOG.fullmatch(name):
                yield from self._listed(name)

    def damaged(self) -> Iterator[str]:
        """Read everything again, and tell in one line what is missing or is not what its name says."""
        present = {found["name"] for name in self._storage.names() if (found := _BYTES.fullmatch(name))}
        told = {snapshot.sha256: snapshot.url for snapshot in self.all()}
        for name in sorted(present):
            if self._hash_of(name) != name:
                url = told.get(name, "an address that is not known")
                yield f"{self._storage.place(_path(name))}: is not what was fetched from {url}"
        for name in sorted(set(told) - present):
            yield f"{self._storage.place(_path(name))}: is missing; it was fetched from {told[name]}"
        for name in self._storage.names():
            if _TOLD.fullmatch(name) and not all(map(_is_sound, self._lines(name))):
                yield f"{self._storage.place(name)}: says something else than was written"

    def _hash_of(self, name: str) -> str | None:
        try:
            return sha256(self._storage.read(_path(name))).hexdigest()
        except OSError:
            return None

    def _listed(self, log: str) -> Iterator[Snapshot]:
        return (snapshot for line in self._lines(log) if (snapshot := _snapshot(line)))

    def _lines(self, name: str) -> list[str]:
        try:
            return self._storage.read(name).decode("utf-8", "replace").split("\n")
        except FileNotFoundError:
            return []


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"


def _log(url: str) -> str:
    name = sha256(url.encode()).hexdigest()
    return f"urls/{name[:2]}/{name}.jsonl"


def _validators(snapshot: Snapshot) -> tuple[str, str, str]:
    return snapshot.sha256, snapshot.etag, snapshot.last_modified


def _line(snapshot: Snapshot) -> str:
    fields = asdict(snapshot) | {"fetched_at": snapshot.fetched_at.isoformat()}
    return json.dumps(fields | {_CHECK: _check(fields)}, ensure_ascii=False) + "\n"


def _check(fields: Mapping[str, object]) -> str:
    """By which a line that was changed is told."""
    return sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()[:16]


def _is_sound(line: str) -> bool:
    """Whether a line is as it was written."""
    return not line or _snapshot(line) is not None


def _snapshot(line: str) -> Snapshot | None:
    """The snapshot that a line tells of; None for one that was changed, or cut off by a kill."""
    try:
        fields = json.loads(line)
        check = fields.pop(_CHECK, None)  # none: written before lines had one
        if check not in (None, _check(fields)):
            return None
        return Snapshot(**fields | {"fetched_at": datetime.fromisoformat(fields["fetched_at"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
