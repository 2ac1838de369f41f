"""The warehouse file: made anew, whole, and never in anybody's way."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from load.engines import duckdb_file, proving
from load.engines.database import build_database, content_hash, hashes_of, is_current, open_readonly
from load.engines.duckdb_file import declare
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports
from tests.load.factories import CASES, LOSS, METRICS, PLACES, statement, tables, write
from warehouse.errors import LoadError
from warehouse.schemas import OBSERVATIONS
from warehouse.tables import DIARIES, TABLES

STATED = [statement("330700-2017"), statement("330500-2016", "6.9%", "6.9", metric=LOSS)]


def build(root: Path, name: str = "fazhi.duckdb") -> tuple[str, ...]:
    return build_database(root, root / name, METRICS, PLACES)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, tables(STATED))
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its warehouse: to be read, never changed."""
    folder = tmp_path_factory.mktemp("made")
    write(folder, tables(STATED))
    assert build(folder) == ()
    return folder


@pytest.fixture
def loaded(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(made, tmp_path / "loaded")


def hashes(database: Path) -> dict[str, str]:
    with open_readonly(database) as connection:
        return content_hash(connection)


def test_every_row_of_parquet_is_in_the_warehouse(made: Path) -> None:
    with open_readonly(made / "fazhi.duckdb") as connection:
        found = connection.execute("SELECT * FROM fact_statement ORDER BY report_id DESC").to_arrow_table()
        places = connection.execute("SELECT COUNT(*), COUNT(DISTINCT code) FROM dim_place").fetchall()
        meta = dict(connection.execute("SELECT name, content FROM meta").fetchall())
    expected = read_table(made, "statements").to_pylist()
    assert sorted(found.to_pylist(), key=str) == sorted(expected, key=str)
    assert places == [(5, 5)]
    assert meta.keys() == {"schema_version", "storage_version", "source", "diaries"}


def test_every_observation_keeps_what_parquet_says_of_it(root: Path) -> None:
    """The load adds the choice among vintages, and changes nothing; a blank has nothing to choose."""
    write(root, tables([statement("330500-2017", "个", None, bound="blank", unit="件", metric=CASES)]))
    build(root)
    told = ", ".join(OBSERVATIONS.names)
    with open_readonly(root / "fazhi.duckdb") as connection:
        found = connection.execute(f"SELECT {told} FROM fact_observation").to_arrow_table().to_pylist()
        choice = connection.execute(
            "SELECT value IS NULL, chosen, preference, agrees, n_vintages, n_statements, disagree, "
            "place_form FROM fact_observation ORDER BY 1, report_id"
        ).fetchall()
    assert sorted(found, key=str) == sorted(read_table(root, "observations").to_pylist(), key=str)
    alone = (False, True, 1, True, 1, 1, False, 0)
    assert choice == [alone, alone, (True, None, None, None, None, None, None, 0)]


def test_a_folder_with_a_quote_in_its_name(tmp_path: Path) -> None:
    root = tmp_path / "it's 数据"
    write(root, tables([statement()]))
    build(root)
    with open_readonly(root / "fazhi.duckdb") as connection:
        assert connection.execute("SELECT COUNT(*) FROM observation").fetchall() == [(1,)]


def test_what_a_load_only_looks_at_is_not_left_in_the_file(made: Path) -> None:
    with open_readonly(made / "fazhi.duckdb") as connection:
        query = "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'incoming%'"
        assert connection.execute(query).fetchall() == []


def test_only_the_file_is_left(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == ["fazhi.duckdb", "parquet"]


def test_made_twice_the_content_is_the_same(loaded: Path) -> None:
    build(loaded, "again.duckdb")
    assert hashes(loaded / "fazhi.duckdb") == hashes(loaded / "again.duckdb")
    assert set(TABLES) - {*DIARIES, "meta", "delta"} <= hashes(loaded / "fazhi.duckdb").keys()


def test_another_value_is_another_content(loaded: Path) -> None:
    before = hashes(loaded / "fazhi.duckdb")
    write(loaded, tables([statement("330700-2017", value="92.000001")]))
    build(loaded)
    after = hashes(loaded / "fazhi.duckdb")
    assert {name for name in before if before[name] != after[name]} == {"fact_statement", "fact_observation"}


def test_an_order_of_rows_is_no_content(tmp_path: Path) -> None:
    with duckdb.connect() as one, duckdb.connect() as other:
        one.execute("CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v (n, s)")
        other.execute("CREATE TABLE t AS SELECT * FROM (VALUES (2, NULL), (1, 'a')) AS v (n, s)")
        assert content_hash(one) == content_hash(other)


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        pytest.param("('a', 'b')", "('ab', '')", id="where a field ends"),
        pytest.param("('a', NULL)", "('a', '')", id="null is not empty"),
        pytest.param("('a', 'b'), ('a', 'b')", "('a', 'b')", id="twice is not once"),
    ],
)
def test_what_the_content_hash_tells_apart(rows: str, others: str) -> None:
    with duckdb.connect() as one, duckdb.connect() as other:
        one.execute(f"CREATE TABLE t AS SELECT * FROM (VALUES {rows}) AS v (x, y)")
        other.execute(f"CREATE TABLE t AS SELECT * FROM (VALUES {others}) AS v (x, y)")
        assert content_hash(one) != content_hash(other)


