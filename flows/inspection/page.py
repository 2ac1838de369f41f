"""One inspected report as a page: the one that a site has of it, out of a warehouse of this report alone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flows.inspection.report import Inspection
from flows.reading.report import read_row
from flows.reading.rows import ReadWork
from flows.steps import all_places
from load.durable import disk_refusals
from load.engines.database import build_database, open_readonly
from load.parquet.writing import write_reports
from load.questions.asking import ask
from load.site.building import static_file
from load.site.report_page import Surroundings, report_pages
from load.site.reports import report_of, slices_between
from transform.tables import tables_of
from warehouse.metrics import load_metrics
from warehouse.records import CatalogueEntry

_STATIC = ("site.css", "site.js")


def write_page(inspection: Inspection, page: Path) -> Path:
    """Write the report's page, and beside it a folder with its style and script: report.html, report_files.

    A very long report goes on in report-2.html and so forth. Raises LoadError where the disk refuses.
    """
    beside = page.with_name(f"{page.stem}_files")
    with disk_refusals(page):
        beside.mkdir(parents=True, exist_ok=True)
        for name in _STATIC:
            (beside / name).write_bytes(static_file(name))
        for path, text in _pages(inspection, page):
            path.write_text(text, "utf-8")
    return page


def _pages(inspection: Inspection, page: Path) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="fazhi-inspect-") as made:
        folder = Path(made)
        _load(inspection, folder)
        with open_readonly(folder / "warehouse.duckdb") as connection:
            metrics = {row["metric"]: row for row in ask(connection, "site_metrics", {}).to_pylist()}
            around = Surroundings(metrics, f"{page.stem}_files/", page.stem)
            for slices in slices_between(connection, "0", ":"):
                pages = report_pages(report_of(slices).with_blocks_of(inspection.document), around).by_path
                yield from ((page.with_name(name), text) for name, text in pages.items())


def _load(inspection: Inspection, folder: Path) -> None:
    entry = CatalogueEntry(inspection.place.code, inspection.year, inspection.source)
    work = ReadWork(entry, inspection.place.name, inspection.sha256, "")
    row = read_row(work, inspection.document, inspection.reading)
    write_reports(folder, tables_of([(row, inspection.reading)]), [entry.report_id])
    build_database(folder, folder / "warehouse.duckdb", load_metrics(), all_places())
