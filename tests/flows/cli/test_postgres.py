"""The commands with PostgreSQL as warehouse, as a team shares it."""

from pathlib import Path

import pytest

from load.engines.connection import PostgresSchema
from tests.flows.running import ROOT, Fazhi


@pytest.mark.slow
def test_from_snapshots_to_the_comparison(fazhi: Fazhi, postgres: PostgresSchema) -> None:
    """fetch, transform, load, compare, export and rebuild, and the same content as DuckDB's."""
    team = {"FAZHI_DATABASE_URL": postgres.url}
    for command in ("fetch", "transform"):
        assert fazhi(command, "--places", "金华市").returncode == 0
    first = fazhi("load", **team)
    assert (first.returncode, first.stdout) == (0, f"made: {postgres}\n")
    assert fazhi("load", **team).stdout == f"up to date: {postgres}\n"
    compared = fazhi("compare", "disputes.litigation_loss_rate", **team)
    assert "金华市" in compared.stdout and "6.9%" in compared.stdout
    rebuilt = fazhi("rebuild", **team)
    assert (rebuilt.returncode, rebuilt.stderr) == (0, "")
    here = fazhi("load")
    assert here.returncode == 0
    assert fazhi("compare", "disputes.litigation_loss_rate").stdout == compared.stdout


@pytest.mark.parametrize("command", ["load", "run"])
def test_a_server_that_is_not_there_is_one_line(fazhi: Fazhi, tmp_path: Path, command: str) -> None:
    (tmp_path / "data/parquet").mkdir(parents=True)  # without tables, load has another thing to say
    done = fazhi(command, FAZHI_DATABASE_URL="postgresql://me:secret@127.0.0.1:9/db")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot connect" in done.stderr and "secret" not in done.stderr


def test_nothing_is_read_for_a_server_that_is_not_there(fazhi: Fazhi, tmp_path: Path) -> None:
    fazhi("run", FAZHI_DATABASE_URL="postgresql://127.0.0.1:9/db")
    assert not (tmp_path / "data").exists()


def test_nothing_is_read_without_the_driver(fazhi: Fazhi, tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ModuleNotFoundError('not here', name='psycopg')")
    without = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "FAZHI_DATABASE_URL": "postgresql://127.0.0.1:9/db"}
    done = fazhi("run", **without)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "psycopg is not installed" in done.stderr
    assert not (tmp_path / "data").exists()
