"""Which Python `make` makes its environment with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.running import ROOT

OLD, NEW = "(3, 9)", "(3, 11)"
SLOW, FAST = "--prefix=/home/me", "--prefix=/usr --enable-optimizations"


def python(folder: Path, name: str, configured: str = SLOW, version: str = NEW) -> Path:
    """This Python, which says that it was configured so and is of that version."""
    program = folder / name / "python3"
    program.parent.mkdir(parents=True)
    told = f"import sys, sysconfig; sys.version_info = {version}"
    told += f"; sysconfig.get_config_var = lambda name: {configured!r}"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{told}\n$2"\n')
    program.chmod(0o755)
    return program


def chosen(first: Path, distribution: Path) -> str:
    path = f"{first.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "tools/python_to_use.sh", str(distribution)],
        cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("first", "distribution", "takes_distribution"),
    [
        pytest.param((SLOW, NEW), (FAST, NEW), True, id="compiled without optimizations"),
        pytest.param((FAST, NEW), (FAST, NEW), False, id="compiled with them"),
        pytest.param((SLOW, NEW), (SLOW, NEW), True, id="the distribution does not say how"),
        pytest.param((SLOW, NEW), (FAST, OLD), False, id="the distribution's is too old"),
        pytest.param((FAST, OLD), (FAST, NEW), True, id="too old"),
        pytest.param((FAST, OLD), (SLOW, NEW), True, id="too old, if fast"),
        pytest.param((FAST, OLD), (FAST, OLD), False, id="both too old"),
    ],
)
def test_the_distributions_stands_in_for_one_that_is_slow_or_will_not_do(
    tmp_path: Path, first: tuple[str, str], distribution: tuple[str, str], *, takes_distribution: bool
) -> None:
    own, other = python(tmp_path, "own", *first), python(tmp_path, "distribution", *distribution)
    assert chosen(own, other) == (str(other) if takes_distribution else "python3")


@pytest.mark.parametrize("says", ["exit 127", "echo a warning; exit 1"])
def test_the_distributions_stands_in_for_none(tmp_path: Path, says: str) -> None:
    other = python(tmp_path, "a folder with blanks", FAST)
    own = python(tmp_path, "own")
    own.write_text(f"#!/bin/sh\n{says}\n")
    assert chosen(own, other) == str(other)


def test_what_a_python_prints_is_not_taken_for_its_name(tmp_path: Path) -> None:
    own = python(tmp_path, "own", FAST)
    own.write_text(own.read_text().replace("exec", "echo activated\nexec", 1))
    assert chosen(own, tmp_path / "none") == "python3"


def test_without_a_distributions_python_the_first_is_taken(tmp_path: Path) -> None:
    assert chosen(python(tmp_path, "own"), tmp_path / "none") == "python3"
