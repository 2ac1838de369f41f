"""Each check finds what it is for, and leaves alone what is nearly that: one warehouse with both of each."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database, open_readonly
from tests.load.engines.test_postgres import hashes
from tests.load.factories import CASES, METRICS, PLACES, document, issue, statement, table, tables, write
from tests.load.reviews.test_reviews import imported, review
from tests.warehouse.warehouses import rate
from warehouse.sql import check_sql, table_sql


def count(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}件", value, **({"unit": "件", "metric": CASES} | fields))


SOUND = [
    rate("330500-2017", "100"),
    count("330500-2017", "100000"),
    rate("330700-2017", "91.6", year=2016),
    rate("330700-2016", "75", role="target", year=2017, bound="at_least"),
    count("330500-2018", "100000", bound="about"),
    statement("330500-2018", "件", None, unit="件", metric=None, bound="blank"),
    statement("330500-2018", "30至40人", "30", value_high=Decimal(40), unit="人", metric=None),
]
"""Nearly found: as many cases as plausible, a whole rate, a restatement within rounding, a promise kept."""

JUMPED = [rate("330700-2015", "9"), rate("330700-2016", "92"), rate("330700-2017", "80")]
CONTRADICTING = rate("330700-2018", "60", year=2017)
PROMISED = rate("330700-2017", "95", role="target", year=2018)
OVER = rate("331000-2017", "100.5")
MANY = count("331000-2017", "100001")
PEOPLE = count("331000-2018", "5", unit="人")
NO_METRIC = statement("331000-2018", "7件", "7", metric="no.such")
NO_PLACE = statement("331000-2018", "8件", "8", metric=None, place="999999")
ODD = statement("331000-2018", "9件", "9", metric=None, bound="roughly")
MISPLACED = rate("330781-2017", "92")
BACKWARDS = statement("330781-2017", "9件", "9", metric=None, char_start=4, char_end=2)
SCANNED = rate("331000-2016", "92")
IN_A_TABLE = [
    rate("331000-2015", "82", char_start=10, char_end=13),
    statement("331000-2015", "83%", "83", metric=None, char_start=14, char_end=17),
    rate("331000-2015", "84", char_start=18, char_end=21, scope_kind="own"),
]
OLD = {"seen_sentence": "出庭率为91%。", "seen_statement_id": "0" * 16, "seen_value": Decimal(91)}

STATED = [*SOUND, *JUMPED, CONTRADICTING, PROMISED, OVER, MANY, PEOPLE, NO_METRIC, NO_PLACE, ODD]
DRY = [("130502-2019", 40), ("130502-2020", 38), ("130502-2021", 0), ("130502-2022", 20)]
SHOWN = "disputes.appearance_rate"

EXPECTED: dict[str, list[tuple[str, str | None, str]]] = {
    "contradictions": [
        (
            "warning",
            CONTRADICTING["statement_id"],
            f"330700 {SHOWN} 2017: 330700-2018 says 60%, 330700-2017 says 80%",
        )
    ],
    "dry": [
        ("error", None, "130502-2021: 0 figures linked to metrics, 3 other reports of the place give 98"),
    ],
    "duplicates": [],
    "holes": [
        (
            "warning",
            None,
            "331000-2015: 2 characters that no font or code page maps, 3 that could not be decoded",
        ),
        ("warning", None, "331000-2015: 8 of 120 digits of the page are not in the text"),
        ("warning", None, "331000-2015: page 2: is a picture"),
    ],
    "identities": [("warning", None, "330700-2017: 2302 / 11648 = 19.7%")],
    "jumps": [("warning", JUMPED[1]["statement_id"], f"330700-2016 {SHOWN}: 9% in 2015, 92% in 2016")],
    "kept": [("warning", None, "330500-2014: kept: no_figures: the text states no figure")],
    "ocr": [
        (
            "warning",
            SCANNED["statement_id"],
            f"331000-2016 {SHOWN}: 92% was read by OCR: compare it with the page",
        )
    ],
    "orphans": [
        ("error", NO_METRIC["statement_id"], "no metric no.such"),
        ("error", NO_PLACE["statement_id"], "no place 999999"),
    ],
    "plausible": [
        ("warning", MANY["statement_id"], f"331000-2017 {CASES}: 100001件 is outside 0 to 100000"),
    ],
    "promises": [
        (
            "warning",
            PROMISED["statement_id"],
            f"330700-2017 {SHOWN}: 95% is promised for 2018, whose report does not tell",
        )
    ],
    "proof": [
        ("error", MISPLACED["statement_id"], "330781-2017 0-3: 92% is not what stands there: 全年9"),
        ("error", BACKWARDS["statement_id"], "330781-2017 4-2: 9件 is not what stands there: no text"),
    ],
    "ragged": [
        (
            "warning",
            IN_A_TABLE[0]["statement_id"],
            f"331000-2015 {SHOWN}: 82% stands in a table that is not square: compare it with the page",
        )
    ],
    "ranges": [
        ("error", BACKWARDS["statement_id"], "330781-2017 4-2: there are no such characters"),
        ("error", ODD["statement_id"], "331000-2018 20-22: bound is roughly"),
    ],
    "rates": [("warning", OVER["statement_id"], f"331000-2017 {SHOWN}: 100.5% is outside 0 to 100")],
    "reviews": [
        ("warning", None, f"330500 {SHOWN} 2017: corrected by 王, and another figure stands there"),
        (
            "warning",
            JUMPED[2]["statement_id"],
            f"330700 {SHOWN} 2010: rejected by 王, and no such figure is there",
        ),
    ],
    "units": [("warning", PEOPLE["statement_id"], f"331000-2018 {CASES}: 人 does not fit 件")],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checks")
    identities = [
        {"arithmetic": "9346 + 2302 = 11648", "holds": True},
        {"arithmetic": "2302 / 11648 = 19.7%", "holds": False},
    ]
    fixed = {"report_id": "330700-2017", "report_year": 2017, "kind": "sum", "statement_ids": []}
    write(folder, tables(STATED) | {"identities": table("identities", [fixed | one for one in identities])})
    write(
        folder, tables([MISPLACED, BACKWARDS], [document("330781-2017", text="全年9２%。", linked_count=10)])
    )
    write(folder, tables([], [document(report, linked_count=linked) for report, linked in DRY]))
    whole = {"body_digits": 120, "lost_digits": 0, "unmapped": 0, "replaced": 0, "doubled": 40}
    by_ocr = document("331000-2016", text="92%。", **whole)
    told = [issue("read_by_ocr", 0, 4, report="331000-2016")]
    write(folder, tables([SCANNED], [by_ocr]) | {"issues": table("issues", told)})
    counted = {"body_digits": 120, "lost_digits": 8, "unmapped": 2, "replaced": 3, "ragged_tables": 1}
    holed = document("331000-2015", text="一二三四五六七八九\n82% 83%\n84%", linked_count=10, **counted)
    met = [
        ("ragged_table", 10, 17, "82% 83%"),
        ("picture", 0, 0, "page 2: is a picture"),
        ("odd", 18, 21, ""),
    ]
    issues = [issue(*one, report="331000-2015") for one in met]
    write(folder, tables(IN_A_TABLE, [holed]) | {"issues": table("issues", issues)})
    reason = "kept: no_figures: the text states no figure"
    write(folder, tables([], [document("330500-2014", linked_count=2, reason=reason)]))
    seen = JUMPED[2]
    decided = [
        review("accepted", None, seen),
        review("corrected", "29", seen, place="330500", **OLD),
        review("rejected", None, seen, year=2010),
    ]
    imported(folder, *decided)
    build_database(folder, folder / "w.duckdb", METRICS, PLACES)
    return folder


def test_every_check_has_its_examples() -> None:
    assert EXPECTED.keys() == check_sql().keys()


@pytest.mark.parametrize("check", sorted(check_sql()))
def test_a_check_compares_no_row_with_every_other(root: Path, check: str) -> None:
    """A join that no equality leads takes hours where there are millions of rows."""
    with open_readonly(root / "w.duckdb") as connection:
        plan = connection.execute(f"EXPLAIN {check_sql()[check]}").fetchall()[0][1]
    assert [join for join in ("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "CROSS_PRODUCT") if join in plan] == []


@pytest.mark.parametrize("check", sorted(EXPECTED))
def test_a_check_finds_just_that(root: Path, check: str) -> None:
    with open_readonly(root / "w.duckdb") as connection:
        found = connection.execute(
            "SELECT severity, statement_id, words FROM check_result WHERE check_name = $name ORDER BY words",
            {"name": check},
        ).fetchall()
    assert found == EXPECTED[check]


def test_postgresql_finds_the_same(root: Path, postgres: PostgresSchema) -> None:
    build_database(root, postgres, METRICS, PLACES)
    assert hashes(postgres) == hashes(root / "w.duckdb")


@pytest.fixture
def bare() -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables without rows, in which a key can be broken at will."""
    with duckdb.connect() as connection:
        for line in table_sql():
            connection.execute(line)
        yield connection


