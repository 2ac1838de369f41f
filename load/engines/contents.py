"""What a warehouse holds: Arrow tables out of Parquet, the metric catalogue and the list of places."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import pyarrow as pa

from load.diaries.fetch_log import read_fetch_log
from load.diaries.list_log import read_list_log
from load.diaries.load_runs import read_load_runs
from load.diaries.proposals import read_proposals
from load.engines.population import population_table
from load.parquet.delta_files import counted_deltas, newest_delta, refuse_damaged_deltas
from load.parquet.manifest import manifest_digest
from load.parquet.review_files import read_reviews, reviews_digest
from load.parquet.tables import FOLDER, StoredRows, in_parquet
from load.parquet.withdrawn import withdrawn_table
from warehouse.lineage import lineages
from warehouse.records import Metric, Place
from warehouse.schemas import (
    DIM_METRIC,
    DIM_PLACE,
    DIM_PLACE_FORM,
    DIM_PLACE_LINEAGE,
    DIM_PLACE_SUCCESSOR,
    DIM_UNIT,
    SCHEMA_VERSION,
)
from warehouse.sql import check_sql, stored_sql, table_sql, view_sql
from warehouse.tables import DIARIES, TABLES
from warehouse.units import conversion

_of_place = attrgetter(*(field.name for field in fields(Place)))
"""All that is known of a place; `astuple` copies each of thousands deeply, for a hundred times as long."""
_GAZETTEERS = 2
"""Whose tables a process remembers, as each of its loads takes the same."""


def source_key(root: Path, metrics: Iterable[Metric], places: Iterable[Place]) -> str:
    """SHA-256 over what a database is made from, but for the diaries."""
    parts = [
        manifest_digest(root / FOLDER),
        SCHEMA_VERSION,
        repr(table_sql()),
        repr(view_sql()),
        repr(check_sql()),
    ]
    parts += [repr(stored_sql()), repr(population_table(root).to_pylist()), reviews_digest(root)]
    parts += [path.name for path in counted_deltas(root / FOLDER)]
    parts += [repr((_metric_row(0, metric), metric.units)) for metric in metrics]
    parts += [repr(_of_place(place)) for place in places]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def diaries_key(root: Path) -> str:
    """SHA-256 over the diaries' file names, which hold their times and hashes, behind one of their form.

    Without the diary of loads: that a load ran is no reason to write the warehouse again.
    """
    folders = (root / FOLDER / name for name in DIARIES if name != "load_run")
    names = [path.name for folder in folders for path in sorted(folder.glob("[!.]*.parquet"))]
    return f"{_diaries_form()}-{hashlib.sha256(chr(10).join(names).encode()).hexdigest()}"


def has_these_diaries(key: str) -> bool:
    """Whether a warehouse with that key of its diaries has their tables as they are declared now."""
    return key.partition("-")[0] == _diaries_form()


def _diaries_form() -> str:
    columns = [f"{name}.{field.name} {field.type}" for name in DIARIES for field in TABLES[name].schema]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()[:16]


def diary_tables(root: Path) -> dict[str, pa.Table]:
    """The tables of what happened when, without their damaged files."""
    return {
        "load_run": read_load_runs(root),
        "fetch_log": read_fetch_log(root),
        "proposal": read_proposals(root),
        "list_log": read_list_log(root),
    }


def description(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Rows of `meta`: the schema's version and what is `known`."""
    return sorted({"schema_version": SCHEMA_VERSION, **known}.items())


def warehouse_tables(
    root: Path, metrics: tuple[Metric, ...], places: tuple[Place, ...]
) -> dict[str, pa.Table | StoredRows]:
    """The rows that a load brings in, by SQL name; large ones are named where they lie, and not read.

    Raises LoadError where Parquet cannot be read.
    """
    tables: dict[str, pa.Table | StoredRows] = {
        table.offered_as or table.name: in_parquet(
            root,
            table.rows.name,
            (table.rows.schema if table.offered_as else table.schema).names,
            table.present,
        )
        for table in TABLES.values()
        if table.rows
    }
    tables |= diary_tables(root)
    refuse_damaged_deltas(root / FOLDER)
    tables["delta"] = newest_delta(root / FOLDER)
    tables["withdrawn"] = withdrawn_table(root / FOLDER)
    tables["review"] = read_reviews(root)
    tables["dim_place_year"] = population_table(root)
    return tables | dimension_tables(metrics, places)


def dimension_tables(metrics: tuple[Metric, ...], places: tuple[Place, ...]) -> dict[str, pa.Table]:
    """The tables of metrics, their units, and places, by SQL name."""
    return {"dim_metric": _metric_table(metrics), "dim_unit": _unit_table(metrics), **_place_tables(places)}


def _metric_row(sort_key: int, metric: Metric) -> dict[str, object]:
    low, high = metric.plausible or (None, None)
    return {
        "metric": metric.id,
        "family": metric.family,
        "label_zh": metric.label_zh,
        "label_en": metric.label_en,
        "unit": metric.unit,
        "kind": metric.kind,
        "better": metric.better,
        "definition": metric.definition,
        "plausible_low": low,
        "plausible_high": high,
        "figure_of": metric.of,
        "denominator": metric.per or None,
        "sort_key": sort_key,
    }


def _metric_table(metrics: tuple[Metric, ...]) -> pa.Table:
    rows = [_metric_row(at, metric) for at, metric in enumerate(metrics)]
    return pa.Table.from_pylist(rows, schema=DIM_METRIC)


def _unit_table(metrics: tuple[Metric, ...]) -> pa.Table:
    rows = [
        {"metric": metric.id, "unit": unit, "becomes": into.unit, "factor": into.factor}
        for metric in metrics
        for unit in dict.fromkeys((metric.unit, *metric.units))
        if (into := conversion(unit, metric)) is not None
    ]
    return pa.Table.from_pylist(rows, schema=DIM_UNIT)


@lru_cache(maxsize=_GAZETTEERS)
def _place_tables(places: tuple[Place, ...]) -> Mapping[str, pa.Table]:
    """The latest form of each code, and all forms."""
    ordered = sorted(places, key=lambda place: (place.code, place.valid_from or 0))
    latest = {place.code: place for place in ordered}
    return {
        "dim_place": _records(latest.values(), DIM_PLACE),
        "dim_place_form": _records(ordered, DIM_PLACE_FORM),
        "dim_place_successor": _successor_table(ordered),
        "dim_place_lineage": _records(lineages(ordered), DIM_PLACE_LINEAGE),
    }


def _successor_table(places: Iterable[Place]) -> pa.Table:
    """Where a place went to under another code, from which year on."""
    rows = {
        (place.code, successor, place.valid_to + 1)
        for place in places
        if place.valid_to is not None
        for successor in place.successors
        if successor != place.code
    }
    schema = DIM_PLACE_SUCCESSOR
    return pa.Table.from_pylist(
        [dict(zip(schema.names, row, strict=True)) for row in sorted(rows)], schema=schema
    )


def _records(records: Iterable[object], schema: pa.Schema) -> pa.Table:
    rows = tuple(records)
    return pa.Table.from_pydict(
        {name: [getattr(row, name) for row in rows] for name in schema.names}, schema=schema
    )
