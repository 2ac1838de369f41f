"""Which Python `make` makes its environment with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.running import ROOT

SLOW, FAST = "--prefix=/home/me", "--prefix=/usr --enable-optimizations"


def python(folder: Path, name: str, configured: str = SLOW, version: str = "(3, 11)") -> Path:
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
    ("configured", "version", "takes_distribution"),
    [
        pytest.param(SLOW, "(3, 11)", True, id="compiled without optimizations"),
        pytest.param(FAST, "(3, 11)", False, id="compiled with them"),
        pytest.param(SLOW, "(3, 9)", False, id="the distribution's is too old"),
    ],
)
def test_the_distributions_stands_in_for_a_slow_one(
    tmp_path: Path, configured: str, version: str, *, takes_distribution: bool
) -> None:
    first = python(tmp_path, "own", configured)
    distribution = python(tmp_path, "distribution", version=version)
    assert chosen(first, distribution) == (str(distribution) if takes_distribution else "python3")


def test_without_a_distributions_python_the_first_is_taken(tmp_path: Path) -> None:
    assert chosen(python(tmp_path, "own"), tmp_path / "none") == "python3"
