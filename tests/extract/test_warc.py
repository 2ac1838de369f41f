from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from extract.snapshots import SnapshotStore
from extract.warc import write_warc
from warehouse.errors import UnreadableError

URL = "https://www.jinhua.gov.cn/art/报告.html"


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    store = SnapshotStore(tmp_path / "snapshots")
    for day, data in enumerate(("一".encode(), "二".encode()), start=1):
        at = datetime(2018, 4, day, 2, tzinfo=UTC)
        store.add(data, url=URL, final_url=f"{URL}?moved", fetched_at=at, media_type="text/html", etag='"1"')
    saved = datetime(2018, 4, 3, tzinfo=UTC)
    store.add(b"by hand", url=f"{URL}?2", final_url=f"{URL}?2", fetched_at=saved, saved_on="2018-04-03")
    store.add(b"sample", url="sample:a.html", final_url="sample:a.html", fetched_at=saved)
    return store


def records(path: Path) -> list[tuple[str, str, str, bytes]]:
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers["WARC-Target-URI"],
                record.rec_headers["WARC-Date"],
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]


def test_every_page_of_the_web_is_in_it_with_its_time(store: SnapshotStore, tmp_path: Path) -> None:
    path = tmp_path / "reports.warc.gz"
    assert write_warc(path, store) == 3
    encoded = "https://www.jinhua.gov.cn/art/%E6%8A%A5%E5%91%8A.html"
    assert records(path) == [
        ("response", f"{encoded}?moved", "2018-04-01T02:00:00Z", "一".encode()),
        ("response", f"{encoded}?moved", "2018-04-02T02:00:00Z", "二".encode()),
        ("resource", f"{encoded}?2", "2018-04-03T00:00:00Z", b"by hand"),
    ]


def test_digests_hold_for_a_checker(
    store: SnapshotStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "reports.warc.gz"
    write_warc(path, store)
    checker = Checker(type("Command", (), {"inputs": [str(path)], "verbose": True}))
    checker.process_all()
    assert checker.exit_value == 0
    assert "digest pass" in capsys.readouterr().out


def test_the_same_store_gives_the_same_bytes(store: SnapshotStore, tmp_path: Path) -> None:
    one, two = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    write_warc(one, store)
    write_warc(two, store)
    assert one.read_bytes() == two.read_bytes()


def test_a_damaged_page_is_not_exported(store: SnapshotStore, tmp_path: Path) -> None:
    name = store.latest(f"{URL}?2")
    assert name
    (tmp_path / "snapshots" / name.sha256[:2] / name.sha256).write_bytes(b"other")
    with pytest.raises(UnreadableError):
        write_warc(tmp_path / "reports.warc.gz", store)
    assert list(tmp_path.glob("*.warc*")) == []
