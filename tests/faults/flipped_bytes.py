"""One bit of the data folder is another one: it is told, or nothing that is read is another for it.

    python -m tests.faults.flipped_bytes --flips 400 --mended 20 --seed 20

All kinds of stored files by turns; a file, a byte and a bit of it by chance. What a load and a reader take
out of the folder is compared with what they took before. Some of the flips in tables are then mended, and the
warehouse compared.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from extract.snapshots import SnapshotStore
from flows.keeping.mending import mend_tables
from flows.pipeline import fetch_alone, transform_alone
from flows.request import panel_request
from flows.settings import Settings
from flows.steps import build_warehouse
from load.diaries.damage import damaged_diaries
from load.diaries.fetch_log import append_fetch_log
from load.diaries.load_runs import append_load_run
from load.engines.contents import warehouse_tables
from load.engines.database import hashes_of
from load.parquet.tables import InParquet, read_table
from tests.load.diaries.test_fetch_log import row as visit
from tests.load.diaries.test_load_runs import row as run_row
from tests.load.factories import statement
from tests.load.reviews.test_reviews import imported, review
from warehouse.errors import FazhiError
from warehouse.tables import FOLDERS

CITY = panel_request(places="金华市")
KINDS = {
    "parts": "parquet/*/report_year=*/*.parquet",
    "manifest": "parquet/manifest.json",
    "deltas": "parquet/delta/*",
    "reviews": "parquet/reviews/*",
    "load runs": "parquet/load_run/*",
    "fetch log": "parquet/fetch_log/*",
    "snapshots": "snapshots/??/" + "[0-9a-f]" * 64,
    "provenance": "snapshots/??/*.json",
    "lists of addresses": "snapshots/urls/*/*.jsonl",
}


def make(data: Path) -> Settings:
    """The samples of one city, read, decided on once and loaded, with diaries."""
    settings = Settings(data_dir=data)
    fetch_alone(settings, CITY)
    transform_alone(settings, CITY)
    stated = read_table(data, "statements").to_pylist()[0]
    imported(data, review("rejected", None, statement() | stated))
    append_load_run(data, run_row())
    append_fetch_log(data, [visit()])
    build_warehouse(settings)
    return settings


def content(settings: Settings) -> str:
    """The warehouse's content hash."""
    return str(hashes_of(settings.database)["sha256"][0].as_py())


def taken(settings: Settings) -> tuple[str, bool]:
    """All that is read out of the folder, and whether something was told. Raises FazhiError."""
    data, store = settings.data_dir, SnapshotStore(settings.snapshots)
    loaded = warehouse_tables(data, (), ())
    kept = (
        one
        for table in loaded.values()
        if not isinstance(table, InParquet)  # `FOLDERS` has them
        for one in ([table] if isinstance(table, pa.Table) else table.tables())
    )
    rows = [str(table.to_pylist()) for table in kept]
    rows += [str(read_table(data, name).to_pydict()) for name in FOLDERS]
    rows += [str(snapshot) + str(store.read(snapshot.sha256)) for snapshot in store.all()]
    return "".join(rows), bool(damaged_diaries(data)) or any(store.damaged())


@contextmanager
def flipped(path: Path, at: int, bit: int) -> Iterator[None]:
    """Another bit, until the block ends."""
    kept = path.read_bytes()
    changed = bytearray(kept)
    changed[at] ^= 1 << bit
    path.write_bytes(changed)
    try:
        yield
    finally:
        path.write_bytes(kept)


def became(settings: Settings, good: str) -> str:
    """What becomes of a flip: told, or without effect; `unnoticed` is what must not be."""
    try:
        found, was_told = taken(settings)
    except FazhiError as error:
        return "told" if "\n" not in str(error) else f"unnoticed: told in several lines: {error}"
    if was_told:
        return "told"
    return "without effect" if found == good else "unnoticed"


def flips(settings: Settings, count: int, chance: random.Random) -> Iterator[tuple[str, Path, int, int]]:
    """So many kinds, files, bytes and bits."""
    paths = {kind: sorted(settings.data_dir.glob(pattern)) for kind, pattern in KINDS.items()}
    assert all(paths.values()), paths
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        path = chance.choice(paths[kind])
        yield kind, path, chance.randrange(path.stat().st_size), chance.randrange(8)


def try_all(settings: Settings, count: int, chance: random.Random) -> Counter[tuple[str, str]]:
    """How often each kind of file came to what."""
    good, _ = taken(settings)
    found: Counter[tuple[str, str]] = Counter()
    for kind, path, at, bit in flips(settings, count, chance):
        with flipped(path, at, bit):
            came = became(settings, good)
        found[kind, came] += 1
        if came.startswith("unnoticed"):
            print(f"{came}: {path}, byte {at}, bit {bit}", flush=True)
    return found


def mended(settings: Settings, count: int, chance: random.Random) -> int:
    """How often the tables and the warehouse were as before, after a flip in a table was mended."""
    before, parts = content(settings), sorted(settings.data_dir.glob(KINDS["parts"]))
    well = 0
    for _ in range(count):
        path = chance.choice(parts)
        good = path.read_bytes()
        changed = bytearray(good)
        changed[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        mend_tables(settings)
        build_warehouse(settings, even_if_fresh=True)
        well += path.read_bytes() == good and content(settings) == before
    return well


def main() -> None:
    """Flip, and print a table of what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--flips", type=int, default=400)
    parser.add_argument("--mended", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fazhi-flips-") as folder:
        settings = make(Path(folder) / "data")
        found = try_all(settings, options.flips, random.Random(options.seed))
        print("| file | flips | told | without effect | unnoticed |\n|---|---|---|---|---|")
        for kind in KINDS:
            told, harmless = found[kind, "told"], found[kind, "without effect"]
            total = sum(times for (one, _), times in found.items() if one == kind)
            print(f"| {kind} | {total} | {told} | {harmless} | {total - told - harmless} |")
        well = mended(settings, options.mended, random.Random(options.seed))
        print(f"{well} of {options.mended} mended to the same bytes and the same warehouse")


if __name__ == "__main__":
    main()
