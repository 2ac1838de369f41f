"""Whether a catalogue can be trusted: one finding for each row that is wrong or doubtful."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from extract.catalogue.reading import Catalogue, read_catalogue
from extract.catalogue.sites import Site, is_official
from extract.report_titles import place_of_title, why_no_report, year_named
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer
from warehouse.records import CatalogueEntry

# The day of publication in an address: /2019/3/28/, /202403/ or /20190328/
_DAY = re.compile(r"/(?P<year>20\d\d)(?:/\d{1,2}[/-]\d{1,2}|(?:0[1-9]|1[0-2])(?:\d\d)?)/")


class Weight(StrEnum):
    """An error makes the catalogue wrong; a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one row: file, line (0 for the whole file), weight, kind and words."""

    where: str
    line: int
    weight: Weight
    kind: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.weight} {self.kind}: {self.words}"


def check_catalogue(path: Path, places: Gazetteer, folders: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Look at every row of a catalogue, in the order of its lines.

    Errors: rows that read_catalogue rejects (unknown_place, also one that did not exist in that year;
    bad_year, bad_url, bad_text, too_long, outside, unknown_format, duplicate, bad_allowance),
    unofficial_host without an allowance, same_address for two reports, and where a row gives its report's
    title: not_the_places (a department's, a town's or a zone's), other_year and other_place by what the title
    says, early_address by the day in the address, which cannot be before the year reported on. Warnings: an
    allowance that no row needs (needless_allowance). Raises CatalogueError for a file that is no catalogue.
    """
    catalogue = read_catalogue(path, places, folders)
    rejected = (Finding(str(path), row.line, Weight.ERROR, row.kind, row.words) for row in catalogue.rejected)
    found = [
        *rejected,
        *_hosts(path, catalogue),
        *_addresses(path, catalogue),
        *_titles(path, catalogue, places),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.kind)))


def _hosts(path: Path, catalogue: Catalogue) -> Iterator[Finding]:
    for line, entry in zip(catalogue.lines, catalogue.entries, strict=True):
        host = urlsplit(entry.url).hostname
        if not _is_remote(entry):
            continue
        if not is_official(entry.url) and not entry.is_third_party:
            words = f"{host} is no gov.cn host: say third_party yes, or give the government's own address"
            yield Finding(str(path), line, Weight.ERROR, "unofficial_host", words)
        elif is_official(entry.url) and entry.is_third_party:
            words = f"{host} is a government's own: third_party may go"
            yield Finding(str(path), line, Weight.WARNING, "needless_allowance", words)


def _is_remote(entry: CatalogueEntry) -> bool:
    return urlsplit(entry.url).scheme in ("http", "https")


def _addresses(path: Path, catalogue: Catalogue) -> Iterator[Finding]:
    first: dict[str, str] = {address(left.url): "one left out" for left in catalogue.left_out}
    for line, entry in zip(catalogue.lines, catalogue.entries, strict=True):
        other = first.setdefault(address(entry.url), entry.report_id)
        if other != entry.report_id:
            words = f"{entry.report_id} has the address of {other}"
            yield Finding(str(path), line, Weight.ERROR, "same_address", words)


def _titles(path: Path, catalogue: Catalogue, places: Gazetteer) -> Iterator[Finding]:
    rows = zip(catalogue.lines, catalogue.entries, catalogue.titles, strict=True)
    for line, entry, title in rows:
        for kind, words in (*_of_title(entry, title, places), *_of_day(entry)):
            yield Finding(str(path), line, Weight.ERROR, kind, words)


def _of_title(entry: CatalogueEntry, title: str, places: Gazetteer) -> Iterator[tuple[str, str]]:
    """What a row's title says against its place and year; a title that names none says nothing."""
    if not title:
        return
    if why := why_no_report(title, places):
        yield "not_the_places", f"“{title}” is no report of the whole place ({why}): say so in left_out"
        return
    year = year_named(title)
    if year not in (None, entry.year):
        yield "other_year", f"“{title}” is of {year}, not of {entry.year}"
    try:
        place = place_of_title(title, entry.year, entry.place, places)
    except CatalogueError as error:
        yield "other_place", error.what
    else:
        if place.code != entry.place:
            yield "other_place", f"“{title}” is of {place.name} ({place.code}), not of {entry.place}"


def _of_day(entry: CatalogueEntry) -> Iterator[tuple[str, str]]:
    day = _DAY.search(urlsplit(entry.url).path)
    if day and int(day["year"]) < entry.year:
        yield "early_address", f"the address says {day[0].strip('/')}, before {entry.year} was over"


def address(url: str) -> str:
    """The address by which two links mean the same page: no fragment, no http or https, host in small.

    >>> address("http://WWW.jinhua.gov.cn/a.html#top") == address("https://www.jinhua.gov.cn/a.html")
    True
    """
    parts = urlsplit(url)
    scheme = "https" if parts.scheme == "http" else parts.scheme
    return urlunsplit((scheme, parts.netloc.lower(), parts.path, parts.query, ""))


def check_sites(sites: Iterable[Site], where: str) -> tuple[Finding, ...]:
    """Errors of a list of index pages: a page listed twice, a host that is no government's own."""
    seen: set[str] = set()
    found: list[Finding] = []
    for line, site in enumerate(sites, start=2):
        if address(site.index_url) in seen:
            found.append(Finding(where, line, Weight.ERROR, "duplicate", f"{site.index_url} stands above"))
        if not is_official(site.index_url) and not site.is_third_party:
            words = f"{urlsplit(site.index_url).hostname} is no gov.cn host: say third_party yes"
            found.append(Finding(where, line, Weight.ERROR, "unofficial_host", words))
        seen.add(address(site.index_url))
    return tuple(found)
