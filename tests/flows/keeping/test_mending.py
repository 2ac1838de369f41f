"""Files of the tables that are not as they were written: mended from the snapshots, or told in one line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.keeping.mending import mend_tables
from flows.pipeline import fetch_alone, transform_alone
from flows.record.progress import watched_by
from flows.request import panel_request
from flows.settings import Settings
from flows.steps import build_warehouse
from load.engines.database import hashes_of
from load.parquet.manifest import damaged_parts
from load.parquet.tables import read_table
from tests.flows.listening import Listener
from tests.flows.running import run_fazhi
from tests.load.factories import statement
from tests.load.parquet.test_manifest import flip
from tests.load.reviews.test_reviews import imported, review
from warehouse.errors import FazhiError
from warehouse.tables import FOLDERS

CITY = panel_request(places="金华市")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples of one city, read, reviewed once and loaded: to be copied, never changed."""
    folder = tmp_path_factory.mktemp("whole")
    settings = Settings(data_dir=folder / "data")
    fetch_alone(settings, CITY)
    transform_alone(settings, CITY)
    stated = read_table(settings.data_dir, "statements").to_pylist()[0]
    imported(settings.data_dir, review("rejected", None, statement() | stated))
    build_warehouse(settings)
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data")


def content(data: Path) -> str:
    return str(hashes_of(data / "warehouse.duckdb")["sha256"][0].as_py())


def said_in_mending(settings: Settings) -> list[str]:
    with watched_by(listener := Listener()):
        mend_tables(settings)
    return listener.lines


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose_snapshots(data: Path) -> None:
    for path in (data / "snapshots").glob("[0-9a-f][0-9a-f]/*[0-9a-f]"):
        if not path.suffix:
            one_bit(path)


def one_bit(path: Path) -> None:
    flip(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    ("table", "harm"), [("statements", cut), ("documents", Path.unlink), ("observations", one_bit)]
)
def test_the_year_is_read_again_from_its_snapshots(
    settings: Settings, table: str, harm: Callable[[Path], object]
) -> None:
    """The same bytes; one line says so."""
    (part,) = settings.parquet.glob(f"{table}/report_year=2017/*.parquet")
    good, manifest = part.read_bytes(), (settings.parquet / "manifest.json").read_bytes()
    harm(part)
    (line,) = said_in_mending(settings)
    assert "were read again from their snapshots" in line
    assert part.read_bytes() == good
    assert (settings.parquet / "manifest.json").read_bytes() == manifest
    assert said_in_mending(settings) == []


def test_a_report_whose_snapshot_is_lost_keeps_its_last_reading(settings: Settings) -> None:
    """Whether the bytes are others, or gone; it is read again once they are there."""
    anew = panel_request(places="金华市", only_changed=False)
    before = read_table(settings.data_dir, "statements")
    lose_snapshots(settings.data_dir)
    failed = transform_alone(settings, anew).outcomes
    assert {outcome.kind for outcome in failed} == {"damaged"}
    assert read_table(settings.data_dir, "statements").equals(before)
    shutil.rmtree(settings.data_dir / "snapshots")
    transform_alone(settings, anew)
    assert read_table(settings.data_dir, "statements").equals(before)
    assert {reason[:6] for reason in reasons(settings)} == {"kept: "}
    fetch_alone(settings, CITY)
    transform_alone(settings, CITY)
    assert set(reasons(settings)) == {""}


def reasons(settings: Settings) -> list[str]:
    return [reason or "" for reason in read_table(settings.data_dir, "documents")["reason"].to_pylist()]


def test_a_load_mends_first(folder: Path) -> None:
    data = folder / "data"
    before = content(data)
    (part,) = data.glob("parquet/observations/report_year=2017/*.parquet")
    one_bit(part)
    done = run_fazhi(folder, "load")
    assert (done.returncode, done.stderr.count("read again from their snapshots")) == (0, 1)
    assert content(data) == before


def test_a_manifest_is_made_anew_from_its_files(settings: Settings) -> None:
    manifest = settings.parquet / "manifest.json"
    good = manifest.read_bytes()
    cut(manifest)
    (line,) = said_in_mending(settings)
    assert "manifest was made anew" in line
    assert manifest.read_bytes() == good


def test_what_a_load_that_was_killed_at_its_end_left_undone_is_done(settings: Settings) -> None:
    """The manifest counted already, so that nothing is left to be written."""
    index = settings.parquet / "delta/index.json"
    good = index.read_bytes()
    index.unlink()
    (settings.parquet / ".writing").mkdir()
    assert said_in_mending(settings) == []
    assert index.read_bytes() == good
    assert not (settings.parquet / ".writing").exists()


def test_no_warehouse_is_emptied(folder: Path) -> None:
    """Neither by rebuild nor by load, where the tables are gone; the way out that is printed works."""
    data = folder / "data"
    before = content(data)
    reviews = sorted(path.name for path in (data / "parquet/reviews").iterdir())
    for path in (data / "parquet").iterdir():
        if path.name in (*FOLDERS, "manifest.json"):
            path.rename(folder / path.name)
    for command in ("load", "rebuild"):
        refused = run_fazhi(folder, command)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "fazhi transform --all" in refused.stderr
        assert content(data) == before
    assert run_fazhi(folder, "transform", "--all").returncode == 0
    assert sorted(path.name for path in (data / "parquet/reviews").iterdir()) == reviews


def test_where_all_tables_were_moved_away_the_warehouse_stays(settings: Settings) -> None:
    before = content(settings.data_dir)
    settings.parquet.rename(settings.data_dir / "elsewhere")
    with pytest.raises(FazhiError, match="the warehouse holds .* reports"):
        build_warehouse(settings)
    assert content(settings.data_dir) == before


def test_parts_and_manifest_both_damaged_are_set_aside_by_transform_all(settings: Settings) -> None:
    for path in [*settings.parquet.glob("statements/*/*.parquet"), settings.parquet / "manifest.json"]:
        flip(path, 50)
    with pytest.raises(FazhiError, match="transform --all"):
        mend_tables(settings)
    with watched_by(listener := Listener()):
        transform_alone(settings, panel_request(only_changed=False))
    assert "set aside as parquet.vdamaged" in listener.lines[0]
    assert (settings.parquet / "reviews").is_dir()
    assert damaged_parts(settings.parquet) == ()


def test_a_report_that_nobody_knows_stops_the_load(settings: Settings, folder: Path) -> None:
    """Its row is lost and the catalogue does not name it: less than the manifest says is never made."""
    (part,) = settings.parquet.glob("documents/report_year=2017/*.parquet")
    part.unlink()
    (settings.data_dir / "warehouse.duckdb").unlink()
    (folder / "reports.csv").write_text("place,year,url\n金华市,2018,sample:none\n", "utf-8")
    other = settings.model_copy(update={"catalogue": str(folder / "reports.csv")})
    with pytest.raises(FazhiError, match="not known any more"):
        mend_tables(other)


def test_a_snapshot_that_is_lost_as_well_is_fetched_again(settings: Settings) -> None:
    """The way out that is printed works."""
    (part,) = settings.parquet.glob("statements/report_year=2017/*.parquet")
    good = part.read_bytes()
    one_bit(part)
    lose_snapshots(settings.data_dir)
    with pytest.raises(FazhiError, match=r"snapshots of 2017 are lost as well.*fazhi fetch"):
        mend_tables(settings)
    fetch_alone(settings, CITY)
    mend_tables(settings)
    assert part.read_bytes() == good
