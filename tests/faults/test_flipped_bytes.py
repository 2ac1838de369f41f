"""Some of the flips of `python -m tests.faults.flipped_bytes`, which tries hundreds."""

import random
from pathlib import Path

from tests.faults.flipped_bytes import KINDS, make, try_all


def test_none_is_unnoticed(tmp_path: Path) -> None:
    """The same ones in each run, of each kind of file."""
    found = try_all(make(tmp_path / "data"), 8 * len(KINDS), random.Random(20))
    assert {kind for kind, _ in found} == set(KINDS)
    assert {came for _, came in found} <= {"told", "without effect"}
