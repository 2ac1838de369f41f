"""Readings as Arrow tables, by the schemas of `warehouse/schemas.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import pyarrow as pa

from transform.observations import observations_of
from transform.rules import Rules, load_rules
from warehouse.errors import UnreadableError
from warehouse.records import Reading
from warehouse.tables import FOLDERS

_ROWS = ("statements", "exclusions", "issues", "identities")
_OF_REPORT = ("report_id", "report_year")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The records of a table, and beside each what its row says of the report that it is of."""

    records: list[Any] = field(default_factory=list)
    reports: list[Mapping[str, Any]] = field(default_factory=list)

    def extend(self, records: Sequence[Any], report: Mapping[str, Any]) -> None:
        """Put the records of one report at the end."""
        self.records.extend(records)
        self.reports.extend([report] * len(records))


def tables_of(
    readings: Iterable[tuple[Mapping[str, Any], Reading]], rules: Rules | None = None
) -> dict[str, pa.Table]:
    """One table for each name of `warehouse.tables.FOLDERS`.

    Each reading comes with its row of `documents` by column name, which tells `report_id` and `report_year`.
    Raises UnreadableError with report, sentence and value for a figure that the decimal type cannot hold.
    """
    known = rules or load_rules()
    documents: list[dict[str, Any]] = []
    rows = {name: _Rows() for name in FOLDERS}
    for document, reading in readings:
        report = {name: document[name] for name in _OF_REPORT}
        documents.append(dict(document))
        for name in _ROWS:
            rows[name].extend(getattr(reading, name), report)
        rows["observations"].extend(observations_of(reading.statements, known), report)
    tables = {name: _table(rows[name], folder.schema) for name, folder in FOLDERS.items()}
    return tables | {"documents": pa.Table.from_pylist(documents, schema=FOLDERS["documents"].schema)}


def _table(rows: _Rows, schema: pa.Schema) -> pa.Table:
    """Records as a table, column by column."""
    try:
        return pa.Table.from_arrays([pa.array(_column(rows, f.name), f.type) for f in schema], schema=schema)
    except pa.ArrowInvalid:
        columns = {one.name: _column(rows, one.name) for one in schema}
        for row in zip(*columns.values(), strict=True):
            _refuse_misfit(dict(zip(columns, row, strict=True)), schema)
        raise


def _column(rows: _Rows, name: str) -> list[Any]:
    if name in _OF_REPORT:
        return [report[name] for report in rows.reports]
    return list(map(attrgetter(name), rows.records))


def _refuse_misfit(row: Mapping[str, Any], schema: pa.Schema) -> None:
    """Arrow does not say which of a million values it could not hold."""
    for column in schema:
        try:
            pa.scalar(row.get(column.name), column.type)
        except pa.ArrowInvalid as error:
            what = f"{column.name} {row[column.name]} does not fit {column.type}, in “{row.get('sentence')}”"
            way_out = "is it a figure at all? report this"
            raise UnreadableError(what, str(row["report_id"]), way_out, "overflow") from error
