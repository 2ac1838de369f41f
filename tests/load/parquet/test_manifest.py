"""The manifest is believed where it is what was written, and a file where it is what the manifest says."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from load.engines.database import build_database
from load.parquet.manifest import DamagedError, DamagedManifestError, damaged_parts, read_manifest
from load.parquet.tables import read_table
from load.parquet.writing import write_reports
from tests.load.factories import METRICS, PLACES, as_version, statement, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Parquet folder of one report."""
    write(tmp_path, tables([statement()]))
    return tmp_path / "parquet"


def flip(path: Path, at: int, bit: int = 3) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def part_of(folder: Path, table: str) -> Path:
    (path,) = (folder / table).rglob("*.parquet")
    return path


def test_any_bit_of_a_manifest_counts(folder: Path) -> None:
    """Those that would be the same JSON as well: each is told, or says the same."""
    manifest, good = folder / "manifest.json", read_manifest(folder)
    whole = manifest.read_bytes()
    unnoticed = []
    for at in range(0, 8 * len(whole), 5):
        flip(manifest, at // 8, at % 8)
        with suppress(LoadError):
            unnoticed += [at] if read_manifest(folder) != good else []
        manifest.write_bytes(whole)
    assert unnoticed == []


def test_a_manifest_of_before_it_had_a_hash_is_read(folder: Path) -> None:
    manifest, good = folder / "manifest.json", read_manifest(folder)
    content = json.loads(manifest.read_bytes())
    del content["sha256"]
    manifest.write_text(json.dumps(content, indent=1) + "\n")
    assert read_manifest(folder) == good


def test_a_missing_manifest_is_no_empty_folder(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    with pytest.raises(DamagedManifestError, match="missing.*transform --all"):
        read_manifest(folder)


def test_what_a_first_load_left_that_was_killed_does_not_count(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "delta" / "index.json").unlink()
    assert read_manifest(folder) == {}
    write(folder.parent, tables([statement("330700-2018")]))
    assert read_table(folder.parent, "statements")["report_id"].to_pylist() == ["330700-2018"]


def test_a_newer_version_asks_for_a_newer_program(folder: Path) -> None:
    as_version(folder.parent, str(int(SCHEMA_VERSION) + 1))
    with pytest.raises(LoadError, match="upgrade fazhi"):
        read_manifest(folder)


@pytest.mark.parametrize("at", [0, 60, -200, -1], ids=["begin", "rows", "columns", "end"])
def test_a_part_with_one_other_bit_is_not_read(folder: Path, at: int) -> None:
    flip(part_of(folder, "statements"), at)
    (part,) = damaged_parts(folder)
    assert part.table == "statements"
    with pytest.raises(DamagedError, match="fazhi load"):
        read_table(folder.parent, "statements")
    with pytest.raises(DamagedError, match="fazhi load"):
        build_database(folder.parent, folder.parent / "w.duckdb", METRICS, PLACES)
    assert not (folder.parent / "w.duckdb").exists()


def test_what_is_put_in_the_place_of_lost_files_is_told_as_no_change(folder: Path) -> None:
    """The same rows are the same file, and the same manifest."""
    manifest, part = (folder / "manifest.json").read_bytes(), part_of(folder, "statements")
    good = part.read_bytes()
    flip(part, 60)
    lost = damaged_parts(folder)
    write_reports(folder.parent, tables([statement()]), ["330700-2017"], lost)
    assert part.read_bytes() == good
    assert (folder / "manifest.json").read_bytes() == manifest
    assert len(list((folder / "delta").glob("*.parquet"))) == 1


def test_a_lost_file_is_needed_where_other_reports_of_its_year_stay(folder: Path) -> None:
    flip(part_of(folder, "statements"), 60)
    with pytest.raises(DamagedError):
        write(folder.parent, tables([statement("330500-2017")]))
