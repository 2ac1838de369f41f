"""A page that moves or goes: its last reading stays, and the warehouse says what became of it and when."""

import shutil
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.extract.sites import Handler, Sites, city_sites
from tests.flows.running import Fazhi, run_fazhi

PAGE = (files("samples") / "330700-2017.html").read_bytes()
STATE = (
    "SELECT fetch_state, failing_nights, status, error, health, snapshot, well_at < asked_at, "
    "fetch_state_since = asked_at, well_at = (SELECT MIN(f.at) FROM fetch_log AS f) FROM source_state"
)
FIGURES = "SELECT statement_id, metric, value FROM fact_statement ORDER BY statement_id"


@pytest.fixture(scope="module")
def served() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


@pytest.fixture
def sites(served: Sites) -> Sites:
    """A site that shows the report."""
    served.pages.clear()
    served.pages["/report.html"] = lambda handler: handler.reply(200, PAGE)
    return served


@pytest.fixture(scope="module")
def first_night(served: Sites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the night leaves in which the report was there."""
    folder = tmp_path_factory.mktemp("night")
    served.pages["/report.html"] = lambda handler: handler.reply(200, PAGE)
    night(partial(run_fazhi, folder), folder, served)
    assert ask(folder, FIGURES)
    return folder


@pytest.fixture
def read_once(first_night: Path, tmp_path: Path) -> Path:
    """A copy of it, where `fazhi` runs the nights after."""
    return shutil.copytree(first_night, tmp_path, dirs_exist_ok=True)


def ask(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb"), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def night(fazhi: Fazhi, folder: Path, sites: Sites) -> None:
    row = f"330700,2017,{sites.url('report.html', '127.0.0.1')},yes\n"
    (folder / "reports.csv").write_text("place,year,url,third_party\n" + row, "utf-8")
    for step in ("fetch", "transform", "load"):
        done = fazhi(step, *(() if step == "load" else ("--catalogue", "reports.csv")))
        assert done.returncode in (0, 1), done.stderr


def gone(status: int) -> Any:
    return lambda handler: handler.reply(status)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_keeps_its_reading(
    fazhi: Fazhi, read_once: Path, sites: Sites, status: int
) -> None:
    """The dead source still shows its snapshot's hash and date."""
    figures, snapshot = ask(read_once, FIGURES), ask(read_once, "SELECT snapshot FROM dim_report")
    sites.pages["/report.html"] = gone(status)
    night(fazhi, read_once, sites)
    assert ask(read_once, FIGURES) == figures
    ((kind, nights, answered, error, health, kept, *dates),) = ask(read_once, STATE)
    assert (kind, nights, answered, health, [(kept,)]) == ("gone", 1, status, "read", snapshot)
    assert str(status) in error
    assert dates == [True, True, True]
    verified = fazhi("snapshots", "verify")
    assert "1 pages, 0 damaged or missing" in verified.stdout


def test_a_page_that_has_moved_is_read_there_and_says_where_to(
    fazhi: Fazhi, read_once: Path, sites: Sites
) -> None:
    figures = ask(read_once, FIGURES)

    def moved(handler: Handler) -> None:
        handler.reply(301, Location="/new/report.html")

    sites.pages["/new/report.html"] = sites.pages["/report.html"]
    sites.pages["/report.html"] = moved
    night(fazhi, read_once, sites)
    assert ask(read_once, FIGURES) == figures
    ((kind, nights, answered, error, health, *_),) = ask(read_once, STATE)
    assert (kind, nights, answered, health) == ("moved", 0, 200, "read")
    assert error == sites.url("new/report.html", "127.0.0.1")


def test_a_page_moved_to_the_front_page_is_gone(fazhi: Fazhi, read_once: Path, sites: Sites) -> None:
    figures = ask(read_once, FIGURES)
    sites.pages["/report.html"] = lambda handler: handler.reply(301, Location="/")
    night(fazhi, read_once, sites)
    assert ask(read_once, FIGURES) == figures
    assert ask(read_once, "SELECT fetch_state FROM source_state") == [("gone",)]


def test_a_page_that_comes_back_is_well_again(fazhi: Fazhi, read_once: Path, sites: Sites) -> None:
    """A passing outage is no alarm."""
    page = sites.pages["/report.html"]
    sites.pages["/report.html"] = gone(404)
    night(fazhi, read_once, sites)
    sites.pages["/report.html"] = page
    night(fazhi, read_once, sites)
    assert ask(read_once, "SELECT fetch_state, failing_nights, failing_since FROM source_state") == [
        ("well", 0, None)
    ]
    assert ask(read_once, "SELECT kind FROM fetch_log AS f ORDER BY f.at") == [
        ("fetched",),
        ("gone",),
        ("fetched",),
    ]
