"""A disk that fills at any moment: the old result stays as it was, or the new one is whole."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from load.engines.database import build_database, hashes_of, open_readonly
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports
from load.release.writing import write_release
from load.workbook.book import write_workbook
from tests.faults.disks import PAGE, only_left, small_disk
from tests.faults.processes import what_came_of
from tests.load.engines.test_postgres import STATED
from tests.load.factories import METRICS, PLACES, tables, write

KIB = 1024


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables and a warehouse from which one report was taken out: to be copied, never changed."""
    folder = tmp_path_factory.mktemp("loaded")
    write(folder, tables(STATED))
    remove_reports(folder, ["330781-2017"])
    build(folder)
    return folder


@pytest.fixture
def disk(loaded: Path, tmp_path: Path) -> Iterator[Path]:
    """A small disk with those."""
    with small_disk(tmp_path / "disk", 40) as folder:
        yield shutil.copytree(loaded, folder, dirs_exist_ok=True)


def build(disk: Path) -> None:
    build_database(disk, disk / "w.duckdb", METRICS, PLACES)


def tried(
    disk: Path, step: int, work: Callable[[], object], state: Callable[[], str], undo: Callable[[], object]
) -> dict[int, tuple[str, str]]:
    """What came of the work, and the state after it, by the bytes left.

    From none to enough by steps, then by halves of the last step to within two pages of what it needs.
    """
    undo()
    found: dict[int, tuple[str, str]] = {}

    def once(left: int) -> bool:
        with only_left(disk, left):
            found[left] = (what_came_of(work), state())
        undo()
        return not found[left][0]

    enough = next(left for left in range(0, 64 * KIB * KIB, step) if once(left))
    too_few = max(enough - step, 0)
    while enough - too_few > 2 * PAGE:
        middle = (too_few + enough) // 2
        if once(middle):
            enough = middle
        else:
            too_few = middle
    return found


def wrong(found: dict[int, tuple[str, str]], old: str, new: str) -> dict[int, tuple[str, str]]:
    """What should not be: success without the new state, failure without the old one, words of no use."""
    return {
        left: (words, state)
        for left, (words, state) in found.items()
        if state != (old if words else new) or words.startswith("unforeseen") or "\n" in words
    }


def files(folder: Path) -> str:
    """All files below a folder, staged ones too, and what is in them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{path} {sha256(path.read_bytes()).hexdigest()}\n" for path in paths)


@pytest.mark.slow
def test_the_warehouse(disk: Path) -> None:
    database = disk / "w.duckdb"
    good = database.read_bytes()

    def content() -> str:
        return str(hashes_of(database).to_pydict())

    old = content()
    write(disk, tables(STATED))
    build(disk)
    new = content()
    found = tried(disk, KIB * KIB, lambda: build(disk), content, lambda: database.write_bytes(good))
    assert old != new
    assert len(found) > 8
    assert wrong(found, old, new) == {}


def test_the_tables(disk: Path) -> None:
    def rows() -> str:
        return "".join(str(read_table(disk, name).to_pydict()) for name in ("statements", "documents"))

    old = rows()
    new = rows() if write(disk, tables(STATED)) else ""
    remove_reports(disk, ["330781-2017"])
    found = tried(
        disk,
        4 * KIB,
        lambda: write(disk, tables(STATED)),
        rows,
        lambda: remove_reports(disk, ["330781-2017"]),
    )
    assert wrong(found, old, new) == {}


@pytest.mark.slow
def test_the_workbook(disk: Path) -> None:
    """Nor is anything left of what was begun."""
    write_workbook(disk / "w.duckdb", disk / "book" / "w.xlsx", 2016)
    good, old = (disk / "book" / "w.xlsx").read_bytes(), files(disk / "book")
    write_workbook(disk / "w.duckdb", disk / "book" / "w.xlsx", 2017)
    new = files(disk / "book")
    (disk / "book" / "w.xlsx").write_bytes(good)
    found = tried(
        disk,
        32 * KIB,
        lambda: write_workbook(disk / "w.duckdb", disk / "book" / "w.xlsx", 2017),
        lambda: files(disk / "book"),
        lambda: (disk / "book" / "w.xlsx").write_bytes(good),
    )
    assert wrong(found, old, new) == {}


@pytest.mark.slow
def test_the_release(disk: Path) -> None:
    """All or nothing: what was begun is taken away, so that the same folder can be named again."""
    (disk / "releases").mkdir()
    target = disk / "releases" / "first"

    def release() -> None:
        with open_readonly(disk / "w.duckdb") as connection:
            write_release(connection, target, date(2018, 4, 1))

    def undo() -> None:
        for path in target.glob("*"):
            path.unlink()

    release()
    new = files(disk / "releases")
    undo()
    target.rmdir()
    found = tried(disk, 128 * KIB, release, lambda: files(disk / "releases"), undo)
    assert wrong(found, "", new) == {}
