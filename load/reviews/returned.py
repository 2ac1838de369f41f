"""A workbook that came back: opened with care, its review rows read as they stand, the file never changed.

What a reviewer's program did to the file must not matter: sheets renamed or moved, columns in another order,
rows sorted, filtered or gone, stated sizes that are wrong, empty rows by the million. Only headings, ids and
what was typed are read; nothing in formats, comments or lists counts.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from load.workbook.book import EPOCH
from load.workbook.columns import Kind
from load.workbook.workbook_sheets import REVIEW
from warehouse.errors import LoadError
from warehouse.visible import without_unseen

OPEN_FIELDS = tuple(c.name for c in REVIEW.columns if c.kind in (Kind.OPEN, Kind.OPEN_FIGURE))
"""What a reviewer fills in."""
_HEADINGS_WITHIN = 20  # rows: somebody may put a title above
_MOST_PARTS, _MOST_PART, _MOST_READ = 10_000, 300 * 2**20, 600 * 2**20
_SUSPICIOUS = 400  # times its packed size: no sheet of ours comes near
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_PERCENT = re.compile(r'"[^"]*"|\\.')
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_AGAIN = "save it as .xlsx (Excel workbook) and send it again"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its name (H12), the value, and how Excel holds it.

    `kind` is number, percent, text, date, truth, formula, error or empty.
    """

    name: str
    value: Any
    kind: str

    @property
    def text(self) -> str:
        """The value as text without what is not seen, or space around it; empty for none."""
        return "" if self.value is None else without_unseen(str(self.value)).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a review sheet: number and cells by field; fields whose column is gone are not there."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def cell(self, field: str) -> Cell:
        """The cell of a field; an empty one where its column is gone."""
        return self.cells.get(field, Cell(f"{self.number}", None, "empty"))

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed into the open columns."""
        return any(self.cell(field).text for field in OPEN_FIELDS)


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook as it came back. `saved_at` is what it says of itself; None where it was never saved anew.

    `headings` by sheet, in their order, and all rows with something in them; `oddities` are what the sheets
    themselves have wrong: sheet, cell and words.
    """

    sha256: str
    saved_at: datetime | None
    headings: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    oddities: tuple[tuple[str, str, str], ...]


def read_returned(path: Path) -> Returned:
    """Read a reviewer's workbook. Raises LoadError, with the way out, for one that is none or may do harm."""
    content = _checked(path)
    try:
        return _read(path, content)
    except LoadError:
        raise
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, SyntaxError, EOFError) as error:
        raise LoadError("cannot be read as a workbook", str(path), _AGAIN) from error


