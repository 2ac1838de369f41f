"""The diaries in the warehouse, on both engines: what was fetched and proposed, how each source stands."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from load.diaries.fetch_log import append_fetch_log
from load.diaries.proposals import append_proposals
from load.engines.connection import Database, PostgresSchema
from load.engines.database import bring_in_diaries, build_database, content_hash, is_current, open_readonly
from tests.load.diaries.test_fetch_log import row
from tests.load.factories import METRICS, PLACES, statement, tables, write
from tests.warehouse.warehouses import load_file
from warehouse.sql import DUCKDB, POSTGRES

NIGHT = datetime(2018, 4, 1, 18, tzinfo=UTC)
"""Two in the morning of the second, in China."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, tables([statement("330700-2017")]))
    return tmp_path


@pytest.fixture(params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest, root: Path) -> Database:
    if request.param == "duckdb":
        return root / "w.duckdb"
    schema: PostgresSchema = request.getfixturevalue("postgres")
    return schema


def nights(root: Path, *kinds: str, **fields: Any) -> None:
    """A visit a night, of these kinds."""
    for number, kind in enumerate(kinds):
        append_fetch_log(root, [row(at=NIGHT + timedelta(days=number), kind=kind, **fields)])


def build(root: Path, database: Database) -> None:
    build_database(root, database, METRICS, PLACES)


def ask(database: Database, query: str) -> list[tuple[Any, ...]]:
    with open_readonly(database) as connection:
        return [tuple(found) for found in connection.execute(query).fetchall()]


STATE = "SELECT fetch_state, fetch_state_since, well_at, failing_since, failing_nights FROM source_state"


def day(number: int) -> datetime:
    return NIGHT + timedelta(days=number)


