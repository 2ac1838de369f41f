"""Speed and size of the evidence pages: the first build, one with nothing changed, one with 1 % changed.

    python -m bench.site [--reports 1000] [--provinces 31]

The panel is made up (bench/panel.py says how): some ninety figures a report, ten reports of a place. Seconds
of the build's processors tell more where the machine has other work. Pages are files that end in .html.
"""

import argparse
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.panel import three_nights
from bench.peak import peak_megabytes
from load.engines.database import build_database, open_readonly
from load.parquet.writing import write_reports
from load.site.building import Built, Edition, write_site
from warehouse.metrics import load_metrics

_BASE_YEAR = 2022  # in the middle of the panel


def measure(reports: int, provinces: int) -> None:
    """Build three times, and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for night in three_nights(reports, provinces, load_metrics()[:60]):
            write_reports(root, night.tables, night.reports)
            build_database(root, root / "w.duckdb", load_metrics(), night.places)
            print(f"{night.name:36} {_timed(root)}", flush=True)
        print(_sizes(root / "site"))


def _timed(root: Path) -> str:
    """A build in a process of its own, whose memory is not that of the panel's making."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        return own.submit(_built, root).result()


def _built(root: Path) -> str:
    start, worked = time.perf_counter(), time.process_time()
    with open_readonly(root / "w.duckdb") as connection:
        built = write_site(connection, root / "site", Edition(_BASE_YEAR))
    spent, worked = time.perf_counter() - start, time.process_time() - worked
    pages = _pages(built)
    speed = f", {pages / spent:.0f} a second" if pages else ""
    return (
        f"{spent:7.1f} s, {worked:.1f} s of processors, {pages} pages of {built.files} files written{speed},"
        f" most memory {peak_megabytes()} MB"
    )


def _pages(built: Built) -> int:
    return sum(path.endswith(".html") for path in built.written)


def _sizes(site: Path) -> str:
    told = []
    for kind, pattern in (
        ("report", "report/*/*.html"),
        ("place", "place/*/*.html"),
        ("metric", "metric/*.html"),
    ):
        sizes = [path.stat().st_size for path in site.glob(pattern)]
        told.append(f"{kind} pages {sum(sizes) / len(sizes) / 1000:.0f} kB, largest {max(sizes) / 1000:.0f}")
    return "; ".join([*told, f"front {(site / 'index.html').stat().st_size / 1000:.0f} kB"])


def main() -> None:
    """Measure as the options say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--provinces", type=int, default=31)
    options = parser.parse_args()
    measure(options.reports, options.provinces)


if __name__ == "__main__":
    main()
