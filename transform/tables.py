"""Readings as Arrow tables, by the schemas of `warehouse/schemas.py`."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import pyarrow as pa

from transform.observations import observations_of
from transform.rules import Rules, load_rules
from warehouse.records import Reading
from warehouse.schemas import TABLES

_ROWS = ("statements", "exclusions", "issues", "identities")


def tables_of(
    readings: Iterable[tuple[Mapping[str, Any], Reading]], rules: Rules | None = None
) -> dict[str, pa.Table]:
    """One table for each name of `warehouse.schemas.TABLES`.

    Each reading comes with its row of `documents` by column name, which tells `report_id` and `report_year`.
    A value that the declared decimal type cannot hold raises pyarrow.ArrowInvalid.
    """
    known = rules or load_rules()
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for document, reading in readings:
        report = {"report_id": document["report_id"], "report_year": document["report_year"]}
        rows["documents"].append(dict(document))
        for name in _ROWS:
            rows[name].extend(_row(record) | report for record in getattr(reading, name))
        observations = observations_of(reading.statements, known)
        rows["observations"].extend(_row(record) | report for record in observations)
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in TABLES.items()}


def _row(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
