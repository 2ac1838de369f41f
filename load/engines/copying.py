"""Arrow tables into PostgreSQL by COPY: Arrow writes the CSV, the server reads it, no row passes Python."""

import io
from typing import Any

import pyarrow as pa
import pyarrow.csv

from load.parquet.tables import StoredRows

_ROWS_AT_ONCE = 32 * 1024
# Text is quoted wherever it must be and nulls are not, so an empty text stays apart from none
_CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")


def copy_table(cursor: Any, name: str, rows: pa.Table | StoredRows) -> None:
    """Add rows to the SQL table `name`, whose columns have the same names; Parquet is read file by file.

    Raises psycopg.Error where a value does not fit; the transaction is then lost.
    """
    columns = ", ".join(f'"{column}"' for column in rows.column_names)
    with cursor.copy(f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        for table in (rows,) if isinstance(rows, pa.Table) else rows.tables():
            for at in range(0, table.num_rows, _ROWS_AT_ONCE):
                sink = io.BytesIO()
                pyarrow.csv.write_csv(_as_text(table.slice(at, _ROWS_AT_ONCE)), sink, _CSV)
                copy.write(sink.getbuffer())


def _as_text(table: pa.Table) -> pa.Table:
    """Decimals and lists as the text that PostgreSQL reads; other columns are written right by Arrow."""
    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(at, field.name, table[field.name].cast(pa.string()))
        elif pa.types.is_list(field.type):
            literals = [_array_literal(texts) for texts in table[field.name].to_pylist()]
            table = table.set_column(at, field.name, pa.array(literals, pa.string()))
    return table


def _array_literal(texts: list[str] | None) -> str | None:
    if texts is None:
        return None
    escaped = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in escaped) + "}"
