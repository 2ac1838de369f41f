"""The warehouse's SQL: tables, views and checks, as statements that DuckDB and PostgreSQL both take.

Tables that stand in Parquet are written out of `schemas.py`, the others stand in `tables.sql`. A view is
one file in `views/`, a check one file in `checks/`: a query for (severity, statement_id, words). What is
too much work for each question is worked out once a load: one file in `stored/` for each such table.
"""

import re
from dataclasses import dataclass
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
    "fact_observation": schemas.FACT_OBSERVATION,
    "dim_report": DIM_REPORT,
    "document_text": DOCUMENT_TEXT,
    "exclusion": schemas.EXCLUSIONS,
    "issue": schemas.ISSUES,
    "identity": schemas.IDENTITIES,
    "load_run": schemas.LOAD_RUNS,
    "review": schemas.REVIEWS,
    "review_state": schemas.REVIEW_STATE,
    "withdrawn": schemas.WITHDRAWN,
    "fetch_log": schemas.FETCH_LOG,
    "proposal": schemas.PROPOSALS,
    "list_log": schemas.LIST_LOG,
}
"""The warehouse's tables that are declared in Arrow, by SQL name; the others stand in `tables.sql`."""

INCOMING: dict[str, pa.Schema] = {"incoming_observation": schemas.OBSERVATIONS}
"""Rows that are not loaded as they are: under these names they are offered to the queries in `stored/`, as
temporary tables or views that last as long as the load."""

_MEANINGS = {
    "fact_statement": "every figure in the prose, one row a figure",
    "fact_observation": "value of place, metric, year and scope as a report has it, and which one is chosen",
    "exclusion": "a numeral that states no measured fact, with the reason",
    "issue": "what could not be read or trusted",
    "identity": "an equation between figures of one report, and whether it holds",
    "load_run": "the diary of loads: a row when one starts and a row when it ends",
    "review": "a reviewer's decisions, and what the reviewer saw",
    "review_state": "the latest review of each figure, and whether it still applies; filled at load",
    "withdrawn": "what was once in the warehouse and is no more: reports, statements, and links to a metric",
    "fetch_log": "the diary of fetching: a row for each visit to a page and each report that it is for",
    "proposal": "reports found on index pages: a row when one is proposed, doubted, accepted or rejected; "
    "a title in doubt has the place of its site, an empty report id and no year",
    "list_log": "the diary of index pages: a row for each list and each time it was read",
}

DIARIES = ("load_run", "fetch_log", "proposal", "list_log")
"""Tables of what happened when: not part of the content that two warehouses are compared by."""


KEYS: dict[str, tuple[str, ...]] = {
    "fact_statement": ("statement_id",),
    "dim_report": ("report_id",),
    "document_text": ("report_id",),
    "dim_place": ("code",),
    "dim_metric": ("metric",),
    "fact_observation": ("statement_id",),
    "review_state": ("place", "metric", "year", "scope_kind", "seen_statement_id"),
    "load_run": ("run_id", "event"),
    "meta": ("name",),
}
"""The columns that tell a row of a table from the others. PostgreSQL enforces them, DuckDB's are proven by
checks; the tables left out may hold two rows alike."""

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("fact_statement", "report_id", "dim_report"),
    ("fact_observation", "report_id", "dim_report"),
    ("fact_observation", "statement_id", "fact_statement"),
    ("document_text", "report_id", "dim_report"),
    ("exclusion", "report_id", "dim_report"),
    ("issue", "report_id", "dim_report"),
    ("identity", "report_id", "dim_report"),
)
"""Table, column, and the table whose key it names. Places and metrics are checked and not enforced: a place
that no list knows keeps its figures."""

_ASKED_BY = (
    ("fact_observation", "metric, year"),
    ("fact_observation", "place, metric"),
    ("fact_statement", "place, metric"),
)
"""What PostgreSQL keeps an index for, beside keys and references: the comparisons' own questions."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the engines differ. `text` is the type of text, compared by code point on both; `sha256` and
    `microseconds` take an expression in place of `{}`: the hash of a text as 64 hex digits, and the
    microseconds since 1970 of a moment.
    """

    name: str
    text: str
    sha256: str
    microseconds: str


