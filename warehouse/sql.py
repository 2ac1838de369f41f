"""The warehouse's SQL: tables, views and checks, as statements that DuckDB and PostgreSQL both take.

Tables are written out of `tables.py`. A view is one file in `views/`, a check one file in `checks/`: a query
for (severity, statement_id, words). What is too much work for each question is worked out once a load: one
file in `stored/` for each such table. What a load must ask of rows before they are stored is a query with a
hole for the table that it asks, in `parts/`.
"""

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable

import pyarrow as pa

from warehouse.tables import INCOMING, TABLES, Table

_PART = re.compile(r"^-- part: (?P<name>[a-z_]+)\((?P<rows>[a-z_]+)\)$", re.MULTILINE)
_NEEDS = re.compile(r"^-- needs: (?P<views>[a-z_, ]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the engines differ. `text` is the type of text, compared by code point on both, with `{}` where a
    list has its brackets; `sha256` and `microseconds` take an expression in place of `{}`: the hash of a text
    as 64 hex digits, and the microseconds since 1970 of a moment.
    """

    name: str
    text: str
    sha256: str
    microseconds: str


DUCKDB = Engine("duckdb", "VARCHAR{}", "SHA256({})", "EPOCH_US({})")
POSTGRES = Engine(
    "postgres",
    'VARCHAR{} COLLATE "C"',
    "ENCODE(SHA256(CONVERT_TO({}, 'UTF8')), 'hex')",
    "CAST(EXTRACT(EPOCH FROM {}) * 1000000 AS BIGINT)",
)


def table_sql(engine: Engine = DUCKDB) -> tuple[str, ...]:
    """CREATE TABLE and COMMENT ON statements of all tables, without keys."""
    return tuple(line for table in TABLES.values() for line in _declared(table, engine))


def incoming_sql(engine: Engine) -> tuple[str, ...]:
    """CREATE TEMPORARY TABLE statements for the rows of `INCOMING`, until the end of the transaction."""
    return tuple(
        f"CREATE TEMPORARY TABLE {name} ({_columns(schema, engine)}) ON COMMIT DROP"
        for name, schema in INCOMING.items()
    )


def key_sql() -> tuple[str, ...]:
    """Statements that add keys and references to tables that hold their rows already, for PostgreSQL."""
    tables = TABLES.values()
    keys = [f"ALTER TABLE {t.name} ADD PRIMARY KEY ({', '.join(t.key)})" for t in tables if t.key]
    references = [
        f"ALTER TABLE {t.name} ADD FOREIGN KEY ({column}) REFERENCES {other} DEFERRABLE INITIALLY DEFERRED"
        for t in tables
        for column, other in t.references
    ]
    asked = [
        (t.name, columns)
        for t in tables
        for columns in (*(column for column, _ in t.references if t.key != (column,)), *t.asked_by)
    ]
    return (*keys, *(f"CREATE INDEX ON {name} ({columns})" for name, columns in asked), *references)


@cache
def incoming_figure_sql() -> str:
    """CREATE TEMPORARY VIEW incoming_figure: `reported_figure` over the rows that come in."""
    return "CREATE TEMPORARY VIEW incoming_figure AS " + _part("figure", "incoming_observation")


def _with_parts(text: str) -> str:
    """A view's file with the parts that it names in place of the lines `-- part: name(table)`."""
    return _PART.sub(lambda found: _part(found["name"], found["rows"]), text)


@cache
def _part(name: str, rows: str) -> str:
    """A piece of `parts/`, with its own parts, asked of the table, view or alias `rows`."""
    return _with_parts((files("warehouse") / "parts" / f"{name}.sql").read_text("utf-8")).format(rows=rows)


@cache
def view_sql() -> dict[str, tuple[str, ...]]:
    """Statements that make each view, by name, a view after those that its `-- needs:` line names."""
    return {name: _statements(_with_parts(text)) for name, text in _in_order("views")}


@cache
def bare_sql(views: tuple[str, ...]) -> tuple[str, ...]:
    """Statements that make all tables, and of the views these and those they stand on; without comments."""
    needs = {name: _needed(text) for name, text in _sources("views").items()}
    wanted = list(views)
    for name in wanted:
        wanted += (other for other in needs[name] if other not in wanted)
    made = (line for name, lines in view_sql().items() if name in wanted for line in lines)
    return tuple(line for line in (*table_sql(), *made) if not line.startswith("COMMENT"))


@cache
def stored_sql() -> dict[str, str]:
    """The query that fills each table which a load works out of the others, by table name.

    Asked in this order, once the others hold their rows, the views stand and `INCOMING` is offered. The
    query's columns are the table's, in their order.
    """
    return {name: _statements(text)[0] for name, text in _in_order("stored")}


@cache
def check_sql() -> dict[str, str]:
    """The query of each check, by name."""
    return {name: _statements(text)[0] for name, text in _sources("checks").items()}


def _declared(table: Table, engine: Engine) -> list[str]:
    name = table.name
    return [
        f"CREATE TABLE {name} ({_columns(table.schema, engine)})",
        f"COMMENT ON TABLE {name} IS {_quoted(table.meaning)}",
        *(f'COMMENT ON COLUMN {name}."{field.name}" IS {_quoted(_meaning(field))}' for field in table.schema),
    ]


def _columns(schema: pa.Schema, engine: Engine) -> str:
    return ", ".join(f'"{field.name}" {sql_type(field.type, engine)}{_null(field)}' for field in schema)


def sql_type(kind: pa.DataType, engine: Engine = DUCKDB) -> str:
    """The engine's type for an Arrow type: but for text the same word on both. Raises KeyError for none."""
    if pa.types.is_decimal(kind):
        return f"NUMERIC({kind.precision}, {kind.scale})"
    if pa.types.is_string(kind):
        return engine.text.format("")
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return engine.text.format("[]")
    words = {
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.bool_(): "BOOLEAN",
        pa.date32(): "DATE",
        pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
    }
    return str(words[kind])


def _null(field: pa.Field) -> str:
    return "" if field.nullable else " NOT NULL"


def _meaning(field: pa.Field) -> str:
    meaning, unit = (field.metadata.get(key, b"").decode() for key in (b"meaning", b"unit"))
    return f"{meaning} (unit: {unit})" if unit else str(meaning)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sources(folder: str) -> dict[str, str]:
    found: list[Traversable] = [
        entry for entry in (files("warehouse") / folder).iterdir() if entry.name.endswith(".sql")
    ]
    return {
        entry.name.removesuffix(".sql"): entry.read_text("utf-8")
        for entry in sorted(found, key=lambda e: e.name)
    }


def _in_order(folder: str) -> list[tuple[str, str]]:
    """The files of a folder, each after those that its `-- needs:` line names."""
    sources = _sources(folder)
    needs = {name: set(_needed(text)) for name, text in sources.items()}
    return [(name, sources[name]) for name in TopologicalSorter(needs).static_order()]


def _needed(text: str) -> list[str]:
    return [name.strip() for match in _NEEDS.finditer(text) for name in match["views"].split(",")]


def _statements(text: str) -> tuple[str, ...]:
    """The statements of a file, each ended by a semicolon at the end of its line."""
    parts = (part.strip() for part in re.split(r";[ \t]*(?:\n|\Z)", text))
    return tuple(part for part in parts if re.sub(r"--[^\n]*", "", part).strip())