def found_by(connection: duckdb.DuckDBPyConnection, check: str) -> list[str]:
    query = f"SELECT words FROM ({check_sql()[check]}) AS found WHERE severity = 'error' ORDER BY words"
    return [words for (words,) in connection.execute(query).fetchall()]


def put(connection: duckdb.DuckDBPyConnection, name: str, **fields: Any) -> None:
    """Insert a row; a column that neither a statement nor a document has is 1."""
    row = statement() | document() | {"reason": "date"} | fields
    incoming = connection.execute(f"SELECT * FROM {name}").to_arrow_table()
    known = {column: row.get(column, 1) for column in incoming.column_names}
    names, marks = ", ".join(f'"{column}"' for column in known), ", ".join("?" * len(known))
    connection.execute(f"INSERT INTO {name} ({names}) VALUES ({marks})", list(known.values()))


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        pytest.param("fact_statement", {}, "the statement id stands 2 times", id="statement"),
        pytest.param("fact_observation", {}, "the statement is observed 2 times", id="observation"),
        pytest.param("dim_report", {}, "the report 330700-2017 stands 2 times", id="report"),
        pytest.param("document_text", {}, "the text of 330700-2017 stands 2 times", id="text"),
        pytest.param("dim_place", {"code": "330700"}, "the place 330700 stands 2 times", id="place"),
        pytest.param("dim_metric", {"metric": SHOWN}, f"the metric {SHOWN} stands 2 times", id="metric"),
    ],
)
def test_a_key_that_stands_twice(
    bare: duckdb.DuckDBPyConnection, name: str, fields: dict[str, Any], words: str
) -> None:
    """DuckDB's keys are proven, where PostgreSQL enforces them."""
    put(bare, name, **fields)
    assert found_by(bare, "duplicates") == []
    put(bare, name, **fields)
    (told,) = found_by(bare, "duplicates")
    assert told.startswith(words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("fact_statement", "no report 330700-2017", id="statement"),
        pytest.param("fact_observation", f"an observation of {SHOWN} comes from no report", id="observation"),
        pytest.param("document_text", "1 rows of document_text of no report 330700-2017", id="text"),
        pytest.param("exclusion", "1 rows of exclusion of no report 330700-2017", id="exclusion"),
        pytest.param("issue", "1 rows of issue of no report 330700-2017", id="issue"),
        pytest.param("identity", "1 rows of identity of no report 330700-2017", id="identity"),
    ],
)
def test_a_row_of_no_report(bare: duckdb.DuckDBPyConnection, name: str, words: str) -> None:
    put(bare, "dim_place", code="330700")
    put(bare, "dim_metric", metric=SHOWN)
    fields: dict[str, Any] = {"holds": True, "statement_ids": []}
    put(bare, name, **fields)
    assert any(told.startswith(words) for told in found_by(bare, "orphans"))
    put(bare, "dim_report")
    assert not any(told.startswith(words) for told in found_by(bare, "orphans"))


