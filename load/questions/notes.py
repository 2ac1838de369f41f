"""What is to be minded of a figure, written beside it: its signs, and the words for them."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from load.labels import BOUND_SIGNS, LINEAGES, MARKS, WHY_NOT, figure_text, label

Row = Mapping[str, Any]


def figure_of(row: Row, which: str = "") -> str:
    """A figure of a row, `other_` for the other one, with the signs of what is to be minded."""
    high, mark = row.get(f"{which}value_high"), row.get(f"{which}mark")
    bound = next((one for one in (mark or "").split(", ") if one in BOUND_SIGNS), "exact")
    return figure_text(row[f"{which}value"], row.get(f"{which}bound") or bound, row["unit"], high, mark)


def note_of(row: Row) -> str:
    """The same in words: what the figure had before its code, its marks, the break, why it is not judged."""
    codes = (row.get(name) for name in ("mark", "break_mark", "why_not"))
    marks = dict.fromkeys(mark for code in codes if code for mark in code.split(", "))
    words = (label(LINEAGES, row.get("lineage")), *(label(WHY_NOT | MARKS, mark) for mark in marks))
    return ", ".join(part for part in words if part)


def with_notes(table: pa.Table) -> pa.Table:
    """A comparison's rows with `shown`, the figure as the terminal has it, and `note` (text; empty for none).

    For files: CSV, JSON, Markdown and Parquet say what the terminal says, beside the plain numbers.
    """
    rows = table.to_pylist()
    for name, write in (("shown", figure_of), ("note", note_of)):
        table = table.append_column(pa.field(name, pa.string()), pa.array(map(write, rows), pa.string()))
    return table
