"""Too little address space is told in one line, before anything is begun."""

import subprocess
from pathlib import Path

import pytest

from flows.address_space import LEAST_MEGABYTES, refuse_little_address_space
from tests.flows.running import clean_environment, command
from warehouse.errors import SettingsError


@pytest.mark.parametrize("kilobytes", [300_000, 1_000_000, LEAST_MEGABYTES * 1024 - 1])
def test_the_command_ends_in_one_line(tmp_path: Path, kilobytes: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'ulimit -v {kilobytes}; exec "$@"', "sh", *command("run")],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"ulimit -v {LEAST_MEGABYTES * 1024}" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("limit", [-1, LEAST_MEGABYTES * 2**20])
def test_enough_is_no_error(limit: int) -> None:
    refuse_little_address_space(limit)


def test_one_byte_less_is_refused() -> None:
    with pytest.raises(SettingsError, match="address space"):
        refuse_little_address_space(LEAST_MEGABYTES * 2**20 - 1)
