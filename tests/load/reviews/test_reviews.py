"""What reviewers decide: kept for ever, put before what was read, and told."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database, is_current, open_readonly
from load.parquet.delta_files import counted_deltas, newest_delta
from load.parquet.tables import FOLDER
from load.parquet.writing import tidy
from load.reviews import decisions as reviews
from load.reviews.decisions import append_reviews, read_reviews
from tests.load.engines.test_postgres import hashes
from tests.load.factories import CASES, LOSS, METRICS, PLACES, RATE, statement, tables, write
from tests.load.parquet.test_manifest import flip
from tests.warehouse.warehouses import loaded
from warehouse.errors import LoadError
from warehouse.schemas import REVIEWS

SEEN = statement("330700-2017")
LATER = statement("330700-2018", "91%", "91", year=2017)
WORKBOOK, NEXT = "a" * 64, "b" * 64
AT = datetime(2018, 4, 1, 9, tzinfo=UTC)


def review(
    decision: str, right: str | None = None, seen: Mapping[str, Any] = SEEN, **fields: Any
) -> dict[str, Any]:
    """A decision on the figure `seen`; `fields` says what is otherwise."""
    row = {name: seen[name] for name in ("place", "metric", "year", "scope_kind")}
    row |= {f"seen_{name}": seen[name] for name in ("value", "unit", "sentence", "statement_id")}
    value = None if right is None else Decimal(right)
    decided = {"decision": decision, "value": value, "reviewer": "王", "decided_at": AT, "reason": None}
    return row | decided | {"workbook": WORKBOOK} | fields


def imported(root: Path, *rows: Mapping[str, Any]) -> Path | None:
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=REVIEWS)
    return append_reviews(root, table, rows[0]["workbook"])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one figure was read into, to be copied."""
    root = tmp_path_factory.mktemp("read")
    write(root, tables([SEEN]))
    return root


@pytest.fixture
def root(read: Path, tmp_path: Path) -> Path:
    shutil.copytree(read, tmp_path, dirs_exist_ok=True)
    return tmp_path


def asked(root: Path, *queries: str) -> list[list[tuple[Any, ...]]]:
    """What a warehouse answers that is made of what is in `root`."""
    with loaded(root) as connection:
        return [connection.execute(query).fetchall() for query in queries]


def asked_postgres(root: Path, schema: PostgresSchema, *queries: str) -> list[list[tuple[Any, ...]]]:
    """The same of a schema, which is loaded first."""
    build_database(root, schema, METRICS, PLACES)
    with open_readonly(schema) as connection:
        return [connection.execute(query).fetchall() for query in queries]


def told(root: Path) -> list[tuple[Any, ...]]:
    names = ("table_name", "change", "row_key", "report_id", "old_value", "new_value", "reason")
    return [
        tuple(row[name] for name in names)
        for table in newest_delta(root / FOLDER).tables()
        for row in table.to_pylist()
    ]


OBSERVED = "SELECT value, read_value, chosen_because FROM observation"
STATE = "SELECT decision, state, applies FROM review_state"
OLD = {"seen_sentence": "出庭率为91%。", "seen_statement_id": "0" * 16, "seen_value": Decimal(91)}


DECIDED = pytest.mark.parametrize(
    ("decided", "observed", "state"),
    [
        pytest.param(
            review("accepted"), [(Decimal(92), Decimal(92), "review")], ("holds", True), id="accepted"
        ),
        pytest.param(
            review("corrected", "29"), [(Decimal(29), Decimal(92), "review")], ("holds", True), id="corrected"
        ),
        pytest.param(review("rejected"), [], ("holds", True), id="rejected"),
        pytest.param(
            review("corrected", "29", **OLD),
            [(Decimal(92), Decimal(92), "own_report")],
            ("stale", False),
            id="stale: other words and another value",
        ),
        pytest.param(
            review("corrected", "29", year=2010),
            [(Decimal(92), Decimal(92), "own_report")],
            ("orphaned", False),
            id="orphaned: no such figure",
        ),
    ],
)
Row = tuple[Any, ...]


@DECIDED
def test_a_decision_goes_before_what_was_read(
    root: Path, decided: dict[str, Any], observed: list[Row], state: Row
) -> None:
    imported(root, decided)
    assert asked(root, OBSERVED, STATE) == [observed, [(decided["decision"], *state)]]


@DECIDED
def test_so_it_does_in_postgresql(
    root: Path, postgres: PostgresSchema, decided: dict[str, Any], observed: list[Row], state: Row
) -> None:
    imported(root, decided)
    assert asked_postgres(root, postgres, OBSERVED, STATE) == [observed, [(decided["decision"], *state)]]


LATEST = [
    pytest.param(
        [review("rejected"), review("corrected", "29", decided_at=AT + timedelta(hours=1))],
        id="the later one of a workbook",
    ),
    pytest.param(
        [review("corrected", "29", decided_at=AT + timedelta(hours=1)), review("rejected", workbook=NEXT)],
        id="a workbook imported later, decided earlier",
    ),
    pytest.param(
        [review("rejected"), review("corrected", "29", workbook=NEXT)],
        id="at the same moment, by the workbook",
    ),
    pytest.param(
        [review("corrected", "30"), review("corrected", "29")], id="in all alike but the value: the smaller"
    ),
]


