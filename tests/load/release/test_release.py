"""A release as its users get it: valid, complete, and with columns they can rely on."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Resource, Schema

from load.engines.database import open_readonly
from load.release.dictionary import described_tables
from load.release.writing import PUBLISHED, Release, write_release
from tests.load.factories import LOSS, statement, tables, write
from tests.warehouse.warehouses import load_file
from warehouse.errors import FazhiError
from warehouse.schemas import SCHEMA_VERSION

DAY = date(2018, 4, 1)
RECORD = Path(__file__).with_name("published_columns.json")


def make(folder: Path, *stated: dict[str, Any], previous: Path | None = None) -> Release:
    write(folder / "data", tables(stated))
    load_file(folder / "data", folder / "w.duckdb")
    return release(folder / "w.duckdb", folder / "release", previous)


def release(database: Path, target: Path, previous: Path | None = None) -> Release:
    with open_readonly(database) as connection:
        return write_release(connection, target, DAY, previous)


FIRST = (
    statement("330700-2017", "6.9%", "6.9", metric=LOSS),
    statement("330700-2016", "9.5%", "9.5", metric=LOSS),
    statement("330500-2017", "=1+1，92%", "92", sentence="=1+1，92%"),
)
SECOND = (
    statement("330700-2017", "7.1%", "7.1", metric=LOSS),
    statement("330500-2017", "=1+1，92%", "92", sentence="=1+1，92%"),
    statement("331000-2017", "80%", "80"),
)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    make(folder, *FIRST)
    return folder / "release"


def descriptor(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def frictionless(folder: Path) -> Any:
    """What `frictionless validate` says of a release's descriptor."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    return json.loads(done.stdout)


def test_frictionless_finds_no_fault(first: Path) -> None:
    """By its own command, as whoever gets a release runs it: CSV by rows and columns, Parquet by bytes."""
    validated = frictionless(first)
    assert [task["errors"] for task in validated["tasks"] if task["errors"]] == []
    kinds = Counter(task["type"] for task in validated["tasks"])
    assert (validated["valid"], kinds) == (True, {"table": len(PUBLISHED), "file": len(PUBLISHED)})


def test_frictionless_finds_the_files_that_are_not_those_released(first: Path, tmp_path: Path) -> None:
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    names = ["dim_metric.csv", "dim_metric.parquet"]
    for name in names:
        (tmp_path / name).write_bytes((first / name).read_bytes() + b"\n")
    found = [task["place"] for task in frictionless(tmp_path)["tasks"] if not task["valid"]]
    assert sorted(found) == names


def test_frictionless_finds_no_fault_in_the_parquet_files(first: Path) -> None:
    """Their columns are as told. Arrow reads them, as its own reader makes floats of integers with nulls."""
    told = [one for one in descriptor(first)["resources"] if one["format"] == "parquet"]
    assert len(told) == len(PUBLISHED)
    for one in told:
        rows = pq.read_table(first / one["path"]).to_pylist()
        schema = Schema.from_descriptor(one["schema"])
        report = Resource(data=rows or [schema.field_names], schema=schema).validate()
        assert report.flatten(["rowNumber", "fieldName", "note"]) == [], one["path"]


def test_excel_is_told_that_csv_is_utf_8(first: Path) -> None:
    assert {path.read_bytes()[:3] for path in first.glob("*.csv")} == {b"\xef\xbb\xbf"}


def test_bytes_and_hashes_are_those_of_the_files(first: Path) -> None:
    for resource in descriptor(first)["resources"]:
        content = (first / resource["path"]).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (
            resource["bytes"],
            resource["hash"],
        )


def test_every_file_is_told_with_licence_and_sources(first: Path) -> None:
    known = descriptor(first)
    told = {resource["path"] for resource in known["resources"]} | {"datapackage.json", "data-dictionary.md"}
    assert {path.name for path in first.iterdir()} == told
    assert (known["version"], known["licenses"][0]["name"]) == (f"{SCHEMA_VERSION}.20180401", "CC-BY-4.0")
    assert {"title": "金华市 2017", "path": "https://example.org/330700-2017.html"} in known["sources"]


def test_parquet_and_csv_hold_the_same(first: Path) -> None:
    exact = pq.read_table(first / "observation.parquet").to_pylist()
    plain = pd.read_csv(first / "observation.csv", dtype={"place": str})
    assert [row["place"] for row in exact] == list(plain["place"])
    assert [float(row["value"]) for row in exact] == list(plain["value"])


def test_text_of_a_report_is_no_formula(first: Path) -> None:
    with (first / "vintages.csv").open(encoding="utf-8-sig", newline="") as file:
        sentences = {row["sentence"] for row in csv.DictReader(file)}
    assert "'=1+1，92%" in sentences


def test_the_same_warehouse_gives_the_same_bytes(first: Path, tmp_path: Path) -> None:
    make(tmp_path, *FIRST)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "release").iterdir()
    }


def test_what_has_changed_since_the_release_before(first: Path, tmp_path: Path) -> None:
    """What is new, changed and gone, as a file."""
    made = make(tmp_path, *SECOND, previous=first)
    rows = pd.read_csv(tmp_path / "release" / "delta.csv", dtype=str).to_dict("records")
    assert made.changes == 3
    told = [(row["place"], row["year"], row["change"], row["old"], row["new"]) for row in rows]
    assert [tuple("" if pd.isna(value) else value for value in row) for row in told] == [
        ("330700", "2016", "removed", "9.5", ""),
        ("330700", "2017", "changed", "6.9", "7.1"),
        ("331000", "2017", "added", "", "80"),
    ]
    assert descriptor(tmp_path / "release")["resources"][-1]["path"] == "delta.csv"


def test_nothing_changed_is_an_empty_delta(first: Path, tmp_path: Path) -> None:
    assert release(first.parent / "w.duckdb", tmp_path / "release", first).changes == 0


def damage(folder: Path) -> None:
    with (folder / "observation.parquet").open("ab") as file:
        file.write(b"x")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(damage, "not the file that was released", id="other bytes"),
        pytest.param(lambda folder: (folder / "datapackage.json").unlink(), "no release", id="no descriptor"),
        pytest.param(
            lambda folder: (folder / "datapackage.json").write_text("{}"), "no release", id="another file"
        ),
    ],
)
def test_a_damaged_release_before_is_refused(
    first: Path, tmp_path: Path, harm: Callable[[Path], object], words: str
) -> None:
    shutil.copytree(first, tmp_path / "before")
    harm(tmp_path / "before")
    with pytest.raises(FazhiError, match=words):
        release(first.parent / "w.duckdb", tmp_path / "release", tmp_path / "before")


def test_a_release_is_never_written_over(first: Path, tmp_path: Path) -> None:
    shutil.copytree(first, tmp_path / "release")
    with pytest.raises(FazhiError, match="not empty"):
        release(first.parent / "w.duckdb", tmp_path / "release")


def test_no_published_column_goes_or_is_renamed_without_a_schema_version() -> None:
    """After another SCHEMA_VERSION write published_columns.json anew; additions are
    free, and to be recorded there as well before they are relied upon."""
    recorded = json.loads(RECORD.read_text("utf-8"))
    now = {one.name: {column.name: column.kind for column in one.columns} for one in described_tables()}
    assert recorded["schema_version"] == SCHEMA_VERSION
    assert set(PUBLISHED) >= recorded["tables"].keys()
    assert {
        f"{table}.{column}"
        for table, columns in recorded["tables"].items()
        for column, kind in columns.items()
        if now[table].get(column) != kind
    } == set()