FAILING: dict[str, tuple[list[str], tuple[str, int, int | None, int | None, int]]] = {
    "well": (["fetched", "unchanged"], ("well", 0, 1, None, 0)),
    "gone for three nights": (["fetched", "gone", "gone", "gone"], ("gone", 1, 0, 1, 3)),
    "failing in two ways": (["fetched", "timeout", "refused"], ("refused", 2, 0, 1, 2)),
    "a passing outage": (["timeout", "unchanged"], ("well", 1, 1, None, 0)),
    "never well": (["gone", "gone"], ("gone", 0, None, 0, 2)),
    "moved, and read": (["unchanged", "moved", "moved"], ("moved", 1, 2, None, 0)),
    "gone again": (["gone", "fetched", "gone"], ("gone", 2, 1, 2, 1)),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source for each way to fail, of a report of its own, in one warehouse."""
    folder = tmp_path_factory.mktemp("failing")
    for number, (name, (kinds, _)) in enumerate(FAILING.items()):
        nights(folder, *kinds, report_id=f"330700-{2010 + number}", url=f"https://jinhua.test/{name}")
    load_file(folder, folder / "w.duckdb")
    return folder / "w.duckdb"


@pytest.mark.parametrize("name", FAILING)
def test_since_when_and_how_often_a_source_fails(failing: Path, name: str) -> None:
    """An alarm only after n nights, and which trouble it is."""
    kind, since, well, asked_first, count = FAILING[name][1]
    times = [None if number is None else day(number) for number in (since, well, asked_first)]
    assert ask(failing, f"{STATE} WHERE url = 'https://jinhua.test/{name}'") == [(kind, *times, count)]


def test_both_engines_say_the_same(root: Path, database: Database) -> None:
    nights(root, "fetched", "gone", "gone", status=404, error="answers 404")
    nights(root, "blocked", report_id="", url="https://jinhua.test/fzbg/")
    build(root, database)
    columns = "report_id, url, fetch_state, fetch_state_since, well_at, failing_nights, status, health"
    assert ask(database, f"SELECT {columns} FROM source_state ORDER BY report_id") == [
        ("", "https://jinhua.test/fzbg/", "blocked", day(0), None, 1, 200, None),
        ("330700-2017", "https://jinhua.test/1.html", "gone", day(1), day(0), 2, 404, "read"),
    ]


def test_two_visits_in_one_night_are_one_night(root: Path) -> None:
    """Nights are those of China: half past midnight there is the day before in UTC."""
    for hours in (-1.5, 0, 3):
        append_fetch_log(root, [row(at=NIGHT + timedelta(hours=hours), kind="timeout")])
    load_file(root, root / "w.duckdb")
    assert ask(root / "w.duckdb", "SELECT failing_nights FROM source_state") == [(1,)]


def test_an_address_given_up_is_left_out_and_a_report_s_own_file_is_not(root: Path) -> None:
    nights(root, "gone", url="https://jinhua.test/old.html")
    for number in (1, 2):
        page = row(at=day(number), url="https://jinhua.test/new.html")
        file = row(at=day(number) + timedelta(minutes=5), url="https://jinhua.test/new.pdf")
        append_fetch_log(root, [page, file])
    load_file(root, root / "w.duckdb")
    found = ask(root / "w.duckdb", "SELECT url FROM source_state ORDER BY url")
    assert found == [("https://jinhua.test/new.html",), ("https://jinhua.test/new.pdf",)]


def proposed(event: str, at: datetime = NIGHT) -> dict[str, Any]:
    return {
        "event": event,
        "at": at,
        "report_id": "330500-2019",
        "place": "330500",
        "place_name": "湖州市",
        "report_year": 2019,
        "title": "湖州市2019年法治政府建设情况报告",
        "url": "https://www.huzhou.gov.cn/1.html",
        "index_url": "https://www.huzhou.gov.cn/",
        "published_on": date(2020, 3, 30),
        "third_party": False,
    }


def test_what_happened_since_is_brought_in_without_a_load(root: Path, database: Database) -> None:
    nights(root, "fetched")
    build(root, database)
    engine = POSTGRES if isinstance(database, PostgresSchema) else DUCKDB
    with open_readonly(database) as connection:
        before = content_hash(connection, engine)
    assert bring_in_diaries(root, database) is False
    append_fetch_log(root, [row(at=day(1), kind="gone", size=3_000_000_000)])
    append_proposals(root, [proposed("proposed")])
    append_proposals(root, [proposed("accepted", day(1))])
    assert is_current(root, database, METRICS, PLACES)
    assert bring_in_diaries(root, database) is True
    assert bring_in_diaries(root, database) is False
    assert ask(database, "SELECT kind, size FROM fetch_log ORDER BY kind") == [
        ("fetched", 1000),
        ("gone", 3_000_000_000),
    ]
    assert ask(database, "SELECT event, place_name FROM proposal ORDER BY event") == [
        ("accepted", "湖州市"),
        ("proposed", "湖州市"),
    ]
    with open_readonly(database) as connection:
        assert content_hash(connection, engine) == before
    assert is_current(root, database, METRICS, PLACES)


def test_a_reader_keeps_the_rows_it_has_open(root: Path) -> None:
    nights(root, "fetched")
    build(root, root / "w.duckdb")
    with open_readonly(root / "w.duckdb") as connection:
        nights(root, "gone", url="https://jinhua.test/2.html")
        bring_in_diaries(root, root / "w.duckdb")
        assert connection.execute("SELECT COUNT(*) FROM fetch_log").fetchall() == [(1,)]
    assert sorted(path.name for path in root.iterdir()) == ["parquet", "w.duckdb"]


def test_a_warehouse_that_is_not_there_is_left_to_the_next_load(root: Path) -> None:
    nights(root, "fetched")
    assert bring_in_diaries(root, root / "w.duckdb") is False
    (root / "w.duckdb").write_bytes(b"no database")
    assert bring_in_diaries(root, root / "w.duckdb") is False
    assert (root / "w.duckdb").read_bytes() == b"no database"


def test_nights_do_not_make_the_file_grow(root: Path) -> None:
    """Rows are replaced in a copy, and what they leave free is used again."""
    build(root, root / "w.duckdb")
    sizes = []
    for number in range(4):
        append_fetch_log(
            root, [row(at=day(number), url=f"https://jinhua.test/{page}") for page in range(2000)]
        )
        bring_in_diaries(root, root / "w.duckdb")
        sizes.append((root / "w.duckdb").stat().st_size)
    build(root, root / "anew.duckdb")
    assert sizes[-1] < 2 * (root / "anew.duckdb").stat().st_size
