"""`fazhi check --strict` where something is wrong, and `fazhi rebuild` where reviewers have decided."""

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
