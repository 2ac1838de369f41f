"""A page that moves or goes: its last reading stays, and the warehouse says what became of it and when."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.extract.sites import Handler, Sites, city_sites
from tests.flows.running import Fazhi

PAGE = (files("samples") / "330700-2017.html").read_bytes()
STATE = (
    "SELECT fetch_state, failing_nights, status, error, health, snapshot, well_at < asked_at, "
    "fetch_state_since = asked_at, well_at = (SELECT MIN(f.at) FROM fetch_log AS f) FROM source_state"
)
FIGURES = "SELECT statement_id, metric, value FROM fact_statement ORDER BY statement_id"


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        served.pages["/report.html"] = lambda handler: handler.reply(200, PAGE)
        yield served


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
    fazhi: Fazhi, tmp_path: Path, sites: Sites, status: int
) -> None:
    """The dead source still shows its snapshot's hash and date."""
    night(fazhi, tmp_path, sites)
    figures, snapshot = ask(tmp_path, FIGURES), ask(tmp_path, "SELECT snapshot FROM dim_report")
    assert figures
    sites.pages["/report.html"] = gone(status)
    night(fazhi, tmp_path, sites)
    assert ask(tmp_path, FIGURES) == figures
    ((kind, nights, answered, error, health, kept, *dates),) = ask(tmp_path, STATE)
    assert (kind, nights, answered, health, [(kept,)]) == ("gone", 1, status, "read", snapshot)
    assert str(status) in error
    assert dates == [True, True, True]
    verified = fazhi("snapshots", "verify")
    assert "1 pages, 0 damaged or missing" in verified.stdout


def test_a_page_that_has_moved_is_read_there_and_says_where_to(
    fazhi: Fazhi, tmp_path: Path, sites: Sites
) -> None:
    night(fazhi, tmp_path, sites)
    figures = ask(tmp_path, FIGURES)

    def moved(handler: Handler) -> None:
        handler.reply(301, Location="/new/report.html")

    sites.pages["/new/report.html"] = sites.pages["/report.html"]
    sites.pages["/report.html"] = moved
    night(fazhi, tmp_path, sites)
    assert ask(tmp_path, FIGURES) == figures
    ((kind, nights, answered, error, health, *_),) = ask(tmp_path, STATE)
    assert (kind, nights, answered, health) == ("moved", 0, 200, "read")
    assert error == sites.url("new/report.html", "127.0.0.1")


def test_a_page_moved_to_the_front_page_is_gone(fazhi: Fazhi, tmp_path: Path, sites: Sites) -> None:
    night(fazhi, tmp_path, sites)
    figures = ask(tmp_path, FIGURES)
    sites.pages["/report.html"] = lambda handler: handler.reply(301, Location="/")
    night(fazhi, tmp_path, sites)
    assert ask(tmp_path, FIGURES) == figures
    assert ask(tmp_path, "SELECT fetch_state FROM source_state") == [("gone",)]


def test_a_page_that_comes_back_is_well_again(fazhi: Fazhi, tmp_path: Path, sites: Sites) -> None:
    """A passing outage is no alarm."""
    page = sites.pages["/report.html"]
    night(fazhi, tmp_path, sites)
    sites.pages["/report.html"] = gone(404)
    night(fazhi, tmp_path, sites)
    sites.pages["/report.html"] = page
    night(fazhi, tmp_path, sites)
    assert ask(tmp_path, "SELECT fetch_state, failing_nights, failing_since FROM source_state") == [
        ("well", 0, None)
    ]
    assert ask(tmp_path, "SELECT kind FROM fetch_log AS f ORDER BY f.at") == [
        ("fetched",),
        ("gone",),
        ("fetched",),
    ]
