"""Answers of the warehouse as files that other programs read: CSV, JSON, Markdown, Parquet."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

# What a spreadsheet takes for the begin of a formula, once it is brought to half width
_FORMULA = ("=", "+", "-", "@", "\N{MINUS SIGN}")
# What a spreadsheet leaves out or shows as nothing before it: spaces, controls, marks of width zero
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def as_csv(table: pa.Table) -> bytes:
    """CSV (UTF-8, a comma, CR LF as RFC 4180 has it).

    Numbers stay numbers, null is empty. Text that a spreadsheet would take for a formula gets an apostrophe
    before it: = + - @, in full width and small forms too, also after characters that are not seen.
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow([_safe(name) for name in table.column_names])
    for row in _rows(table):
        writer.writerow([_safe(value) if isinstance(value, str) else _plain(value) for value in row])
    return sink.getvalue().encode()


def as_json(table: pa.Table) -> bytes:
    """A JSON array with one object a row; decimals are numbers with all their digits."""
    lines = (
        "{" + ", ".join(f"{_json(name)}: {_json(value)}" for name, value in row.items()) + "}"
        for row in table.to_pylist()
    )
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def as_markdown(table: pa.Table) -> bytes:
    """A Markdown table, numbers to the right."""
    sides = ["---:" if _is_number(field.type) else "---" for field in table.schema]
    lines = [table.column_names, sides, *([_cell(value) for value in row] for row in _rows(table))]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def as_parquet(table: pa.Table) -> bytes:
    """Parquet, with the types that the engine gives."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


FORMATS: dict[str, Callable[[pa.Table], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "parquet": as_parquet,
    "md": as_markdown,
}
"""The formats of `--format`, by name."""


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _safe(text: str) -> str:
    first = next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN), "")
    return f"'{text}" if unicodedata.normalize("NFKC", first).startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _safe(" ".join(_plain(item) for item in value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, list):
        return "[" + ", ".join(_json(item) for item in value) + "]"
    if value is None or isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(_plain(value), ensure_ascii=False)


def _cell(value: Any) -> str:
    return " ".join(_plain(value).split()).replace("|", "\\|")


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_floating(kind))
