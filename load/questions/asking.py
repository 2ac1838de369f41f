"""The workbook's questions (questions/*.sql), asked as streams of batches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa

from load.engines.connection import Connection

BATCH = 10_000
"""Rows that are in memory at the same time."""
_PART = re.compile(r"[ \t]*-- part: (\w+)\n")


@dataclass(frozen=True, slots=True)
class Extent:
    """Which places a workbook is about: codes from `first` up to but without `after`, and their `peers`.

    Peers are the places of the same `level`, or those of the `province` between `peers_first` and
    `peers_after`.
    """

    first: str = "0"
    after: str = ":"
    peers: str = "level"
    peers_first: str = "0"
    peers_after: str = ":"


EVERYWHERE = Extent()


def extent_of(code: str) -> Extent:
    """The extent of one code: a province with all below it, another place by itself beside its province's."""
    province = f"{code[:2]}0000"
    after = _next(code[:2])
    if code == province:
        return Extent(code[:2], after, "province", code[:2], after)
    return Extent(code, _next(code), "province", code[:2], after)


def _next(prefix: str) -> str:
    """The least text after all that begin with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def questions_of(sheet: str) -> list[str]:
    """The names of the questions whose files begin with a sheet's name: overview_best, overview_counts …"""
    listed = (file.name for file in (files("load") / "questions").iterdir())
    return sorted(name.removesuffix(".sql") for name in listed if name.startswith(f"{sheet}_"))


@cache
def question(name: str) -> str:
    """The SQL of a question, with the parts that it names."""
    folder = files("load") / "questions"
    text = (folder / f"{name}.sql").read_text("utf-8")
    return _PART.sub(lambda found: (folder / "parts" / f"{found[1]}.sql").read_text("utf-8"), text)


def ask(connection: Connection, name: str, parameters: Mapping[str, object]) -> pa.Table:
    """All rows of a question. Parameters that it does not name are left out."""
    query = question(name)
    return connection.execute(query, _named(query, parameters)).to_arrow_table()


def stream(connection: Connection, name: str, parameters: Mapping[str, object]) -> pa.RecordBatchReader:
    """The rows of a question in batches: of DuckDB as they come, of PostgreSQL out of the whole answer."""
    query = question(name)
    named = _named(query, parameters)
    if isinstance(connection, duckdb.DuckDBPyConnection):
        return connection.cursor().execute(query, named).to_arrow_reader(BATCH)
    found = connection.execute(query, named).to_arrow_table().combine_chunks()
    return pa.RecordBatchReader.from_batches(found.schema, found.to_batches(BATCH))


def _named(query: str, parameters: Mapping[str, object]) -> dict[str, object]:
    names = set(re.findall(r"\$(\w+)", query))
    return {name: value for name, value in parameters.items() if name in names}
