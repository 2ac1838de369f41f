"""The warehouse in one DuckDB file, made anew from Parquet beside the old one and renamed over it.

Nothing in a published file is ever changed: a reader keeps the file it has open, a load never waits for a
reader, a kill leaves the old file, and the file does not grow from load to load.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count
from pathlib import Path

import duckdb
import pyarrow as pa

from load.durable import flush_folder, publish
from load.engines.connection import Limits
from load.engines.contents import description
from load.engines.proving import Prints, opens, prints_of, refuse_missing_rows, refuse_other_content
from load.engines.text_slices import sliced
from load.memory import memory_megabytes, share_megabytes
from load.parquet.tables import StoredRows
from warehouse.errors import LoadError
from warehouse.sql import bare_sql, check_sql, incoming_figure_sql, stored_sql, table_sql, view_sql
from warehouse.tables import INCOMING

_STORAGE_VERSION = "v1.0.0"  # the oldest that DuckDB still writes: tools of any release since can open it


def build_file(
    database: Path, tables: Mapping[str, pa.Table | StoredRows], made_from: Mapping[str, str], limits: Limits
) -> tuple[str, ...]:
    """Make the file anew with these tables, all views and the checks' results, in place of the old one.

    Returns lines to tell the user: that an old file would not open and where it was set aside. Raises
    LoadError where the disk is full, or another process finds something else in the new file than was put
    there; the old file then stands as it was.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    new = database.with_name(f".{database.name}.new")
    _remove(new)
    try:
        config = _config(limits) | {"storage_compatibility_version": _STORAGE_VERSION}
        with duckdb.connect(str(new), config=config) as connection:
            connection.execute("SET enable_progress_bar = false")
            declare(connection)
            fill(connection, tables)
            rows = description({"storage_version": _STORAGE_VERSION, **made_from})
            connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
            prints = _ended(connection)
        refuse_missing_rows(prints, tables)
        refuse_other_content(new, prints, _config(limits))
        told = _set_aside_if_broken(database)
        publish(new, database)
    except duckdb.Error as error:
        raise _refused(error, new) from error
    finally:
        _remove(new)
    return told


def replace_tables(
    database: Path, tables: Mapping[str, pa.Table], made_from: Mapping[str, str], limits: Limits
) -> None:
    """Put other rows into some tables of a copy, in place of the old file: readers keep the one they have.

    Raises LoadError where the disk is full; the old file then stands as it was.
    """
    new = database.with_name(f".{database.name}.new")
    _remove(new)
    try:
        shutil.copyfile(database, new)
        with duckdb.connect(str(new), config=_config(limits)) as connection:
            for name, table in tables.items():
                connection.execute(f"DELETE FROM {name}")
                _insert(connection, name, table)
            for name, key in made_from.items():
                connection.execute("UPDATE meta SET content = ? WHERE name = ?", [key, name])
            prints = _ended(connection)
        refuse_other_content(new, prints, _config(limits))
        publish(new, database)
    except (duckdb.Error, OSError) as error:
        raise _refused(error, new) from error
    finally:
        _remove(new)


def open_file(database: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """Open the file for questions. Raises LoadError where there is none yet, or it will not open."""
    if not database.exists():
        raise LoadError("there is no warehouse yet", str(database), "run `fazhi run` first")
    try:
        return duckdb.connect(str(database), read_only=True, config=_config(limits))
    except duckdb.Error as error:
        what = f"will not open: {str(error).splitlines()[0]}"
        raise LoadError(
            what, str(database), "run `fazhi rebuild`; if another program writes to it, close that"
        ) from error


def _refused(error: Exception, new: Path) -> LoadError:
    lacks_memory = isinstance(error, duckdb.OutOfMemoryException)
    cure = "allow DuckDB more by FAZHI_DATABASE_MEMORY" if lacks_memory else "check the disk"
    return LoadError(str(error).splitlines()[0], str(new), f"{cure}, then run `fazhi rebuild`")


def _ended(connection: duckdb.DuckDBPyConnection) -> Prints:
    """Bring all rows into the file, as closing it would do without saying that the disk is full."""
    prints = prints_of(connection)
    connection.execute("CHECKPOINT")
    return prints


def declare(connection: duckdb.DuckDBPyConnection, views: tuple[str, ...] = ()) -> None:
    """Make all tables, empty, and all views: in one transaction, as each waits for the disk at its end.

    Where some `views` alone are asked, by whoever makes the warehouse: no others, and no comments.
    """
    connection.execute("BEGIN")
    whole = (*table_sql(), *chain.from_iterable(view_sql().values()))
    for statement in bare_sql(views) if views else whole:
        connection.execute(statement)
    connection.execute("COMMIT")


def fill(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table | StoredRows]) -> None:
    """Put the rows into the empty tables of a declared warehouse, with what is worked out of them."""
    fill_unchecked(connection, tables)
    # from the last name on: proof, which takes longest, is not left over for one core at the end
    check(connection, reversed(check_sql()))


