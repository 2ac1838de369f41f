"""What people read is the same whichever engine the warehouse stands in."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from load.engines.connection import Connection, Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.parquet.tables import read_table
from load.questions.comparison import compare_places, compare_years, summary_of
from load.workbook.book import write_workbook
from tests.load.books import opened, sheet_rows
from tests.load.factories import CASES, LOSS, METRICS, PLACES, document, statement, tables, write
from warehouse.errors import SettingsError


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda connection: compare_years(connection, LOSS, 2017), id="years"),
        pytest.param(lambda connection: compare_years(connection, LOSS, 2017, ["330700"]), id="one place"),
        pytest.param(lambda connection: compare_places(connection, LOSS, 2017), id="places"),
        pytest.param(lambda connection: compare_places(connection, LOSS, 2017, ["330500"]), id="its rank"),
        pytest.param(lambda connection: summary_of(connection, 2017).verdicts, id="verdicts"),
        pytest.param(lambda connection: summary_of(connection, 2017).headlines, id="headlines"),
        pytest.param(lambda connection: summary_of(connection, 2017).ranks, id="ranks"),
        pytest.param(lambda connection: summary_of(connection, 2018).elsewhere, id="elsewhere"),
        pytest.param(lambda connection: pa.table({"n": summary_of(connection, 2017).counts}), id="counts"),
    ],
)
def test_the_terminal_reads_the_same(
    both: tuple[Database, Database], ask: Callable[[Connection], pa.Table]
) -> None:
    """The rows come in the same order, too."""
    answers = []
    for database in both:
        with open_readonly(database) as connection:
            answers.append(ask(connection).to_pylist())
    assert answers[0] == answers[1] != []


def test_an_unknown_metric_is_told_its_neighbours(postgres: PostgresSchema, tmp_path: Path) -> None:
    build_database(tmp_path, postgres, METRICS, PLACES)
    with (
        open_readonly(postgres) as connection,
        pytest.raises(SettingsError, match=r"disputes\.appearance_rate"),
    ):
        compare_years(connection, "disputes.apearance_rate", 2017)


def test_the_workbook_is_the_same_bytes(both: tuple[Database, Database], tmp_path: Path) -> None:
    for number, database in enumerate(both):
        write_workbook(database, tmp_path / f"{number}.xlsx", 2017)
    assert (tmp_path / "0.xlsx").read_bytes() == (tmp_path / "1.xlsx").read_bytes()
    assert {row["Report"] for row in sheet_rows(tmp_path / "0.xlsx", "来源 Sources")} >= {"330700-2017"}


# Two warehouses and two workbooks for each example: many values in each
FEW_AND_FULL = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.large_base_example],
)
figures = st.decimals(
    min_value=0, max_value=Decimal("999999999.999999"), places=6, allow_nan=False, allow_infinity=False
)


@FEW_AND_FULL
@given(values=st.lists(figures, min_size=60, max_size=120))
def test_a_figure_stays_what_it_is_on_its_whole_way(
    values: list[Decimal], tmp_path: Path, postgres: PostgresSchema
) -> None:
    """Parquet → DuckDB and PostgreSQL → workbook → read back. A cell holds a double, which
    keeps 15 digits: figures up to 999,999,999.999999.
    """
    stated = [
        statement("330700-2017", f"{value}件", value, unit="件", metric=CASES, section=str(number))
        for number, value in enumerate(values)
    ]
    for number, row in enumerate(stated):
        row["statement_id"] = f"{number:016x}"
    root = Path(mkdtemp(dir=tmp_path))
    write(root, tables(stated))
    assert read_table(root, "statements").sort_by("statement_id")["value"].to_pylist() == values
    for database in (root / "w.duckdb", postgres):
        build_database(root, database, METRICS, PLACES)
        with open_readonly(database) as connection:
            query = "SELECT value, CAST(value AS VARCHAR) FROM fact_statement ORDER BY statement_id"
            found: list[Any] = connection.execute(query).fetchall()
        assert found == [(value, f"{value:.6f}") for value in values]
    # of this engine here and of the other below: of both a workbook is the same bytes
    write_workbook(postgres, root / "w.xlsx", 2017)
    rows = sheet_rows(root / "w.xlsx", "明细 Figures")
    cells = {row["Id"]: row["Value"] for row in rows}
    assert [Decimal(str(cells[f"{number:016x}"])) for number in range(len(values))] == values


def test_the_whole_width_of_a_figure_stays_exact_on_both(tmp_path: Path, postgres: PostgresSchema) -> None:
    """Beyond what a double, and so a cell, can hold."""
    values = ["999999999999999999.999999", "-999999999999999999.999999", "0.000001"]
    stated = [
        statement(f"330700-{year}", text="1件", value=value, unit="件", metric=CASES)
        for year, value in enumerate(values, 2015)
    ]
    write(tmp_path, tables(stated))
    for database in (tmp_path / "w.duckdb", postgres):
        build_database(tmp_path, database, METRICS, PLACES)
        with open_readonly(database) as connection:
            for rows in ("fact_statement", "fact_observation"):
                tabled = connection.execute(f"SELECT value FROM {rows} ORDER BY year").fetchall()
                assert tabled == [(Decimal(value),) for value in values]


DISGUISED = [
    "007",
    "2017-00012",
    "=1+1",
    "+86",
    "NaN",
    "null",
    "NULL",
    "None",
    "1E5",
    "0x1F",
    "true",
    "1/2",
    "１２",
]
texts = st.sampled_from(DISGUISED) | st.text("0123456789.-+eE=金", min_size=1, max_size=12)


@FEW_AND_FULL
@given(codes=st.lists(texts, min_size=30, max_size=60, unique=True))
def test_codes_and_numbers_of_documents_stay_text_on_their_whole_way(
    codes: list[str], tmp_path: Path, postgres: PostgresSchema
) -> None:
    """What looks like a number, a formula or a null is the text that it was, to the last zero."""
    codes = [*codes, *DISGUISED]
    reports = [f"{130000 + number:06}-2017" for number in range(len(codes))]
    documents = [
        document(report, index_number=code, document_number=code, title=code, publisher=code)
        for report, code in zip(reports, codes, strict=True)
    ]
    stated = [
        statement(report, "1件", "1", unit="件", metric=CASES, section=code, scope=code)
        for report, code in zip(reports, codes, strict=True)
    ]
    root = Path(mkdtemp(dir=tmp_path))
    write(root, tables(stated, documents))
    found = read_table(root, "documents", ["index_number", "document_number"])
    assert found.to_pylist() == [{"index_number": code, "document_number": code} for code in codes]
    for database in (root / "w.duckdb", postgres):
        build_database(root, database, METRICS, PLACES)
        with open_readonly(database) as connection:
            query = (
                "SELECT report_id, place, index_number, document_number FROM dim_report ORDER BY report_id"
            )
            rows = connection.execute(query).fetchall()
            scopes = connection.execute("SELECT scope FROM fact_statement ORDER BY report_id").fetchall()
        assert rows == [(report, report[:6], code, code) for report, code in zip(reports, codes, strict=True)]
        assert scopes == [(code,) for code in codes]
    write_workbook(root / "w.duckdb", root / "w.xlsx", 2017)
    cells = sheet_rows(root / "w.xlsx", "来源 Sources")
    assert [(row["Report"], row["Title"]) for row in cells] == list(zip(reports, codes, strict=True))
    sheet = opened(root / "w.xlsx")["来源 Sources"]
    assert {cell.data_type for cell in sheet["A"] if cell.value is not None} == {"s"}


def test_codes_are_text_in_both(both: tuple[Database, Database]) -> None:
    """330700 is never a number."""
    for database in both:
        with open_readonly(database) as connection:
            row = connection.execute("SELECT place FROM fact_statement WHERE place = '330700'").fetchone()
        assert row == ("330700",)
