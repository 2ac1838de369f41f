"""The queries that the documentation shows, each on both engines, and the dictionary beside the schemas."""

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from load.diaries.list_log import append_list_log
from load.diaries.proposals import append_proposals
from load.engines.connection import PostgresSchema
from load.engines.database import build_database, open_readonly
from load.parquet.writing import remove_reports
from load.questions.asking import question
from load.release.dictionary import described_tables, dictionary_page
from tests.load.diaries.test_list_log import NIGHT, look
from tests.load.diaries.test_source_state import nights, proposed
from tests.load.factories import CASES, LOSS, METRICS, PLACES, document, statement, tables, write
from tests.warehouse.warehouses import load_file
from warehouse.places import load_places
from warehouse.sql import view_sql

DOCS = Path(__file__).resolve().parents[3] / "docs"
QUESTIONS = re.findall(r"```sql\n(.*?)```", (DOCS / "questions.md").read_text("utf-8"), re.DOTALL)
UNANSWERED_HERE = {"review_state", "FROM review\n"}  # nobody has reviewed anything

FOLLOWED = tuple(form for code in ("330111", "370100") for form in load_places().history(code))
STATED = [
    statement("330700-2017", "6.9%", "6.9", metric=LOSS),
    statement("330700-2017", "9.5%", "9.5", metric=LOSS, year=2016),
    statement("330700-2016", "12%", "12", metric=LOSS),
    statement("330500-2017", "7.9%", "7.9", metric=LOSS),
    statement("331000-2017", "6.9%", "6.9", metric=LOSS),
    statement("330700-2017", "以上", "85", bound="at_least"),
    statement("330700-2016", "80%", "80"),
    statement("330700-2017", "1285件", "1285", unit="件", metric=CASES),
    statement("330700-2017", "90%", "90", role="target", year=2018, bound="at_least"),
    statement("130502-2021", "70%", "70"),
    statement("330183-2014", "80%", "80"),
    statement("330111-2017", "90%", "90"),
    statement("371200-2018", "12件", "12", unit="件", metric=CASES),
    statement("370100-2019", "130件", "130", unit="件", metric=CASES),
    statement("330500-2016", "约300件", "300", unit="件", metric=CASES, bound="about"),
    statement("330500-2017", "298件", "298", unit="件", metric=CASES, year=2016),
    statement("330500-2017", "约310件", "310", unit="件", metric=CASES, bound="about"),
    statement("330500-2015", "40件", "40", unit="件", metric=CASES),
    statement("330500-2015", "45件", "45", unit="件", metric=CASES),
    statement("331000-2017", "60件", "60", unit="件", metric=CASES, sentence="上半年60件。"),
    statement("330700-2017", "8件", "8", unit="件", metric=CASES, place="330781", scope_kind="area"),
    statement("999999-2017", "1件", "1", unit="件", metric="new.metric"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    write(folder, tables([statement("330500-2014", "70%", "70")]))
    remove_reports(folder, ["330500-2014"])
    write(folder, tables(STATED, [document("330781-2017", health="absent", reason="gone", text=None)]))
    nights(folder, "fetched", "gone", "gone", "gone", error="answers 404", status=404)
    append_proposals(folder, [proposed("proposed")])
    append_list_log(folder, [look(NIGHT, "empty", 0, None)])
    load_file(folder, folder / "w.duckdb", places=(*PLACES, *FOLLOWED))
    return folder


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: text.split("FROM ")[1].split()[0])
def test_each_question_of_the_page_has_an_answer(root: Path, question: str) -> None:
    with open_readonly(root / "w.duckdb") as connection:
        rows = connection.execute(question).fetchall()
    assert bool(rows) != any(view in question for view in UNANSWERED_HERE)


def test_both_engines_answer_each_question_alike(root: Path, postgres: PostgresSchema) -> None:
    """The same rows in the same order, with nulls, ties and Chinese names."""
    build_database(root, postgres, METRICS, (*PLACES, *FOLLOWED))
    with open_readonly(root / "w.duckdb") as duckdb, open_readonly(postgres) as server:
        answers = [
            [engine.execute(question).fetchall() for question in QUESTIONS] for engine in (duckdb, server)
        ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("view", sorted(view_sql()))
def test_every_view_is_asked(view: str) -> None:
    assert any(re.search(rf"FROM {view}\b", question) for question in QUESTIONS)


def test_the_first_answer_is_what_the_page_promises(root: Path) -> None:
    with open_readonly(root / "w.duckdb") as connection:
        rows = connection.execute(QUESTIONS[0]).fetchall()
    loss = next(row for row in rows if row[0] == "败诉率")
    assert (loss[3], loss[6], loss[7], loss[8]) == (2016, Decimal("-5.1"), "百分点", "better")


def test_the_dictionary_is_not_stale() -> None:
    """The page is written out of the schemas (`make docs`)."""
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == dictionary_page()


def test_every_column_of_every_table_and_view_is_explained() -> None:
    assert [
        f"{one.name}.{column.name}"
        for one in described_tables()
        for column in one.columns
        if not column.meaning
    ] == []


def test_what_a_check_found_is_told_though_its_statement_is_not_there(tmp_path: Path) -> None:
    """By the report that its words name, and in the workbook of that report's place alone."""
    write(tmp_path, tables([statement()]))
    load_file(tmp_path, tmp_path / "w.duckdb")
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(
            "INSERT INTO check_result (check_name, severity, statement_id, words)"
            " VALUES ('kept', 'error', 'none', '330700-2017: gone')"
        )
        asked = {"first": "3307", "after": "3308", "most": 9}
        told = connection.execute(question("quality"), asked).fetchall()
        assert [row[1:4] for row in told] == [("330700-2017", "kept", "330700-2017: gone")]
        assert (
            connection.execute(question("quality"), asked | {"first": "3308", "after": "4"}).fetchall() == []
        )
