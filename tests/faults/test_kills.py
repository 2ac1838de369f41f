"""A few of the kills of `python -m tests.faults.kills`, which tries all commands on both engines."""

import os
import random

import pytest

from tests.faults.kills import COMMANDS, place_of, prepare, try_all

BRIEF = [command for command in COMMANDS if command.name in ("review import", "forget")]
"""Those that no other test kills: runs are in tests/flows/test_run_killed.py, loads in tests/load/parquet."""


@pytest.mark.slow
def test_killed_and_given_again_a_command_ends_as_if_nothing_had_happened() -> None:
    """FAZHI_TEST_SEED repeats the moments of a run that failed."""
    seed = int(os.environ.get("FAZHI_TEST_SEED") or random.SystemRandom().randrange(2**32))
    with place_of("duckdb", with_runs=False) as place:
        prepare(place)
        tried = list(try_all(place, len(BRIEF), random.Random(seed), BRIEF))
    assert [one for one in tried if one[-1]] == [], f"seed {seed}"
