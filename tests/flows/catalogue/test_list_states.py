"""How lists stand from night to night: settled by a person, incomplete, cut, found from a front page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.catalogue.sites import Site, read_sites
from extract.discovery import Known
from flows.catalogue.found import COLUMNS, write_details
from flows.catalogue.proposals import Found, look_at
from flows.catalogue.sources import settle_lists, unwell_lists
from flows.settings import Settings
from tests.extract.sites import Sites, city_sites, page_of
from tests.flows.catalogue.list_pages import NEWS, item, page
from warehouse.errors import CatalogueError
from warehouse.places import load_places

NOTHING = Known(frozenset(), frozenset())


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites(address="0.0.0.0") as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, fetch_delay=0, allow_private="127.0.0.0/8")


def looked(
    settings: Settings, sites: Sites, path: str = "fzbg/", most: int = 20, *, front: bool = False
) -> Found:
    site = Site("330700", sites.url(path, "127.0.0.1"), is_third_party=True)
    return look_at([site], settings, NOTHING, most, from_front=front)


def finding(found: Found) -> str:
    return found.lists[0].health.finding


def test_a_list_that_shrank_is_told_until_a_person_settles_it(sites: Sites, settings: Settings) -> None:
    sites.pages["/fzbg/"] = page_of(200, page(2022, 2021, 2020))
    assert finding(looked(settings, sites)) == "well"
    sites.pages["/fzbg/"] = page_of(200, page(2022))
    assert [finding(looked(settings, sites)) for _night in range(2)] == ["fewer", "fewer"]
    (line,) = unwell_lists(settings)
    assert "fewer: 1 reports, had 3 on 20" in line
    assert settle_lists(settings, [sites.url("fzbg/", "127.0.0.1")], datetime.now(UTC)) == 1
    assert (unwell_lists(settings), finding(looked(settings, sites))) == ([], "well")


def test_an_address_that_was_never_read_cannot_be_settled(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="is no index page that was read"):
        settle_lists(settings, ["http://www.jinhua.gov.cn/fzbg/"], datetime.now(UTC))


def test_a_list_that_says_it_has_more_is_incomplete(sites: Sites, settings: Settings) -> None:
    sites.pages["/fzbg/"] = page_of(200, page(2022, 2021, further="<p>共40条记录</p>"))
    found = looked(settings, sites)
    assert (finding(found), len(found.proposals)) == ("incomplete", 2)
    assert "2 of 40 entries" in found.failures[0]


def test_a_list_longer_than_its_most_pages_is_told_as_cut_and_is_well(
    sites: Sites, settings: Settings
) -> None:
    pager = "<script>createPageHTML(3, 0, 'index', 'html')</script>"
    sites.pages["/fzbg/"] = page_of(200, page(2022, further=pager))
    sites.pages["/fzbg/index_1.html"] = page_of(200, page(2021))
    found = looked(settings, sites, most=2)
    assert (finding(found), [one.year for one in found.proposals]) == ("well", [2022, 2021])
    assert ["--max-pages" in line for line in found.notices] == [True]


def front_page(sites: Sites) -> None:
    links = "<a href='/news/'>政务要闻</a><a href='/xxgk/'>政府信息公开</a>"
    sites.pages["/"] = page_of(200, f"<html>{links}<ul>{NEWS}</ul></html>")
    sites.pages["/xxgk/"] = page_of(
        200, "<a href='nb/'>信息公开年报</a><a href='bg/'>法治政府建设年度报告</a>"
    )
    sites.pages["/xxgk/bg/"] = page_of(200, page(2022, 2021))


def test_columns_found_from_front_pages_are_written_as_the_next_list_of_sites(
    sites: Sites, settings: Settings
) -> None:
    front_page(sites)
    found = looked(settings, sites, "", front=True)
    assert [one.year for one in found.proposals] == [2022, 2021]
    assert sites.paths("127.0.0.1") == ["/", "/xxgk/", "/xxgk/bg/", "/xxgk/bg/"]
    write_details(settings, found)
    (column,) = read_sites(settings.data_dir / COLUMNS, load_places())
    expected = Site("330700", sites.url("xxgk/bg/", "127.0.0.1"), "static", is_third_party=True)
    assert replace(column, form="") == expected


def test_a_front_page_that_sends_its_readers_on_is_followed(sites: Sites, settings: Settings) -> None:
    front_page(sites)
    sites.pages["/index/"] = sites.pages["/"]
    sites.pages["/"] = page_of(200, "<html><meta http-equiv=refresh content='0;url=/index/'></html>")
    assert [one.year for one in looked(settings, sites, "", front=True).proposals] == [2022, 2021]


def test_a_front_page_without_such_a_column_is_a_finding(sites: Sites, settings: Settings) -> None:
    sites.pages["/"] = page_of(
        200, f"<html><a href='/news/'>政务要闻</a><ul>{NEWS}{item(2022, '图书馆开放')}</ul></html>"
    )
    found = looked(settings, sites, "", front=True)
    assert (finding(found), found.columns) == ("no_column", ())
