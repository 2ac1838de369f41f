"""The SQL of tables, views and checks: types, comments, the columns that it must have."""

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.load.factories import CASES, document, statement
from tests.warehouse.warehouses import Warehouse, ask, rate, without_rows
from warehouse.sql import check_sql, sql_type, table_sql, view_sql
from warehouse.tables import FOLDERS, TABLES

CHECKED = "SELECT check_name, severity, words FROM check_result ORDER BY check_name, words"


def test_sound_tables_pass_every_check(warehouse: Warehouse) -> None:
    assert (
        ask(warehouse.of(rate("330700-2017", "92"), rate("330500-2017", "80"), checks=check_sql()), CHECKED)
        == []
    )


@pytest.mark.parametrize(
    ("stated", "documents", "check"),
    [
        pytest.param(
            [rate("330700-2017", "92")], (document(text="全年9２%"),), "proof", id="other characters"
        ),
        pytest.param([rate("330700-2017", "92")], (document(text=None),), "proof", id="no text"),
        pytest.param([rate("330700-2017", "92")] * 2, (), "duplicates", id="one id twice"),
        pytest.param([statement(metric="no.such")], (), "orphans", id="unknown metric"),
        pytest.param([statement(place="999999")], (), "orphans", id="unknown place"),
        pytest.param([rate("330700-2017", "192")], (), "rates", id="a rate over 100"),
        pytest.param(
            [statement(value="100001", metric=CASES, unit="件")], (), "plausible", id="too many cases"
        ),
        pytest.param(
            [rate("330700-2017", "92"), rate("330700-2018", "60", year=2017)],
            (),
            "contradictions",
            id="two reports",
        ),
    ],
)
def test_checks_find(
    warehouse: Warehouse, stated: list[dict[str, Any]], documents: tuple[dict[str, Any], ...], check: str
) -> None:
    found = ask(warehouse.of(*stated, documents=documents, checks=check_sql()), CHECKED)
    assert check in {name for name, _, _ in found}


def test_sql_tables_are_those_of_the_schemas() -> None:
    with duckdb.connect() as connection:
        for line in table_sql():
            connection.execute(line)
        for name, table in TABLES.items():
            columns = connection.execute(
                f"SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = '{name}'"
            ).fetchall()
            assert columns == [(field.name, field.nullable) for field in table.schema]


def test_every_table_and_column_is_explained() -> None:
    with duckdb.connect() as connection:
        for line in (*table_sql(), *(line for lines in view_sql().values() for line in lines)):
            connection.execute(line)
        silent = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
            "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
            "WHERE table_name IN (SELECT table_name FROM duckdb_tables()) AND comment IS NULL"
        ).fetchall()
    assert silent == []


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_column_type_has_a_sql_type(name: str) -> None:
    assert all(sql_type(field.type) for field in FOLDERS[name].schema)


def test_an_undeclared_type_is_refused() -> None:
    with pytest.raises(KeyError):
        sql_type(pa.float64())


@pytest.mark.parametrize("name", sorted(check_sql()))
def test_a_check_asks_three_columns(name: str) -> None:
    with without_rows() as connection:
        found = connection.execute(check_sql()[name])
        assert [column[0] for column in found.description or ()] == ["severity", "statement_id", "words"]
