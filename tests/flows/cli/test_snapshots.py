"""Pages saved by hand, the store verified and exported: as a user does it."""

from pathlib import Path

import pytest

from extract.snapshots import SnapshotStore
from tests.extract.sites import REPORT
from tests.flows.running import Fazhi

URL = "https://www.jinhua.gov.cn/1.html"


def add(fazhi: Fazhi, page: Path, *, url: str = URL, day: str = "2018-03-01") -> str:
    done = fazhi("snapshots", "add", str(page), "--url", url, "--saved-on", day)
    return done.stdout if done.returncode == 0 else done.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(REPORT, "utf-8")
    return path


def test_a_saved_page_is_kept_verified_and_exported(fazhi: Fazhi, page: Path, tmp_path: Path) -> None:
    """A page saved by hand, with that provenance."""
    assert URL in add(fazhi, page)
    snapshot = SnapshotStore(tmp_path / "data/snapshots").latest(URL)
    assert snapshot and (snapshot.saved_on, snapshot.fetched_at.isoformat()) == (
        "2018-03-01",
        "2018-03-01T00:00:00+00:00",
    )
    assert fazhi("snapshots", "verify").stdout == "1 pages, 0 damaged or missing\n"
    assert "1 pages" in fazhi("snapshots", "export", "--warc", "reports.warc.gz").stdout
    assert (tmp_path / "reports.warc.gz").exists()
    (tmp_path / "data/snapshots" / snapshot.sha256[:2] / snapshot.sha256).write_bytes(b"other")
    verified = fazhi("snapshots", "verify")
    assert (verified.returncode, URL in verified.stdout) == (1, True)
    assert "newer page, of 2018-03-01" in add(fazhi, page, day="2018-02-01")


def test_a_saved_puzzle_is_refused(fazhi: Fazhi, page: Path) -> None:
    """A saved puzzle looks like a report."""
    page.write_text("<html><script>document.cookie='a=b'</script></html>", "utf-8")
    assert "is a cookie puzzle" in add(fazhi, page)


@pytest.mark.parametrize(
    ("url", "day", "complaint"),
    [
        ("file:///a.html", "2018-03-01", "neither http: nor https:"),
        (URL, "2090-01-01", "has not come yet"),
        (URL, "last week", "does not match the format"),
    ],
    ids=["no web address", "future", "no date"],
)
def test_what_is_wrong_is_told(fazhi: Fazhi, page: Path, url: str, day: str, complaint: str) -> None:
    assert complaint in add(fazhi, page, url=url, day=day)
