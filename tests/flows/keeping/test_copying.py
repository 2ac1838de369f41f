"""The tables' copy in a bucket of a real S3 server: there lies what lies here, whatever came between."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from s3fs import S3FileSystem

from extract.storage import ObjectStorage, storage_at
from flows.keeping.copying import copy_tables
from flows.pipeline import fetch_alone, transform_alone
from flows.record.progress import watched_by
from flows.request import panel_request
from flows.settings import Settings
from flows.steps import build_warehouse
from load.engines.database import hashes_of
from load.parquet.older import set_aside
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports
from tests.buckets import bucket_variables, new_bucket, s3_server
from tests.flows.listening import Listener
from tests.flows.running import run_fazhi
from tests.load.factories import statement
from tests.load.reviews.test_reviews import imported, review
from warehouse.errors import StoreError

TWO = panel_request(places="金华市,上海市", years="2017")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two samples, read, reviewed once and loaded: to be copied, never changed."""
    data = tmp_path_factory.mktemp("whole") / "data"
    settings = Settings(data_dir=data)
    fetch_alone(settings, TWO)
    transform_alone(settings, TWO)
    stated = read_table(data, "statements").to_pylist()[0]
    imported(data, review("rejected", None, statement() | stated))
    build_warehouse(settings)
    return data


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def settings(s3: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in bucket_variables(s3).items():
        monkeypatch.setenv(name, value)
    shutil.copytree(whole, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", tables_url=new_bucket(s3).replace("snapshots", "tables"))


def here(settings: Settings) -> dict[str, bytes]:
    files = [path for path in settings.parquet.rglob("*") if path.is_file()]
    return {path.relative_to(settings.parquet).as_posix(): path.read_bytes() for path in files}


def there(settings: Settings) -> dict[str, bytes]:
    bucket = storage_at(settings.tables_url)
    return {name: bucket.read(name) for name in bucket.names()}


def said_in_copying(settings: Settings) -> list[str]:
    with watched_by(listener := Listener()):
        copy_tables(settings)
    return listener.lines


def test_a_load_leaves_a_copy_and_a_second_one_nothing_to_do(settings: Settings) -> None:
    build_warehouse(settings)
    assert there(settings) == here(settings)
    assert said_in_copying(settings) == []


def test_a_change_takes_away_what_it_replaced_and_nothing_of_anybody_else(settings: Settings) -> None:
    copy_tables(settings)
    storage_at(settings.tables_url).write("documents/by-hand.parquet", b"theirs")
    old = there(settings).keys()
    remove_reports(settings.data_dir, ["310000-2017"])
    (line,) = said_in_copying(settings)
    assert there(settings) == here(settings) | {"documents/by-hand.parquet": b"theirs"}
    gone = old - there(settings).keys()
    assert f"{len(gone)} taken away" in line
    assert {name.partition("/")[0] for name in gone} >= {"documents", "statements"}


def test_pandas_reads_it_as_the_analysts_page_says(settings: Settings) -> None:
    copy_tables(settings)
    page = (Path(__file__).parents[3] / "docs/analysts.md").read_text("utf-8")
    call = re.search(r'`pd\.read_parquet\("(s3:.+?)", filters=\[\("report_year", "=", (\d+)\)', page)
    assert call
    address, year = call.groups()
    named = address.replace("s3://BUCKET/FOLDER", settings.tables_url)
    frame = pd.read_parquet(named, filters=[("report_year", "=", int(year))])
    assert len(frame) == read_table(settings.data_dir, "statements").num_rows
    assert set(frame["report_year"].astype(int)) == {int(year)}


def test_half_written_files_stay_here(settings: Settings) -> None:
    (settings.parquet / ".writing").mkdir()
    (settings.parquet / ".writing/part").write_bytes(b"half")
    (settings.parquet / "reviews/.new").write_bytes(b"half")
    copy_tables(settings)
    assert not [name for name in there(settings) if "/." in f"/{name}"]


def test_a_lost_machine_is_made_again_from_it(settings: Settings, tmp_path: Path) -> None:
    """The warehouse has the same content, reviews and history included."""
    build_warehouse(settings)
    bucket = storage_at(settings.tables_url)
    for name in bucket.names():
        path = tmp_path / "new/parquet" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bucket.read(name))
    again = settings.model_copy(update={"data_dir": tmp_path / "new"})
    build_warehouse(again)
    before, after = (hashes_of(one.data_dir / "warehouse.duckdb").to_pylist() for one in (settings, again))
    assert after == before
    assert said_in_copying(again) == []


def tables(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if "/report_year=" in name}


class CutOff(Exception):
    """The machine went down."""


@pytest.mark.parametrize("steps", [2, 5, 8])
def test_cut_off_anywhere_the_next_copy_is_whole(
    settings: Settings, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And in between what the manifest there names is there."""
    copy_tables(settings)
    before = there(settings)
    remove_reports(settings.data_dir, ["310000-2017"])
    left = iter(range(steps))
    really_write, really_remove = ObjectStorage.write, ObjectStorage.remove

    def write(self: ObjectStorage, name: str, data: bytes) -> None:
        if next(left, None) is None:
            raise CutOff
        really_write(self, name, data)

    def remove(self: ObjectStorage, names: list[str]) -> None:
        for name in names:
            if next(left, None) is None:
                raise CutOff
            really_remove(self, [name])

    with monkeypatch.context() as cutting, pytest.raises(CutOff):
        cutting.setattr(ObjectStorage, "write", write)
        cutting.setattr(ObjectStorage, "remove", remove)
        copy_tables(settings)
        raise CutOff  # done before so many steps
    between = there(settings)
    counts = here(settings) if between["manifest.json"] != before["manifest.json"] else before
    assert tables(counts).items() <= between.items()
    copy_tables(settings)
    assert there(settings) == here(settings)


def test_tables_of_another_data_folder_are_not_written_over(settings: Settings, tmp_path: Path) -> None:
    copy_tables(settings)
    before = there(settings)
    other = settings.model_copy(update={"data_dir": tmp_path / "other"})
    with pytest.raises(StoreError, match=r"other tables.*FAZHI_TABLES_URL"):
        copy_tables(other)
    one = panel_request(places="金华市", years="2017")
    fetch_alone(other, one)
    transform_alone(other, one)
    with pytest.raises(StoreError, match="other tables"):
        build_warehouse(other)
    assert other.database.exists()
    assert there(settings) == before


def test_tables_that_were_set_aside_here_make_way(settings: Settings) -> None:
    """As an upgrade does that reads everything anew: their deltas tell that they were ours."""
    remove_reports(settings.data_dir, ["310000-2017"])
    copy_tables(settings)
    set_aside(settings.data_dir, "1")
    transform_alone(settings, TWO)
    copy_tables(settings)
    assert there(settings) == here(settings)


def test_an_older_fazhi_s_tables_of_another_machine_are_not_taken_away(settings: Settings) -> None:
    storage_at(settings.tables_url).write("manifest.json", b'{"schema_version": "1", "files": []}')
    with pytest.raises(StoreError, match="other tables"):
        copy_tables(settings)


@pytest.mark.parametrize("manifest", [b"", b"no json", b"[]", b'{"schema_version": null}'])
def test_what_is_no_manifest_is_not_written_over(settings: Settings, manifest: bytes) -> None:
    storage_at(settings.tables_url).write("manifest.json", manifest or b" ")
    with pytest.raises(StoreError, match="other tables"):
        copy_tables(settings)


def test_a_bucket_that_is_away_is_told_when_the_warehouse_is_made(settings: Settings) -> None:
    """Status 1, one line, and the next load makes up for it."""
    S3FileSystem.clear_instance_cache()
    away = bucket_variables("http://127.0.0.1:9") | {"AWS_MAX_ATTEMPTS": "1"}
    folder = settings.data_dir.parent
    settings.database.unlink()
    done = run_fazhi(folder, "load", FAZHI_TABLES_URL=settings.tables_url, **away)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "does not answer" in done.stderr
    assert settings.database.exists()
    build_warehouse(settings)
    assert there(settings) == here(settings)