def test_an_observation_without_its_statement(bare: duckdb.DuckDBPyConnection) -> None:
    put(bare, "dim_report")
    put(bare, "fact_observation")
    assert found_by(bare, "orphans") == [f"an observation of {SHOWN} comes from no statement"]
    put(bare, "dim_place", code="330700")
    put(bare, "dim_metric", metric=SHOWN)
    put(bare, "fact_statement")
    assert found_by(bare, "orphans") == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"role": "share"}, "role is share", id="role"),
        pytest.param({"direction": "left"}, "direction is left", id="direction"),
        pytest.param({"scope_kind": "half"}, "scope_kind is half", id="scope"),
        pytest.param({"basis": "guessed"}, "basis is guessed", id="basis"),
        pytest.param({"year": 217}, "year is 217", id="year"),
        pytest.param({"char_end": -1}, "there are no such characters", id="characters"),
        pytest.param({"value_high": 92}, "the range ends where it begins, or before", id="range"),
        pytest.param({"value": None}, "no value, and no blank", id="no value"),
        pytest.param({"bound": "blank"}, "a blank with a value", id="blank"),
        pytest.param({"direction": "up", "value_high": 93}, None, id="sound"),
    ],
)
def test_what_types_let_through(
    bare: duckdb.DuckDBPyConnection, fields: dict[str, Any], words: str | None
) -> None:
    put(bare, "fact_statement", **fields)
    assert [told.partition(": ")[2] for told in found_by(bare, "ranges")] == ([words] if words else [])
