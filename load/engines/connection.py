"""Where a warehouse stands and how it is asked: the one small interface that both engines answer."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:  # the settings know a database's place, and most commands that read them need no Arrow
    import pyarrow as pa


TOO_LONG = "ask for less, or allow more by FAZHI_SQL_SECONDS"


@dataclass(frozen=True, slots=True)
class Limits:
    """What DuckDB may take: megabytes of memory (0: 2/5 of what this process may have, at most 560), threads
    (0: one a processor), and the folder for what does not fit into memory (None: beside the file).
    """

    memory: int = 0
    threads: int = 0
    spill: Path | None = None


# Of libpq's form: who (user:password@), where (hosts with ports), which database, options.
_ADDRESS = re.compile(
    r"(?P<scheme>postgres(?:ql)?://)(?:(?P<user>[^\s:/?@]*)(?::[^\s/?@]*)?@)?"
    r"(?P<hosts>(?:(?:\[[0-9A-Fa-f:.%]*\]|[^\s:/?@,\[\]]*)(?::\d*)?(?:,|(?=[/?]|\Z)))*)"
    r"(?P<name>/[^\s?@]*)?(?:\?[^\s@]*)?"
)


def is_plain_address(url: str) -> bool:
    """Whether an address of PostgreSQL can be read in one way alone.

    Where a password has / ? @ or a blank as they are, libpq takes a piece of it for a host or a port, and
    tells it in its errors.
    """
    return _ADDRESS.fullmatch(url) is not None


class Answer(Protocol):
    """Rows of one question, fetched once."""

    def to_arrow_table(self) -> "pa.Table":
        """All rows that are left, as an Arrow table."""

    def fetchone(self) -> Any:
        """The next row as a tuple; None after the last one."""

    def fetchall(self) -> list[Any]:
        """All rows that are left, as tuples."""


class Connection(Protocol):
    """An open warehouse. `duckdb.DuckDBPyConnection` is one, `PostgresConnection` another."""

    def execute(self, query: str, parameters: Any = None, /) -> Answer:
        """Ask one question in SQL that both engines take, with `$name` for each named parameter."""

    def close(self) -> None:
        """Let go of file or server."""

    def __enter__(self) -> Self:
        """The connection itself, closed at the end of the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> Any:
        """Close it."""


class ServerConnection(Connection, Protocol):
    """An open warehouse on a server, which itself holds a question of somebody else's to reading."""

    def ask(self, query: str, seconds: float, *, allow_superuser: bool = False) -> Answer:
        """Ask what is one SELECT and nothing besides, of a role that may read and nothing besides.

        Raises LoadError where it takes longer.
        """


class PostgresSchema:
    """A schema of its own in a PostgreSQL database: `url` as libpq takes it, and the schema's name.

    Shown to people without the password.
    """

    def __init__(self, url: str, schema: str = "fazhi") -> None:
        self.url = url
        self.schema = schema

    def __str__(self) -> str:
        parts = _ADDRESS.fullmatch(self.url)
        if parts is None:
            return f"postgresql://… schema {self.schema}"
        user = f"{parts['user']}@" if parts["user"] else ""
        return f"postgresql://{user}{parts['hosts']}{parts['name'] or ''} schema {self.schema}"

    def __repr__(self) -> str:
        return f"PostgresSchema({self})"


Database = Path | PostgresSchema
"""A DuckDB file or a PostgreSQL schema."""
