"""PostgreSQL asked as DuckDB is: `$name` for parameters, answers as tuples or as Arrow tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

import psycopg
import pyarrow as pa
from psycopg.conninfo import conninfo_to_dict

from load.engines.connection import TOO_LONG, PostgresSchema, is_plain_address
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

_FILE_ROLES = ("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files")
# A role may become any that it is a member of, by SET_CONFIG in a question too.
_MIGHTY = """
SELECT CURRENT_USER, rolname
FROM pg_roles
WHERE (rolsuper OR rolname = ANY($roles))
  AND (PG_HAS_ROLE(CURRENT_USER, oid, 'MEMBER') OR PG_HAS_ROLE(SESSION_USER, oid, 'MEMBER'))
ORDER BY rolname <> CURRENT_USER, rolname
LIMIT 1
"""


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
        with _refused_by_server():
            return PostgresAnswer(self._connection.execute(*_in_psycopg_form(query, parameters)))

    def ask(self, query: str, seconds: float, *, allow_superuser: bool = False) -> PostgresAnswer:
        """The answer to a question of somebody else's: a cursor is declared for it, by the extended protocol.

        So the server itself takes one SELECT, VALUES or WITH and nothing besides: no COMMIT before it, no
        COPY, no DO. What a role that may do more than read the database could do by a function alone
        (pg_read_file, lo_export) is refused with the role. The server ends it after so many seconds. Raises
        LoadError with the server's words.
        """
        if not allow_superuser:
            self._refuse_mighty_role()
        self.execute(f"SET LOCAL statement_timeout = {round(seconds * 1000) or 1}")
        with _refused_by_server(), self._connection.cursor() as asking:
            asking.execute(f"DECLARE asked NO SCROLL CURSOR FOR {query}", prepare=True)
        return self.execute("FETCH ALL FROM asked")

    def _refuse_mighty_role(self) -> None:
        found = self.execute(_MIGHTY, {"roles": list(_FILE_ROLES)}).fetchone()
        if found is not None:
            role, mighty = found
            way_out = "ask with a role that only reads (docs/warehouse.md), or add --allow-superuser"
            what = "is a superuser" if role == mighty else f"may do what {mighty} may"
            raise LoadError(f"the role {role} {what}, which is more than to read", "PostgreSQL", way_out)

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
    """Connect, with the schema's names in reach and moments in UTC.

    Raises LoadError, which does not carry the driver's own error: that may quote the password.
    """
    secrets = _secrets_of(database)
    try:
        connection = psycopg.connect(database.url, application_name="fazhi", autocommit=True)
        connection.execute(f'SET search_path TO "{database.schema}"')
        connection.execute("SET TIME ZONE 'UTC'")
        # The views' plans are long and their costs guessed high: compiling one took 20 s to save none.
        connection.execute("SET jit TO off")
        connection.autocommit = False
    except psycopg.Error as error:
        words = first_line(error)
    else:
        return connection
    for secret in secrets:
        words = words.replace(secret, "***")
    raise LoadError(
        f"cannot connect: {words}", str(database), "is the server running? see FAZHI_DATABASE_URL"
    )


def _secrets_of(database: PostgresSchema) -> tuple[str, ...]:
    """What must not be told of an address, as libpq reads it. Raises LoadError where it is none."""
    parts: Mapping[str, object] | None = None
    if is_plain_address(database.url):
        with suppress(psycopg.Error):  # its words quote what they do not understand
            parts = conninfo_to_dict(database.url)
    if parts is None:
        what = "is no address that PostgreSQL takes, or a password in it has / ? # @ % as they are"
        raise LoadError(what, str(database), "postgresql://USER@HOST/DATABASE, see docs/warehouse.md")
    return tuple(str(parts[name]) for name in ("password", "sslpassword") if parts.get(name))


@contextmanager
def _refused_by_server() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise LoadError(first_line(error), "PostgreSQL", TOO_LONG) from error
    except psycopg.Error as error:
        raise LoadError(first_line(error), "PostgreSQL", "see docs/warehouse.md") from error


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
