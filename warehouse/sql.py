"""The warehouse's SQL: tables, views and checks, as statements that DuckDB and PostgreSQL both take.

Tables that stand in Parquet are written out of `schemas.py`, the others stand in `tables.sql`. A view is
one file in `views/`, a check one file in `checks/`: a query for (severity, statement_id, words).
"""

import re
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable

import pyarrow as pa

from warehouse import schemas

_NEEDS = re.compile(r"^-- needs: (?P<views>[a-z_, ]+)$", re.MULTILINE)

DOCUMENT_TEXT = pa.schema(
    [schemas.DOCUMENTS.field("report_id"), schemas.DOCUMENTS.field("text")],
    metadata={"meaning": "the text of each document, that char_start and char_end count in"},
)
DIM_REPORT = pa.schema(
    [field for field in schemas.DOCUMENTS if field.name not in {"text", "reading_key"}],
    metadata={"meaning": "one row a report known to exist, read or not"},
)

ARROW_TABLES: dict[str, pa.Schema] = {
    "fact_statement": schemas.STATEMENTS,
    "fact_observation": schemas.OBSERVATIONS,
    "dim_report": DIM_REPORT,
    "document_text": DOCUMENT_TEXT,
    "exclusion": schemas.EXCLUSIONS,
    "issue": schemas.ISSUES,
    "identity": schemas.IDENTITIES,
    "load_run": schemas.LOAD_RUNS,
}
"""The warehouse's tables that come from Parquet as they are, by SQL name."""

_MEANINGS = {
    "fact_statement": "every figure in the prose, one row a figure",
    "fact_observation": "place, metric, year, scope kind and value as one report gives it",
    "exclusion": "a numeral that states no measured fact, with the reason",
    "issue": "what could not be read or trusted",
    "identity": "an equation between figures of one report, and whether it holds",
    "load_run": "the diary of loads: a row when one starts and a row when it ends",
}


def table_sql() -> tuple[str, ...]:
    """CREATE TABLE and COMMENT ON statements of all tables."""
    declared = (line for name, schema in ARROW_TABLES.items() for line in _declared(name, schema))
    return (*declared, *_statements((files("warehouse") / "tables.sql").read_text("utf-8")))


@cache
def view_sql() -> dict[str, tuple[str, ...]]:
    """Statements that make each view, by name, a view after those that its `-- needs:` line names."""
    sources = _sources("views")
    needs = {name: set(_needed(text)) for name, text in sources.items()}
    return {name: _statements(sources[name]) for name in TopologicalSorter(needs).static_order()}


@cache
def check_sql() -> dict[str, str]:
    """The query of each check, by name."""
    return {name: _statements(text)[0] for name, text in _sources("checks").items()}


def _declared(name: str, schema: pa.Schema) -> list[str]:
    columns = ", ".join(f'"{field.name}" {sql_type(field.type)}{_null(field)}' for field in schema)
    meaning = _MEANINGS.get(name) or schema.metadata[b"meaning"].decode()
    return [
        f"CREATE TABLE {name} ({columns})",
        f"COMMENT ON TABLE {name} IS {_quoted(meaning)}",
        *(f'COMMENT ON COLUMN {name}."{field.name}" IS {_quoted(_meaning(field))}' for field in schema),
    ]


def sql_type(kind: pa.DataType) -> str:
    """The SQL type of an Arrow type, the same word on both engines. Raises KeyError for an unknown one."""
    if pa.types.is_decimal(kind):
        return f"NUMERIC({kind.precision}, {kind.scale})"
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    words = {
        pa.string(): "VARCHAR",
        pa.int32(): "INTEGER",
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


def _needed(text: str) -> list[str]:
    return [name.strip() for match in _NEEDS.finditer(text) for name in match["views"].split(",")]


def _statements(text: str) -> tuple[str, ...]:
    """The statements of a file, each ended by a semicolon at the end of its line."""
    parts = (part.strip() for part in re.split(r";[ \t]*(?:\n|\Z)", text))
    return tuple(part for part in parts if re.sub(r"--[^\n]*", "", part).strip())
