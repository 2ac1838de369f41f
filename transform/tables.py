"""Readings as Arrow tables, by the schemas of `warehouse/schemas.py`."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from transform.observations import observations_of
from transform.rules import Rules, load_rules
from warehouse.errors import UnreadableError
from warehouse.records import Reading
from warehouse.tables import FOLDERS

_ROWS = ("statements", "exclusions", "issues", "identities")
_OF_REPORT = ("report_id", "report_year")
_Row = tuple[Any, Mapping[str, Any]]
"""A record, and what its row says of the report that it is of."""


def tables_of(
    readings: Iterable[tuple[Mapping[str, Any], Reading]], rules: Rules | None = None
) -> dict[str, pa.Table]:
    """One table for each name of `warehouse.tables.FOLDERS`.

    Each reading comes with its row of `documents` by column name, which tells `report_id` and `report_year`.
    Raises UnreadableError with report, sentence and value for a figure that the decimal type cannot hold.
    """
    known = rules or load_rules()
    documents: list[dict[str, Any]] = []
    records: dict[str, list[_Row]] = {name: [] for name in FOLDERS}
    for document, reading in readings:
        report = {name: document[name] for name in _OF_REPORT}
        documents.append(dict(document))
        for name in _ROWS:
            records[name].extend((record, report) for record in getattr(reading, name))
        records["observations"].extend((one, report) for one in observations_of(reading.statements, known))
    tables = {name: _table(records[name], folder.schema) for name, folder in FOLDERS.items()}
    return tables | {"documents": pa.Table.from_pylist(documents, schema=FOLDERS["documents"].schema)}


def _table(rows: list[_Row], schema: pa.Schema) -> pa.Table:
    """Records as a table, column by column."""
    try:
        return pa.Table.from_arrays([pa.array(_column(rows, f.name), f.type) for f in schema], schema=schema)
    except pa.ArrowInvalid:
        for row in rows:
            _refuse_misfit({field.name: _column([row], field.name)[0] for field in schema}, schema)
        raise


def _column(rows: list[_Row], name: str) -> list[Any]:
    if name in _OF_REPORT:
        return [report[name] for _, report in rows]
    return [getattr(record, name) for record, _ in rows]


def _refuse_misfit(row: Mapping[str, Any], schema: pa.Schema) -> None:
    """Arrow does not say which of a million values it could not hold."""
    for field in schema:
        try:
            pa.scalar(row.get(field.name), field.type)
        except pa.ArrowInvalid as error:
            what = f"{field.name} {row[field.name]} does not fit {field.type}, in “{row.get('sentence')}”"
            way_out = "is it a figure at all? report this"
            raise UnreadableError(what, str(row["report_id"]), way_out, "overflow") from error
