"""New reports out of what index pages list and pages say: proposals for the catalogue, nothing more."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from extract.catalogue.checking import address
from extract.catalogue.reading import YES, Catalogue
from extract.catalogue.sites import Site, is_official
from extract.discovery_pages import Opened
from extract.identity import identify
from extract.listings.entries import Listed, attachment_format
from extract.listings.links import is_article
from extract.report_titles import (
    is_about_reports,
    is_cut,
    place_of_title,
    why_no_report,
    year_named,
    year_of_title,
)
from extract.report_years import year_of_page
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer
from warehouse.records import Document, Place

WAY_OUT = "give --place and --year if it is one all the same"
_CUT_TITLE = "is cut short, and its page gives no whole title"
_SPACES = re.compile(r"\s+")


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
        """The catalogue's row of this report; its title stands in the note, of a file its format too."""
        return {
            "place": self.place,
            "name": self.place_name,
            "year": str(self.year),
            "url": self.url,
            "format": attachment_format(self.url),
            "third_party": YES if self.is_third_party else "",
            "note": self.title,
        }


@dataclass(frozen=True, slots=True)
class Doubt:
    """A title of such a report that cannot be placed: title, address, the reason, and where it is listed."""

    title: str
    url: str
    reason: str
    place: str = ""
    index_url: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Reports and addresses that need not be proposed again, and addresses whose doubt has been told.

    A report that was rejected at one address may be proposed at another.
    """

    reports: Set[str]
    addresses: Set[str]
    doubted: Set[str] = frozenset()

    def has(self, report_id: str, url: str) -> bool:
        """Whether the report or its address is known."""
        return report_id in self.reports or address(url) in self.addresses

    def also(self, proposals: Iterable[Proposal], urls: Iterable[str] = ()) -> "Known":
        """These and the proposals' reports and addresses, and addresses of no report."""
        new = tuple(proposals)
        return Known(
            self.reports | {proposal.report_id for proposal in new},
            self.addresses | {address(proposal.url) for proposal in new} | {address(url) for url in urls},
            self.doubted,
        )

    def has_told(self, url: str) -> bool:
        """Whether the doubt about an address has been told."""
        return address(url) in self.doubted


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of a list sorted: reports to propose, doubts, those whose page must be looked at first.

    `reports` is how many entries are such reports at all: known ones, and those of departments too.
    """

    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    to_open: tuple[Listed, ...] = ()
    reports: int = 0


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

    What `sort_entries` would have looked at is a doubt here.
    """
    found = sort_entries(listed, site, known, places)
    unread = (_doubt(entry, site, _why_open(entry.title)) for entry in found.to_open)
    return found.proposals, (*found.doubts, *unread)


def sort_entries(listed: Iterable[Listed], site: Site, known: Known, places: Gazetteer) -> Sorted:
    """Sort the entries of an index page. Of two entries for one report the first counts.

    An entry on a host that is no government's own is a doubt: only a person may allow it. A title without a
    year, or cut short, is looked up on its own page; one that is only the name of a column is none.
    """
    proposals: list[Proposal] = []
    doubts: list[Doubt] = []
    to_open: list[Listed] = []
    reports = 0
    for entry in listed:
        cut = is_cut(entry.title)
        if not (cut or is_about_reports(entry.title)) or _is_navigation(entry, site):
            continue
        reports += 1
        if address(entry.url) in known.addresses or not (cut or why_no_report(entry.title) is None):
            continue
        try:
            _check_host(entry.url, site)
            if cut or not _says_its_year(entry):
                to_open += [] if known.has_told(entry.url) else [entry]
                continue
            proposal = _proposal(
                entry, entry.title, year_of_title(entry.title, entry.published_on), site, places
            )
        except CatalogueError as error:
            doubts += [] if known.has_told(entry.url) else [_doubt(entry, site, error.what)]
            continue
        if not known.has(proposal.report_id, proposal.url):
            proposals.append(proposal)
            known = known.also((proposal,))
    return Sorted(tuple(proposals), tuple(doubts), tuple(to_open), reports)


def with_opened(
    found: Sorted, opened: Mapping[str, Opened], site: Site, known: Known, places: Gazetteer
) -> Sorted:
    """Sort those too whose page was opened, by its address; what no page was had of is left to another night.

    `known` is what was known before `found`.
    """
    proposals, doubts = list(found.proposals), list(found.doubts)
    known = known.also(proposals)
    for entry in found.to_open:
        page = opened.get(entry.url)
        result = propose_opened(entry, page, site, places) if page else None
        if isinstance(result, Doubt):
            doubts.append(result)
        elif result is not None and not known.has(result.report_id, result.url):
            proposals.append(result)
            known = known.also((result,))
    return replace(found, proposals=tuple(proposals), doubts=tuple(doubts))


def propose_opened(entry: Listed, page: Opened, site: Site, places: Gazetteer) -> Proposal | Doubt | None:
    """What an entry is whose page had to be looked at: its title and year by the page; None for no report."""
    document = page.document
    if page.is_column or document is None:
        return None
    title = _whole_title(entry, document)
    if is_cut(title):
        return _doubt(entry, site, _CUT_TITLE)
    if why_no_report(title) is not None:
        return None
    published = entry.published_on or document.published_on
    try:
        year = year_named(title) or year_of_page(document, published) or year_of_title(title, published)
        return _proposal(entry, title, year, site, places)
    except CatalogueError as error:
        return _doubt(entry, site, error.what)


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
        if year is None:
            year = year_named(title) or year_of_page(document, document.published_on)
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


def _says_its_year(entry: Listed) -> bool:
    """Whether the list tells the report's year: by the title, or of a 工作总结 by its December."""
    try:
        year_of_title(entry.title, entry.published_on)
    except CatalogueError:
        return False
    return True


def _why_open(title: str) -> str:
    return _CUT_TITLE if is_cut(title) else "names no year"


def _is_navigation(entry: Listed, site: Site) -> bool:
    """Whether an entry is the name of a column: no year, no date, and it leads to a column or the list."""
    if year_named(entry.title) is not None or entry.published_on is not None:
        return False
    return address(entry.url) == address(site.index_url) or not is_article(entry.url) or not entry.is_item


def _check_host(url: str, site: Site) -> None:
    if is_official(url):
        return
    same_host = urlsplit(url).hostname == urlsplit(site.index_url).hostname
    if not (site.is_third_party and same_host):
        raise CatalogueError("is on no gov.cn host", url)


def _proposal(entry: Listed, title: str, year: int, site: Site, places: Gazetteer) -> Proposal:
    own = "" if site.is_department else site.place
    place = place_of_title(title, year, own, places, near=site.place)
    return Proposal(
        place=place.code,
        place_name=place.name,
        year=year,
        title=_SPACES.sub(" ", title).strip(),
        url=entry.url,
        index_url=site.index_url,
        published_on=entry.published_on,
        is_third_party=not is_official(entry.url),
    )


def _doubt(entry: Listed, site: Site, reason: str) -> Doubt:
    return Doubt(entry.title, entry.url, reason, site.place, site.index_url, entry.published_on)


def _whole_title(entry: Listed, document: Document) -> str:
    """The title of an entry; the page's own where the list cut it short, or where it alone names a report."""
    if document.title and (is_cut(entry.title) or is_about_reports(document.title)):
        return document.title
    return entry.title


def _place_of_page(document: Document, year: int, places: Gazetteer) -> Place:
    own = identify(document, places).place or ""
    return place_of_title(document.title, year, own, places)
