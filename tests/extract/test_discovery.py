"""From entries and pages to proposals: what is new, what is known, what a person must look at."""

from dataclasses import replace
from datetime import date

import pytest

from extract.catalogue.sites import Site
from extract.discovery import Doubt, Known, propose, propose_page
from extract.documents import read_document
from extract.listings import Listed
from warehouse.errors import CatalogueError
from warehouse.places import load_places

SITE = Site("330700", "https://www.jinhua.gov.cn/fzbg/", "static")
NOTHING = Known(frozenset(), frozenset())
TITLE = "金华市2020年法治政府建设情况报告"
URL = "https://www.jinhua.gov.cn/art/1.html"


def found(entry: Listed, site: Site = SITE, known: Known = NOTHING) -> tuple[list[str], list[str]]:
    proposals, doubts = propose([entry], site, known, load_places())
    return [proposal.report_id for proposal in proposals], [doubt.reason for doubt in doubts]


def test_a_report_is_proposed_with_all_that_the_list_says() -> None:
    (proposal,), doubts = propose([Listed(TITLE, URL, date(2021, 3, 30))], SITE, NOTHING, load_places())
    assert doubts == ()
    assert proposal.row() == {
        "place": "330700",
        "name": "金华市",
        "year": "2020",
        "url": URL,
        "format": "",
        "third_party": "",
        "note": TITLE,
    }
    assert (proposal.index_url, proposal.published_on) == (SITE.index_url, date(2021, 3, 30))


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(Known(frozenset({"330700-2020"}), frozenset()), id="the report, elsewhere"),
        pytest.param(Known(frozenset(), frozenset({URL})), id="the address"),
    ],
)
def test_what_is_known_is_not_proposed(known: Known) -> None:
    assert found(Listed(TITLE, URL.replace("https", "http")), known=known) == ([], [])


def test_of_two_entries_for_one_report_the_first_counts() -> None:
    entries = [Listed(TITLE, URL), Listed("2020年度法治政府建设年度报告", URL + "?2")]
    proposals, _ = propose(entries, SITE, NOTHING, load_places())
    assert [proposal.url for proposal in proposals] == [URL]


@pytest.mark.parametrize(
    ("title", "site", "reason"),
    [
        pytest.param("金花市2020年法治政府建设情况报告", SITE, "near it: ", id="unknown: the nearest"),
        pytest.param("鼓楼区2020年法治政府建设情况报告", SITE, "410204", id="ambiguous: candidates"),
        pytest.param("法治政府建设年度报告", SITE, "no year", id="no year"),
        pytest.param(
            "2020年法治政府建设年度报告",
            replace(SITE, is_department=True),
            "names no place",
            id="a department's?",
        ),
    ],
)
def test_a_title_in_doubt_is_listed_and_not_proposed(title: str, site: Site, reason: str) -> None:
    """An unknown or ambiguous place stops that report and says why."""
    proposed, doubts = found(Listed(title, URL), site)
    assert proposed == []
    assert reason in doubts[0]


def test_on_a_department_s_site_a_title_with_its_place_is_proposed() -> None:
    assert found(Listed(TITLE, URL), replace(SITE, is_department=True)) == (["330700-2020"], [])


def test_an_entry_on_another_host_than_a_government_s_is_left_to_a_person() -> None:
    url = "https://mp.weixin.qq.com/s/1"
    _, doubts = propose([Listed(TITLE, url)], SITE, NOTHING, load_places())
    assert doubts == (Doubt(TITLE, url, "is on no gov.cn host", "330700", SITE.index_url),)


def test_an_allowed_third_party_marks_what_it_lists() -> None:
    site = Site("330700", "https://reports.example.org/", "static", is_third_party=True)
    (proposal,), _ = propose([Listed(TITLE, "https://reports.example.org/1")], site, NOTHING, load_places())
    assert proposal.row()["third_party"] == "yes"


def page(title: str, meta: str = "") -> bytes:
    prose = "<p>2020年，全市行政机关负责人出庭应诉率达到92%，办理行政复议案件1285件。</p>" * 3
    return (
        f"<html><head><title>{title}</title>{meta}</head><body><h1>{title}</h1>{prose}</body></html>".encode()
    )


@pytest.mark.parametrize(
    ("title", "meta", "place", "year", "report"),
    [
        pytest.param(TITLE, "", "", None, "330700-2020", id="title says both"),
        pytest.param(
            "2020年法治政府建设年度报告",
            '<meta name="SiteIDCode" content="3307000001">',
            "",
            None,
            "330700-2020",
            id="the site's code says the place",
        ),
        pytest.param("法治政府建设年度报告", "", "湖州市", 2019, "330500-2019", id="the user says both"),
        pytest.param(
            "2020年法治政府建设年度报告", "", "湖州市", None, "330500-2020", id="the user says the place"
        ),
        pytest.param(
            "工作材料之一二三四五六", "", "湖州市", 2019, "330500-2019", id="another title, both given"
        ),
    ],
)
def test_a_page_proposes_its_row(title: str, meta: str, place: str, year: int | None, report: str) -> None:
    proposal = propose_page(URL, read_document(page(title, meta)), load_places(), place, year)
    assert (proposal.report_id, proposal.title) == (report, title)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("关于印发2021年法治政府建设工作要点的通知", "no such report: notice"),
        ("金花市2020年法治政府建设情况报告", "near it: "),
    ],
    ids=["notice", "unknown place"],
)
def test_a_page_that_is_none_says_why_and_the_way_out(title: str, words: str) -> None:
    with pytest.raises(CatalogueError, match="--place and --year") as caught:
        propose_page(URL, read_document(page(title)), load_places())
    assert words in str(caught.value)
