"""Settings out of options, variables and fazhi.toml, and one line for each mistake."""

from pathlib import Path

import pytest

from flows.settings import load_settings
from warehouse.errors import SettingsError


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FAZHI_DATA_DIR", raising=False)


def test_default_folder_is_data_in_the_current_one(tmp_path: Path) -> None:
    settings = load_settings()
    assert (settings.data_dir, settings.database) == (tmp_path / "data", tmp_path / "data/warehouse.duckdb")


def test_file_is_outweighed_by_variable_and_variable_by_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("fazhi.toml").write_text('data_dir = "a"\nbase_year = 2016\nworkers = 3\n')
    monkeypatch.setenv("FAZHI_BASE_YEAR", "2018")
    monkeypatch.setenv("FAZHI_WORKERS", "4")
    settings = load_settings(workers=5)
    assert (settings.data_dir, settings.base_year, settings.workers) == (tmp_path / "a", 2018, 5)


def test_option_that_is_none_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_WORKERS", "4")
    assert load_settings(workers=None).workers == 4


def test_database_may_stand_elsewhere(tmp_path: Path) -> None:
    assert load_settings(database_url=f"duckdb:///{tmp_path}/x.duckdb").database == tmp_path / "x.duckdb"


def test_database_may_be_a_schema_that_is_shown_without_its_password() -> None:
    url = "postgresql://me:secret@db.example.org:5433/team"
    database = load_settings(database_url=url, database_schema="reports").database
    assert str(database) == "postgresql://me@db.example.org:5433/team schema reports"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        pytest.param('databse_url = "x"', ["databse_url", "fazhi.toml", "database_url"], id="unknown key"),
        pytest.param('base_year = "abc"', ["base_year", "fazhi.toml"], id="no number"),
        pytest.param("base_year = 12", ["base_year", "fazhi.toml"], id="out of range"),
        pytest.param('schedule = "daily"', ["schedule", "five fields"], id="no cron"),
        pytest.param(
            'database_url = "mysql://x"', ["mysql", "duckdb:///", "postgresql://"], id="other engine"
        ),
        pytest.param('database_schema = "a b"', ["database_schema", "fazhi owns"], id="no schema's name"),
        pytest.param('database_url = "duckdb:///"', ["duckdb:///FILE"], id="database without a file"),
        pytest.param("base_year 2017", ["fazhi.toml"], id="no TOML"),
    ],
)
def test_mistake_in_the_file_is_one_line(toml: str, words: list[str]) -> None:
    Path("fazhi.toml").write_text(toml)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    line = str(caught.value)
    assert "\n" not in line
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("FAZHI_DATADIR", "x"), ("FAZHI_BASE_YEAR", "x"), ("FAZHI_WORKERS", "-1")],
    ids=["unknown", "no number", "negative"],
)
def test_mistake_in_a_variable_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()
