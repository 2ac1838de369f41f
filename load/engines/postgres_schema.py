"""The PostgreSQL schema itself: whether it is of this version, and making it anew where it is not."""

import hashlib
from typing import Any

from load.engines.connection import PostgresSchema
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.sql import POSTGRES, key_sql, stored_sql, table_sql, view_sql

_KINDS = {"r": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW"}
_RELATIONS = """
SELECT CAST(c.relkind AS TEXT), c.relname
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'v', 'm')
ORDER BY c.relkind DESC, c.relname
"""


def definition() -> str:
    """SHA-256 over the SQL that makes and fills the schema: the same as long as none of it has changed."""
    return hashlib.sha256(
        repr((table_sql(POSTGRES), key_sql(), view_sql(), stored_sql())).encode()
    ).hexdigest()


def is_as_declared(cursor: Any, database: PostgresSchema) -> bool:
    """Whether the schema holds a warehouse of just this version.

    Raises LoadError where it is of a newer program, or holds what fazhi did not make.
    """
    relations = _relations(cursor, database)
    if not relations:
        return False
    if ("r", "meta") not in relations:
        what = f"holds {relations[0][1]} and no warehouse of ours"
        raise LoadError(what, str(database), "set FAZHI_DATABASE_SCHEMA to a schema that fazhi may own")
    known = _meta(cursor)
    version = known.get("schema_version", "0")
    if version.isdigit() and int(version) > int(SCHEMA_VERSION):
        what = f"is of schema version {version}, this program writes {SCHEMA_VERSION}"
        raise LoadError(what, str(database), "upgrade fazhi, or name another schema")
    return (version, known.get("definition")) == (SCHEMA_VERSION, definition())


def make_anew(cursor: Any, database: PostgresSchema) -> tuple[str, ...]:
    """Drop what an older version left, make tables and views without rows or keys.

    Returns a line to tell the user where there was something to drop. Raises LoadError where a view of
    somebody else stands on a table of ours.
    """
    relations = _relations(cursor, database)
    version = _meta(cursor).get("schema_version", "0") if relations else ""
    _drop(cursor, relations)
    cursor.execute("SELECT TO_REGNAMESPACE(%s) IS NULL", [f'"{database.schema}"'])
    if cursor.fetchone() == (True,):
        cursor.execute(f'CREATE SCHEMA "{database.schema}"')
    for statement in table_sql(POSTGRES):
        cursor.execute(statement)
    for statements in view_sql().values():
        for statement in statements:
            cursor.execute(statement)
    if not relations:
        return ()
    return (f"{database}: tables of schema version {version} made anew as version {SCHEMA_VERSION}",)


def _relations(cursor: Any, database: PostgresSchema) -> list[tuple[str, str]]:
    cursor.execute(_RELATIONS, [database.schema])
    return [(str(kind), str(name)) for kind, name in cursor.fetchall()]


def _meta(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT name, content FROM meta")
    return dict(cursor.fetchall())


def _drop(cursor: Any, relations: list[tuple[str, str]]) -> None:
    """Views before the tables they stand on; all of a kind at once, as they stand on each other."""
    for kind in ("v", "m", "r"):
        names = [f'"{name}"' for found, name in relations if found == kind]
        if names:
            cursor.execute(f"DROP {_KINDS[kind]} {', '.join(names)}")
