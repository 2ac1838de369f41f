"""A catalogue is somebody else's text: each row fails alone, and only files beside it are read."""

import os
from pathlib import Path

import pytest

from extract.catalogue import read_catalogue
from extract.catalogue.reading import LONGEST
from extract.fetching import FetchLimits, fetch_local
from tests.flows.running import run_fazhi
from warehouse.errors import FetchError
from warehouse.places import load_places

GOOD = "杭州市,2017,page.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue's folder with a page, and what looks like one."""
    beside = tmp_path / "reports"
    beside.mkdir()
    (beside / "page.html").write_text("<p>全年办理行政复议案件88件。</p>", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret")
    (beside / "out.html").symlink_to(tmp_path / "secret.html")
    (beside / "loop.html").symlink_to("pool.html")
    (beside / "pool.html").symlink_to("loop.html")
    os.mkfifo(beside / "fifo.html")
    return beside


def written(folder: Path, *rows: str) -> Path:
    path = folder / "reports.csv"
    path.write_bytes("\n".join(("place,year,url", *rows, "")).encode())
    return path


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        pytest.param("金华市,2017,file:///dev/zero", "outside", id="a device"),
        pytest.param("金华市,2017,file:///proc/self/environ", "outside", id="our own secrets"),
        pytest.param("金华市,2017,../secret.html", "outside", id="above the folder"),
        pytest.param("金华市,2017,out.html", "outside", id="a link that leads out"),
        pytest.param("金华市,2017,loop.html", "bad_url", id="links in a ring"),
        pytest.param("金华市,2017,file:///a%00b", "bad_url", id="NUL in a path"),
        pytest.param("金华市,2017,https://www.jinhua.gov.cn/a\0b", "bad_text", id="NUL in an address"),
        pytest.param("金华\x1b]0;x\x07市,2017,page.html", "bad_text", id="an escape in a name"),
        pytest.param(f"金华市,{'1' * 5000},page.html", "too_long", id="a year of 5,000 digits"),
        pytest.param(f"金华市,{'1' * 3000},page.html", "bad_year", id="a year of 3,000 digits"),
        pytest.param(f"金华市,2017,{'x' * 200_000}", "too_long", id="an endless cell"),
        pytest.param(f"{'浙江省' * 1000},2017,page.html", "unknown_place", id="an endless place"),
    ],
)
def test_a_row_fails_alone(folder: Path, row: str, kind: str) -> None:
    found = read_catalogue(written(folder, row, GOOD), load_places())
    assert [entry.place for entry in found.entries] == ["330100"]
    (rejected,) = found.rejected
    assert (rejected.line, rejected.kind) == (2, kind)
    assert (rejected.report + rejected.words).isprintable()
    assert len(rejected.report + rejected.words) < 400


def test_a_quote_that_is_left_open_takes_no_row_in_silence(folder: Path) -> None:
    rows = [f"金华市,{year},page.html" for year in range(2004, 2016)]
    found = read_catalogue(written(folder, GOOD, '宁波市,2017,"page.html', *rows), load_places())
    assert [entry.place for entry in found.entries] == ["330100"]
    assert [rejected.kind for rejected in found.rejected] == ["bad_text"]


def test_other_folders_may_be_named(folder: Path) -> None:
    path = written(folder, "金华市,2017,../secret.html", "杭州市,2017,/etc/hostname")
    found = read_catalogue(path, load_places(), [folder.parent])
    assert [entry.place for entry in found.entries] == ["330700"]
    assert len(read_catalogue(path, load_places(), [Path("/")]).entries) == 2


@pytest.mark.parametrize(
    "name", ["/dev/zero", "/proc/self/environ", "/proc/self/status", "{}/fifo.html", "{}/out.html", "{}"]
)
def test_only_a_regular_file_is_read(folder: Path, name: str) -> None:
    """Whoever named it: nothing is waited for, nothing without end, nothing by a link put there since."""
    with pytest.raises(FetchError) as caught:
        fetch_local(Path(name.format(folder)).as_uri(), FetchLimits())
    assert caught.value.kind == "not_found"


def test_a_run_of_the_command_goes_on(folder: Path, tmp_path: Path) -> None:
    rows = ["宁波市,2017,fifo.html", "金华市,2017,file:///proc/self/environ", f"温州市,{'1' * 5000},a", GOOD]
    path = written(folder, *rows)
    done = run_fazhi(tmp_path, "fetch", "--catalogue", str(path), SECRET="not to be kept")
    assert "2 reports, 3 failed" in done.stdout
    assert [(line.split()[1], str(path) in line) for line in done.stderr.splitlines()] == [
        ("金华市-2017", True),
        (f"温州市-{'1' * 60}…", True),
        ("330200-2017", False),
    ]
    kept = [file for file in (tmp_path / "data/snapshots").rglob("*") if file.is_file()]
    assert not any(b"not to be kept" in file.read_bytes() for file in kept)


def test_many_rows_are_all_told(folder: Path) -> None:
    """Of unknown places the first are told with what is near, which takes a hundred times as long."""
    rows = [f"无名{number}市,2017,page.html" for number in range(3000)]
    found = read_catalogue(written(folder, *rows), load_places())
    assert len(found.rejected) == 3000
    assert max(len(rejected.words) for rejected in found.rejected) < LONGEST


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("鼓楼区" * 13, id="a name that many places share, again and again"),
        pytest.param("鼓楼区鼓楼" * 8, id="in two forms"),
        pytest.param("浙江省杭州市" * 6, id="places in places"),
    ],
)
def test_a_name_made_of_names_is_no_place(folder: Path, name: str) -> None:
    """Each looked up below each of those before it, the first two would not end."""
    (rejected,) = read_catalogue(written(folder, f"{name},2017,page.html"), load_places()).rejected
    assert rejected.kind == "unknown_place"


@pytest.mark.parametrize("url", ["https://me:s3cr3t@www.jinhua.gov.cn/a", "https://me@www.jinhua.gov.cn/a"])
def test_an_address_with_a_password_is_refused_and_not_shown(folder: Path, url: str) -> None:
    """None is sent to official sites; kept, it would stand in the warehouse for all to read."""
    (rejected,) = read_catalogue(written(folder, f"金华市,2017,{url}"), load_places()).rejected
    assert rejected.kind == "bad_url" and "s3cr3t" not in rejected.words


def test_a_file_that_the_catalogue_may_not_name_is_not_added(folder: Path, tmp_path: Path) -> None:
    """Told at once, not by the next run, which would refuse the row."""
    page = str(folder / "page.html")
    asked = ("catalogue", "add", page, "--place", "杭州市", "--year", "2017", "--accept")
    done = run_fazhi(tmp_path, *asked)
    assert done.returncode == 2 and "FAZHI_CATALOGUE_FILES" in done.stderr
    assert not (tmp_path / "data/reports.csv").exists()
