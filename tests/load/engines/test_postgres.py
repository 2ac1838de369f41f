"""The warehouse in PostgreSQL: the same rows and answers as DuckDB's, loaded by key in one transaction."""

from pathlib import Path

import psycopg
import pytest

from load.engines.connection import Database, PostgresSchema
from load.engines.database import build_database, content_hash, is_current, open_readonly
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports
from tests.load.factories import CASES, LOSS, METRICS, PLACES, statement, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.sql import DUCKDB, POSTGRES, view_sql

# Ties, nulls, open bounds, restated and contradicting figures, derived ones, blanks, Chinese, odd text
STATED = [
    statement("330700-2017", "6.9%", "6.9", metric=LOSS),
    statement("330700-2017", "9.5%", "9.5", metric=LOSS, year=2016),
    statement("330700-2018", "9.8%", "9.8", metric=LOSS, year=2016),
    statement("330700-2018", "5.1%", "5.1", metric=LOSS),
    statement("330500-2017", "6.9%", "6.9", metric=LOSS),
    statement("331000-2017", "5%以上", "5", metric=LOSS, bound="at_least"),
    statement("330781-2017", "7.95%", "7.95", metric=LOSS),
    statement("330700-2017", "92%", "92"),
    statement("330700-2017", "95%", "95", role="target", year=2018, bound="at_least"),
    statement("330700-2018", "94%", "94"),
    statement("330500-2017", "85以上", "85", bound="at_least"),
    statement("331000-2017", "77%", "77", year=2015, basis="derived", derivation="92 - 15"),
    statement("330700-2017", "1285件", "1285", unit="件", metric=CASES),
    statement("330700-2016", "3.4万件", "34000", unit="件", metric=CASES),
    statement("330500-2017", " 件", None, unit="件", metric=CASES, bound="blank"),
    statement("330781-2017", "20余次", "20", unit="次", metric=None, scope="兰溪、“义乌”等市\n\\.\n'x' $1 %"),
    statement("330781-2017", "", "0", unit="次", metric=None, scope="", section="NULL"),
]
ANSWERED = {"compare_places", "compare_years", "coverage", "observation", "promises", "trend", "vintages"}
"""Views that these statements give rows."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, tables(STATED))
    return tmp_path


def build(root: Path, database: Database) -> tuple[str, ...]:
    return build_database(root, database, METRICS, PLACES)


def hashes(database: Database) -> dict[str, str]:
    engine = POSTGRES if isinstance(database, PostgresSchema) else DUCKDB
    with open_readonly(database) as connection:
        return content_hash(connection, engine)


def row_versions(database: PostgresSchema, table: str) -> dict[str, str]:
    """Who wrote each row, and where it lies: both change when a row is touched."""
    with psycopg.connect(database.url) as connection:
        found = connection.execute(f"SELECT statement_id, xmin, ctid FROM {database.schema}.{table}")
        return {name: f"{xmin} {ctid}" for name, xmin, ctid in found.fetchall()}


def test_both_engines_have_the_same_content(root: Path, postgres: PostgresSchema) -> None:
    """What `rebuild` and PostgreSQL are compared by."""
    assert build(root, root / "w.duckdb") == build(root, postgres) == ()
    assert hashes(root / "w.duckdb") == hashes(postgres)
    assert is_current(root, postgres, METRICS, PLACES)


@pytest.mark.parametrize("view", sorted(view_sql()))
def test_both_engines_give_the_same_answer(both: tuple[Database, Database], view: str) -> None:
    """Null order, collation, division and ties, on a server that sorts Chinese by pinyin."""
    answers = []
    for database in both:
        with open_readonly(database) as connection:
            answers.append(connection.execute(f"SELECT * FROM {view}").to_arrow_table())
    assert answers[0].column_names == answers[1].column_names
    assert answers[0].num_rows > 0 or view not in ANSWERED
    assert sorted(answers[0].to_pylist(), key=str) == sorted(answers[1].to_pylist(), key=str)


def test_every_figure_comes_back_as_parquet_has_it(root: Path, postgres: PostgresSchema) -> None:
    build(root, postgres)
    with open_readonly(postgres) as connection:
        found = connection.execute("SELECT * FROM fact_statement ORDER BY statement_id").to_arrow_table()
    expected = read_table(root, "statements").sort_by("statement_id")
    assert found.to_pylist() == expected.to_pylist()
    assert found.schema.field("value").type == expected.schema.field("value").type


def test_a_second_load_touches_what_changed_alone(root: Path, postgres: PostgresSchema) -> None:
    build(root, postgres)
    before = row_versions(postgres, "fact_statement")
    observed = row_versions(postgres, "fact_observation")
    changed = [dict(row) for row in STATED if row["report_id"] == "330700-2018"]
    changed[0]["value"] += 1
    write(root, tables(changed))
    remove_reports(root, ["331000-2017"])
    assert build(root, postgres) == ()
    after = row_versions(postgres, "fact_statement")
    gone = {row["statement_id"] for row in STATED if row["report_id"] == "331000-2017"}
    assert before.keys() - after.keys() == gone
    assert {name for name in after if after[name] != before[name]} == {changed[0]["statement_id"]}
    assert {
        name for name, at in row_versions(postgres, "fact_observation").items() if at != observed[name]
    } == {changed[0]["statement_id"]}
    build(root, root / "w.duckdb")
    assert hashes(root / "w.duckdb") == hashes(postgres)


def test_a_load_looks_at_the_years_that_changed_alone(root: Path, postgres: PostgresSchema) -> None:
    """A row that somebody changed by hand lies where no new Parquet leads, until every year is looked at."""
    build(root, postgres)
    with psycopg.connect(postgres.url) as connection:
        spoilt = f"UPDATE {postgres.schema}.fact_statement SET section = 'spoilt' WHERE report_year = "
        assert connection.execute(spoilt + "2017").rowcount > 1
        assert connection.execute(spoilt + "2018").rowcount > 1
    changed = [dict(row) for row in STATED if row["report_id"] == "330700-2018"]
    changed[0]["value"] += 1
    write(root, tables(changed))
    build(root, postgres)
    with open_readonly(postgres) as connection:
        found = connection.execute(
            "SELECT DISTINCT report_year FROM fact_statement WHERE section = 'spoilt'"
        ).fetchall()
    assert found == [(2017,)]
    build_database(root, postgres, METRICS, PLACES, every_year=True)
    build(root, root / "w.duckdb")
    assert hashes(root / "w.duckdb") == hashes(postgres)


def test_a_report_year_that_is_no_more_leaves_no_row(root: Path, postgres: PostgresSchema) -> None:
    build(root, postgres)
    remove_reports(root, ["330700-2016"])
    build(root, postgres)
    build(root, root / "w.duckdb")
    assert hashes(root / "w.duckdb") == hashes(postgres)
    with open_readonly(postgres) as connection:
        assert connection.execute("SELECT COUNT(*) FROM dim_report WHERE report_year = 2016").fetchall() == [
            (0,)
        ]


def test_the_same_again_touches_nothing(root: Path, postgres: PostgresSchema) -> None:
    build(root, postgres)
    before = [
        row_versions(postgres, table) for table in ("fact_statement", "fact_observation", "check_result")
    ]
    build(root, postgres)
    assert before == [
        row_versions(postgres, table) for table in ("fact_statement", "fact_observation", "check_result")
    ]


def test_a_reader_sees_the_old_rows_through_a_load_and_the_next_the_new(
    root: Path, postgres: PostgresSchema
) -> None:
    """On PostgreSQL, too: neither waits for the other."""
    build(root, postgres)
    count = "SELECT COUNT(*) FROM fact_statement"
    with open_readonly(postgres) as reader:
        remove_reports(root, ["330700-2018"])
        build(root, postgres)
        assert reader.execute(count).fetchone() == (len(STATED),)
    with open_readonly(postgres) as reader:
        assert reader.execute(count).fetchone() == (len(STATED) - 3,)


def test_nobody_writes_through_a_reader(both: tuple[Path, PostgresSchema]) -> None:
    with open_readonly(both[1]) as connection, pytest.raises(LoadError, match="read-only"):
        connection.execute("DELETE FROM fact_statement")


def test_a_second_writer_is_turned_away(root: Path, postgres: PostgresSchema) -> None:
    """The server frees the lock with the connection that holds it."""
    with psycopg.connect(postgres.url) as other:
        other.execute("SELECT PG_ADVISORY_XACT_LOCK(HASHTEXTEXTENDED('fazhi fazhi', 0))")
        with pytest.raises(LoadError, match="another load is writing there"):
            build(root, postgres)
    assert build(root, postgres) == ()


def change(database: PostgresSchema, *statements: str) -> None:
    with psycopg.connect(database.url) as connection:
        for statement_ in statements:
            connection.execute(statement_)


@pytest.mark.parametrize(
    "older",
    [
        pytest.param("UPDATE fazhi.meta SET content = '0' WHERE name = 'schema_version'", id="older version"),
        pytest.param("UPDATE fazhi.meta SET content = 'x' WHERE name = 'definition'", id="other SQL"),
    ],
)
def test_an_older_schema_is_made_anew(root: Path, postgres: PostgresSchema, older: str) -> None:
    build(root, postgres)
    good = hashes(postgres)
    change(postgres, older, "ALTER TABLE fazhi.fact_statement DROP COLUMN suggestions")
    told = build(root, postgres)
    assert len(told) == 1 and f"made anew as version {SCHEMA_VERSION}" in told[0]
    assert hashes(postgres) == good


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(
            ["UPDATE fazhi.meta SET content = '99' WHERE name = 'schema_version'"],
            "schema version 99",
            id="a newer program's",
        ),
        pytest.param(
            [
                "UPDATE fazhi.meta SET content = '0' WHERE name = 'schema_version'",
                "CREATE VIEW public.mine AS SELECT place FROM fazhi.observation",
            ],
            "mine depends on",
            id="somebody's view stands on it",
        ),
        pytest.param(
            ["DROP SCHEMA fazhi CASCADE", "CREATE SCHEMA fazhi", "CREATE TABLE fazhi.theirs (n INTEGER)"],
            "holds theirs",
            id="somebody else's schema",
        ),
    ],
)
def test_a_schema_that_must_not_be_written(
    root: Path, postgres: PostgresSchema, harm: list[str], words: str
) -> None:
    build(root, postgres)
    change(postgres, *harm)
    with pytest.raises(LoadError, match=words):
        build(root, postgres)
    change(postgres, "DROP VIEW IF EXISTS public.mine")


def test_a_broken_key_is_refused_and_the_old_rows_stay(root: Path, postgres: PostgresSchema) -> None:
    """Keys are declared in PostgreSQL; in DuckDB a check finds the same."""
    build(root, postgres)
    good = hashes(postgres)
    twice = statement("330700-2019", statement_id=STATED[0]["statement_id"])
    write(root, tables([twice]))
    with pytest.raises(LoadError, match="a key is broken"):
        build(root, postgres)
    assert hashes(postgres) == good


def test_text_that_postgresql_cannot_hold(root: Path, postgres: PostgresSchema) -> None:
    write(root, tables([statement("330700-2019", section="\x00")]))
    with pytest.raises(LoadError, match="0x00"):
        build(root, postgres)


def test_no_server_and_no_warehouse(tmp_path: Path, postgres: PostgresSchema) -> None:
    with pytest.raises(LoadError, match="run `fazhi run` first"):
        open_readonly(postgres)
    with pytest.raises(LoadError, match="cannot connect") as error:
        open_readonly(PostgresSchema(f"postgresql://me:secret@/db?host={tmp_path}"))
    assert "secret" not in str(error.value)


def test_every_table_and_column_has_a_comment(both: tuple[Path, PostgresSchema]) -> None:
    query = (
        "SELECT c.relname, a.attname FROM pg_class AS c "
        "JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'kept' "
        "JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum >= 0 AND NOT a.attisdropped "
        "WHERE c.relkind = 'r' "
        "AND (COL_DESCRIPTION(c.oid, a.attnum) IS NULL OR OBJ_DESCRIPTION(c.oid) IS NULL)"
    )
    with psycopg.connect(both[1].url) as connection:
        assert connection.execute(query).fetchall() == []


def test_roles_as_documented_outlast_tables_made_anew(root: Path, postgres: PostgresSchema) -> None:
    """docs/warehouse.md: a role that may make no schema loads into a prepared one, another one reads."""
    change(
        postgres,
        "CREATE ROLE loader LOGIN",
        "CREATE ROLE analyst LOGIN",
        "CREATE SCHEMA fazhi AUTHORIZATION loader",
        "GRANT USAGE ON SCHEMA fazhi TO analyst",
        "ALTER DEFAULT PRIVILEGES FOR ROLE loader IN SCHEMA fazhi GRANT SELECT ON TABLES TO analyst",
    )
    loader, analyst = (
        PostgresSchema(postgres.url.replace("//fazhi@", f"//{role}@")) for role in ("loader", "analyst")
    )
    build(root, loader)
    change(postgres, "UPDATE fazhi.meta SET content = '0' WHERE name = 'schema_version'")
    assert len(build(root, loader)) == 1
    with open_readonly(analyst) as connection:
        assert connection.execute("SELECT COUNT(*) FROM observation").fetchone() != (0,)
    with pytest.raises(LoadError, match="permission denied"):
        build(root, analyst)
    change(postgres, "DROP SCHEMA fazhi CASCADE", "DROP ROLE loader", "DROP ROLE analyst")
