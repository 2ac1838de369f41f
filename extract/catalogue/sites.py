"""The index pages where governments list these reports, and which hosts are a government's own."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from extract.documents.charset import decode
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer

LIST_KINDS = ("static", "hanweb", "json")
"""Pages of links; pages of 大汉 with a `dataproxy.jsp`; JSON as gkmlpt and 开普 serve it."""
_COLUMNS = ("place", "index_url", "list_kind")


@dataclass(frozen=True, slots=True)
class Site:
    """An index page: whose (a place code), where, and as which kind of list.

    On a department's site a title that names no place may be the department's own report. `is_third_party`
    allows a host that is no government's own.
    """

    place: str
    index_url: str
    list_kind: str
    is_department: bool = False
    is_third_party: bool = False


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
    """Read index pages: place (code or name), index_url, list_kind; if wanted department, third_party.

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


def _site(row: dict[str, str], where: str, places: Gazetteer) -> Site:
    place, url, kind = ((row[name] or "").strip() for name in _COLUMNS)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CatalogueError(f"“{url}” is no address: {error}", where, "mend the row") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CatalogueError(f"“{url}” is no http or https address", where, "mend the row")
    if kind not in LIST_KINDS:
        raise CatalogueError(f"list_kind is “{kind}”", where, f"one of {', '.join(LIST_KINDS)}")
    try:
        code = places.resolve(place).code
    except CatalogueError as error:
        raise CatalogueError(error.what, where, error.way_out) from error
    is_department, is_third_party = (_is_yes(row.get(name)) for name in ("department", "third_party"))
    return Site(code, url, kind, is_department, is_third_party)


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() == "yes"
