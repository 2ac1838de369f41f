"""One question in SQL of somebody else's: answered, and nothing is changed, read beside, or written by it.

What may be asked is listed, not what may not: one SELECT, and of the functions that stand in place of a table
those that only look at the warehouse. DuckDB is cut off from files besides; but some of its functions write
them all the same (`enable_logging`), or end the process when they may not.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any, cast

import duckdb
import pyarrow as pa

from load.engines.connection import TOO_LONG, Connection, ServerConnection
from warehouse.errors import LoadError, SettingsError

_EXAMPLES = "docs/questions.md has examples, docs/data-dictionary.md the columns"
_MISTAKES = (
    duckdb.ParserException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
)
_TABLE_FUNCTIONS = frozenset(
    ("generate_series", "json_each", "json_tree", "query_table", "range", "repeat", "repeat_row", "unnest")
)
_TABLE_FUNCTIONS_THAT_DESCRIBE = ("duckdb_", "pragma_")


def refuse_all_but_one(query: str) -> None:
    """Raise SettingsError for what is not one statement: of several only the last would be answered."""
    try:
        count = len(duckdb.extract_statements(query))
    except duckdb.Error:
        return  # the engine that answers says what is wrong; PostgreSQL knows more than DuckDB parses
    if count != 1:
        what = "asks nothing" if count == 0 else f"has {count} statements, and one is answered"
        raise SettingsError(what, "SQL", _EXAMPLES)


def answer(
    connection: Connection, query: str, seconds: float = 300, *, allow_superuser: bool = False
) -> pa.Table:
    """The rows of one question in SQL, decimals as decimals. Nothing can be changed by it.

    Raises SettingsError for no question, several at once, what is more than a question, or one that DuckDB
    does not understand; LoadError for a role of PostgreSQL that may do more than read (unless
    `allow_superuser`), for what takes longer than `seconds`, and for what goes wrong as it is answered, with
    the engine's words.
    """
    refuse_all_but_one(query)
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        asked = cast(ServerConnection, connection).ask(query, seconds, allow_superuser=allow_superuser)
        return asked.to_arrow_table()
    try:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        _refuse_more_than_a_question(connection, query)
        with _ended_after(connection, seconds):
            return connection.execute(query).to_arrow_table()
    except duckdb.InterruptException as error:
        raise LoadError(f"took longer than {seconds:g} s", "SQL", TOO_LONG) from error
    except _MISTAKES as error:
        raise SettingsError(str(error).splitlines()[0], "SQL", _EXAMPLES) from error
    except duckdb.Error as error:
        raise LoadError(str(error).splitlines()[0], "SQL", _EXAMPLES) from error


@contextmanager
def _ended_after(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what still runs after so many seconds: DuckDB has no limit of its own."""
    timer = Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refuse_more_than_a_question(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Look at the question as DuckDB itself parses it: it writes out a SELECT and nothing else.

    SHOW, DESCRIBE and SUMMARIZE are such; EXPLAIN, PRAGMA and CALL are not.
    """
    row = connection.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [query]).fetchone()
    parsed = json.loads(row[0]) if row else {"error": True}
    if parsed["error"]:
        if parsed.get("error_type") == "parser":
            connection.execute(query)  # for its words and the place
        raise SettingsError("is no SELECT, and the warehouse is read-only", "SQL", _EXAMPLES)
    for name in _table_functions(parsed):
        if name not in _TABLE_FUNCTIONS and not name.startswith(_TABLE_FUNCTIONS_THAT_DESCRIBE):
            raise SettingsError(f"{name} does more than look at the warehouse", "SQL", _EXAMPLES)


def _table_functions(parsed: Any) -> Iterator[str]:
    """The names of all functions that stand in place of a table, however deep."""
    waiting = [parsed]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "TABLE_FUNCTION":
                yield str(node["function"]["function_name"]).lower()
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
