"""New reports out of what index pages list and pages say: proposals for the catalogue, nothing more."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from extract.catalogue.checking import address
from extract.catalogue.reading import YES, Catalogue
from extract.catalogue.sites import Site, is_official
from extract.identity import identify
from extract.listings import Listed
from extract.report_titles import place_of_title, why_no_report, year_of_title
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer
from warehouse.records import Document, Place

WAY_OUT = "give --place and --year if it is one all the same"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A report found: whose, of which year, its title and address, and the index page that lists it."""

    place: str
    place_name: str
    year: int
    title: str
    url: str
    index_url: str = ""
    published_on: date | None = None
    is_third_party: bool = False

    @property
    def report_id(self) -> str:
        """`<place>-<report year>`, such as 330700-2017."""
        return f"{self.place}-{self.year}"

    def row(self) -> dict[str, str]:
        """The catalogue's row of this report; its title stands in the note."""
        return {
            "place": self.place,
            "name": self.place_name,
            "year": str(self.year),
            "url": self.url,
            "third_party": YES if self.is_third_party else "",
            "note": self.title,
        }


@dataclass(frozen=True, slots=True)
class Doubt:
    """A title that is of such a report and cannot be placed: title, address and the reason."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """Reports and addresses that need not be proposed again."""

    reports: Set[str]
    addresses: Set[str]

    def has(self, report_id: str, url: str) -> bool:
        """Whether the report or its address is known."""
        return report_id in self.reports or address(url) in self.addresses

    def also(self, proposals: Iterable[Proposal]) -> "Known":
        """These and the proposals' reports and addresses."""
        new = tuple(proposals)
        return Known(
            self.reports | {proposal.report_id for proposal in new},
            self.addresses | {address(proposal.url) for proposal in new},
        )


def known_of(catalogues: Iterable[Catalogue]) -> Known:
    """What the catalogues have, also the reports left out of them on purpose."""
    read = tuple(catalogues)
    urls = [entry.url for one in read for entry in one.entries]
    urls += [left.url for one in read for left in one.left_out]
    reports = frozenset(entry.report_id for one in read for entry in one.entries)
    return Known(reports, frozenset(address(url) for url in urls))


def propose(
    listed: Iterable[Listed], site: Site, known: Known, places: Gazetteer
) -> tuple[tuple[Proposal, ...], tuple[Doubt, ...]]:
    """The reports among the entries of an index page that are not known, and those that cannot be placed.

    Of two entries for one report the first counts. An entry on a host that is no government's own is a
    doubt: only a person may allow it.
    """
    proposals: list[Proposal] = []
    doubts: list[Doubt] = []
    for entry in listed:
        if address(entry.url) in known.addresses or why_no_report(entry.title) is not None:
            continue
        try:
            proposal = _proposal(entry, site, places)
        except CatalogueError as error:
            doubts.append(Doubt(entry.title, entry.url, error.what))
            continue
        if not known.has(proposal.report_id, proposal.url):
            proposals.append(proposal)
            known = known.also((proposal,))
    return tuple(proposals), tuple(doubts)


def _proposal(entry: Listed, site: Site, places: Gazetteer) -> Proposal:
    is_third_party = not is_official(entry.url)
    same_host = urlsplit(entry.url).hostname == urlsplit(site.index_url).hostname
    if is_third_party and not (site.is_third_party and same_host):
        raise CatalogueError("is on no gov.cn host", entry.url)
    year = year_of_title(entry.title, entry.published_on)
    own = "" if site.is_department else site.place
    place = place_of_title(entry.title, year, own, places, near=site.place)
    return Proposal(
        place=place.code,
        place_name=place.name,
        year=year,
        title=entry.title,
        url=entry.url,
        index_url=site.index_url,
        published_on=entry.published_on,
        is_third_party=is_third_party,
    )


def propose_page(
    url: str, document: Document, places: Gazetteer, place: str = "", year: int | None = None
) -> Proposal:
    """The report that a page is, by its title and site; `place` and `year` where the page does not say.

    Raises CatalogueError where it is another kind of page, or where place or year cannot be told.
    """
    title = document.title
    other = why_no_report(title)
    if other is not None and not (place and year):
        raise CatalogueError(f"“{title}” is no such report: {other}", url, WAY_OUT)
    try:
        year = year or year_of_title(title, document.published_on)
        found = places.resolve(place, year) if place else _place_of_page(document, year, places)
    except CatalogueError as error:
        raise CatalogueError(error.what, url, WAY_OUT) from error
    return Proposal(
        place=found.code,
        place_name=found.name,
        year=year,
        title=title,
        url=url,
        published_on=document.published_on,
        is_third_party=not is_official(url),
    )


def _place_of_page(document: Document, year: int, places: Gazetteer) -> Place:
    own = identify(document, places).place or ""
    return place_of_title(document.title, year, own, places)
