"""What each load added, changed and removed, and why: one Parquet file a load, and a JSON index of them.

    parquet/delta/index.json                    one entry a load: file, SHA-256, rows by table and change
    parquet/delta/000012-3f0c5b….parquet        number of the load, and hash of the manifest that it led to
    parquet/delta/000013-90ab12….parquet        an import of reviews, and hash of their workbook

A row added or removed is one row with its main value (a report's: its health); a row changed or reworded is
one row for each column that changed, of a reworded statement its id among them. `warehouse/tables.py` says
what is told.

The first load of a folder is told by report alone. A load that changes no file has no entry; one that changes
no figure (another reading key) has an empty file. A file whose manifest, or reviews, never came to count, as
the load was killed, is removed by the next one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from load.durable import disk_refusals, publish, write_bytes
from load.memory import memory_megabytes, share_megabytes
from warehouse.errors import LoadError
from warehouse.schemas import DELTA
from warehouse.tables import TABLES, Table, Told

MANIFEST = "manifest.json"
REVIEWS_FOLDER = "reviews"
DELTAS_FOLDER = "delta"
_INDEX = "index.json"
_COUNTS = b"counts"
_ROWS_AT_ONCE = 64 * 1024

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


def first_delta(documents: pa.Table) -> pa.Table:
    """What the first load adds, as `DELTA`: a row a report, whose figures are all new."""
    none = documents.slice(0, 0)
    with _connect() as connection:
        connection.register("old_documents", none)
        connection.register("new_documents", documents)
        return _told(connection, _parts(TABLES["dim_report"], none, documents))


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


def write_delta(folder: Path, staging: Path, deltas: Iterable[pa.Table], manifest: str) -> None:
    """Add a load's delta below the Parquet folder, before its `manifest` (SHA-256 of the bytes) counts.

    It comes in pieces, one in memory at a time. Of an import of reviews, `manifest` is the SHA-256 of the
    workbook, whose reviews make it count. Raises LoadError where the disk is full.
    """
    number = 1 + max((_number(path) for path in _files(folder)), default=0)
    name = f"{number:06}-{manifest[:16]}.parquet"
    with disk_refusals(staging / name):
        staging.mkdir(parents=True, exist_ok=True)
        (folder / DELTAS_FOLDER).mkdir(parents=True, exist_ok=True)
        _write_pieces(staging / name, deltas)
    publish(staging / name, folder / DELTAS_FOLDER / name)


def _write_pieces(path: Path, deltas: Iterable[pa.Table]) -> None:
    counts: Counter[str] = Counter()
    with pq.ParquetWriter(path, DELTA.remove_metadata(), compression="zstd") as writer:
        for delta in deltas:
            writer.write_table(delta.replace_schema_metadata())
            kinds = delta.group_by(["table_name", "change"]).aggregate([([], "count_all")])
            counts.update(
                {f"{row['table_name']} {row['change']}": row["count_all"] for row in kinds.to_pylist()}
            )
        writer.add_key_value_metadata({_COUNTS: json.dumps(dict(sorted(counts.items()))).encode()})


def tidy_deltas(folder: Path, manifest: str) -> None:
    """Remove the delta of a load that never came to count, and write the index where it is not up to date.

    What it says of a file already stays: one that was changed since is not vouched for.
    """
    found = _files(folder)
    if found and not _counts(found[-1], folder, manifest):
        found.pop().unlink()
    index = folder / DELTAS_FOLDER / _INDEX
    names = [path.name for path in found]
    known = _indexed(index)
    if not (folder / DELTAS_FOLDER).exists() or (known is not None and list(known) == names):
        return
    content = json.dumps([(known or {}).get(path.name) or _entry(path) for path in found], indent=1) + "\n"
    staged = index.with_name(f".{_INDEX}.new")
    write_bytes(staged, content.encode())
    publish(staged, index)


@dataclass(frozen=True, slots=True)
class NewestDelta:
    """What the newest load did that changed a file, as it lies in Parquet: no rows before the first."""

    files: tuple[str, ...]
    rows: int
    column_names: tuple[str, ...] = tuple(DELTA.names)
    present: str = ""

    def tables(self) -> Iterator[pa.Table]:
        """The rows as `DELTA`, some thousands at a time: a new reading of all reports changes millions."""
        for path in self.files:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS_AT_ONCE):
                    yield pa.Table.from_batches([batch]).cast(DELTA)


def newest_delta(folder: Path) -> NewestDelta:
    """The delta of the newest load that counts."""
    found = counted_deltas(folder)[-1:]
    return NewestDelta(tuple(map(str, found)), sum(pq.read_metadata(path).num_rows for path in found))


def refuse_damaged_deltas(folder: Path) -> None:
    """Raise LoadError for a delta that is not what the index says, or an index that cannot be read.

    One that the index does not name yet is of a load that was killed before it wrote the index.
    """
    index = folder / DELTAS_FOLDER / _INDEX
    known = _indexed(index) if index.exists() else {}
    if known is None:
        raise LoadError("cannot be read", str(index), "remove this file: a load makes it anew")
    for path in _files(folder):
        found = _hash_of(path)
        if known.get(path.name, {"sha256": found}).get("sha256") != found:
            way_out = "move this one file away: a few rows of history go with it, no figure"
            raise LoadError(f"damaged: not what {_INDEX} says", str(path), way_out)


def counted_deltas(folder: Path) -> list[Path]:
    """The files of all deltas, oldest first, without that of a load that was killed before it counted."""
    found = _files(folder)
    manifest = folder / MANIFEST
    digest = hashlib.sha256(manifest.read_bytes() if manifest.exists() else b"").hexdigest()
    return found if not found or _counts(found[-1], folder, digest) else found[:-1]


def manifests_told(folder: Path) -> set[str]:
    """The first 16 hex digits of the hashes of all manifests, and workbooks, that deltas led to."""
    return {path.stem.partition("-")[2] for path in _files(folder)}


def was_loaded(folder: Path) -> bool:
    """Whether a load ever came to its end here; a damaged index says that one did."""
    return (folder / DELTAS_FOLDER / _INDEX).exists() and _indexed(folder / DELTAS_FOLDER / _INDEX) != {}


def _counts(path: Path, folder: Path, manifest: str) -> bool:
    _, _, digest = path.stem.partition("-")
    return digest == manifest[:16] or (folder / REVIEWS_FOLDER / f"{digest}.parquet").exists()


def _files(folder: Path) -> list[Path]:
    return sorted((folder / DELTAS_FOLDER).glob("[0-9]*.parquet"))


def _number(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _indexed(index: Path) -> dict[str, dict[str, object]] | None:
    """What the index says, by file; None where it is not there, or cannot be read."""
    try:
        return {str(entry["file"]): dict(entry) for entry in json.loads(index.read_bytes())}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(path: Path) -> dict[str, object]:
    counts = (pq.read_metadata(path).metadata or {}).get(_COUNTS, b"{}")
    return {
        "number": _number(path),
        "file": path.name,
        "sha256": _hash_of(path),
        "bytes": path.stat().st_size,
        "rows": json.loads(counts),
    }


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
