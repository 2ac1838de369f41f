"""Loads that are killed, and readers that come in their middle."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from load.engines import duckdb_file, postgres
from load.engines.connection import Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.parquet.writing import remove_reports
from tests.load.engines.test_postgres import STATED, hashes
from tests.load.factories import METRICS, PLACES, tables, write
from warehouse.errors import LoadError

# Each line that it is given: a copy of it that loads two states in turn, until it is killed; its number. One
# process, as it takes longer to import what loads than to load.
_LOADER = """
import os, sys
from pathlib import Path
from load.engines.connection import PostgresSchema
from load.engines.database import build_database
from load.parquet.writing import remove_reports
from tests.load.factories import METRICS, PLACES, tables, write
from tests.load.engines.test_postgres import STATED
root, url = Path(sys.argv[1]), sys.argv[2]
database = PostgresSchema(url) if url else root / "w.duckdb"
while sys.stdin.readline():
    if pid := os.fork():
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("gone", flush=True)
        continue
    break
else:
    sys.exit()
while True:
    for state in (STATED[:9], STATED):
        write(root, tables(state))
        build_database(root, database, METRICS, PLACES)
        remove_reports(root, ["330781-2017"])
        build_database(root, database, METRICS, PLACES)
"""
ENGINES = [
    pytest.param(lambda root, schema: root / "w.duckdb", id="duckdb"),
    pytest.param(lambda root, schema: schema, id="postgres"),
]
Place = Callable[[Path, PostgresSchema], Database]


def load(root: Path, database: Database) -> None:
    write(root, tables(STATED))
    build_database(root, database, METRICS, PLACES)


@pytest.mark.slow
@pytest.mark.parametrize("place", ENGINES)
def test_killed_again_and_again_the_next_run_gives_the_undisturbed_content(
    tmp_path: Path, postgres: PostgresSchema, place: Place
) -> None:
    """Kill -9 at random moments of a load, in Parquet or in the database.

    FAZHI_TEST_SEED repeats the moments of a run that failed.
    """
    load(tmp_path / "undisturbed", tmp_path / "undisturbed" / "w.duckdb")
    expected = hashes(tmp_path / "undisturbed" / "w.duckdb")
    database = place(tmp_path, postgres)
    url = postgres.url if isinstance(database, PostgresSchema) else ""
    seed = int(os.environ.get("FAZHI_TEST_SEED") or random.SystemRandom().randrange(2**32))
    chance = random.Random(seed)
    program = [sys.executable, "-c", _LOADER, str(tmp_path), url]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loader:
        for kill in range(6):
            moment = chance.uniform(0, 1.5)  # its first two loads of four
            _kill_after(moment, loader)
            _wait_for_lock(tmp_path, database)
            assert hashes(database) == expected, f"seed {seed}, kill {kill} after {moment:.3f} s"


def _kill_after(seconds: float, loader: "subprocess.Popen[str]") -> None:
    """Have it load for so long, and kill that."""
    assert loader.stdin and loader.stdout
    loader.stdin.write("\n")
    loader.stdin.flush()
    pid = int(loader.stdout.readline())
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    assert loader.stdout.readline() == "gone\n"


def _wait_for_lock(root: Path, database: Database) -> None:
    """The next run; the server may need a moment to see that the killed one is gone."""
    for _ in range(6000):
        try:
            load(root, database)
        except LoadError as error:
            if "another load" not in str(error):
                raise
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the killed load still holds its lock")


@pytest.mark.parametrize(
    ("place", "room", "step"),
    [
        pytest.param(lambda root, schema: root / "w.duckdb", duckdb_file, "publish", id="duckdb"),
        pytest.param(lambda root, schema: schema, postgres, "_describe", id="postgres"),
    ],
)
def test_a_reader_that_opens_in_the_middle_of_a_load(
    tmp_path: Path,
    postgres: PostgresSchema,
    monkeypatch: pytest.MonkeyPatch,
    place: Place,
    room: object,
    step: str,
) -> None:
    """It sees the old rows, also after the load has ended, and nobody waits."""
    database = place(tmp_path, postgres)
    load(tmp_path, database)
    old = hashes(database)
    readers = []
    finish = getattr(room, step)

    def opened_first(*arguments: object) -> object:
        readers.append(open_readonly(database))
        return finish(*arguments)

    monkeypatch.setattr(room, step, opened_first)
    remove_reports(tmp_path, ["330781-2017"])
    build_database(tmp_path, database, METRICS, PLACES)
    count = "SELECT COUNT(*) FROM fact_statement"
    (reader,) = readers
    with reader:
        assert reader.execute(count).fetchone() == (len(STATED),)
    with open_readonly(database) as after:
        assert after.execute(count).fetchone() == (len(STATED) - 3,)
    assert hashes(database) != old