DUCKDB = Engine("duckdb", "VARCHAR", "SHA256({})", "EPOCH_US({})")
POSTGRES = Engine(
    "postgres",
    'VARCHAR{} COLLATE "C"',
    "ENCODE(SHA256(CONVERT_TO({}, 'UTF8')), 'hex')",
    "CAST(EXTRACT(EPOCH FROM {}) * 1000000 AS BIGINT)",
)


def table_sql(engine: Engine = DUCKDB) -> tuple[str, ...]:
    """CREATE TABLE and COMMENT ON statements of all tables, without keys."""
    declared = (line for name, schema in ARROW_TABLES.items() for line in _declared(name, schema))
    common = (*declared, *_statements((files("warehouse") / "tables.sql").read_text("utf-8")))
    return common if engine is DUCKDB else tuple(_in_words_of(engine, statement) for statement in common)


@cache
def incoming_figure_sql() -> str:
    """CREATE TEMPORARY VIEW incoming_figure: `reported_figure` over the rows that come in."""
    view, _ = view_sql()["reported_figure"]
    return view.replace("VIEW reported_figure", "TEMPORARY VIEW incoming_figure").replace(
        "FROM fact_observation", "FROM incoming_observation"
    )


def incoming_sql(engine: Engine) -> tuple[str, ...]:
    """CREATE TEMPORARY TABLE statements for the rows of `INCOMING`, until the end of the transaction."""
    made = (
        f"CREATE TEMPORARY TABLE {name} ({_columns(schema)}) ON COMMIT DROP"
        for name, schema in INCOMING.items()
    )
    return tuple(_in_words_of(engine, statement) for statement in made)


def key_sql() -> tuple[str, ...]:
    """Statements that add keys and references to tables that hold their rows already, for PostgreSQL."""
    keys = [f"ALTER TABLE {table} ADD PRIMARY KEY ({', '.join(columns)})" for table, columns in KEYS.items()]
    references = [
        f"ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {other} DEFERRABLE INITIALLY DEFERRED"
        for table, column, other in REFERENCES
    ]
    indexes = [
        f"CREATE INDEX ON {table} ({column})"
        for table, column, _ in REFERENCES
        if KEYS.get(table) != (column,)
    ]
    indexes += [f"CREATE INDEX ON {table} ({columns})" for table, columns in _ASKED_BY]
    return (*keys, *indexes, *references)


def _in_words_of(engine: Engine, statement: str) -> str:
    """A CREATE TABLE with the engine's own type of text; other statements as they are."""
    if not statement.startswith(("CREATE TABLE", "CREATE TEMPORARY TABLE")):
        return statement
    return re.sub(r"\bVARCHAR(\[\])?", lambda found: engine.text.format(found[1] or ""), statement)


@cache
def view_sql() -> dict[str, tuple[str, ...]]:
    """Statements that make each view, by name, a view after those that its `-- needs:` line names."""
    return {name: _statements(text) for name, text in _in_order("views")}


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


def _declared(name: str, schema: pa.Schema) -> list[str]:
    meaning = _MEANINGS.get(name) or schema.metadata[b"meaning"].decode()
    return [
        f"CREATE TABLE {name} ({_columns(schema)})",
        f"COMMENT ON TABLE {name} IS {_quoted(meaning)}",
        *(f'COMMENT ON COLUMN {name}."{field.name}" IS {_quoted(_meaning(field))}' for field in schema),
    ]


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f'"{field.name}" {sql_type(field.type)}{_null(field)}' for field in schema)


def sql_type(kind: pa.DataType) -> str:
    """The SQL type of an Arrow type, the same word on both engines. Raises KeyError for an unknown one."""
    if pa.types.is_decimal(kind):
        return f"NUMERIC({kind.precision}, {kind.scale})"
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    words = {
        pa.string(): "VARCHAR",
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
