"""Values with the years across: one row a place, metric, scope kind and unit, streamed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

import pyarrow as pa

from load.questions.asking import BATCH
from load.workbook.drawings import trend_line
from load.workbook.workbook_sheets import metric_with_scope
from warehouse.schemas import DECIMAL

MOST_YEARS = 7
"""Years that a laptop's screen shows beside place, metric and verdict."""


def nearest_years(years: Iterable[int], base_year: int) -> list[int]:
    """The years to show: those nearest the base year, in their order."""
    near = sorted({*years, base_year}, key=lambda year: (abs(year - base_year), year))
    return sorted(near[:MOST_YEARS])


def years_across(
    batches: Iterable[pa.RecordBatch], years: Sequence[int], base_year: int
) -> Iterator[pa.RecordBatch]:
    """The rows of the question `years` with one row a place, metric, scope kind and unit.

    What has no figure in any of the years shown has no row: it would be empty.
    """
    shown = set(years)
    rows = (row for batch in batches for row in batch.to_pylist() if row["year"] in shown)
    keys = ("place", "metric", "scope_kind", "unit")
    wide = (
        _wide_row(list(group), years, base_year)
        for _, group in groupby(rows, key=lambda row: [row[key] for key in keys])
    )
    schema = _wide_schema(years)
    while part := list(islice(wide, BATCH)):
        yield pa.RecordBatch.from_pylist(part, schema=schema)


_AT_FIGURE = ("value", "bound", "basis", "value_high", "mark")
_WIDE_TEXTS = ("place", "place_name", "metric", "metric_shown", "label_en", "scope_kind", "unit", "better")

_ENDS = ("verdict", "why_not", "break_mark", "trend")


def _wide_schema(years: Sequence[int]) -> pa.Schema:
    fields = [pa.field(name, pa.string()) for name in _WIDE_TEXTS]
    for year in years:
        fields += [pa.field(f"{name}_{year}", DECIMAL) for name in ("value", "value_high")]
        fields += [pa.field(f"{name}_{year}", pa.string()) for name in ("bound", "basis", "mark")]
    fields += [pa.field("other_year", pa.int32()), pa.field("difference", DECIMAL)]
    return pa.schema([*fields, *(pa.field(name, pa.string()) for name in _ENDS)])


def _wide_row(rows: list[dict[str, Any]], years: Sequence[int], base_year: int) -> dict[str, Any]:
    first = rows[0]
    wide = {name: first[name] for name in _WIDE_TEXTS if name in first}
    wide["metric_shown"] = metric_with_scope(first["label_zh"], first["scope_kind"])
    for row in rows:
        wide |= {f"{name}_{row['year']}": row[name] for name in _AT_FIGURE}
    based = next((row for row in rows if row["year"] == base_year), None)
    if based:
        names = ("other_year", "difference", "verdict", "why_not", "break_mark")
        wide |= {name: based[name] for name in names}
    return wide | {"trend": trend_line([wide.get(f"value_{year}") for year in years])}
