"""A whole load within the memory that it is given."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.panel import panel
from load.parquet.writing import write_reports
from warehouse.metrics import load_metrics

MEGABYTES = 1024

# DuckDB gets two fifths of it, as it does by default in a control group of that size; then our own peak
_LOADER = """
import sys
from pathlib import Path
from bench.peak import peak_megabytes
from load.engines.connection import Limits
from load.engines.database import build_database
from warehouse.metrics import load_metrics
root, megabytes = Path(sys.argv[1]), int(sys.argv[2])
build_database(root, root / "w.duckdb", load_metrics(), (), Limits(memory=megabytes * 2 // 5))
print(peak_megabytes())
"""


@pytest.mark.slow
def test_a_panel_is_loaded_within_its_memory(tmp_path: Path) -> None:
    """On a small scale: 100 places, 12 years, 60 metrics never take more than a gigabyte.

    The peak is measured, not enforced: a control group cannot be made everywhere, and RLIMIT_DATA counts
    what DuckDB's allocator reserves and never touches.
    """
    made = panel(100, 12, load_metrics()[:60], "a" * 64)
    write_reports(tmp_path, made, made["documents"]["report_id"].to_pylist())
    command = [sys.executable, "-c", _LOADER, str(tmp_path), str(MEGABYTES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    assert (done.returncode, done.stderr) == (0, "")
    peak = int(done.stdout.split()[-1])
    assert peak < MEGABYTES
