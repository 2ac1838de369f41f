"""The catalogue's own steps as plain functions: check it, add to it, accept and reject proposals."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.catalogue import read_catalogue
from extract.catalogue.checking import Finding, address, check_catalogue, check_sites
from extract.catalogue.reading import refuse_outside
from extract.catalogue.sites import is_official, read_sites
from extract.catalogue.writing import with_rows
from extract.discovery import Doubt, Known, Proposal, known_of, propose_page
from extract.fetching import Visit, Wanted, fetch_local, is_local, visit_all
from flows.catalogue.found import Found
from flows.catalogue.look import look_at
from flows.fetching.diary import NO_REPORT, FetchDiary
from flows.files import write_whole
from flows.packaged import LIVE, PACKAGED
from flows.reading.processes import read_apart
from flows.settings import Settings, packaged_catalogue
from load.diaries.proposals import append_proposals, read_proposals
from load.engines.database import bring_in_diaries
from warehouse.errors import CatalogueError, FetchError
from warehouse.places import load_places

__all__ = [
    "LIVE_CATALOGUE",
    "LIVE_SITES",
    "Found",
    "add_rows",
    "check",
    "chosen_proposals",
    "known_reports",
    "look_at",
    "open_doubts",
    "open_proposals",
    "own_catalogue",
    "proposal_of_page",
    "remember",
    "to_reject",
]

LIVE_CATALOGUE = packaged_catalogue(LIVE)
LIVE_SITES = Path(str(files("extract.catalogue") / "sites.csv"))


def own_catalogue(settings: Settings) -> Path:
    """The user's catalogue: the one of the settings, else `reports.csv` in the data folder.

    A packaged catalogue that the settings name is nobody's to write to.
    """
    if settings.catalogue and settings.catalogue not in PACKAGED:
        return Path(settings.catalogue).expanduser()
    return settings.data_dir / "reports.csv"


def check(path: Path, folders: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Findings of one catalogue; of the packaged one also of its index pages. Raises CatalogueError."""
    places = load_places()
    found = check_catalogue(path, places, folders)
    if path != LIVE_CATALOGUE:
        return found
    return (*found, *check_sites(read_sites(LIVE_SITES, places), str(LIVE_SITES)))


def known_reports(settings: Settings) -> Known:
    """What the packaged catalogue, the user's own and the proposals so far have.

    A decision is about an address: a report that was rejected at one may be proposed at another. A title in
    doubt is told once.
    """
    paths = [path for path in (LIVE_CATALOGUE, own_catalogue(settings)) if path.exists()]
    known = known_of(read_catalogue(path, load_places(), settings.catalogue_folders) for path in paths)
    rows = read_proposals(settings.data_dir).to_pylist()
    newest = {address(row["url"]): row for row in rows}
    alive = [_proposal(row) for row in newest.values() if row["event"] in ("proposed", "accepted")]
    rejected = [row["url"] for row in newest.values() if row["event"] == "rejected"]
    doubted = frozenset(url for url, row in newest.items() if row["event"] == "doubted")
    return replace(known.also(alive, rejected), doubted=doubted)


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
    stands on a host that is no government's own without `third_party`, or in a file that the catalogue may
    not name.
    """
    refuse_outside(url, own_catalogue(settings), settings.catalogue_folders)
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
    if path.exists() and known_of([read_catalogue(path, load_places(), settings.catalogue_folders)]).has(
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


def remember(
    settings: Settings, found: Sequence[Proposal | Doubt], event: str, at: datetime, *, bring_in: bool = True
) -> None:
    """Append to the proposals' table what was `proposed`, `doubted`, `accepted` or `rejected`, if any.

    With `bring_in` a warehouse that is there has them at once, and what was asked for to find them.
    """
    if found:
        append_proposals(settings.data_dir, [_row(one, event, at) for one in found])
    if bring_in:
        bring_in_diaries(settings.data_dir, settings.database, settings.database_limits)


def open_proposals(settings: Settings) -> tuple[Proposal, ...]:
    """The proposals neither accepted nor rejected nor in the user's catalogue meanwhile, oldest first.

    What is decided is decided for an address.
    """
    newest = _newest(settings)
    known = _own_known(settings)
    waiting = (_proposal(row) for row in newest if row["event"] == "proposed")
    return tuple(one for one in waiting if known is None or not known.has(one.report_id, one.url))


def open_doubts(settings: Settings) -> tuple[Doubt, ...]:
    """The titles in doubt that nobody has rejected, and whose address is in no catalogue, oldest first."""
    known = _own_known(settings)
    waiting = (_doubt(row) for row in _newest(settings) if row["event"] == "doubted")
    return tuple(one for one in waiting if known is None or not known.has("", one.url))


def _newest(settings: Settings) -> list[dict[str, Any]]:
    """The latest event of each address, in the order in which the addresses were first met."""
    rows: dict[str, dict[str, Any]] = {}
    for row in read_proposals(settings.data_dir).to_pylist():
        rows[address(row["url"])] = row
    return list(rows.values())


def _own_known(settings: Settings) -> Known | None:
    path = own_catalogue(settings)
    return (
        known_of([read_catalogue(path, load_places(), settings.catalogue_folders)]) if path.exists() else None
    )


def chosen_proposals(settings: Settings, chosen: Sequence[str]) -> tuple[Proposal, ...]:
    """The open proposals named by report id (330700-2017) or address; all where none is named.

    Raises CatalogueError for a name that is no open proposal.
    """
    waiting = open_proposals(settings)
    _refuse_unknown(chosen, {name for one in waiting for name in (one.report_id, one.url)})
    return tuple(one for one in waiting if not chosen or one.report_id in chosen or one.url in chosen)


def to_reject(settings: Settings, chosen: Sequence[str]) -> tuple[Proposal | Doubt, ...]:
    """The open proposals and doubts named by report id or address. Raises CatalogueError for another name."""
    proposals, doubts = open_proposals(settings), open_doubts(settings)
    names = {name for one in proposals for name in (one.report_id, one.url)} | {one.url for one in doubts}
    _refuse_unknown(chosen, names)
    return (
        *(one for one in proposals if one.report_id in chosen or one.url in chosen),
        *(one for one in doubts if one.url in chosen),
    )


def _refuse_unknown(chosen: Sequence[str], names: Set[str]) -> None:
    if missing := sorted(set(chosen) - names):
        raise CatalogueError(
            "is no open proposal", ", ".join(missing), "`fazhi catalogue proposals` lists them"
        )


def _row(found: Proposal | Doubt, event: str, at: datetime) -> dict[str, object]:
    common = {
        "event": event,
        "at": at,
        "title": found.title,
        "url": found.url,
        "index_url": found.index_url,
        "published_on": found.published_on,
    }
    if isinstance(found, Doubt):
        place = load_places().by_code(found.place)
        name = place.name if place else ""
        of_site = {"report_id": "", "place": found.place, "place_name": name, "report_year": None}
        return common | of_site | {"third_party": not is_official(found.url), "reason": found.reason}
    return common | {
        "report_id": found.report_id,
        "place": found.place,
        "place_name": found.place_name,
        "report_year": found.year,
        "third_party": found.is_third_party,
        "reason": None,
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


def _doubt(row: dict[str, Any]) -> Doubt:
    return Doubt(
        row["title"], row["url"], row["reason"] or "", row["place"], row["index_url"], row["published_on"]
    )
