"""The catalogue: the list of reports known to exist, read from a CSV file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from extract.documents.files.charset import decode
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer
from warehouse.records import CatalogueEntry, Format
from warehouse.visible import has_unseen, visible

REQUIRED = ("place", "year", "url")
OPTIONAL = ("format", "source_url", "publisher", "third_party", "left_out", "title", "note")
FIRST_YEAR = 2004
"""The State Council asked for yearly reports on law-based administration in its outline of 2004."""
LAST_YEAR = 2100
YES = "yes"
LONGEST = 4000
"""Characters of a cell: twice what any browser's address bar takes."""
_FORMATS = frozenset(Format)
_SHOWN = 60
_DIGITS = 8
_MOST_SUGGESTED = 100


@dataclass(frozen=True, slots=True)
class Left:
    """A report of which the catalogue knows and which it does not read, with its reason and publisher."""

    place: str
    year: int
    url: str
    publisher: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no entry: line of the file, report as the row names it, kind of trouble, and words."""

    line: int
    report: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries in the order of the file, the rows that are none, and the reports left out on purpose.

    `lines` has the entries' line numbers and `titles` their reports' titles as the rows give them, "" for
    none, both in the entries' order.
    """

    entries: tuple[CatalogueEntry, ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[Left, ...] = ()
    lines: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()


class _RowError(Exception):
    """What is wrong with one row: kind and words."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(kind, words)
        self.kind = kind
        self.words = words


def read_catalogue(path: Path, places: Gazetteer, folders: Sequence[Path] = ()) -> Catalogue:
    """Read a catalogue: columns place (code or name), year, url; if wanted those of `OPTIONAL`.

    `url` is https:, http:, file:, sample:NAME or a path from the catalogue's own folder, which becomes a
    file: address. `third_party` is yes where the host is no government's own. A row with a reason in
    `left_out` is known and not read: a department's or a subdistrict's report, named by its `publisher`,
    would pass for the whole place's. A bad row is rejected by name and the rest goes on; of two rows for one
    place and year the first counts. A catalogue is somebody else's text: its files lie below its own folder
    or one of `folders`, links followed, and every cell is bounded. Raises CatalogueError for a file that is
    missing, empty or without a required column.
    """
    entries: dict[str, CatalogueEntry] = {}
    found: list[tuple[int, str]] = []
    rejected: list[Rejected] = []
    left_out: list[Left] = []
    reader = _RowReader(places, path.parent, folders)
    for line, row in _rows(path):
        try:
            entry = reader.entry(row)
            if row["left_out"]:
                left_out.append(Left(entry.place, entry.year, entry.url, entry.publisher, row["left_out"]))
                continue
            if entry.report_id in entries:
                raise _RowError(
                    "duplicate", f"{entry.report_id} stands in the catalogue already; the first row counts"
                )
        except _RowError as error:
            report = "-".join(visible(row.get(name) or "?", _SHOWN) for name in ("place", "year"))
            rejected.append(Rejected(line, report, error.kind, error.words))
        else:
            entries[entry.report_id] = entry
            found.append((line, row["title"]))
    lines, titles = (tuple(column) for column in zip(*found, strict=True)) if found else ((), ())
    return Catalogue(tuple(entries.values()), tuple(rejected), tuple(left_out), lines, titles)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The non-empty rows with their line numbers, every known column filled in."""
    reader = csv.reader(StringIO(_text(path), newline=""))
    header = [name.strip().lower() for name in _next(reader) or []]
    _check_header(header, path)
    while (cells := _next(reader)) is not None:
        if any(cell.strip() for cell in cells):
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            yield reader.line_num, {name: row.get(name, "") for name in (*REQUIRED, *OPTIONAL)}


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The cells of the next row; None after the last one. A cell too long to be read is too long for us."""
    try:
        return next(reader, None)
    except csv.Error:
        return ["x" * (LONGEST + 1)]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CatalogueError(
            f"cannot be read: {why}", str(path), "give a CSV file with --catalogue"
        ) from error
    if not data.strip():
        raise CatalogueError("is empty", f"{path}:1", f"its first line is {','.join(REQUIRED)}")
    decoded = decode(data)
    # Single ones are the fault of their rows.
    if 20 * (decoded.lost + decoded.text.count("\x00")) > len(decoded.text):
        raise CatalogueError("is no text", f"{path}:1", "save it as CSV in UTF-8")
    return decoded.text


def _check_header(header: list[str], path: Path) -> None:
    if missing := [name for name in REQUIRED if name not in header]:
        way_out = f"its first line names the columns {','.join(REQUIRED)}"
        raise CatalogueError(f"lacks the column {', '.join(missing)}", f"{path}:1", way_out)
    if doubled := sorted({name for name in header if name and header.count(name) > 1}):
        raise CatalogueError(f"has the column {', '.join(doubled)} twice", f"{path}:1", "keep one of the two")


class _RowReader:
    """Rows to entries; of many places that are unknown only the first are told what stands near them."""

    def __init__(self, places: Gazetteer, folder: Path, folders: Sequence[Path]) -> None:
        self._places = places
        self._folder = folder.resolve()
        self._folders = (self._folder, *(other.resolve() for other in folders))
        self._unknown = 0

    def entry(self, row: dict[str, str]) -> CatalogueEntry:
        """The entry of a row. Raises _RowError."""
        _check_cells(row)
        year = _year(row["year"])
        form = row["format"].lower().lstrip(".")
        if form and form not in _FORMATS:
            known = ", ".join(sorted(Format))
            raise _RowError("unknown_format", f"“{_shown(row['format'])}” is none of {known}")
        third_party = row["third_party"].lower()
        if third_party not in ("", YES, "no"):
            raise _RowError("bad_allowance", f"third_party is “{_shown(row['third_party'])}”: {YES} or empty")
        return CatalogueEntry(
            place=self._place(row["place"], year),
            year=year,
            url=_url(row["url"], self._folders),
            format=form,
            source_url=row["source_url"],
            publisher=row["publisher"],
            is_third_party=third_party == YES,
        )

    def _place(self, text: str, year: int) -> str:
        try:
            return self._places.resolve(text, year, suggest=self._unknown < _MOST_SUGGESTED).code
        except CatalogueError as error:
            self._unknown += 1
            raise _RowError("unknown_place", error.what) from error


def _check_cells(row: Mapping[str, str]) -> None:
    """Raise _RowError where a cell holds what no catalogue holds."""
    for name, text in row.items():
        if len(text) > LONGEST:
            raise _RowError("too_long", f"{name} has more than {LONGEST} characters: is a quote left open?")
        if name in REQUIRED and has_unseen(text):
            raise _RowError("bad_text", f"{name} “{_shown(text)}” holds a line break or a control character")


def _shown(text: str) -> str:
    return visible(text, _SHOWN)


def refuse_outside(url: str, path: Path, folders: Sequence[Path] = ()) -> None:
    """Raise CatalogueError where the catalogue at `path` may not name the file that `url` names."""
    if urlsplit(url).scheme == "file":
        try:
            _url(url, (path.parent.resolve(), *(other.resolve() for other in folders)))
        except _RowError as error:
            raise CatalogueError(error.words, str(path), "or put the file there") from error


def _year(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise _RowError("bad_year", f"“{_shown(text)}” is no year")
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise _RowError("bad_year", f"{text} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return int(text)


def _url(text: str, folders: Sequence[Path]) -> str:
    if not text:
        raise _RowError("bad_url", "the address is empty")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise _RowError(
            "bad_url", f"“{_shown(text)}” is no address: {visible(str(error), _SHOWN)}"
        ) from error
    if parts.scheme in ("http", "https"):
        if not parts.hostname:
            raise _RowError("bad_url", f"“{_shown(text)}” names no host")
        if "@" in parts.netloc:
            raise _RowError("bad_url", f"“{_shown(text)}” has a user or a password, and none is sent")
        return text
    if parts.scheme == "sample":
        if not parts.path:
            raise _RowError("bad_url", f"“{_shown(text)}” names no sample")
        return text
    # One letter before a colon is a drive.
    if parts.scheme in ("", "file") or len(parts.scheme) == 1:
        name = url2pathname(parts.path) if parts.scheme == "file" else text
        return _file(name, folders)
    raise _RowError("bad_url", f"{_shown(parts.scheme)}: is not https:, http:, file:, sample: or a path")


def _file(name: str, folders: Sequence[Path]) -> str:
    """The file: address of a path from the first of the folders, with its links followed."""
    try:
        path = (folders[0] / name).resolve(strict=False)
        address = path.as_uri()
    except (OSError, RuntimeError, ValueError) as error:
        raise _RowError("bad_url", f"“{_shown(name)}” is no path: {_shown(str(error))}") from error
    if not any(path.is_relative_to(folder) for folder in folders):
        words = f"“{_shown(name)}” is not below {folders[0]}; FAZHI_CATALOGUE_FILES names other folders"
        raise _RowError("outside", words)
    return address
