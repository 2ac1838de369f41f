"""The data dictionary: every table and view with its columns, out of the schemas themselves."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb

from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.sql import table_sql, view_sql
from warehouse.tables import TABLES

_DESCRIBED = """
SELECT c.table_name, c.column_name, c.data_type, COALESCE(c.comment, ''), NOT c.is_nullable
FROM duckdb_columns() AS c
WHERE NOT c.internal
ORDER BY c.table_name, c.column_index
"""
_COMMENTS = """
SELECT table_name, comment FROM duckdb_tables() UNION ALL
SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
"""
_HEAD = """# Data dictionary

Written by `make docs` out of the schemas, of which this is version {version}; a test refuses a stale page.
Every table and view stands in the warehouse under its name; `parquet/FOLDER` in the data folder has its rows.
`docs/questions.md` asks each view a real question, `docs/analysts.md` opens the data in other programs.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQL type, what it means (with the unit), whether it always has a value."""

    name: str
    kind: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """One table or view: what it is, its key (empty where none is declared), its columns."""

    name: str
    meaning: str
    is_view: bool
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def described_tables() -> tuple[Described, ...]:
    """All tables, then all views, each by name. Raises LoadError where one is not explained."""
    with duckdb.connect() as connection:
        for statement in (*table_sql(), *(line for lines in view_sql().values() for line in lines)):
            connection.execute(statement)
        meanings = dict(connection.execute(_COMMENTS).fetchall())
        rows = connection.execute(_DESCRIBED).fetchall()
    known = {column: meaning for _, column, _, meaning, _ in rows if meaning} | _view_columns()
    found = {
        name: Described(
            name, _told(name, meanings), name in view_sql(), _key(name), _columns(rows, name, known)
        )
        for name in sorted(meanings)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.is_view, one.name)))


def _key(name: str) -> tuple[str, ...]:
    return TABLES[name].key if name in TABLES else ()


def _told(name: str, meanings: dict[str, str | None]) -> str:
    meaning = meanings[name]
    if not meaning:
        raise LoadError("nobody says what it is", name, f"COMMENT ON VIEW in warehouse/views/{name}.sql")
    return meaning


def _columns(
    rows: list[tuple[str, str, str, str, bool]], table: str, known: dict[str, str]
) -> tuple[Column, ...]:
    return tuple(
        Column(column, kind, meaning or _explained(table, column, known), required)
        for name, column, kind, meaning, required in rows
        if name == table
    )


def _explained(table: str, column: str, known: dict[str, str]) -> str:
    meaning = known.get(f"{table}.{column}") or known.get(column)
    if not meaning:
        way_out = "a row in warehouse/views/columns.csv"
        raise LoadError("nobody explains this column", f"{table}.{column}", way_out)
    return meaning


def _view_columns() -> dict[str, str]:
    text = (files("warehouse") / "views" / "columns.csv").read_text("utf-8")
    return {row["column"]: row["meaning"] for row in csv.DictReader(text.splitlines())}


def dictionary_page() -> str:
    """The page `docs/data-dictionary.md`, in Markdown."""
    parts = [_HEAD.format(version=SCHEMA_VERSION)]
    parts += [_section(one) for one in described_tables()]
    return "\n".join(parts)


def _section(one: Described) -> str:
    declared = TABLES.get(one.name)
    rows = declared.rows if declared and not declared.present else None
    facts = ["View" if one.is_view else "Table", *([f"Parquet `parquet/{rows.name}`"] if rows else [])]
    facts += [f"key `{', '.join(one.key)}`"] if one.key else []
    lines = [f"## {one.name}", "", f"{one.meaning[0].upper()}{one.meaning[1:]}. {', '.join(facts)}.", ""]
    lines += ["| column | type | always | meaning |", "|---|---|---|---|"]
    for column in one.columns:
        always = "yes" if column.required else ""
        lines.append(f"| `{column.name}` | {column.kind} | {always} | {column.meaning.replace('|', '/')} |")
    # DuckDB takes a bare AT for a word of its own.
    first = next(column.name for column in one.columns if column.name != "at")
    query = f"SELECT * FROM {one.name} ORDER BY {', '.join(one.key) or first} LIMIT 10"
    return "\n".join([*lines, "", f'    fazhi sql "{query}"', ""])