def test_it_knows_whether_it_is_current(root: Path) -> None:
    database = root / "fazhi.duckdb"
    assert not is_current(root, database, METRICS, PLACES)
    build(root)
    assert is_current(root, database, METRICS, PLACES)
    assert not is_current(root, database, METRICS[:2], PLACES)
    remove_reports(root, ["330500-2016"])
    assert not is_current(root, database, METRICS, PLACES)


def test_a_reader_stays_open_through_a_load_and_the_next_sees_the_new(loaded: Path) -> None:
    count = "SELECT COUNT(*) FROM fact_statement"
    with open_readonly(loaded / "fazhi.duckdb") as reader:
        remove_reports(loaded, ["330500-2016"])
        build(loaded)
        assert reader.execute(count).fetchone() == (2,)
    with open_readonly(loaded / "fazhi.duckdb") as reader:
        assert reader.execute(count).fetchone() == (1,)


@pytest.mark.slow
def test_a_reader_in_another_program_stops_no_load(loaded: Path) -> None:
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); c.execute('SELECT 1'); "
        "print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(loaded / "fazhi.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "open\n"
        assert build(loaded) == ()
        other.communicate("", timeout=600)
    assert is_current(loaded, loaded / "fazhi.duckdb", METRICS, PLACES)


def test_loads_do_not_grow_the_file(loaded: Path) -> None:
    first = (loaded / "fazhi.duckdb").stat().st_size
    for _ in range(2):
        build(loaded)
    assert (loaded / "fazhi.duckdb").stat().st_size <= 1.1 * first


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda path: path.write_bytes(b"no database"), id="other bytes"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:20000]), id="cut"),
        pytest.param(lambda path: Path(f"{path}.wal").write_bytes(b"a log left behind"), id="a log beside"),
    ],
)
def test_a_file_that_will_not_open_is_set_aside(loaded: Path, harm: Callable[[Path], object]) -> None:
    database = loaded / "fazhi.duckdb"
    good = hashes(database)
    harm(database)
    told = build(loaded)
    assert len(told) == 1 and "fazhi.duckdb.broken-1" in told[0]
    assert (loaded / "fazhi.duckdb.broken-1").exists()
    assert not Path(f"{database}.wal").exists()
    assert hashes(database) == good
    harm(database)
    assert "broken-2" in build(loaded)[0]


def test_what_cannot_be_read_leaves_the_old_file(loaded: Path) -> None:
    before = (loaded / "fazhi.duckdb").read_bytes()
    (loaded / "parquet" / "manifest.json").write_text("{")
    with pytest.raises(LoadError, match="manifest"):
        build(loaded)
    assert (loaded / "fazhi.duckdb").read_bytes() == before
    assert sorted(path.name for path in loaded.iterdir()) == ["fazhi.duckdb", "parquet"]


def test_leftovers_of_a_killed_load_are_no_hindrance(root: Path) -> None:
    (root / ".fazhi.duckdb.new").write_bytes(b"half a file")
    (root / ".fazhi.duckdb.new.wal").write_bytes(b"and its log")
    build(root)
    assert sorted(path.name for path in root.iterdir()) == ["fazhi.duckdb", "parquet"]


def test_no_warehouse_yet(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="run `fazhi run` first"):
        open_readonly(tmp_path / "fazhi.duckdb")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "fazhi.duckdb").write_bytes(b"no database at all, but long enough to be read as one" * 100)
    with pytest.raises(LoadError, match="will not open"):
        open_readonly(tmp_path / "fazhi.duckdb")


def test_nobody_writes_through_a_reader(made: Path) -> None:
    with open_readonly(made / "fazhi.duckdb") as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM fact_statement")


def test_a_warehouse_of_nothing_answers_every_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_file, "declare", declare)  # itself, not what was declared once
    build(tmp_path)
    with open_readonly(tmp_path / "fazhi.duckdb") as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        counts = {view: connection.execute(f"SELECT COUNT(*) FROM {view}").fetchone() for (view,) in views}
    for view in ("place_break", "denominator"):  # of the places alone
        counts.pop(view, None)
    assert counts == dict.fromkeys(counts, (0,)) and len(counts) >= 6


def test_one_hash_stands_for_all_tables(loaded: Path) -> None:
    before = hashes_of(loaded / "fazhi.duckdb").to_pylist()
    assert before[0]["table_name"] == "warehouse"
    assert {row["table_name"]: row["sha256"] for row in before[1:]} == hashes(loaded / "fazhi.duckdb")
    remove_reports(loaded, ["330500-2016"])
    build(loaded)
    assert hashes_of(loaded / "fazhi.duckdb").to_pylist()[0] != before[0]


def test_no_bar_is_drawn_into_the_answer_of_the_process_that_proves(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As DuckDB does after two seconds where a program is no file: nothing could be read back then."""
    monkeypatch.setattr(proving, "subprocess", subprocess)  # itself, not a copy of one that was there
    shown = "SELECT current_setting('enable_progress_bar')"
    assert proving._asked(made / "fazhi.duckdb", [shown]) == [[[False]]]
