import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.snapshots import SnapshotStore
from warehouse.errors import FetchError, UnreadableError
from warehouse.records import Snapshot

URL = "https://example.org/报告.html"


def add(store: SnapshotStore, data: bytes, *, url: str = URL, day: int = 1, etag: str = "") -> Snapshot:
    return store.add(data, url=url, final_url=url, fetched_at=datetime(2026, 1, day, tzinfo=UTC), etag=etag)


def files_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_bytes_are_read_back_by_their_hash(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    snapshot = add(store, "报告".encode())
    assert store.read(snapshot.sha256) == "报告".encode()
    assert store.latest(URL) == snapshot
    provenance = json.loads((tmp_path / snapshot.sha256[:2] / f"{snapshot.sha256}.json").read_text("utf-8"))
    assert (provenance["url"], provenance["size"]) == (URL, 6)


def test_unchanged_bytes_add_nothing_and_keep_the_first_time(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    first = add(store, b"same", day=1)
    before = files_of(tmp_path)
    assert add(store, b"same", day=2) == first
    assert files_of(tmp_path) == before


def test_the_newest_snapshot_of_an_address_is_the_latest(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    add(store, b"old", day=1)
    newer = add(store, b"new", day=2)
    assert store.latest(URL) == newer
    back = add(store, b"old", day=3)
    assert store.latest(URL) == back
    assert store.latest("https://example.org/other") is None


def test_new_validators_are_kept_without_new_bytes(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    add(store, b"same", day=1, etag='"1"')
    names = set(files_of(tmp_path))
    assert add(store, b"same", day=2, etag='"2"').etag == '"2"'
    assert set(files_of(tmp_path)) == names


def test_two_addresses_may_share_their_bytes(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    one, two = add(store, b"same"), add(store, b"same", url="https://example.org/other")
    assert one.sha256 == two.sha256
    assert store.latest("https://example.org/other") == two


def test_changed_bytes_are_not_handed_out(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    snapshot = add(store, b"true")
    path = tmp_path / snapshot.sha256[:2] / snapshot.sha256
    path.write_bytes(b"false")
    with pytest.raises(UnreadableError, match=snapshot.sha256):
        store.read(snapshot.sha256)
    add(store, b"true")
    assert store.read(snapshot.sha256) == b"true"


def test_an_absent_snapshot_is_told(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        SnapshotStore(tmp_path).read("0" * 64)
    assert caught.value.kind == "not_found"


@pytest.mark.parametrize("cut", [0, 1, 20, -1], ids=["at its begin", "one byte", "within", "before its end"])
def test_a_line_cut_off_by_a_kill_does_no_harm(tmp_path: Path, cut: int) -> None:
    store = SnapshotStore(tmp_path)
    first = add(store, b"one", day=1)
    (log,) = (tmp_path / "urls").rglob("*.jsonl")
    whole = log.read_bytes()
    log.write_bytes(whole + whole[:cut])
    assert store.latest(URL) == first
    second = add(store, b"two", day=2)
    assert store.latest(URL) == second


def test_a_line_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    """Nor is one of its own time: the check of `fazhi snapshots verify` tells its file."""
    store = SnapshotStore(tmp_path)
    first = add(store, b"one", day=1)
    add(store, b"two", day=2)
    (log,) = (tmp_path / "urls").rglob("*.jsonl")
    assert list(store.damaged()) == []
    log.write_bytes(log.read_bytes().replace(b"2026-01-02", b"2026-01-03"))
    assert store.latest(URL) == first
    (line,) = store.damaged()
    assert line.startswith(str(log))


def test_lines_of_before_they_were_checked_are_read(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    first = add(store, b"one")
    (log,) = (tmp_path / "urls").rglob("*.jsonl")
    fields = json.loads(log.read_bytes())
    del fields["check"]
    log.write_text(json.dumps(fields) + "\n", "utf-8")
    assert (store.latest(URL), list(store.damaged())) == (first, [])


def test_bytes_left_half_written_are_written_again(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    snapshot = add(store, b"whole")
    (tmp_path / snapshot.sha256[:2] / f"{snapshot.sha256}.tmp").write_bytes(b"wh")
    (tmp_path / snapshot.sha256[:2] / snapshot.sha256).unlink()
    assert store.latest(URL) is None
    add(store, b"whole")
    assert store.read(snapshot.sha256) == b"whole"