def fill_unchecked(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table | StoredRows]
) -> None:
    """The same without what the checks find."""
    for name in INCOMING:
        _offer(connection, name, tables[name])
    stored = [name for name in tables if name not in INCOMING]
    _by_twos(lambda name: _store(connection, name, tables[name]), stored)
    connection.execute(incoming_figure_sql())
    work_out(connection)


def check(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Put what these checks find into a warehouse that is filled."""
    checks = check_sql()
    _by_twos(lambda name: _check(connection, name, checks[name]), names)


def work_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables that are worked out of the others, anew if they hold rows already."""
    for name, query in stored_sql().items():
        connection.execute(f"DELETE FROM {name}")
        connection.execute(f"INSERT INTO {name} {query}")


def _by_twos(work: Callable[[str], None], names: Iterable[str]) -> None:
    """Two at a time: a statement over few long rows, like the texts, keeps one core busy and no more."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(work, names))


def _check(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    with connection.cursor() as own:
        for _ in sliced(own, name):
            own.execute(
                "INSERT INTO check_result (check_name, severity, statement_id, words) "
                f"SELECT '{name}', severity, statement_id, words FROM ({query}) AS found "
                "ORDER BY statement_id NULLS LAST, words"
            )


def _store(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table | StoredRows) -> None:
    with connection.cursor() as own:
        if not isinstance(table, pa.Table):
            _insert_files(own, name, table)
        elif table.num_rows:
            _insert(own, name, table)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    columns = _named(table)
    connection.register("incoming", table)
    connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM incoming")
    connection.unregister("incoming")


def _offer(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table | StoredRows) -> None:
    """Show rows under a name, without storing them. A view takes no parameters: the files are written out."""
    if isinstance(table, pa.Table):
        connection.register(name, table)
    elif not table.files:
        connection.register(name, INCOMING[name].empty_table())
    else:
        files = ", ".join("'" + path.replace("'", "''") + "'" for path in table.files)
        connection.execute(
            f"CREATE TEMPORARY VIEW {name} AS SELECT {_named(table)} FROM "
            f"read_parquet([{files}], hive_partitioning = true, hive_types_autocast = true)"
        )


def _insert_files(connection: duckdb.DuckDBPyConnection, name: str, table: StoredRows) -> None:
    """DuckDB reads the files itself: no row passes Python, and no more than its share of memory is taken."""
    if not table.files:
        return
    columns = _named(table)
    only = f'WHERE "{table.present}" IS NOT NULL' if table.present else ""
    connection.execute(
        f"INSERT INTO {name} ({columns}) SELECT {columns} FROM "
        f"read_parquet($files, hive_partitioning = true, hive_types_autocast = true) {only}",
        {"files": list(table.files)},
    )


def _named(table: pa.Table | StoredRows) -> str:
    return ", ".join(f'"{column}"' for column in table.column_names)


def _set_aside_if_broken(database: Path) -> tuple[str, ...]:
    """Rename an old file that will not open, and any log beside one: the new file must not replay it."""
    wal = Path(f"{database}.wal")
    left = [path for path in (database, wal) if path.exists()]
    if not left or (left == [database] and opens(database)):
        return ()
    free = (
        number for number in count(1) if not database.with_name(f"{database.name}.broken-{number}").exists()
    )
    aside = database.with_name(f"{database.name}.broken-{next(free)}")
    for path in left:
        path.rename(aside if path == database else f"{aside}.wal")
    flush_folder(database.parent)
    return (f"{database}: the old file would not open, set aside as {aside.name}; made anew from Parquet",)


def _config(limits: Limits) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{limits.memory or share_megabytes(memory_megabytes())}MiB",
        "preserve_insertion_order": False,
    }
    if limits.threads:
        config["threads"] = limits.threads
    if limits.spill:
        config["temp_directory"] = str(limits.spill)
    return config


def _remove(new: Path) -> None:
    for path in (new, Path(f"{new}.wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(f"{new}.tmp", ignore_errors=True)
