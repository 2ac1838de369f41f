"""A workbook of more rows than Excel takes links on a sheet: within its limits, and in little memory."""

import multiprocessing
from decimal import Decimal
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from openpyxl import Workbook

from bench.peak import peak_megabytes
from load.workbook.columns import Column, Kind, Sheet
from load.workbook.package import write_package
from load.workbook.sheets import SheetWriter
from tests.load.packages import problems_of
from warehouse.schemas import DECIMAL

pytestmark = pytest.mark.slow

SHEET = Sheet(
    "明细 Figures",
    "what a made-up warehouse says",
    question="",
    table="figures",
    columns=(
        Column("place", "地区 Place", Kind.CODE),
        Column("value", "数值 Value", Kind.FIGURE),
        Column("unit", "单位 Unit"),
        Column("sentence", "原文 Sentence", Kind.MARKED, widest=60),
        Column("report", "报告 Report", Kind.CODE, link="address"),
    ),
    frozen=1,
    group="place",
)
_BATCH = 10_000


def batch(number: int) -> pa.RecordBatch:
    """Rows as the warehouse gives them."""
    rows = range(number * _BATCH, (number + 1) * _BATCH)
    return pa.RecordBatch.from_pydict(
        {
            "place": [f"{330000 + row // 100}" for row in rows],
            "value": pa.array([Decimal(row) for row in rows], DECIMAL),
            "unit": ["件"] * _BATCH,
            "sentence_before": ["全年各级行政机关共办理行政复议案件" * 3] * _BATCH,
            "sentence_marked": [f"{row}件" for row in rows],
            "sentence_after": ["，同比有所增加。"] * _BATCH,
            "report": ["330700-2017"] * _BATCH,
            "address": [f"https://example.org/{row}" for row in rows],
        }
    )


def write(folder: Path, batches: int) -> Path:
    workbook = Workbook(write_only=True)
    writer = SheetWriter(workbook, SHEET, folder)
    writer.write(batch(number) for number in range(batches))
    target = folder / f"{batches}.xlsx"
    write_package(workbook, {SHEET.title: writer.finish()}, target)
    return target


def peak(folder: Path, batches: int, found: "Queue[int]") -> None:
    write(folder, batches)
    found.put(peak_megabytes())


@pytest.fixture(scope="module")
def peaks(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, int]:
    """Two workbooks, the second of twice as many rows, and what megabytes a process took for each."""
    context: Any = multiprocessing.get_context("spawn")
    found, folder = context.Queue(), tmp_path_factory.mktemp("large")
    taken = {}
    for batches in (7, 14):
        process = context.Process(target=peak, args=(folder, batches, found))
        process.start()
        taken[folder / f"{batches}.xlsx"] = found.get(timeout=600)
        process.join()
    return taken


def test_seventy_thousand_rows_stay_within_excel_s_limits(peaks: dict[Path, int]) -> None:
    """Past 65,530 links Excel drops them all."""
    assert problems_of(next(iter(peaks))) == []


def test_memory_does_not_grow_with_the_rows(peaks: dict[Path, int]) -> None:
    few, many = peaks.values()
    assert many < few * 1.1
