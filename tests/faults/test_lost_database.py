"""One of the stops of `python -m tests.faults.lost_database`, which tries more of them."""

import os
import random

import pytest

from tests.faults.lost_database import LOADS, place_with_server, try_all
from tests.postgres_server import has_server


@pytest.mark.slow
@pytest.mark.skipif(
    not has_server(), reason="no PostgreSQL server here: sh tools/system_packages.sh installs one"
)
def test_a_load_whose_database_went_away_says_so_and_ends_well_when_given_again() -> None:
    """FAZHI_TEST_SEED repeats the moments of a run that failed."""
    seed = int(os.environ.get("FAZHI_TEST_SEED") or random.SystemRandom().randrange(2**32))
    with place_with_server() as (place, server):
        tried = list(try_all(place, server, 1, random.Random(seed), LOADS[:1]))
    assert [one for one in tried if one[-1]] == [], f"seed {seed}"
