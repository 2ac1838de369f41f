"""Questions that would do more than ask: the warehouse, its files and its server stay as they were."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database, open_readonly
from load.questions.answering import answer
from tests.faults.processes import what_came_of
from tests.load.factories import METRICS, PLACES, statement, tables, write
from warehouse.errors import FazhiError, LoadError


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    write(folder, tables([statement()]))
    return folder


@pytest.fixture(scope="module")
def database(root: Path) -> Path:
    build_database(root, root / "w.duckdb", METRICS, PLACES)
    return root / "w.duckdb"


def ask(database: Path, query: str) -> None:
    with open_readonly(database) as connection:
        answer(connection, query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELEC 1", id="no SQL"),
        pytest.param("SELECT * FROM nowhere", id="no such table"),
        pytest.param("DELETE FROM meta", id="a change"),
        pytest.param("CREATE TEMPORARY TABLE mine AS SELECT 1", id="a table of one's own"),
        pytest.param("COPY meta TO '{folder}/stolen.csv'", id="a file written"),
        pytest.param("EXPORT DATABASE '{folder}/stolen'", id="all of it written"),
        pytest.param("SELECT * FROM read_text('{folder}/secret')", id="a file read"),
        pytest.param("FROM '{folder}/secret.csv'", id="a file read by its name"),
        pytest.param("SET enable_external_access = true", id="the lock undone"),
        pytest.param("CALL enable_logging(storage='file', storage_path='{folder}/logs')", id="a log"),
        pytest.param(
            "FROM enable_logging(storage='file', storage_config={{'path': '{folder}'}})",
            id="a log as a table",
        ),
        pytest.param("FROM query('FROM ' || 'truncate_duckdb_logs()')", id="a question within one"),
        pytest.param("EXPLAIN ANALYZE FROM enable_logging()", id="carried out to be explained"),
        pytest.param("SELECT (SELECT COUNT(*) FROM force_checkpoint())", id="deep within"),
        pytest.param("PRAGMA enable_profiling", id="a pragma"),
    ],
)
def test_duckdb_answers_a_select_alone(database: Path, query: str) -> None:
    """Some of these ended the process, which no error can tell of: each is asked in one of its own."""
    (database.parent / "secret").write_text("secret")
    before = sorted(database.parent.iterdir())
    words = what_came_of(partial(ask, database, query.format(folder=database.parent)))
    assert words.startswith("SQL: ") and "\n" not in words
    assert sorted(database.parent.iterdir()) == before


@pytest.mark.parametrize(
    "query",
    [
        "SHOW TABLES", "DESCRIBE meta", "SUMMARIZE meta", "VALUES (1)", "FROM meta;", "FROM duckdb_views()",
        "WITH a AS (SELECT 1) FROM a", "-- what it is\nSELECT content FROM meta", "FROM range(3)",
    ],
)  # fmt: skip
def test_whatever_only_looks_is_answered(database: Path, query: str) -> None:
    assert what_came_of(partial(ask, database, query)) == ""


ENDLESS = "SELECT COUNT(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b"


def test_a_question_that_would_not_end_is_ended(database: Path) -> None:
    with open_readonly(database) as connection, pytest.raises(LoadError, match="longer than 0.2 s.*SECONDS"):
        answer(connection, ENDLESS, 0.2)


def test_postgresql_ends_it_as_well(served: PostgresSchema) -> None:
    with open_readonly(served) as connection, pytest.raises(LoadError, match="timeout.*FAZHI_SQL_SECONDS"):
        answer(connection, ENDLESS, 0.2)


@pytest.fixture(scope="module")
def owned(root: Path, kept_postgres: PostgresSchema) -> PostgresSchema:
    """The warehouse on a server, as its owner sees it."""
    build_database(root, kept_postgres, METRICS, PLACES)
    return kept_postgres


@pytest.fixture
def served(owned: PostgresSchema) -> Iterator[PostgresSchema]:
    """The same, as a role sees it that may even write to the tables."""
    with psycopg.connect(owned.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE careless LOGIN")
        connection.execute("GRANT USAGE ON SCHEMA kept TO careless")
        connection.execute("GRANT SELECT, DELETE ON ALL TABLES IN SCHEMA kept TO careless")
    yield PostgresSchema(owned.url.replace("fazhi@", "careless@"), owned.schema)
    with psycopg.connect(owned.url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY careless")
        connection.execute("DROP ROLE careless")


def rows(database: PostgresSchema) -> object:
    with psycopg.connect(database.url) as connection:
        return connection.execute("SELECT COUNT(*) FROM kept.meta").fetchone()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("LISTEN a; COMMIT; DELETE FROM meta; COMMIT; SELECT 1", id="out of the transaction"),
        pytest.param("DO $do$ BEGIN DELETE FROM meta; END $do$", id="a block"),
        pytest.param("DELETE FROM ONLY meta", id="a change"),
        pytest.param("WITH d AS (DELETE FROM meta RETURNING *) SELECT * FROM d", id="within a question"),
        pytest.param("SELECT * INTO mine FROM meta", id="a table of one's own"),
        pytest.param("SELECT 1; COMMIT; DELETE FROM ONLY meta", id="a change behind a question"),
        pytest.param("COPY (SELECT 1) TO '{folder}/stolen'", id="a file of the server's"),
        pytest.param("SELECT query_to_xml('DELETE FROM meta', true, true, '')", id="a change in a text"),
        pytest.param("SELECT set_config('transaction_read_only', 'off', false)", id="the lock undone"),
    ],
)
def test_postgresql_answers_a_select_alone(served: PostgresSchema, query: str, tmp_path: Path) -> None:
    before = rows(served)
    with open_readonly(served) as connection, pytest.raises(FazhiError) as caught:
        answer(connection, query.format(folder=tmp_path))
    assert "\n" not in str(caught.value)
    assert rows(served) == before


def test_a_select_is_answered_with_its_types(served: PostgresSchema) -> None:
    with open_readonly(served) as connection:
        found = answer(connection, "SELECT value, '5% $name' AS words FROM fact_statement;  -- all of them")
        stored = connection.execute("SELECT value FROM fact_statement").to_arrow_table()
    assert found.schema.field("value") == stored.schema.field("value")
    assert found["words"].to_pylist() == ["5% $name"]


@pytest.mark.parametrize("granted", ["fazhi", "pg_read_server_files", "pg_execute_server_program"])
def test_a_role_that_may_do_more_is_refused_unless_allowed(
    owned: PostgresSchema, served: PostgresSchema, granted: str
) -> None:
    """A superuser, a role that may become one, one that reads files of the server."""
    with psycopg.connect(owned.url, autocommit=True) as connection:
        connection.execute(f"GRANT {granted} TO careless")
    with open_readonly(served) as connection:
        with pytest.raises(LoadError, match=f"may do what {granted} may.*--allow-superuser"):
            answer(connection, "SELECT 1")
        assert answer(connection, "SELECT 1", allow_superuser=True).num_rows == 1
    with open_readonly(owned) as connection, pytest.raises(LoadError, match="fazhi is a superuser"):
        answer(connection, "SELECT 1")
