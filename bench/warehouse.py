"""Speed of loading and asking the warehouse, beside pandas and the engine's own bulk load.

    python -m bench.warehouse [--places 3200] [--years 12] [--metrics 60] [--loads 10] [--postgres URL]

The panel is made up (bench/panel.py says how). A whole load is what `fazhi load` does, in a process of its
own: tables, views, the choice among vintages, checks, proof of each statement. The bulk load only copies the
same Parquet (DuckDB) or a ready CSV (PostgreSQL) into tables without keys: it is the limit, not an equal.
pandas writes a sample of the same statements with `to_sql`: into SQLite, which has the fastest driver, and
into the engine that is measured (DuckDB needs `duckdb-engine`, which this project does not: install it
beside, or the line is left out).
"""

import argparse
import io
import multiprocessing
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv

from bench.panel import panel
from bench.peak import peak_megabytes
from load.engines.connection import Database, Limits, PostgresSchema
from load.engines.database import build_database, hashes_of, open_readonly
from load.parquet.manifest import damaged_parts, part_files
from load.parquet.tables import read_table
from load.parquet.writing import write_reports
from load.questions.comparison import compare_places, compare_years
from warehouse.metrics import load_metrics
from warehouse.records import Place

_SAMPLE = 20_000
_COPIED = ("statements", "observations")


def seconds(work: Callable[[], object]) -> float:
    """How long the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def answered(name: str, question: Callable[[], object]) -> None:
    """Print the median of five times that a question took, after one that brings its pages into memory."""
    question()
    told(name, statistics.median(seconds(question) for _ in range(5)))


@contextmanager
def timed(name: str, rows: int = 0) -> Iterator[None]:
    """Print how long the block took, and rows a second."""
    start = time.perf_counter()
    yield
    told(name, time.perf_counter() - start, rows)


def told(name: str, spent: float, rows: int = 0, more: str = "") -> None:
    """Print a line: how long it took, rows a second, and more."""
    speed = f"{rows / spent:12,.0f} rows/s" if rows else ""
    print(f"{name:52} {spent * 1000:12,.1f} ms {speed}{more}", flush=True)


def bulk_duckdb(root: Path) -> Callable[[], None]:
    """DuckDB's own copy of the Parquet into a file."""

    def copy() -> None:
        (root / "bulk.duckdb").unlink(missing_ok=True)
        with duckdb.connect(str(root / "bulk.duckdb")) as connection:
            for name in ("documents", *_COPIED):
                files = f"{root}/parquet/{name}/*/*.parquet"
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{files}')")

    return copy


def bulk_postgres(root: Path, url: str) -> Callable[[], None]:
    """PostgreSQL's own COPY of a CSV that is ready before."""
    import psycopg

    contents = []
    for name in _COPIED:
        sink = io.BytesIO()
        table = read_table(root, name)
        pyarrow.csv.write_csv(table.cast(pa.schema([(n, pa.string()) for n in table.column_names])), sink)
        contents.append((name, table.column_names, sink.getvalue()))

    def copy() -> None:
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            for name, columns, content in contents:
                types = ", ".join(f"{c} {'NUMERIC(24, 6)' if c == 'value' else 'VARCHAR'}" for c in columns)
                cursor.execute(f"CREATE TEMPORARY TABLE {name} ({types})")
                with cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv, HEADER)") as writer:
                    writer.write(content)

    return copy


def remove(database: Database) -> None:
    """Leave nothing of an earlier load: the next one must be a first one."""
    if isinstance(database, Path):
        database.unlink()
        return
    import psycopg

    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{database.schema}" CASCADE')


def bulk(root: Path, database: Database, rows: int) -> float:
    """Seconds of the engine's own load of the same rows, the better of two: the limit."""
    copy = bulk_postgres(root, database.url) if isinstance(database, PostgresSchema) else bulk_duckdb(root)
    spent = min(seconds(copy), seconds(copy))
    told("bulk load by the engine alone, no keys, no checks", spent, rows)
    return spent


def prove(root: Path, load: float) -> None:
    """What it costs to hash each part, as mending does once and a load of `load` seconds once more."""
    spent = min(seconds(lambda: damaged_parts(root / "parquet")) for _ in range(2))
    size = sum(path.stat().st_size for path in part_files(root / "parquet"))
    told("SHA-256 of each part", spent, 0, f"{size / spent / 1e6:,.0f} MB/s, {spent / load:.1%} of the load")


def with_pandas(root: Path, url: str) -> dict[str, float]:
    """Rows a second of `to_sql`, by engine, for a sample of the statements."""
    import sqlalchemy

    frame = read_table(root, "statements").slice(0, _SAMPLE).to_pandas()
    frame["value"] = frame["value"].astype(float)
    found = {}
    engines: dict[str, Any] = {"SQLite": sqlite3.connect(root / "pandas.sqlite")}
    if url:
        address = url.replace("postgresql://", "postgresql+psycopg://")
        engines["PostgreSQL"] = sqlalchemy.create_engine(address)
    elif find_spec("duckdb_engine"):
        engines["DuckDB"] = sqlalchemy.create_engine(f"duckdb:///{root / 'pandas.duckdb'}")
    for name, engine in engines.items():
        write = partial(frame.to_sql, "to_sql_sample", engine, if_exists="replace", index=False)
        found[name] = len(frame) / seconds(write)
        print(f"{f'pandas to_sql, {name}, a sample':66} {found[name]:12,.0f} rows/s", flush=True)
    return found


