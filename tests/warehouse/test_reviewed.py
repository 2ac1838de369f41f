"""What a reviewer decided, in the place of what was read."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.load.factories import RATE, document, observation, statement, table
from tests.warehouse.warehouses import without_rows
from warehouse.sql import incoming_figure_sql, stored_sql

SEEN = statement("330700-2017")


def reviewed(decision: str, right: str | None = None, **seen: Any) -> tuple[Any, ...]:
    about = {"value": Decimal(92), "sentence": SEEN["sentence"], "statement_id": SEEN["statement_id"]} | seen
    return (
        "330700",
        RATE,
        2017,
        "whole",
        decision,
        None if right is None else Decimal(right),
        "王",
        datetime(2018, 4, 1, tzinfo=UTC),
        None,
        about["value"],
        "%",
        about["sentence"],
        about["statement_id"],
        "f" * 64,
    )


OLD_WORDS = {"sentence": "出庭率为92%。", "statement_id": "0" * 16}


@pytest.mark.parametrize(
    ("review", "observed", "state"),
    [
        pytest.param(reviewed("accepted"), [(Decimal(92), "review")], "holds", id="accepted"),
        pytest.param(reviewed("corrected", "29"), [(Decimal(29), "review")], "holds", id="corrected"),
        pytest.param(reviewed("rejected"), [], "holds", id="rejected, and nothing else is there"),
        pytest.param(
            reviewed("accepted", value=Decimal(91)),
            [(Decimal(92), "review")],
            "disagrees",
            id="another value is read from the sentence",
        ),
        pytest.param(
            reviewed("accepted", **OLD_WORDS),
            [(Decimal(92), "review")],
            "restated",
            id="other words, the same value",
        ),
        pytest.param(
            reviewed("corrected", "29", **OLD_WORDS | {"value": Decimal(91)}),
            [(Decimal(92), "own_report")],
            "stale",
            id="other words and value: not applied",
        ),
    ],
)
def test_a_review_goes_before_every_report(
    review: tuple[Any, ...], observed: list[tuple[Any, ...]], state: str
) -> None:
    with without_rows() as connection:
        put(connection, "dim_report", document("330700-2017"))
        put(connection, "fact_statement", SEEN)
        connection.register("incoming_observation", table("observations", (observation(SEEN),)))
        connection.execute(incoming_figure_sql())
        connection.execute(f"INSERT INTO review VALUES ({', '.join('?' * len(review))})", review)
        for name, query in stored_sql().items():
            connection.execute(f"INSERT INTO {name} {query}")
        found = connection.execute("SELECT value, chosen_because FROM observation").fetchall()
        assert (found, connection.execute("SELECT state FROM review_state").fetchall()) == (
            observed,
            [(state,)],
        )


def put(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    """Insert the columns that the table has."""
    asked = connection.execute(f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table}'")
    names = [name for (name,) in asked.fetchall() if name in row]
    marks = ", ".join("?" * len(names))
    connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names]
    )
