"""`make docs` where a view or a column of one is not explained."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What `make docs` needs of one."""
    for room in ("warehouse", "load", "tools"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        pytest.param(
            "COMMENT ON VIEW odd IS 'odd';",
            "odd.untold: nobody explains this column (a row in warehouse/views/columns.csv)",
            id="column",
        ),
        pytest.param(
            "", "odd: nobody says what it is (COMMENT ON VIEW in warehouse/views/odd.sql)", id="view"
        ),
    ],
)
def test_one_line_names_what_is_unexplained(checkout: Path, comment: str, told: str) -> None:
    view = "CREATE VIEW odd AS SELECT place, 1 AS untold FROM fact_observation;"
    (checkout / "warehouse/views/odd.sql").write_text(f"{view}\n{comment}\n", "utf-8")
    made = subprocess.run(
        [sys.executable, "tools/write_dictionary.py"], cwd=checkout, capture_output=True, text=True
    )
    assert (made.returncode, made.stderr) == (1, f"{told}\n")
    assert not (checkout / "docs/data-dictionary.md").exists()