_QUESTIONS = {
    "compare_years, one place, all metrics": (
        "SELECT * FROM compare_years WHERE place = $place AND base_year = 2017"
    ),
    "compare_places, one place of 2017, all metrics": (
        "SELECT * FROM compare_places WHERE place = $place AND year = 2017"
    ),
    "compare_years, all places and metrics, counted": (
        "SELECT verdict, COUNT(*) FROM compare_years WHERE base_year = 2017 AND place <> $place GROUP BY 1"
    ),
    "compare_places, all places and metrics of 2017": (
        "SELECT MAX(place_rank), MAX(gap) FROM compare_places WHERE year = 2017 AND place <> $place"
    ),
}


def ask(database: Database, metric: str, place: str) -> None:
    """Comparisons of one place and of all."""
    with open_readonly(database) as connection:
        for name, places in (("one place", [place]), ("all places", [])):
            one = (connection, metric, 2017, places)
            answered(f"compare_years, one metric, {name}", partial(compare_years, *one))
            answered(f"compare_places, one metric and year, {name}", partial(compare_places, *one))
        for name, query in _QUESTIONS.items():
            answered(name, lambda query=query: connection.execute(query, {"place": place}).fetchall())


def _load(
    root: Path, database: Database, places: list[Place], memory: int, found: "Queue[tuple[float, int]]"
) -> None:
    start = time.perf_counter()
    build_database(root, database, load_metrics(), places, Limits(memory=memory))
    found.put((time.perf_counter() - start, peak_megabytes()))


def whole_load(
    name: str, root: Path, database: Database, places: list[Place], sizes: tuple[int, int]
) -> float:
    """Seconds of a load in a process of its own, with the memory that it took at most.

    `sizes`: rows, and DuckDB's share of the memory.
    """
    rows, memory = sizes
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    process = context.Process(target=_load, args=(root, database, places, memory, found), daemon=True)
    process.start()
    spent, peak = found.get()
    process.join()
    told(name, spent, rows, f", peak {peak} MB")
    return spent


def measure(root: Path, database: Database, options: argparse.Namespace) -> None:
    """All measurements on one engine."""
    metrics = load_metrics()
    places = [
        Place(f"{110000 + p:06}", f"甲地{p}", "county", short_name=f"甲{p}") for p in range(options.places)
    ]
    asked = metrics[: options.metrics]
    made = panel(options.places, options.years, asked, "first")
    rows = sum(table.num_rows for table in made.values())
    reports = made["documents"]["report_id"].to_pylist()
    print(f"{options.places} places x {options.years} years x {len(asked)} metrics, made up: {rows:,} rows")
    told("write Parquet", seconds(lambda: write_reports(root, made, reports)), rows)
    alone = bulk(root, database, rows - len(reports) if options.postgres else rows)
    pandas = with_pandas(root, options.postgres)
    whole, sizes = "whole load: tables, choice, views, checks", (rows, options.memory)
    spent = whole_load(whole, root, database, places, sizes)
    remove(database)
    spent = min(spent, whole_load(f"{whole}, again", root, database, places, sizes))
    prove(root, spent)
    print(f"{'':4}{spent / alone:.2f} times the engine alone, of both the better", end="")
    print("".join(f"; {rows / spent / speed:.1f} times to_sql into {name}" for name, speed in pandas.items()))
    with timed("content hashes of all tables, on request", rows):
        hashes_of(database)
    ask(database, asked[0].id, places[0].code)
    size = database.stat().st_size if isinstance(database, Path) else 0
    few = panel(max(options.places // 100, 1), options.years, asked, "second")
    with timed("second load, 1 % of the places changed: Parquet", few["statements"].num_rows):
        write_reports(root, few, few["documents"]["report_id"].to_pylist())
    whole_load("second load, 1 % of the places changed: warehouse", root, database, places, sizes)
    if size and isinstance(database, Path):
        for _ in range(options.loads - 2):
            build_database(root, database, metrics, places)
        grown = database.stat().st_size / size
        print(f"file after {options.loads} loads: {grown:.3f} of the first, {size:,} bytes")


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default in (("places", 3200), ("years", 12), ("metrics", 60), ("loads", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    share = "DuckDB's share of the memory, by default what it takes of 2 GB"
    parser.add_argument("--memory", type=int, default=2048 * 2 // 5, metavar="MB", help=share)
    parser.add_argument("--postgres", default="", metavar="URL", help="measure PostgreSQL, not DuckDB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        is_shared = bool(options.postgres)
        database = PostgresSchema(options.postgres, "fazhi_bench") if is_shared else root / "w.duckdb"
        if isinstance(database, PostgresSchema):
            remove(database)
        measure(root, database, options)
        if isinstance(database, PostgresSchema):
            remove(database)
    print(f"peak memory of the bench itself {peak_megabytes()} MB")


if __name__ == "__main__":
    main()
