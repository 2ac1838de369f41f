"""Speed and memory of writing the figures' sheet, beside openpyxl's bare write-only rows and pandas.

    python -m bench.workbook [--rows 500000] [--sample 20000]
    python -m bench.workbook --night [--reports 1000] [--provinces 31]

The panel is made up (bench/panel.py says how). Ours is the whole file: rows asked of DuckDB, formats, table,
conditional formats, the figure marked in its sentence. The peers write a sample of the same rows and columns
into a file of one sheet, openpyxl without any format, pandas with `to_excel`. Each has a process of its own.

A night is what a run does about workbooks once the warehouse is loaded (flows/workbooks.py): the first one,
one after which nothing changed, and one after which one report in a hundred says something else.
"""

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from multiprocessing.queues import Queue
from pathlib import Path

from bench.panel import panel, three_nights
from bench.peak import peak_megabytes
from flows.settings import Settings
from flows.workbooks import export_changed
from load.engines.database import build_database, open_readonly
from load.parquet.writing import write_reports
from load.questions.asking import EVERYWHERE, stream
from load.workbook.answers import Book
from load.workbook.book import write_workbook
from load.workbook.columns import Kind
from load.workbook.package import write_package
from load.workbook.sheets import SheetWriter
from load.workbook.workbook_sheets import FIGURES
from warehouse.metrics import load_metrics
from warehouse.records import Place

_BASE_YEAR = 2022  # in the middle of the panel
_PER_PLACE_AND_YEAR = 75  # figures for a metric, with those that the next year's report tells again


def ours(root: Path, rows: int) -> int:
    """The figures' sheet as the workbook has it."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    with open_readonly(root / "w.duckdb") as connection, tempfile.TemporaryDirectory() as folder:
        writer = SheetWriter(workbook, FIGURES, Path(folder))
        writer.write(stream(connection, "figures", Book(2017).parameters() | {"most": rows}))
        written = writer.finish()
        write_package(workbook, {FIGURES.title: written}, root / "ours.xlsx")
    return written.rows


def openpyxl_bare(root: Path, rows: int) -> int:
    """The same rows through openpyxl's write-only mode, no formats at all."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    worksheet = workbook.create_sheet("figures")
    count = 0
    for batch in _asked(root, rows):
        for row in batch:
            worksheet.append(row)
            count += 1
    workbook.save(root / "openpyxl.xlsx")
    return count


def pandas_to_excel(root: Path, rows: int) -> int:
    """The same rows through pandas."""
    import pandas as pd

    frame = pd.DataFrame([row for batch in _asked(root, rows) for row in batch])
    frame.to_excel(root / "pandas.xlsx", index=False)
    return len(frame)


def _asked(root: Path, rows: int) -> list[list[list[object]]]:
    names = [
        f"{column.name}_before" if column.kind is Kind.MARKED else column.name for column in FIGURES.columns
    ]
    with open_readonly(root / "w.duckdb") as connection:
        parameters = Book(2017, EVERYWHERE).parameters() | {"most": rows}
        return [
            [list(row.values()) for row in batch.select(names).to_pylist()]
            for batch in stream(connection, "figures", parameters)
        ]


def whole_workbook(root: Path, rows: int) -> int:
    """All sheets."""
    write_workbook(root / "w.duckdb", root / "book.xlsx", Book(2017))
    return rows


def _measured(
    work: Callable[[Path, int], int], root: Path, rows: int, found: "Queue[tuple[float, int, int]]"
) -> None:
    start = time.perf_counter()
    count = work(root, rows)
    found.put((time.perf_counter() - start, count, peak_megabytes()))


def measure(name: str, work: Callable[[Path, int], int], root: Path, rows: int) -> float:
    """Rows a second, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    process = context.Process(target=_measured, args=(work, root, rows, found), daemon=True)
    process.start()
    spent, count, peak = found.get()
    process.join()
    print(
        f"{name:44} {count:9,} rows {spent:7.1f} s {count / spent:10,.0f} rows/s, peak {peak} MB", flush=True
    )
    return count / spent


def night(reports: int, provinces: int) -> None:
    """Three nights over as many reports, ten of a place: seconds, and how many workbooks were written.

    Seconds of processors tell more where the machine has other work.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        settings = Settings(data_dir=root)
        for one in three_nights(reports, provinces, load_metrics()[:60]):
            write_reports(root, one.tables, one.reports)
            build_database(root, root / "warehouse.duckdb", load_metrics(), one.places)
            before = _times(root)
            start, worked = time.perf_counter(), time.process_time()
            export_changed(settings, _BASE_YEAR, even_if_fresh=False)
            spent, worked = time.perf_counter() - start, time.process_time() - worked
            after = _times(root)
            written = sum(after[path] != before.get(path) for path in after)
            told = (
                f"{spent:7.1f} s, {worked:.1f} s of processors, {written} of {len(after)} workbooks written"
            )
            print(f"{one.name:44} {told}", flush=True)


def _times(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in sorted(root.rglob("*.xlsx"))}


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--sample", type=int, default=20_000)
    parser.add_argument("--night", action="store_true")
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--provinces", type=int, default=31)
    options = parser.parse_args()
    if options.night:
        night(options.reports, options.provinces)
        return
    metrics = load_metrics()[:60]
    count = max(options.rows // (_PER_PLACE_AND_YEAR * 10), 1) + 1
    places = [Place(f"{110000 + at:06}", f"甲地{at}", "county", short_name=f"甲{at}") for at in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = panel(count, 10, metrics, "first")
        write_reports(root, made, made["documents"]["report_id"].to_pylist())
        build_database(root, root / "w.duckdb", load_metrics(), places)
        for rows in sorted({options.sample, options.rows}):
            fast = measure("ours, with all formats", ours, root, rows)
        bare = measure("openpyxl write-only, bare, a sample", openpyxl_bare, root, options.sample)
        pandas = measure("pandas to_excel, a sample", pandas_to_excel, root, options.sample)
        print(f"{'':4}{fast / bare:.1f} times openpyxl, {fast / pandas:.1f} times pandas")
        measure("the whole workbook", whole_workbook, root, options.rows)


if __name__ == "__main__":
    main()
