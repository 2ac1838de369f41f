"""What a load added, changed and removed, and why. load/parquet/delta_files.py keeps it.

A row added or removed is one row with its main value (a report's: its health); a row changed or reworded is
one row for each column that changed, of a reworded statement its id among them. `warehouse/tables.py` says
what is told. The first load of a folder is told by report alone.
"""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from load.memory import memory_megabytes, share_megabytes
from warehouse.errors import LoadError
from warehouse.schemas import DELTA
from warehouse.tables import TABLES, Table, Told

_BY_RULE = ("metric", "rule", "link_basis", "certainty", "suggestions")

_ANOTHER_FIGURE = """
SELECT n.statement_id, o.report_id, o.text, n.text
FROM old_statements AS o
JOIN new_statements AS n USING (statement_id)
WHERE (o.report_id, o.sentence, o.text) IS DISTINCT FROM (n.report_id, n.sentence, n.text)
    OR (o.basis = 'derived' AND (o.year, o.role) IS DISTINCT FROM (n.year, n.role))
ORDER BY n.statement_id
LIMIT 1
"""

# Of figures alike in all that they say, the first of the old wording goes with the first of the new one
_REWORDED = """
CREATE TEMPORARY TABLE reworded AS
WITH gone AS (
    SELECT o.*, ROW_NUMBER() OVER (PARTITION BY {alike} ORDER BY char_start, statement_id) AS nth
    FROM old_statements AS o
    ANTI JOIN new_statements AS n USING (statement_id)
    WHERE o.metric IS NOT NULL
),
come AS (
    SELECT n.*, ROW_NUMBER() OVER (PARTITION BY {alike} ORDER BY char_start, statement_id) AS nth
    FROM new_statements AS n
    ANTI JOIN old_statements AS o USING (statement_id)
    WHERE n.metric IS NOT NULL
)
SELECT g.statement_id AS old_id, c.statement_id AS new_id
FROM gone AS g
JOIN come AS c ON {same}
"""
_OF_FIGURES = ("statements", "observations")
_ALIKE = (
    "report_id", "place", "metric", "year", "value", "value_high", "unit", "bound", "role", "direction",
    "basis", "scope_kind", "scope", "first_month", "last_month",
)  # fmt: skip

_COLUMNS = ", ".join(f"{name} VARCHAR" for name in DELTA.names)
_TOLD = """
WITH anew AS (
    SELECT report_id, n.report_id IS NULL AS is_gone
    FROM old_documents AS o
    FULL JOIN new_documents AS n USING (report_id)
    WHERE o.snapshot IS DISTINCT FROM n.snapshot
)
SELECT
    table_name, change, row_key, report_id, column_name, old_value, new_value,
    CASE WHEN is_gone THEN 'taken out' WHEN is_gone IS NOT NULL THEN 'page' ELSE reason END AS reason
FROM differences
LEFT JOIN anew USING (report_id)
ORDER BY table_name, report_id, row_key, change, column_name, old_value, new_value
"""


TOLD_FOLDERS = {table.rows.name: table for table in TABLES.values() if table.rows and table.told}
"""The tables that are told of, by the folder of their rows."""
_FIRST = {"table_name": "dim_report", "change": "added", "column_name": "health"}


def first_delta(documents: pa.Table) -> pa.Table:
    """What the first load adds, as `DELTA`: a row a report, whose figures are all new."""
    ordered = documents.sort_by("report_id")
    told = {name: pa.repeat(value, ordered.num_rows) for name, value in _FIRST.items()}
    # nothing is joined: to start a database would take longer than all of it
    columns = told | {
        "row_key": ordered["report_id"],
        "report_id": ordered["report_id"],
        "new_value": ordered[_FIRST["column_name"]],
        "old_value": pa.nulls(ordered.num_rows, pa.string()),
        "reason": pc.if_else(ordered["snapshot"].is_valid(), "page", "code"),
    }
    return pa.table({name: columns[name] for name in DELTA.names}).cast(DELTA)


