"""The Python of docs/analysts.md, run as a reader would: each tool's pieces in one process, in order."""

import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from load.engines.database import build_database, open_readonly
from load.questions.comparison import compare_years
from load.release.writing import write_release
from tests.load.factories import LOSS, METRICS, RATE, statement, tables, write
from warehouse.places import load_places

PAGE = (Path(__file__).resolve().parents[3] / "docs/analysts.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
PYTHON = {
    name: "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    for name, text in SECTIONS.items()
    if "```python" in text
}
PLACES = tuple(form for code in ("330111", "330700") for form in load_places().history(code))
STATED = [
    statement("330700-2017", "6.9%", "6.9", metric=LOSS),
    statement("330700-2016", "9.5%", "9.5", metric=LOSS),
    statement("330111-2017", "7.9%", "7.9", metric=LOSS),
    statement("330183-2014", "12%", "12", metric=LOSS),
    statement("330111-2015", "80%", "80", metric=RATE, year=2014),
    statement("330183-2014", "75%", "75", metric=RATE),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data/` and `release/`, as the page supposes it."""
    root = tmp_path_factory.mktemp("analyst")
    write(root / "data", tables(STATED))
    build_database(root / "data", root / "data/warehouse.duckdb", METRICS, PLACES)
    with open_readonly(root / "data/warehouse.duckdb") as connection:
        write_release(connection, root / "release", date(2018, 4, 1), None)
    return root


def run(folder: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_page_opens_the_data_in_each_tool() -> None:
    assert PYTHON.keys() == {"pandas", "Polars", "DuckDB"}
    assert "```r\n" in SECTIONS["R"]


def test_pandas(folder: Path) -> None:
    told = run(folder, PYTHON["pandas"] + "print(sorted(map(float, jinhua['value'])))")
    assert "[9.5]" in told and "败诉率" in told


def test_a_series_over_older_codes_in_pandas_is_that_of_the_warehouse(folder: Path) -> None:
    query = "series[(series['place'] == '330111') & (series['metric'] == '{}')]"
    query += ".sort_values('year')[['year', 'value']].astype(str).values.tolist()"
    with open_readonly(folder / "data/warehouse.duckdb") as connection:
        for metric in (LOSS, RATE):
            told = run(folder, PYTHON["pandas"] + f"print({query.format(metric)})").splitlines()[-1]
            rows = compare_years(connection, metric, 2017, ["330111"], follow_mergers=True).to_pylist()
            assert told == str([[str(row["year"]), str(row["value"])] for row in rows])


def test_csv_keeps_the_codes(folder: Path) -> None:
    call = re.search(r"`(pd\.read_csv\(.+?\))`", SECTIONS["pandas"])
    assert call
    told = run(
        folder, f"import pandas as pd\nprint(set({call[1]}['place']) == {{'330111', '330183', '330700'}})"
    )
    assert told == "True\n"


@pytest.mark.skipif(find_spec("polars") is None, reason="Polars is not installed")
def test_polars(folder: Path) -> None:
    told = run(folder, PYTHON["Polars"] + "print(best['place_name'].to_list(), best['n'].to_list())")
    assert told == "['富阳区', '金华市'] [1, 1]\n"


def test_duckdb(folder: Path) -> None:
    told = run(folder, PYTHON["DuckDB"] + "print(list(frame['year']))")
    assert told == "[2016]\n"
    call = re.search(r"`(duckdb\.sql\(.+?\))`", SECTIONS["DuckDB"])
    assert call
    assert "330183" in run(folder, f"import duckdb\nprint({call[1]})")
