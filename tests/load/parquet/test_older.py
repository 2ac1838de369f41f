"""Tables of an older schema version are put aside whole; what is only added to stays."""

from pathlib import Path

import pytest

from load.diaries.load_runs import read_load_runs
from load.parquet.delta_files import newest_delta
from load.parquet.older import older_version, set_aside
from load.parquet.tables import FOLDER, read_table
from tests.load.factories import as_version, statement, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A data folder as an older program left it."""
    write(tmp_path, tables([statement()]))
    as_version(tmp_path, "0")
    (tmp_path / FOLDER / "load_run").mkdir()
    (tmp_path / FOLDER / "load_run" / "kept").touch()
    return tmp_path


def test_our_own_version_is_not_older(tmp_path: Path) -> None:
    assert older_version(tmp_path) == ""
    write(tmp_path, tables([statement()]))
    assert older_version(tmp_path) == ""


def test_a_newer_version_is_not_older(older: Path) -> None:
    as_version(older, str(int(SCHEMA_VERSION) + 1))
    assert older_version(older) == ""


def test_the_tables_go_and_the_diary_stays(older: Path) -> None:
    assert older_version(older) == "0"
    assert "set aside as parquet.v0" in set_aside(older, "0")
    assert older_version(older) == ""
    assert read_table(older, "statements").num_rows == newest_delta(older / FOLDER).rows == 0
    assert (older / FOLDER / "load_run" / "kept").exists()
    assert (older / "parquet.v0" / "manifest.json").exists()
    write(older, tables([statement()]))
    assert read_table(older, "statements").num_rows == 1
    assert read_load_runs(older).num_rows == 0


def test_a_kill_between_two_moves_is_made_good(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if self.name == "documents":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        set_aside(older, "0")
    monkeypatch.undo()
    with pytest.raises(LoadError, match="schema version 0"):
        read_table(older, "statements")
    assert older_version(older) == "0"
    set_aside(older, "0")
    assert sorted(path.name for path in older.iterdir()) == ["parquet", "parquet.v0"]
    assert (older / "parquet.v0" / "statements").exists() and (older / "parquet.v0" / "documents").exists()


def test_a_second_time_another_name_is_taken(older: Path) -> None:
    set_aside(older, "0")
    write(older, tables([statement()]))
    as_version(older, "0")
    assert "parquet.v0-2" in set_aside(older, "0")
