"""PostgreSQL asked as DuckDB is: `$name` for parameters, answers as tuples or as Arrow tables."""

import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import psycopg
import pyarrow as pa

from load.engines.connection import PostgresSchema
from warehouse.errors import LoadError
from warehouse.schemas import DECIMAL

_PARAMETER = re.compile(r"\$(?P<name>[a-z_0-9]+)")
_ANY_NUMERIC = pa.decimal128(38, 6)  # of an expression, for which PostgreSQL declares no size
_TYPES = {
    "bool": pa.bool_(),
    "int2": pa.int32(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float8": pa.float64(),
    "text": pa.string(),
    "varchar": pa.string(),
    "name": pa.string(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


class PostgresAnswer:
    """Rows of one question."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def fetchone(self) -> Any:
        """The next row as a tuple; None after the last one."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """All rows that are left, as tuples."""
        return self._cursor.fetchall()

    def to_arrow_table(self) -> pa.Table:
        """All rows that are left, with the types that the server declares; decimals stay decimals."""
        described = self._cursor.description or []
        fields = [pa.field(column.name, _arrow_type(column)) for column in described]
        columns = list(zip(*self._cursor.fetchall(), strict=True)) or [()] * len(fields)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


class PostgresConnection:
    """An open PostgreSQL warehouse; see `load.engines.connection.Connection`."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, query: str, parameters: Any = None, /) -> PostgresAnswer:
        """Ask one question. Raises LoadError with the server's words."""
        try:
            return PostgresAnswer(self._connection.execute(*_in_psycopg_form(query, parameters)))
        except psycopg.Error as error:
            raise LoadError(first_line(error), "PostgreSQL", "see docs/warehouse.md") from error

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self.close()


def connect(database: PostgresSchema) -> psycopg.Connection[Any]:
    """Connect, with the schema's names in reach and moments in UTC. Raises LoadError without a password."""
    try:
        connection = psycopg.connect(database.url, application_name="fazhi", autocommit=True)
    except psycopg.Error as error:
        way_out = "is the server running? see FAZHI_DATABASE_URL"
        raise LoadError(f"cannot connect: {first_line(error)}", str(database), way_out) from error
    connection.execute(f'SET search_path TO "{database.schema}"')
    connection.execute("SET TIME ZONE 'UTC'")
    connection.autocommit = False
    return connection


def first_line(error: Exception) -> str:
    """The first line of an error's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _in_psycopg_form(
    query: str, parameters: Any
) -> tuple[str, Mapping[str, object] | Sequence[object] | None]:
    if not parameters:
        return query, None
    return _PARAMETER.sub(r"%(\g<name>)s", query.replace("%", "%%")), parameters


def _arrow_type(column: psycopg.Column) -> pa.DataType:
    known = psycopg.adapters.types.get(column.type_code)
    name = known.name if known else str(column.type_code)
    if name == "numeric":
        return DECIMAL if (column.precision, column.scale) == (24, 6) else _ANY_NUMERIC
    try:
        kind = _TYPES[name]
    except KeyError:
        raise LoadError(f"no Arrow type for {name}", column.name, "cast the column") from None
    return pa.list_(kind) if known and known.array_oid == column.type_code else kind
