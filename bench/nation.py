"""What a nation's reports cost: the first build, a night without news, a night with changed reports.

    python -m bench.nation 1000 5000 38000 [--changed 300] [--characters 8000] [--workers 2] [--no-workbook]
                                           [--folder DIR]

Reports are made up (bench/made_reports.py says how): 8,000 characters and 100 figures each, of all places of
a year and then of the next. Their pages are put into the snapshot store as fetching would; then each night
is a process of its own that goes the steps of `fazhi transform`, `load` and `export` and tells what each
took: one changes reports of a few provinces, one of all, each of which has a workbook. The network has no
part in it, nor has Prefect (bench/start.py measures its start). Seconds are those of the clock; `cpu` those
of the processors, readers included; memory is that of all processes together, looked at five times a second.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.made_reports import CHARACTERS, made_report
from bench.peak import TreePeak
from extract.snapshots import SnapshotStore
from flows.fetching.reports import stored_reports
from flows.pipeline import read_followed
from flows.reading.processes import let_loaded_go, reading_pool
from flows.request import panel_request
from flows.settings import Settings, load_settings
from flows.shards import shards_of
from flows.steps import build_warehouse, choose_reports, export_workbook, sort_out, store_readings
from load.parquet.spilled import spilled_rows

_SITE = "https://made.example"
_FETCHED = datetime(2026, 3, 30, tzinfo=UTC)


def put_snapshots(settings: Settings, numbers: range, revision: int, characters: int) -> None:
    """Put pages into the store, as fetching them would."""
    store = SnapshotStore(settings.snapshots)
    for number in numbers:
        made = made_report(number, _SITE, revision=revision, characters=characters)
        fetched_at = _FETCHED + timedelta(days=revision)
        store.add(made.page, url=made.url, final_url=made.url, fetched_at=fetched_at, media_type="text/html")


def write_catalogue(path: Path, count: int) -> None:
    """The catalogue of the made-up reports."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("place", "year", "url"))
        for number in range(count):
            made = made_report(number, _SITE)
            rows.writerow((made.place, made.year, made.url))


class Stages:
    """Seconds of each stage, in order, and the most memory in it."""

    def __init__(self, memory: TreePeak) -> None:
        self.seconds: dict[str, float] = {}
        self.megabytes: dict[str, int] = {}
        self._memory = memory

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done within."""
        start, self._memory.of_stage = time.perf_counter(), 0
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)
        self.megabytes[name] = self._memory.of_stage


def night(settings: Settings, *, workbook: bool) -> dict[str, object]:
    """One run from snapshots to warehouse and workbooks; what each stage took, and how many were read."""
    request = panel_request()
    with TreePeak() as memory:
        stages = Stages(memory)
        with stages.stage("choose"):
            chosen = choose_reports(settings, request)
        with stages.stage("sort out"):
            stored = stored_reports(chosen.entries, settings)
            sorted_out = sort_out(stored, settings, only_changed=True)
        with spilled_rows(settings.data_dir) as rows:
            with (
                stages.stage("read"),
                reading_pool(len(sorted_out.works), settings.workers, settings.read_limits) as readers,
            ):
                outcomes = [
                    outcome
                    for shard in shards_of(sorted_out.works)
                    for outcome in read_followed(shard, settings, readers, stored_reports, rows)
                ]
            let_loaded_go()
            with stages.stage("store"):
                store_readings(settings, rows, sorted_out.absent)
        with stages.stage("load"):
            build_warehouse(settings)
        if workbook:
            with stages.stage("export"):
                export_workbook(settings, settings.base_year)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = round(sum(one.ru_utime + one.ru_stime for one in spent), 1)
    failed = sum(bool(outcome.kind) for outcome in outcomes)
    told = {"read": len(sorted_out.works), "failed": failed, "cpu": cpu, "megabytes": memory.megabytes}
    return told | {"stages": stages.seconds, "memory": stages.megabytes}


def _told(name: str, folder: Path, options: argparse.Namespace) -> None:
    """Run a night in a process of its own and print a line of it."""
    command = [
        sys.executable,
        "-m",
        "bench.nation",
        "--night",
        str(folder),
        "--workers",
        str(options.workers),
    ]
    command += ["--no-workbook"] if options.no_workbook else []
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    stages, memory = told.pop("stages"), told.pop("memory")
    each = ", ".join(f"{stage} {seconds:.1f} s {memory[stage]} MB" for stage, seconds in stages.items())
    numbers = ", ".join(f"{what} {value}" for what, value in told.items())
    print(f"  {name:10} {sum(stages.values()):8.1f} s ({each}); {numbers}", flush=True)


def _settings(folder: Path, workers: int) -> Settings:
    return load_settings(data_dir=folder, catalogue=str(folder / "reports.csv"), workers=workers)


def _size(folder: Path, count: int, options: argparse.Namespace) -> None:
    """All nights of a corpus of so many reports."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(folder, options.workers)
    start = time.perf_counter()
    put_snapshots(settings, range(count), 0, options.characters)
    write_catalogue(folder / "reports.csv", count)
    print(f"{count} made-up reports (snapshots put in {time.perf_counter() - start:.0f} s)")
    _told("full build", folder, options)
    _told("no change", folder, options)
    changed = min(options.changed, count)
    put_snapshots(settings, range(changed), 1, options.characters)
    _told(f"{changed} changed in few provinces", folder, options)
    put_snapshots(
        settings, range(0, count, max(1, count // max(1, changed)))[:changed], 2, options.characters
    )
    _told(f"{changed} changed in all provinces", folder, options)
    for path in sorted(folder.iterdir()):
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        print(f"  {path.name:18} {size / 1e6:10.1f} MB in {len(files)} files")


def main() -> None:
    """Print the nights of each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("counts", type=int, nargs="*", metavar="REPORTS")
    parser.add_argument("--changed", type=int, default=300)
    parser.add_argument("--characters", type=int, default=CHARACTERS, help="about, of a report")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-workbook", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to keep the data; else it is thrown away")
    parser.add_argument("--night", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.night:
        settings = _settings(options.night, options.workers)
        print(json.dumps(night(settings, workbook=not options.no_workbook)))
        return
    for count in options.counts:
        with tempfile.TemporaryDirectory() as thrown_away:
            _size((options.folder or Path(thrown_away)) / str(count), count, options)


if __name__ == "__main__":
    main()
