"""The catalogue's own steps as plain functions: check it, add to it, find new reports, accept proposals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.catalogue import read_catalogue
from extract.catalogue.checking import Finding, check_catalogue, check_sites
from extract.catalogue.sites import Site, read_sites
from extract.catalogue.writing import with_rows
from extract.discovery import Doubt, Known, Proposal, known_of, propose, propose_page
from extract.fetching import Visit, Wanted, fetch_local, is_local, visit_all
from flows.fetch_diary import NO_REPORT, FetchDiary
from flows.files import write_whole
from flows.index_pages import read_lists
from flows.readers import read_apart
from flows.settings import Settings
from load.database import bring_in_diaries
from load.proposals import append_proposals, read_proposals
from warehouse.errors import CatalogueError, FetchError
from warehouse.places import load_places

LIVE_CATALOGUE = Path(str(files("extract.catalogue") / "reports.csv"))
LIVE_SITES = Path(str(files("extract.catalogue") / "sites.csv"))


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at index pages brought: proposals, titles that cannot be placed, pages that failed."""

    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    failures: tuple[str, ...] = ()

    def line(self) -> str:
        """The counts in one line."""
        return (
            f"{len(self.proposals)} new reports, {len(self.doubts)} titles in doubt, "
            f"{len(self.failures)} index pages not read"
        )


def own_catalogue(settings: Settings) -> Path:
    """The user's catalogue: the one of the settings, else `reports.csv` in the data folder."""
    return Path(settings.catalogue).expanduser() if settings.catalogue else settings.data_dir / "reports.csv"


def check(path: Path) -> tuple[Finding, ...]:
    """Findings of one catalogue; of the packaged one also of its index pages. Raises CatalogueError."""
    places = load_places()
    found = check_catalogue(path, places)
    if path != LIVE_CATALOGUE:
        return found
    return (*found, *check_sites(read_sites(LIVE_SITES, places), str(LIVE_SITES)))


def known_reports(settings: Settings) -> Known:
    """What the packaged catalogue, the user's own and the proposals so far have."""
    paths = [path for path in (LIVE_CATALOGUE, own_catalogue(settings)) if path.exists()]
    known = known_of(read_catalogue(path, load_places()) for path in paths)
    return known.also(_proposal(row) for row in read_proposals(settings.data_dir).to_pylist())


def _page(settings: Settings, url: str) -> bytes:
    """The page at an address, asked for as the reports are: with its row in the fetch log."""
    if is_local(url):
        return fetch_local(url, settings.fetch_limits).data or b""
    diary = FetchDiary(settings)
    visits: list[Visit] = []
    visit_all([Wanted(url)], settings.fetch_limits, visits.append, left_alone=diary.left_alone())
    (visit,) = visits
    diary.add([NO_REPORT], visit, None)
    diary.write()
    if visit.page is None:
        raise visit.error or FetchError("brought no page", url)
    return visit.page.data or b""


def proposal_of_page(
    settings: Settings, url: str, place: str, year: int | None, *, third_party: bool
) -> Proposal:
    """Read the page at `url` and say which report it is.

    Raises FetchError, UnreadableError, and CatalogueError where it is no such report, is known already, or
    stands on a host that is no government's own without `third_party`.
    """
    document = read_apart(url, _page(settings, url), ocr=settings.ocr)
    proposal = propose_page(url, document, load_places(), place, year)
    if proposal.is_third_party and not third_party:
        raise CatalogueError(
            "is on no gov.cn host", url, "--third-party takes a copy from there all the same"
        )
    _refuse_known(settings, proposal)
    return proposal


def _refuse_known(settings: Settings, proposal: Proposal) -> None:
    path = own_catalogue(settings)
    if path.exists() and known_of([read_catalogue(path, load_places())]).has(
        proposal.report_id, proposal.url
    ):
        raise CatalogueError(
            f"{proposal.report_id} or its address stands in {path}", proposal.url, "see there"
        )


def add_rows(settings: Settings, proposals: Iterable[Proposal]) -> Path:
    """Write the proposals to the end of the user's catalogue, whole or not at all. Returns its path."""
    path = own_catalogue(settings)
    before = path.read_bytes() if path.exists() else b""
    write_whole(path, with_rows(before, [proposal.row() for proposal in proposals]))
    return path


def look_at(sites: Sequence[Site], settings: Settings, known: Known, max_pages: int) -> Found:
    """Read index pages and propose the reports that are not known; a page that fails is listed."""
    proposals: list[Proposal] = []
    doubts: list[Doubt] = []
    failures: list[str] = []
    for site, listing in zip(sites, read_lists(sites, settings, max_pages), strict=True):
        new, doubted = propose(listing.entries, site, known, load_places())
        known = known.also(new)
        proposals += new
        doubts += doubted
        failures += listing.failures
    return Found(tuple(proposals), tuple(doubts), tuple(failures))


def remember(settings: Settings, proposals: Sequence[Proposal], event: str, at: datetime) -> None:
    """Append proposals to their table as `proposed`, `accepted` or `rejected`; none where there are none.

    A warehouse that is there has them at once, and what was asked for to find them.
    """
    if proposals:
        append_proposals(settings.data_dir, [_row(proposal, event, at) for proposal in proposals])
    bring_in_diaries(settings.data_dir, settings.database, settings.database_limits)


def open_proposals(settings: Settings) -> tuple[Proposal, ...]:
    """The proposals neither accepted nor rejected nor in the user's catalogue meanwhile, oldest first."""
    rows = read_proposals(settings.data_dir).to_pylist()
    settled = {row["report_id"] for row in rows if row["event"] != "proposed"}
    path = own_catalogue(settings)
    if path.exists():
        settled |= known_of([read_catalogue(path, load_places())]).reports
    return tuple(_proposal(row) for row in rows if row["report_id"] not in settled)


def chosen_proposals(settings: Settings, reports: Sequence[str]) -> tuple[Proposal, ...]:
    """The open proposals named by report id (330700-2017); all where none is named.

    Raises CatalogueError for a name that is no open proposal.
    """
    waiting = open_proposals(settings)
    if missing := sorted(set(reports) - {proposal.report_id for proposal in waiting}):
        raise CatalogueError(
            "is no open proposal", ", ".join(missing), "`fazhi catalogue proposals` lists them"
        )
    return tuple(proposal for proposal in waiting if not reports or proposal.report_id in reports)


def _row(proposal: Proposal, event: str, at: datetime) -> dict[str, object]:
    return {
        "event": event,
        "at": at,
        "report_id": proposal.report_id,
        "place": proposal.place,
        "place_name": proposal.place_name,
        "report_year": proposal.year,
        "title": proposal.title,
        "url": proposal.url,
        "index_url": proposal.index_url,
        "published_on": proposal.published_on,
        "third_party": proposal.is_third_party,
    }


def _proposal(row: dict[str, Any]) -> Proposal:
    return Proposal(
        place=row["place"],
        place_name=row["place_name"],
        year=row["report_year"],
        title=row["title"],
        url=row["url"],
        index_url=row["index_url"],
        published_on=row["published_on"],
        is_third_party=row["third_party"],
    )
