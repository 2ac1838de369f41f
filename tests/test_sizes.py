"""Modules are as long as CONTRIBUTING.md says."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("flows", "extract", "transform", "load", "warehouse", "tools", "bench")
LISTS = {"warehouse/schemas.py"}
MOST, SELDOM = 400, 300


@pytest.fixture(scope="module")
def lengths() -> dict[str, int]:
    modules = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in modules}


def test_no_module_of_code_passes_400_lines(lengths: dict[str, int]) -> None:
    assert {module for module, lines in lengths.items() if lines > MOST} <= LISTS


def test_few_modules_are_longer_than_300_lines(lengths: dict[str, int]) -> None:
    longer = {module for module, lines in lengths.items() if lines > SELDOM}
    assert len(longer) / len(lengths) < 0.05, sorted(longer)
