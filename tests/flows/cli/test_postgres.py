"""The commands with PostgreSQL as warehouse, as a team shares it."""

import pytest

from load.engines.connection import PostgresSchema
from tests.flows.running import Fazhi


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


def test_a_server_that_is_not_there_is_one_line(fazhi: Fazhi) -> None:
    done = fazhi("load", FAZHI_DATABASE_URL="postgresql://me:secret@127.0.0.1:9/db")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot connect" in done.stderr and "secret" not in done.stderr
