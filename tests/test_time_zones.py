"""What is kept of time says the same wherever a machine stands: some modules again, in other zones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEEPERS_OF_TIME = (
    "tests/extract/documents/heads/test_dates.py",
    "tests/extract/test_discovery.py",
    "tests/extract/test_listings.py",
    "tests/extract/test_snapshots.py",
    "tests/extract/test_warc.py",
    "tests/flows/record/test_status.py",
    "tests/load/diaries/test_fetch_log.py",
    "tests/load/diaries/test_load_runs.py",
)
"""Those that read or write dates and moments, and take a second or two."""


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
def test_they_hold_in_another_time_zone(zone: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *KEEPERS_OF_TIME]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