def import_each(root: Path, decided: list[dict[str, Any]]) -> None:
    if decided[0]["workbook"] == decided[1]["workbook"]:
        imported(root, *decided)
    else:
        for one in decided:
            imported(root, one)


@pytest.mark.parametrize("decided", LATEST)
@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_decision_counts(root: Path, decided: list[dict[str, Any]], order: int) -> None:
    """Whatever the order of rows and imports."""
    import_each(root, decided[::order])
    assert asked(root, OBSERVED) == [[(Decimal(29), Decimal(92), "review")]]


def test_postgresql_settles_a_tie_alike(root: Path, postgres: PostgresSchema) -> None:
    imported(root, review("corrected", "30"), review("corrected", "29"), review("corrected", "9"))
    assert asked_postgres(root, postgres, OBSERVED) == asked(root, OBSERVED)


def test_the_same_workbook_twice_adds_nothing(root: Path) -> None:
    first = imported(root, review("corrected", "29"))
    deltas = counted_deltas(root / FOLDER)
    assert first and first.name == "a" * 16 + ".parquet"
    assert imported(root, review("corrected", "29")) is None
    assert counted_deltas(root / FOLDER) == deltas
    assert read_reviews(root).num_rows == 1


def test_a_new_review_makes_a_new_warehouse(root: Path) -> None:
    build_database(root, root / "w.duckdb", METRICS, PLACES)
    assert is_current(root, root / "w.duckdb", METRICS, PLACES)
    imported(root, review("accepted"))
    assert not is_current(root, root / "w.duckdb", METRICS, PLACES)


def test_a_load_and_a_warehouse_made_anew_keep_the_reviews(root: Path, postgres: PostgresSchema) -> None:
    """The same content out of Parquet alone, on both engines."""
    imported(root, review("corrected", "29", reason="看错了", seen_unit="%"), review("rejected", year=2010))
    write(root, tables([SEEN, statement(text="7%", value="7", role="target")]))
    for database in (root / "w.duckdb", postgres):
        build_database(root, database, METRICS, PLACES)
    before = hashes(root / "w.duckdb")
    (root / "w.duckdb").unlink()
    build_database(root, root / "w.duckdb", METRICS, PLACES)
    assert before == hashes(root / "w.duckdb") == hashes(postgres)
    assert read_reviews(root).num_rows == 2


