"""Annotated reports: a page, and beside it a JSON line for each figure that a careful reader finds in it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.file_endings import READ_FROM_DISK
from warehouse.errors import SettingsError
from warehouse.records import Bound, Direction, Role

_HEAD_KEYS = ("title", "publisher", "index_number", "document_number", "published_on")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One figure as annotated: where it stands (`quote`, `text`, `nth`) what it says (docs/evaluation.md)."""

    line: int
    quote: str
    text: str
    nth: int | None
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    bound: Bound
    role: Role
    direction: Direction | None
    year: int
    base_year: int | None
    scope: str | None
    places: tuple[str, ...]
    metric: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """A page with its annotations; `head` is what the first line says of title, publisher, numbers, date."""

    report_id: str
    place: str
    year: int
    page: Path
    head: tuple[tuple[str, str | None], ...]
    annotations: tuple[Annotation, ...]


def read_annotated_reports(folder: Path) -> tuple[AnnotatedReport, ...]:
    """All annotated reports of a folder, by name. Raises SettingsError naming file and line that is wrong."""
    if not folder.is_dir():
        raise SettingsError("is no folder", str(folder), "give the folder of the annotated reports")
    sources = sorted(folder.glob("*.jsonl"))
    if not sources:
        raise SettingsError("holds no annotated report", str(folder), "put NAME.jsonl beside NAME.html")
    return tuple(read_annotated_report(source) for source in sources)


def read_annotated_report(source: Path) -> AnnotatedReport:
    """One annotated report out of `NAME.jsonl` and the page `NAME.html` (htm, txt, pdf, docx) beside it."""
    rows = tuple(_rows(source))
    if not rows or not rows[0][1].get("report"):
        raise SettingsError("first line is not the report", str(source), 'begin with {"report": true, …}')
    first = rows[0][1]
    return AnnotatedReport(
        report_id=_required(first, "report_id", f"{source}:1"),
        place=_required(first, "place", f"{source}:1"),
        year=_required(first, "year", f"{source}:1"),
        page=_page_of(source),
        head=tuple((key, first[key]) for key in _HEAD_KEYS if key in first),
        annotations=tuple(_annotation(row, line, f"{source}:{line}") for line, row in rows[1:]),
    )


def _rows(source: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, words in enumerate(source.read_text("utf-8-sig").splitlines(), start=1):
        if not words.strip():
            continue
        try:
            row = json.loads(words, parse_float=Decimal)
        except ValueError as error:
            raise SettingsError(
                f"is no JSON: {error}", f"{source}:{line}", "one JSON object a line"
            ) from error
        if not isinstance(row, dict):
            raise SettingsError("is no JSON object", f"{source}:{line}", "one JSON object a line")
        yield line, row


def _page_of(source: Path) -> Path:
    pages = [page for suffix in READ_FROM_DISK if (page := source.with_suffix(suffix)).is_file()]
    if not pages:
        raise SettingsError("has no page beside it", str(source), f"put {source.stem}.html there")
    return pages[0]


def _required(row: Mapping[str, Any], key: str, where: str) -> Any:
    if row.get(key) is None:
        raise SettingsError(f"lacks {key}", where, "see docs/evaluation.md for the keys")
    return row[key]


def _annotation(row: Mapping[str, Any], line: int, where: str) -> Annotation:
    direction = row.get("direction")
    try:
        return Annotation(
            line=line,
            quote=_required(row, "quote", where),
            text=_required(row, "text", where),
            nth=row.get("nth"),
            value=_number(row.get("value"), where),
            value_high=_number(row.get("value_high"), where),
            unit=_required(row, "unit", where),
            bound=Bound(_required(row, "bound", where)),
            role=Role(_required(row, "role", where)),
            direction=Direction(direction) if direction else None,
            year=_required(row, "year", where),
            base_year=row.get("base_year"),
            scope=row.get("scope"),
            places=(_required(row, "place", where), *row.get("places", ())),
            metric=row.get("metric"),
            optional=bool(row.get("optional", False)),
        )
    except ValueError as error:
        raise SettingsError(str(error), where, "see docs/evaluation.md for the words") from error


def _number(value: Any, where: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise SettingsError(f"{value!r} is no number", where, "write the number bare, null for a blank")
    return Decimal(value)