def delta_of(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> pa.Table:
    """The difference between two states of some reports, as `DELTA`; the tables of `TOLD_FOLDERS` by folder.

    The reason is `taken out` where the report is no longer in the tables, `page` where its snapshot is
    another one, else `rule` where only the link to a metric differs, else `code`. A figure whose sentence
    alone is another one, while report, place, metric, year and value stay, is `reworded`: told by its new
    id, from the old id and sentence. Raises LoadError where a statement's id came to mean another figure.
    """
    with _connect() as connection:
        for folder in TOLD_FOLDERS:
            connection.register(f"old_{folder}", old[folder])
            connection.register(f"new_{folder}", new[folder])
        _refuse_other_figures(connection, old["statements"], new["statements"])
        paired = dict(old) | _paired_reworded(connection, old, new)
        parts = [
            part
            for folder, table in TOLD_FOLDERS.items()
            for part in _parts(table, paired[folder], new[folder])
        ]
        return _told(connection, parts)


def _differing(old: pa.Table, new: pa.Table, key: str) -> frozenset[str]:
    """The columns in which rows of the same key differ.

    Most differ in none, and to ask DuckDB for each takes longer than all else. What Arrow cannot compare may
    differ.
    """
    at = pc.index_in(new[key], value_set=old[key])
    stays = at.is_valid()
    at = at.drop_null()
    names = (name for name in new.column_names if name != key)
    return frozenset(name for name in names if _may_differ(old[name].take(at), new[name].filter(stays)))


def _may_differ(before: pa.ChunkedArray, after: pa.ChunkedArray) -> bool:
    if pa.types.is_nested(before.type):
        return True
    blanks = pc.not_equal(before.is_null(), after.is_null())
    return bool(pc.any(pc.or_kleene(pc.not_equal(before, after), blanks)).as_py())


def _told(connection: duckdb.DuckDBPyConnection, parts: Sequence[str]) -> pa.Table:
    """What the queries find, one after the other: of some dozens of joins at once each would hold its share
    of memory for as long as they all run."""
    if not parts:
        return DELTA.empty_table()
    connection.execute(f"CREATE TEMPORARY TABLE differences ({_COLUMNS})")
    for part in parts:
        connection.execute(f"INSERT INTO differences {part}")
    return connection.execute(_TOLD).to_arrow_table().cast(DELTA)


def _connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": f"{share_megabytes(memory_megabytes())}MiB"})


def _refuse_other_figures(connection: duckdb.DuckDBPyConnection, old: pa.Table, new: pa.Table) -> None:
    says = ["statement_id", "report_id", "sentence", "text", "year", "role"]
    if not _differing(old.select(says), new.select(says), says[0]):
        return
    row = connection.execute(_ANOTHER_FIGURE).fetchone()
    if row:
        statement, report, was, now = row
        raise LoadError(
            f"the id {statement} stood for {was} and came to mean {now}", report, "an id must keep its figure"
        )


def _paired_reworded(
    connection: duckdb.DuckDBPyConnection, old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]
) -> dict[str, pa.Table]:
    """Give old statements and observations the ids of the new wording, beside their `old_id`; by folder."""
    before, after = (state["statements"]["statement_id"] for state in (old, new))
    if _has_others(before, after) and _has_others(after, before):
        paired = _reworded(connection)
    else:  # to ask for pairs takes longer than all else, and nothing went as another came
        paired = {
            name: old[name].append_column("old_id", pa.nulls(old[name].num_rows, pa.string()))
            for name in _OF_FIGURES
        }
    for folder, table in paired.items():
        connection.unregister(f"old_{folder}")
        connection.register(f"old_{folder}", table)
    return paired


def _has_others(some: pa.ChunkedArray, others: pa.ChunkedArray) -> bool:
    return not bool(pc.all(pc.is_in(some, value_set=others), min_count=0).as_py())


def _reworded(connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """As `_paired_reworded`, asked of the database."""
    same = " AND ".join(f"g.{name} IS NOT DISTINCT FROM c.{name}" for name in (*_ALIKE, "nth"))
    connection.execute(_REWORDED.format(alike=", ".join(_ALIKE), same=same))
    return {
        folder: connection.execute(
            "SELECT o.* REPLACE (COALESCE(r.new_id, o.statement_id) AS statement_id), r.old_id "
            f"FROM old_{folder} AS o LEFT JOIN reworded AS r ON r.old_id = o.statement_id"
        ).to_arrow_table()
        for folder in _OF_FIGURES
    }


def _parts(table: Table, before: pa.Table, after: pa.Table) -> list[str]:
    """Queries for what was added, removed, and changed in each column that may differ, where there is any."""
    rows, told = table.rows, table.told
    if rows is None or told is None:
        return []
    name, folder, (key,) = table.name, rows.name, table.key
    one_of = "SELECT * FROM {}_{} AS n ANTI JOIN {}_{} AS o USING ({})"
    parts = []
    if _has_others(after[key], before[key]):
        parts.append(_part(table, told, "added", one_of.format("new", folder, "old", folder, key)))
    if _has_others(before[key], after[key]):
        parts.append(_part(table, told, "removed", one_of.format("old", folder, "new", folder, key)))
    both = f"old_{folder} AS o JOIN new_{folder} AS n USING ({key})"
    changed = "'changed'"
    if name != "dim_report":
        changed = "CASE WHEN o.old_id IS NULL THEN 'changed' ELSE 'reworded' END"
    if name == "fact_statement" and before["old_id"].null_count < before.num_rows:
        parts.append(
            f"SELECT '{name}', 'reworded', n.{key}, n.report_id, '{key}', o.old_id, n.{key}, 'code' "
            f"FROM {both} WHERE o.old_id IS NOT NULL"
        )
    shown = _differing(before, after, key) & set(table.schema.names) - {key, *told.not_of}
    for column in (column for column in rows.schema.names if column in shown):
        reason = "'rule'" if column in _BY_RULE else "'code'"
        parts.append(
            f"SELECT '{name}', {changed}, n.{key}, n.report_id, '{column}', CAST(o.\"{column}\" AS VARCHAR), "
            f'CAST(n."{column}" AS VARCHAR), {reason} '
            f'FROM {both} WHERE o."{column}" IS DISTINCT FROM n."{column}"'
        )
    return parts


def _part(table: Table, told: Told, change: str, source: str) -> str:
    (key,) = table.key
    value = f'CAST(r."{told.main}" AS VARCHAR)'
    none = "CAST(NULL AS VARCHAR)"
    old, new = (none, value) if change == "added" else (value, none)
    # An observation that comes or goes while its statement stays has only been linked otherwise
    stays = (
        f"r.{key} IN (SELECT {key} FROM old_statements) AND r.{key} IN (SELECT {key} FROM new_statements)"
        if table.name == "fact_observation"
        else "FALSE"
    )
    reason = f"CASE WHEN {stays} THEN 'rule' ELSE 'code' END"
    return (
        f"SELECT '{table.name}', '{change}', r.{key}, r.report_id, '{told.main}', {old}, {new}, {reason} "
        f"FROM ({source}) AS r"
    )
