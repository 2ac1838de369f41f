"""`fazhi check --strict` where something is wrong, `fazhi rebuild` of reviewed figures, mistyped folders."""

from pathlib import Path

import duckdb
import pytest

from tests.flows.running import contents, run_fazhi
from tests.load.factories import document, statement, tables, write
from tests.load.reviews.test_reviews import imported, review


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A statement that does not stand in its document, and another that was corrected."""
    wrong, right = statement(), statement("330500-2017")
    write(tmp_path / "data", tables([wrong, right], [document(text="全年29%。")]))
    imported(tmp_path / "data", review("corrected", "29", right))
    assert run_fazhi(tmp_path, "load").returncode == 0
    return tmp_path


def test_an_error_fails_under_strict_alone(folder: Path) -> None:
    told = run_fazhi(folder, "check")
    assert (told.returncode, "proof" in told.stdout, "330700-2017" in told.stdout) == (0, True, True)
    assert run_fazhi(folder, "check", "--strict").returncode == 1


def test_rebuild_keeps_the_reviews(folder: Path) -> None:
    """The same content hash out of Parquet alone."""
    assert run_fazhi(folder, "export").returncode == 0
    before = contents(folder / "data")
    (folder / "data/warehouse.duckdb").unlink()
    assert run_fazhi(folder, "rebuild").returncode == 0
    assert contents(folder / "data") == before
    with duckdb.connect(str(folder / "data/warehouse.duckdb"), read_only=True) as warehouse:
        query = "SELECT value, chosen_because FROM observation WHERE place = '330500'"
        assert warehouse.execute(query).fetchall() == [(29, "review")]


@pytest.mark.parametrize("command", ["load", "rebuild"])
def test_a_mistyped_folder_is_not_made(tmp_path: Path, command: str) -> None:
    refused = run_fazhi(tmp_path, command)
    assert (refused.returncode, "has no tables" in refused.stderr) == (2, True)
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_nothing_is_forgotten_where_nothing_was_read(tmp_path: Path) -> None:
    refused = run_fazhi(tmp_path, "forget", "330700-2017")
    assert (refused.returncode, "has no tables" in refused.stderr) == (2, True)
    assert not (tmp_path / "data").exists()