CHANGED = ("observation", "changed", SEEN["statement_id"], "330700-2017")


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        pytest.param(
            review("corrected", "29"), [(*CHANGED, "92.000000", "29.000000", "review")], id="corrected"
        ),
        pytest.param(
            review("rejected"),
            [("observation", "removed", *CHANGED[2:], "92.000000", None, "review")],
            id="rejected",
        ),
        pytest.param(review("accepted"), [], id="accepted"),
        pytest.param(review("corrected", "92"), [], id="corrected to what was read"),
        pytest.param(review("corrected", "29", **OLD), [], id="stale"),
    ],
)
def test_the_delta_tells_what_a_review_changed(
    root: Path, decided: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    """Old and new value, and the reason."""
    imported(root, decided)
    assert told(root) == expected
    write(root, tables([SEEN]))
    assert told(root) == expected


def test_the_delta_goes_from_one_correction_to_the_next(root: Path) -> None:
    imported(root, review("corrected", "29"))
    imported(root, review("corrected", "30", workbook=NEXT, decided_at=AT + timedelta(days=1)))
    assert told(root) == [(*CHANGED, "29.000000", "30.000000", "review")]
    imported(root, review("accepted", workbook="c" * 64, decided_at=AT + timedelta(days=2)))
    assert told(root) == [(*CHANGED, "30.000000", "92.000000", "review")]


def test_a_rejected_figure_lets_another_report_s_stand(tmp_path: Path) -> None:
    write(tmp_path, tables([SEEN, LATER]))
    imported(tmp_path, review("rejected"))
    changed = ("observation", "changed", LATER["statement_id"], "330700-2018")
    assert told(tmp_path) == [(*changed, "92.000000", "91.000000", "review")]
    assert asked(tmp_path, "SELECT old_value, new_value, reason FROM delta") == [
        [("92.000000", "91.000000", "review")]
    ]


@pytest.mark.parametrize("step", ["write_delta", "publish"])
def test_a_killed_import_leaves_nothing(root: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(root)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reviews, step, stop)
        with pytest.raises(KeyboardInterrupt):
            imported(root, review("corrected", "29"))
    assert (told(root), read_reviews(root).num_rows) == (before, 0)
    imported(root, review("corrected", "29"))
    tidy(root)
    assert told(root) == [(*CHANGED, "92.000000", "29.000000", "review")]
    assert [path.name[:6] for path in counted_deltas(root / FOLDER)] == ["000001", "000002"]


@pytest.mark.parametrize(
    ("rows", "workbook", "words"),
    [
        pytest.param([review("doubted")], WORKBOOK, "doubted", id="no such decision"),
        pytest.param([review("corrected")], WORKBOOK, "without a value", id="a correction without a value"),
        pytest.param([review("accepted", "92")], WORKBOOK, "without one", id="a value that corrects nothing"),
        pytest.param([review("accepted", reviewer=None)], WORKBOOK, "null in reviewer", id="nobody"),
        pytest.param([review("accepted")], NEXT, "another workbook", id="of another workbook"),
        pytest.param([review("accepted")], "../../etc", "SHA-256", id="a path for a hash"),
    ],
)
def test_what_does_not_fit_is_refused(
    root: Path, rows: list[dict[str, Any]], workbook: str, words: str
) -> None:
    with pytest.raises(LoadError, match=words):
        append_reviews(root, pa.Table.from_pylist(rows, schema=REVIEWS), workbook)
    assert read_reviews(root).num_rows == 0


def test_other_columns_are_refused(root: Path) -> None:
    table = pa.Table.from_pylist([review("accepted")], schema=REVIEWS).drop_columns(["reason"])
    with pytest.raises(LoadError, match="missing or unknown: reason"):
        append_reviews(root, table, WORKBOOK)


def test_codes_come_back_as_text(root: Path) -> None:
    """From the file itself, no number is made of a code."""
    imported(root, review("accepted", place="011000", seen_sentence="1E5", reason="NaN", reviewer="null"))
    (row,) = read_reviews(root).to_pylist()
    found = (row["place"], row["seen_sentence"], row["reason"], row["reviewer"], row["metric"])
    assert found == ("011000", "1E5", "NaN", "null", RATE)


def test_a_damaged_file_is_named(root: Path) -> None:
    path = imported(root, review("accepted"))
    assert path
    path.write_bytes(b"")
    with pytest.raises(LoadError, match=path.name):
        read_reviews(root)


def test_any_byte_of_a_decision_counts(root: Path) -> None:
    """Each other one is told, or says the same."""
    path = imported(root, review("corrected", "91", reason="表内为九成一"))
    assert path
    whole, good, unnoticed = path.read_bytes(), read_reviews(root), []
    for at in range(4, len(whole), 53):
        flip(path, at)
        with suppress(LoadError):
            unnoticed += [] if read_reviews(root).equals(good) else [at]
        path.write_bytes(whole)
    assert unnoticed == []


OTHER = statement("330700-2017", "91%", "91", sentence="其中市本级91%。")
THIRD = statement("330700-2017", "90%", "90", sentence="县级90%。")


@pytest.mark.parametrize(
    ("decided", "observed"),
    [
        pytest.param(
            [review("rejected")], [(Decimal(91), Decimal(91), "own_report")], id="one of three rejected"
        ),
        pytest.param(
            [review("rejected"), review("rejected", seen=OTHER)],
            [(Decimal(90), Decimal(90), "own_report")],
            id="two of three rejected, in one workbook",
        ),
        pytest.param(
            [review("rejected"), review("accepted", seen=THIRD)],
            [(Decimal(90), Decimal(90), "review")],
            id="one rejected, another accepted",
        ),
        pytest.param(
            [review("accepted"), review("accepted", seen=OTHER, decided_at=AT + timedelta(hours=1))],
            [(Decimal(91), Decimal(91), "review")],
            id="two accepted: the later decision",
        ),
    ],
)
def test_each_figure_of_a_fact_is_decided_by_itself(
    tmp_path: Path, decided: list[dict[str, Any]], observed: list[tuple[Any, ...]]
) -> None:
    write(tmp_path, tables([SEEN, OTHER, THIRD]))
    imported(tmp_path, *decided)
    assert asked(tmp_path, OBSERVED) == [observed]


def test_decisions_on_two_departments_stand_side_by_side(tmp_path: Path) -> None:
    """Their figures share place, metric, year and scope kind, and are two facts."""
    police, labour = (
        statement("330700-2017", f"{n}件", n, unit="件", metric=CASES, scope_kind="department", scope=scope)
        for n, scope in (("7", "市公安局"), ("8", "市人力社保局"))
    )
    write(tmp_path, tables([police, labour]))
    imported(tmp_path, review("rejected", seen=police), review("corrected", "80", seen=labour))
    query = "SELECT scope, review, review_value FROM fact_observation ORDER BY scope"
    assert asked(tmp_path, query) == [
        [("市人力社保局", "corrected", Decimal(80)), ("市公安局", "rejected", None)]
    ]


def test_an_assignment_changes_no_figure(root: Path) -> None:
    imported(root, review("assigned", metric=LOSS))
    assert asked(root, OBSERVED, STATE) == [[(Decimal(92), Decimal(92), "own_report")], []]
    assert read_reviews(root).num_rows == 1
