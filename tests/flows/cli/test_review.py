"""A reviewer's workbook there and back, by the commands: export, fill in, import, read all again, export."""

import csv
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from tests.flows.running import Done, run_fazhi
from tests.load.books import convert, sheet_rows
from tests.load.packages import problems_of
from tests.load.returns import REVIEW, filled

Rows = list[dict[str, Any]]


@pytest.fixture
def folder(sampled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sampled, tmp_path, dirs_exist_ok=True)


def figures(folder: Path) -> Rows:
    return sheet_rows(folder / "data" / "fazhi.xlsx", "明细 Figures")


def review(folder: Path) -> dict[str, dict[str, Any]]:
    """The review rows by what was read of them."""
    return {str(row["Value"]): row for row in sheet_rows(folder / "data" / "fazhi.xlsx", REVIEW)}


def likely_figures(folder: Path) -> Iterator[str]:
    """The values of figures that wait for a decision."""
    return (value for value, row in review(folder).items() if "likely" in row["Why"])


def values(folder: Path) -> dict[str, tuple[Any, ...]]:
    query = "SELECT place || metric || year || scope_kind, value, read_value, chosen_because FROM observation"
    with duckdb.connect(folder / "data" / "warehouse.duckdb", read_only=True) as connection:
        return {key: rest for key, *rest in connection.execute(query).fetchall()}


def returned(folder: Path, value: str, target: str = "back.xlsx", **cells: Any) -> Path:
    row = {"Verdict": "更正", "Corrected value": 12345, "Reviewer": "王", "Comment": "见原表"} | cells
    return filled(folder / "data" / "fazhi.xlsx", {value: row}, target)


def imported(folder: Path, path: Path, *options: str) -> Done:
    return run_fazhi(folder, "review", "import", str(path), *options)


def test_every_sheet_of_the_samples_is_as_excel_wants_it(folder: Path) -> None:
    assert problems_of(folder / "data" / "fazhi.xlsx") == []


def test_there_and_back(folder: Path) -> None:
    """As openpyxl saves it, and as another program does, over another format."""
    before = values(folder)
    decided = list(likely_figures(folder))[:2]
    backs = [returned(folder, value, f"{value}.xlsx") for value in decided]
    for at, kinds in enumerate(((), ("ods", "xlsx"))):
        for kind in kinds:
            backs[at] = convert(backs[at], kind, folder / f"{at}{kind}")
        done = imported(folder, backs[at])
        assert (done.returncode, "1 rows decided" in done.stdout) == (0, True), done.stderr
        assert REVIEW not in done.stderr, "no cell is a problem"
    for step in (("transform", "--all"), ("load",), ("export",)):
        assert run_fazhi(folder, *step).returncode == 0
    after = values(folder)
    assert after.keys() == before.keys()
    changed = [key for key in after if after[key] != before[key]]
    assert [(after[key][0], after[key][2]) for key in changed] == [(12345, "review")] * 2
    shown = review(folder)
    for value in decided:
        told = shown[value]["Decided so far"]
        assert told.startswith("更正 correct 12,345（王，") and told.endswith("：见原表")
        assert shown[value]["Verdict"] is None
    again = imported(folder, backs[1])
    assert (again.returncode, "imported before" in again.stdout) == (0, True)


def test_problems_are_told_and_nothing_is_written(folder: Path) -> None:
    value = next(likely_figures(folder))
    before = values(folder)
    back = returned(folder, value, **{"Corrected value": "约莫"})
    done = imported(folder, back)
    assert done.returncode == 1
    assert f"{REVIEW}!" in done.stderr and "is no number: 约莫" in done.stderr
    answer = sheet_rows(back.with_name("back-问题.xlsx"), REVIEW)
    assert [row["Problem"] for row in answer if row["Problem"]] != []
    assert values(folder) == before
    assert not list((folder / "data" / "parquet").glob("reviews/*"))
    assert "Traceback" not in done.stderr


def test_good_rows_alone_are_taken_if_asked(folder: Path) -> None:
    good, bad = list(likely_figures(folder))[:2]
    row = {"Verdict": "采纳", "Reviewer": "王"}
    path = filled(folder / "data" / "fazhi.xlsx", {good: row, bad: row | {"Corrected value": 1}})
    done = imported(folder, path, "--accept-good")
    assert (done.returncode, "1 rows decided" in done.stdout) == (0, True)
    assert review(folder)[good]["Decided so far"].startswith("采纳 accept（王，")
    assert review(folder)[bad]["Decided so far"] is None


def test_status_decisions_and_proposals(folder: Path) -> None:
    sheet = sheet_rows(folder / "data" / "fazhi.xlsx", REVIEW)
    values_shown = [row["Value"] for row in sheet]  # rows are found by their value below
    alone = (row for row in sheet if values_shown.count(row["Value"]) == 1)
    unlinked = next(str(row["Value"]) for row in alone if "未归" in str(row["Read as"]))
    back = returned(
        folder, unlinked, **{"Verdict": "归类", "Metric": "行政机关负责人出庭应诉率", "Corrected value": None}
    )
    assert imported(folder, back).returncode == 0
    status = run_fazhi(folder, "review", "status").stdout
    assert "已有结论" in status and "proposed to the" in status
    listed = run_fazhi(folder, "review", "export-decisions", "decisions.csv")
    assert listed.returncode == 0
    head, *rows = csv.reader(StringIO((folder / "decisions.csv").read_text("utf-8-sig"), newline=""))
    assert head[:8] == [
        "place",
        "place_name",
        "metric",
        "year",
        "scope_kind",
        "decision",
        "value",
        "reviewer",
    ]
    assert [row[head.index("decision")] for row in rows] == ["assigned"]
    proposed = run_fazhi(folder, "metrics", "propose").stdout
    assert "# warehouse/metrics/disputes.toml [appearance_rate]" in proposed
    assert 'examples = ["' in proposed


@pytest.mark.parametrize("name", ["none.xlsx", "text.xlsx"])
def test_no_workbook(folder: Path, name: str) -> None:
    (folder / "text.xlsx").write_text("no workbook", "utf-8")
    done = imported(folder, folder / name)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert name in done.stderr


def test_before_any_run(tmp_path: Path) -> None:
    assert run_fazhi(tmp_path, "review", "status").returncode == 1


def test_the_review_sheet_begins_with_what_is_gravest(folder: Path) -> None:
    rows = list(load_workbook(folder / "data" / "fazhi.xlsx")[REVIEW].iter_rows(min_row=2, values_only=True))
    assert str(rows[0][0]).startswith("归类存疑")  # of the samples no report gives two figures unsettled
