"""Rows wait on the disk: what storing takes of memory does not grow with the years that are stored."""

import subprocess
import sys
from pathlib import Path

import pytest

from load.parquet.spilled import spilled_rows
from load.parquet.tables import FOLDER, SPILLED
from load.parquet.writing import tidy
from tests.load.factories import statement, tables
from warehouse.errors import LoadError

# Stores reports of so many years, 4 MB of text each, and stores them again, all of them changed
_STORING = """
import os, sys
from pathlib import Path
from bench.peak import peak_megabytes
from load.parquet.spilled import spilled_rows
from load.parquet.writing import write_years
from tests.load.factories import document, table
root, years = Path(sys.argv[1]), range(2000, 2000 + int(sys.argv[2]))
for title in ("甲", "乙"):
    with spilled_rows(root) as rows:
        for year in years:
            made = [
                document(f"{330100 + number}-{year}", title=title, text=os.urandom(100_000).hex())
                for number in range(20)
            ]
            rows.add({"documents": table("documents", made)})
        reports = rows.of_all_years("documents", ["report_id"])["report_id"].to_pylist()
        assert len(write_years(root, rows.of, reports)) == len(years)
print(peak_megabytes())
"""


def peak_of_storing(root: Path, years: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _STORING, str(root), str(years)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return int(done.stdout)


def test_storing_many_years_takes_the_memory_of_few(tmp_path: Path) -> None:
    """Twenty years more are 80 MB of text, of which none stays in memory; two peaks differ by up to 20."""
    few, many = peak_of_storing(tmp_path / "few", 2), peak_of_storing(tmp_path / "many", 22)
    assert many - few < 50


def test_rows_come_back_by_year_in_the_order_of_their_coming(tmp_path: Path) -> None:
    first = tables([statement("330700-2017"), statement("330700-2016")])
    second = tables([statement("330500-2017")])
    with spilled_rows(tmp_path) as rows:
        rows.add(first)
        rows.add(second)
        assert rows.of("statements", 2017)["report_id"].to_pylist() == ["330700-2017", "330500-2017"]
        assert rows.of("issues", 2017).num_rows == 0
        found = rows.of_all_years("statements", ["report_id"])
    assert found["report_id"].to_pylist() == ["330700-2016", "330700-2017", "330500-2017"]


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    left = tmp_path / FOLDER / SPILLED / "left-by-a-kill.arrow"
    left.parent.mkdir(parents=True)
    left.touch()
    with spilled_rows(tmp_path):
        assert not left.exists()
    assert not left.parent.exists()
    left.parent.mkdir()
    tidy(tmp_path)
    assert not left.parent.exists()


def test_a_file_that_is_not_what_was_written_stores_nothing(tmp_path: Path) -> None:
    with spilled_rows(tmp_path) as rows:
        rows.add(tables([statement()]))
        for path in (tmp_path / FOLDER / SPILLED).iterdir():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        with pytest.raises(LoadError, match="not what was written"):
            rows.of("statements", 2017)
