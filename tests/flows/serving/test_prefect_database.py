"""Prefect's own database: its size and its age are told, and what to do."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from flows.doctor import Finding, examine
from flows.settings import Settings

pytestmark = pytest.mark.slow


def told_by_doctor(data: Path) -> Finding:
    (found,) = [one for one in examine(lambda: Settings(data_dir=data)) if "own database" in one.name]
    return found


@pytest.fixture
def data(tmp_path: Path, prefect_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with Prefect's database, in which one run was asked for long ago."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    home = copytree(prefect_home, tmp_path / "prefect")
    with closing(sqlite3.connect(home / "prefect.db")) as connection, connection:
        connection.execute("INSERT INTO flow (id, name) VALUES ('f', 'f')")
        asked = "INSERT INTO flow_run (id, flow_id, name, created) VALUES ('r', 'f', 'r', ?)"
        connection.execute(asked, ["2020-03-01 01:02:03.000000"])
    return tmp_path


def test_doctor_tells_its_size_and_its_oldest_run(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    well = told_by_doctor(data)
    days = (datetime.now(UTC) - datetime(2020, 3, 1, 1, 2, 3, tzinfo=UTC)).days
    assert f"MB, oldest run 2020-03-01 ({days} days); too large from 1,024 MB on" in well.found
    assert well.is_well
    monkeypatch.setattr("flows.doctor.LARGEST", 2**20)
    large = told_by_doctor(data)
    assert (large.is_well, large.is_fatal) == (False, False)
    assert f"delete {data}/prefect/prefect.db*" in large.fix


def test_doctor_tells_that_it_is_none(data: Path) -> None:
    (data / "prefect" / "prefect.db").write_bytes(b"no database" * 1000)
    broken = told_by_doctor(data)
    assert ("file is not a database" in broken.found, broken.is_well) == (True, False)
