"""Readings as Arrow tables, by the schemas of `warehouse/schemas.py`."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import pyarrow as pa

from transform.observations import observations_of
from transform.rules import Rules, load_rules
from warehouse.errors import UnreadableError
from warehouse.records import Reading
from warehouse.tables import FOLDERS

_ROWS = ("statements", "exclusions", "issues", "identities")


def tables_of(
    readings: Iterable[tuple[Mapping[str, Any], Reading]], rules: Rules | None = None
) -> dict[str, pa.Table]:
    """One table for each name of `warehouse.tables.FOLDERS`.

    Each reading comes with its row of `documents` by column name, which tells `report_id` and `report_year`.
    Raises UnreadableError with report, sentence and value for a figure that the decimal type cannot hold.
    """
    known = rules or load_rules()
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FOLDERS}
    for document, reading in readings:
        report = {"report_id": document["report_id"], "report_year": document["report_year"]}
        rows["documents"].append(dict(document))
        for name in _ROWS:
            rows[name].extend(_row(record) | report for record in getattr(reading, name))
        observations = observations_of(reading.statements, known)
        rows["observations"].extend(_row(record) | report for record in observations)
    return {name: _table(rows[name], folder.schema) for name, folder in FOLDERS.items()}


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except pa.ArrowInvalid:
        for row in rows:
            _refuse_misfit(row, schema)
        raise


def _refuse_misfit(row: Mapping[str, Any], schema: pa.Schema) -> None:
    """Arrow does not say which of a million values it could not hold."""
    for field in schema:
        try:
            pa.scalar(row.get(field.name), field.type)
        except pa.ArrowInvalid as error:
            what = f"{field.name} {row[field.name]} does not fit {field.type}, in “{row.get('sentence')}”"
            way_out = "is it a figure at all? report this"
            raise UnreadableError(what, str(row["report_id"]), way_out, "overflow") from error


def _row(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
