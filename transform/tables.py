"""Readings as Arrow tables, by the schemas of `warehouse/schemas.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    return tables | {"documents": _documents(documents)}


def _documents(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows by column name as a table: of one row all columns at once, an eighth as dear as one by one."""
    schema = FOLDERS["documents"].schema
    return pa.Table.from_arrays(pa.array(rows, pa.struct(list(schema))).flatten(), schema=schema)


def _table(rows: _Rows, schema: pa.Schema) -> pa.Table:
    """Records as a table, column by column."""
    columns = _columns(rows)
    try:
        return pa.Table.from_arrays(
            [_array(columns.get(one.name, ()), one.type) for one in schema], schema=schema
        )
    except pa.ArrowInvalid:
        for row in zip(*(columns[one.name] for one in schema), strict=True):
            _refuse_misfit(dict(zip(schema.names, row, strict=True)), schema)
        raise


def _columns(rows: _Rows) -> dict[str, Sequence[Any]]:
    """The values of each column by its name; none where there are no records."""
    if not rows.records:
        return {}
    columns = dict(zip(rows.records[0]._fields, zip(*rows.records, strict=True), strict=True))
    return columns | {name: [report[name] for report in rows.reports] for name in _OF_REPORT}


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """A column; one of nulls alone, as half of them are, is made at once."""
    if not values or (values[0] is None and values.count(None) == len(values)):
        return pa.nulls(len(values), kind)
    return pa.array(values, kind)


def _refuse_misfit(row: Mapping[str, Any], schema: pa.Schema) -> None:
    """Arrow does not say which of a million values it could not hold."""
    for column in schema:
        try:
            pa.scalar(row.get(column.name), column.type)
        except pa.ArrowInvalid as error:
            what = f"{column.name} {row[column.name]} does not fit {column.type}, in “{row.get('sentence')}”"
            way_out = "is it a figure at all? report this"
            raise UnreadableError(what, str(row["report_id"]), way_out, "overflow") from error
