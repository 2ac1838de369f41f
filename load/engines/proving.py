"""Whether a DuckDB file holds what was put into it, asked by a process of its own.

Where a disk fills as a file is closed, DuckDB says nothing and leaves an empty file beside its log; a damaged
one can abort the process that opens it. Who asks here gets an answer in both cases.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from load.parquet.tables import StoredRows
from warehouse.errors import LoadError

Config = Mapping[str, str | bool | int | float | list[str]]

# The engine alone where it has this name: the package around it is imported more slowly than it answers.
# A program without a file it takes for a person at a prompt, and draws a bar into what takes two seconds.
_ASKING = """
import json, sys
try:
    import _duckdb as duckdb
except ImportError:
    import duckdb
config, queries = json.load(sys.stdin)
with duckdb.connect(sys.argv[1], read_only=True, config=config) as connection:
    connection.execute("SET enable_progress_bar = false")
    print(json.dumps([connection.execute(query).fetchall() for query in queries]))
"""
_TABLES = """
SELECT table_name FROM duckdb_tables()
WHERE database_name = CURRENT_DATABASE() AND NOT temporary
ORDER BY table_name
"""
# A sum, as two rows that are alike would cancel each other out in an exclusive or
_PRINT = 'SELECT COUNT(*), CAST(SUM(CAST(HASH(t) AS HUGEINT)) AS VARCHAR) FROM "{}" AS t'
_QUICK, _WHOLE = 120, 3600  # seconds for one row, and for a file of all places on a busy machine

Prints = dict[str, tuple[int, str | None]]
"""Each table's number of rows and the sum of their hashes, whatever their order."""


def prints_of(connection: duckdb.DuckDBPyConnection) -> Prints:
    """The prints of the tables that an open file holds."""
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    found: Prints = {}
    for name in names:
        row = connection.execute(_PRINT.format(name)).fetchone()
        found[name] = (row[0], row[1]) if row else (0, None)
    return found


def refuse_missing_rows(prints: Prints, tables: Mapping[str, pa.Table | StoredRows]) -> None:
    """Raise LoadError where a table does not hold as many rows as its Parquet files do."""
    for name, table in tables.items():
        if not isinstance(table, pa.Table) and not table.present and name in prints:
            found = prints[name][0]
            if found != table.rows:
                raise LoadError(f"holds {found} rows, its Parquet files {table.rows}", name, "report this")


def refuse_other_content(database: Path, prints: Prints, config: Config) -> None:
    """Raise LoadError where a closed file, opened anew by another process, has not these prints."""
    answers = _asked(database, [_PRINT.format(name) for name in prints], config, _WHOLE)
    if isinstance(answers, str):
        what = f"cannot be read back: {answers}"
    else:
        odd = [name for name, rows in zip(prints, answers, strict=True) if [list(prints[name])] != rows]
        what = f"is not what was written: {', '.join(odd)}" if odd else ""
    if what or Path(f"{database}.wal").exists():
        what = what or "was not written to its end"
        raise LoadError(what, str(database), "check the disk and its free space, then run `fazhi rebuild`")


def facts_of(database: Path) -> dict[str, str]:
    """What the file says of itself in `meta`; empty where there is none, or it will not open."""
    try:
        return dict(_facts(database, _state_of(database)))
    except (OSError, _NoAnswerError):
        return {}


def opens(database: Path) -> bool:
    """Whether the file opens; one that is in use counts as good."""
    try:
        _facts(database, _state_of(database))
    except (OSError, _NoAnswerError) as error:
        return "Conflicting lock" in str(error)
    return True


class _NoAnswerError(Exception):
    """Why a file did not answer."""


def _state_of(database: Path) -> tuple[int, ...]:
    """What is another one after each change of the file, or of a log beside it."""
    log = Path(f"{database}.wal")
    found = [path.stat() for path in (database, log) if path == database or path.exists()]
    return tuple(number for one in found for number in (one.st_ino, one.st_mtime_ns, one.st_size))


@lru_cache(maxsize=2)
def _facts(database: Path, _: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """The rows of `meta`, asked once of a file as it stands: a load wants them two or three times."""
    answers = _asked(database, ["SELECT name, content FROM meta"])
    if isinstance(answers, str):
        raise _NoAnswerError(answers)
    return tuple((name, content) for name, content in answers[0])


def _asked(
    database: Path, queries: list[str], config: Config | None = None, seconds: int = _QUICK
) -> list[list[Any]] | str:
    """The rows of each query, or why there are none, in one line."""
    command = [sys.executable, "-c", _ASKING, str(database)]
    told = json.dumps([dict(config or {}), queries])
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, check=False, timeout=seconds, encoding="utf-8"
        )
        answers: list[list[Any]] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return f"no answer within {seconds} seconds"
    except ValueError:
        return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    return answers
