"""An answer's rows by one of its columns, as tables that share its memory until a row is shown."""

from itertools import groupby

import pyarrow as pa

from load.questions.notes import Row


def slices(table: pa.Table, column: str) -> dict[str, pa.Table]:
    """The rows of each value of a column, by which the table is sorted."""
    found: dict[str, pa.Table] = {}
    start = 0
    for value, same in groupby(table[column].to_pylist()):
        length = sum(1 for _ in same)
        found[str(value)] = table.slice(start, length)
        start += length
    return found


def rows_of(tables: dict[str, pa.Table], value: str) -> list[Row]:
    """The rows of one value; none where it does not occur."""
    return tables[value].to_pylist() if value in tables else []