def _checked(path: Path) -> bytes:
    """The file's bytes, once nothing in it is known to do harm."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LoadError(f"cannot be read: {error.strerror}", str(path), "check the path") from error
    if content.startswith(_OLD_OFFICE):
        raise LoadError("has a password, or is an old .xls", str(path), _AGAIN)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise LoadError("is no .xlsx workbook, or is damaged", str(path), _AGAIN) from error
    return content


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > _MOST_PARTS:
        raise LoadError(f"has {len(parts)} parts", str(path), _AGAIN)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise LoadError("holds macros", str(path), "save it as .xlsx, which holds none, and send it again")
    if any("/externallinks/" in name for name in names):
        way_out = "break the links (in Excel: Data, Edit Links) and send it again"
        raise LoadError("has links to other workbooks", str(path), way_out)
    if "xl/workbook.xml" not in names:
        raise LoadError("is no Excel workbook", str(path), _AGAIN)
    for part in parts:
        _check_part(path, archive, part)
    if sum(part.file_size for part in parts if _is_read(part.filename)) > _MOST_READ:
        raise LoadError("unpacks to more than any workbook of ours", str(path), "send the review sheet alone")


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    large = part.file_size > 2**24
    if large and part.file_size > _SUSPICIOUS * max(part.compress_size, 1):
        raise LoadError(f"{part.filename} unpacks to {part.file_size:,} bytes", str(path), _AGAIN)
    if part.flag_bits & 1:
        raise LoadError("has a password", str(path), "take it off and send it again")
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as file:
            head = file.read(4096)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise LoadError(f"{part.filename} declares entities", str(path), _AGAIN)


def _is_read(name: str) -> bool:
    return name.startswith("xl/") and "/worksheets/" not in name


def _read(path: Path, content: bytes) -> Returned:
    workbook = load_workbook(path, read_only=True, keep_links=False)
    try:
        headings: dict[str, tuple[str, ...]] = {}
        rows: list[Row] = []
        oddities: list[tuple[str, str, str]] = []
        for worksheet in workbook.worksheets:
            sheet = _Sheet(worksheet)
            if sheet.find_headings():
                _check_size(path, worksheet)
                headings[worksheet.title] = tuple(sheet.heads)
                oddities += sheet.oddities()
                rows += sheet.rows()
        if not headings:
            what = f"no sheet has the columns {_heading('token')} and {_heading('verdict')}"
            raise LoadError(what, str(path), "send the workbook that fazhi exported, with its hidden column")
        return Returned(
            sha256(content).hexdigest(), _saved_at(workbook), headings, tuple(rows), tuple(oddities)
        )
    finally:
        workbook.close()


def _check_size(path: Path, worksheet: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(worksheet._worksheet_path).file_size  # noqa: SLF001 (it has no other name)
    if size > _MOST_PART:
        what = f"sheet {worksheet.title} unpacks to {size:,} bytes"
        raise LoadError(what, str(path), "delete the empty rows below the last one and send it again")


def _saved_at(workbook: Any) -> datetime | None:
    saved: datetime | None = workbook.properties.modified
    if saved is None or saved.replace(tzinfo=None) <= EPOCH:
        return None
    return saved.replace(tzinfo=UTC) if saved.tzinfo is None else saved.astimezone(UTC)


def _heading(field: str) -> str:
    return next(column.heading for column in REVIEW.columns if column.name == field)


def _plain(heading: object) -> str:
    return "".join(str(heading or "").split()).casefold()


def _names() -> dict[str, str]:
    """Every form of a heading that is understood, to its field: 结论 Verdict, 结论, Verdict."""
    found: dict[str, str] = {}
    for column in REVIEW.columns:
        chinese, _, english = column.heading.partition(" ")
        for name in (column.heading, chinese, english):
            found.setdefault(_plain(name), column.name)
    return found


_FIELDS = _names()


class _Sheet:
    """One worksheet: where its headings stand, and the rows below."""

    def __init__(self, worksheet: Any) -> None:
        self._worksheet = worksheet
        worksheet.reset_dimensions()  # programs state sizes that are wrong
        self.heads: list[str] = []
        self._top = 0

    def find_headings(self) -> bool:
        """Look for the row of headings near the top: the one with the id and the verdict."""
        for number, row in enumerate(self._worksheet.iter_rows(max_row=_HEADINGS_WITHIN), 1):
            heads = [str(cell.value or "") for cell in row]
            fields = {_FIELDS.get(_plain(head)) for head in heads}
            if {"token", "verdict"} <= fields:
                self.heads, self._top = heads, number
                return True
        return False

    def oddities(self) -> Iterator[tuple[str, str, str]]:
        """Columns that stand twice, cells that were merged."""
        title = self._worksheet.title
        seen: set[str] = set()
        for at, head in enumerate(self.heads, 1):
            field = _FIELDS.get(_plain(head))
            if field in seen:
                yield title, f"{get_column_letter(at)}{self._top}", f"两列同名 the column {head} stands twice"
            seen.add(field or "")
        for field in OPEN_FIELDS:
            if field not in seen:
                yield title, f"A{self._top}", f"缺列 the column {_heading(field)} is missing"
        for ref in self._merged():
            yield title, ref.partition(":")[0], f"合并单元格 cells {ref} are merged: unmerge them"

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that hold anything; empty ones in between do not end them."""
        fields = [_FIELDS.get(_plain(head)) for head in self.heads]
        below = self._worksheet.iter_rows(min_row=self._top + 1)
        for number, row in enumerate(below, self._top + 1):
            if not row:  # of a million that somebody formatted
                continue
            cells = {
                field: _cell(cell, f"{get_column_letter(at)}{number}")
                for at, (field, cell) in enumerate(zip(fields, row, strict=False), 1)
                if field
            }
            if any(cell.text for cell in cells.values()):
                yield Row(self._worksheet.title, number, cells)

    def _merged(self) -> list[str]:
        archive = self._worksheet.parent._archive  # noqa: SLF001 (read-only sheets do not tell their merges)
        found: list[str] = []
        with archive.open(self._worksheet._worksheet_path) as file:  # noqa: SLF001
            rest = b""
            while block := file.read(2**20):
                found += [match[1].decode() for match in _MERGED.finditer(rest + block)]
                rest = (rest + block)[-200:]
        return list(dict.fromkeys(found))


def _cell(cell: Any, name: str) -> Cell:
    value = cell.value
    if value is None or value == "":
        return Cell(name, None, "empty")
    if cell.data_type == "f":
        return Cell(name, value, "formula")
    if cell.data_type == "e":
        return Cell(name, value, "error")
    if isinstance(value, bool):
        return Cell(name, value, "truth")
    if isinstance(value, int | float):
        is_percent = "%" in _PERCENT.sub("", str(cell.number_format))
        return Cell(name, value, "percent" if is_percent else "number")
    if isinstance(value, str):
        return Cell(name, unescape(value), "text")
    return Cell(name, value, "date")
