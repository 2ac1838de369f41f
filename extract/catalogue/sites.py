"""The index pages where governments list these reports, and which hosts are a government's own."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from extract.documents.files.charset import decode
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer

_COLUMNS = ("place", "index_url")
UNKNOWN = "unknown"
_FRONT_PAGES = frozenset(("", "/", "/index.html", "/index.htm", "/index.jsp", "/index.shtml", "/index.aspx"))


@dataclass(frozen=True, slots=True)
class Site:
    """An index page: whose (a place code), where, and the kind of list that was found there.

    The kind is told by each answer anew: `list_kind` is for people. On a department's site a title that names
    no place may be the department's own report. `is_third_party` allows a host that is no government's own.
    `form` is posted (page=1&id=7, or JSON) where the list answers nothing else.
    """

    place: str
    index_url: str
    list_kind: str = UNKNOWN
    is_department: bool = False
    is_third_party: bool = False
    form: str = ""

    @property
    def is_front_page(self) -> bool:
        """Whether it is a government's front page, from which its column is looked for."""
        return urlsplit(self.index_url).path in _FRONT_PAGES and not self.form


def is_official(url: str) -> bool:
    """Whether the host of `url` is a Chinese government's own, by its registered domain gov.cn.

    >>> is_official("https://www.jinhua.gov.cn/art/1.html"), is_official("https://jinhua.gov.cn.example.org/")
    (True, False)
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    return host == "gov.cn" or host.endswith(".gov.cn")


def read_sites(path: Path, places: Gazetteer) -> tuple[Site, ...]:
    """Read index pages: place (code or name), index_url; if wanted list_kind, department, third_party, form.

    Raises CatalogueError naming the file and line that is wrong.
    """
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise CatalogueError(
            f"cannot be read: {error.strerror or error}", str(path), "give a CSV file with --sites"
        ) from error
    rows = csv.DictReader(StringIO(text, newline=""))
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        way_out = f"its first line names the columns {','.join(_COLUMNS)}"
        raise CatalogueError(f"lacks the column {', '.join(missing)}", f"{path}:1", way_out)
    return tuple(_site(row, f"{path}, line {rows.line_num}", places) for row in rows)


def sites_csv(sites: Iterable[Site], places: Gazetteer) -> str:
    """The index pages as `read_sites` reads them, with the places' names."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("place", "name", "index_url", "list_kind", "department", "third_party", "form"))
    for site in sites:
        place = places.by_code(site.place)
        flags = ("yes" if flag else "" for flag in (site.is_department, site.is_third_party))
        writer.writerow(
            (site.place, place.name if place else "", site.index_url, site.list_kind, *flags, site.form)
        )
    return written.getvalue()


def _site(row: dict[str, str], where: str, places: Gazetteer) -> Site:
    place, url = ((row[name] or "").strip() for name in _COLUMNS)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CatalogueError(f"“{url}” is no address: {error}", where, "mend the row") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CatalogueError(f"“{url}” is no http or https address", where, "mend the row")
    try:
        code = places.resolve(place).code
    except CatalogueError as error:
        raise CatalogueError(error.what, where, error.way_out) from error
    is_department, is_third_party = (_is_yes(row.get(name)) for name in ("department", "third_party"))
    kind, form = ((row.get(name) or "").strip() for name in ("list_kind", "form"))
    return Site(code, url, kind or UNKNOWN, is_department, is_third_party, form)


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() == "yes"
