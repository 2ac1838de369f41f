"""A law of reviews: any decisions, in any order, imported any number of times, give the same state."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from load.questions.asking import question
from load.reviews.decisions import append_reviews
from tests.load.factories import LOSS, document, observation, statement, table, tables, write
from tests.load.reviews.test_reviews import AT, review
from tests.warehouse.test_reviewed import put
from tests.warehouse.warehouses import without_rows
from warehouse.schemas import REVIEWS
from warehouse.sql import incoming_figure_sql, stored_sql

FIGURES = [
    statement("330700-2017", "92%", "92"),
    statement("330700-2017", "91%", "91", sentence="市本级91%。"),
    statement("330700-2018", "93%", "93", year=2017),
]


def decision(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["accepted", "corrected", "rejected", "assigned"]))
    value = str(draw(st.integers(0, 3))) if kind == "corrected" else None
    return review(
        kind,
        value,
        seen=draw(st.sampled_from(FIGURES)),
        reviewer=draw(st.sampled_from("王李赵")),
        decided_at=AT + timedelta(days=draw(st.integers(0, 3))),
        workbook=f"{number:x}" * 64,
        **({"metric": LOSS} if kind == "assigned" else {}),
    )


@st.composite
def workbooks(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Up to four workbooks of up to three decisions."""
    return [
        [decision(draw, number) for _ in range(draw(st.integers(1, 3)))]
        for number in range(draw(st.integers(1, 4)))
    ]


def state_of(imported: list[list[dict[str, Any]]]) -> list[Any]:
    """What stands after the workbooks were imported in this order: values, states, conflicts."""
    connection = with_figures()
    connection.execute("BEGIN")
    for rows in imported:
        connection.register("returned", pa.Table.from_pylist(rows, schema=REVIEWS))
        connection.execute("INSERT INTO review SELECT * FROM returned")
    for name, query in stored_sql().items():
        connection.execute(f"INSERT INTO {name} {query}")
    asked = (
        "SELECT place, metric, year, value, chosen_because, statement_id FROM observation ORDER BY ALL",
        "SELECT seen_statement_id, decision, value, reviewer, state FROM review_state ORDER BY ALL",
        question("review_conflicts"),
    )
    found = [connection.execute(query).fetchall() for query in asked]
    connection.execute("ROLLBACK")
    return found


@cache
def with_figures() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory that holds `FIGURES`, and no review: what is put there is taken back."""
    connection = without_rows()
    for stated in FIGURES:
        put(connection, "fact_statement", stated)
    for report in ("330700-2017", "330700-2018"):
        put(connection, "dim_report", document(report))
    connection.register("incoming_observation", table("observations", map(observation, FIGURES)))
    connection.execute(incoming_figure_sql())
    return connection


@settings(max_examples=15, deadline=None)
@given(books=workbooks(), data=st.data())
def test_the_order_of_imports_and_of_rows_does_not_matter(
    books: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    shuffled = [data.draw(st.permutations(rows)) for rows in data.draw(st.permutations(books))]
    assert state_of(shuffled) == state_of(books)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books=workbooks(), data=st.data())
def test_nor_how_often_a_workbook_comes(
    books: list[list[dict[str, Any]]], data: st.DataObject, tmp_path: Path
) -> None:
    root = Path(mkdtemp(dir=tmp_path))
    write(root, tables(FIGURES))
    again = data.draw(st.lists(st.sampled_from(books), max_size=3))
    for rows in [*books, *again]:
        append_reviews(root, pa.Table.from_pylist(rows, schema=REVIEWS), rows[0]["workbook"])
    kept = sorted((root / "parquet" / "reviews").glob("*.parquet"))
    assert len(kept) == len(books)


@pytest.mark.parametrize(
    ("decided", "n_conflicts"),
    [
        pytest.param(["王:accepted"], 0, id="one alone"),
        pytest.param(["王:accepted", "李:accepted"], 0, id="two agree"),
        pytest.param(["王:accepted", "李:rejected"], 2, id="two disagree: both are listed"),
        pytest.param(["王:accepted", "李:rejected", "王:rejected"], 0, id="one comes round"),
        pytest.param(["王:accepted", "李:rejected", "赵:accepted"], 0, id="a third decides"),
    ],
)
def test_a_conflict_is_of_two_and_ends_with_a_third(decided: list[str], n_conflicts: int) -> None:
    rows = [
        review(kind, seen=FIGURES[0], reviewer=who, decided_at=AT + timedelta(days=day))
        for day, (who, kind) in enumerate(one.split(":") for one in decided)
    ]
    assert len(state_of([rows])[2]) == n_conflicts


def test_two_who_accept_different_figures_of_one_fact_disagree() -> None:
    rows = [
        review("accepted", seen=FIGURES[0]),
        review("corrected", "90", seen=FIGURES[1], reviewer="李", decided_at=AT + timedelta(days=1)),
    ]
    assert len(state_of([rows])[2]) == 2
