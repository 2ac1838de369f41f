"""Snapshots in a bucket, on a real S3-compatible server, and the same asked of a folder."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from extract.sandbox import Limits
from extract.snapshots import SnapshotStore
from extract.storage import Location, storage_at
from flows.reading.report import read_chunk
from flows.reading.rows import ReadWork
from tests.buckets import bucket_variables, new_bucket, s3_server
from warehouse.errors import FetchError, SettingsError, StoreError, UnreadableError
from warehouse.records import CatalogueEntry, Snapshot

URL = "https://example.org/报告.html"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server."""
    with s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def location(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    if request.param == "folder":
        return tmp_path
    address = request.getfixturevalue("s3")
    for name, value in bucket_variables(address).items():
        monkeypatch.setenv(name, value)
    return new_bucket(address)


def add(store: SnapshotStore, data: bytes, *, url: str = URL, day: int = 1) -> Snapshot:
    return store.add(data, url=url, final_url=url, fetched_at=datetime(2018, 4, day, tzinfo=UTC))


def test_pages_are_kept_and_found_again(location: Location) -> None:
    old, new = (
        add(SnapshotStore(location), data, day=day) for day, data in enumerate((b"old", b"new"), start=1)
    )
    other = add(SnapshotStore(location), b"old", url=f"{URL}?2", day=3)
    store = SnapshotStore(location)
    assert (store.latest(URL), store.latest("https://example.org/")) == (new, None)
    assert (store.read(old.sha256), store.read(new.sha256)) == (b"old", b"new")
    assert sorted(store.all(), key=lambda one: one.fetched_at) == [old, new, other]


def test_the_same_page_again_adds_nothing(location: Location) -> None:
    first = add(SnapshotStore(location), b"same", day=1)
    before = list(storage_at(location).names())
    assert add(SnapshotStore(location), b"same", day=2) == first
    assert list(storage_at(location).names()) == before
    assert list(SnapshotStore(location).all()) == [first]


def test_an_absent_page_is_told(location: Location) -> None:
    with pytest.raises(FetchError, match="is not in the store"):
        SnapshotStore(location).read("0" * 64)


def test_a_sound_store_has_nothing_damaged(location: Location) -> None:
    store = SnapshotStore(location)
    assert list(store.damaged()) == []
    add(store, b"sound")
    assert list(store.damaged()) == []


def test_a_damaged_page_is_found_and_not_handed_out(location: Location) -> None:
    store = SnapshotStore(location)
    snapshot = add(store, b"true")
    storage_at(location).write(f"{snapshot.sha256[:2]}/{snapshot.sha256}", b"false")
    (line,) = store.damaged()
    assert (snapshot.sha256 in line, URL in line) == (True, True)
    with pytest.raises(UnreadableError, match=snapshot.sha256):
        store.read(snapshot.sha256)
    add(store, b"true")
    assert list(store.damaged()) == []


def test_a_missing_page_is_found(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    snapshot = add(store, b"lost")
    (tmp_path / snapshot.sha256[:2] / snapshot.sha256).unlink()
    (line,) = store.damaged()
    assert "is missing" in line


@pytest.mark.parametrize("address", ["no-such-protocol://bucket/a"])
def test_an_address_that_cannot_be_opened_is_told(address: str) -> None:
    with pytest.raises(SettingsError, match=r"fazhi\[s3\]"):
        SnapshotStore(address)


def test_a_store_that_does_not_answer_is_no_failure_of_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (bucket_variables("http://127.0.0.1:9") | {"AWS_MAX_ATTEMPTS": "1"}).items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()  # it would go on asking the server of the tests before
    work = ReadWork(CatalogueEntry("330700", 2017, URL), "金华市", "0" * 64, "key")
    with pytest.raises(StoreError, match="does not answer"):
        read_chunk([work], "s3://reports/snapshots", Limits())


def test_a_bucket_that_is_not_there_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in bucket_variables(s3).items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    with pytest.raises(StoreError, match=r"s3://no-such-bucket-here/snapshots.*make the bucket"):
        add(SnapshotStore("s3://no-such-bucket-here/snapshots"), b"page")
