"""One report read and shown: every statement, and on demand exclusions and issues. Writes nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.reading.processes import document_of, reading_pool
from warehouse.errors import SettingsError
from warehouse.records import Document, Exclusion, Issue, Place, Reading, Span, Statement

if TYPE_CHECKING:
    from extract.fetching import FetchLimits
    from extract.sandbox import Limits as ReadLimits

STATEMENT_KEYS = (
    "report_id",
    "section",
    "sentence",
    "text",
    "char_start",
    "char_end",
    "value",
    "value_high",
    "unit",
    "bound",
    "role",
    "direction",
    "year",
    "base_year",
    "place",
    "scope",
    "scope_kind",
    "metric",
    "basis",
    "rule",
)
"""Columns of the statement table that `inspect --jsonl` prints, in this order."""

_PRECISION = Decimal("0.000001")


def json_number(value: Decimal) -> int | float:
    """A figure as a JSON number: whole ones without a point, others in the six decimals of the tables.

    >>> json_number(Decimal("1650000.00")), json_number(Decimal("11.70"))
    (1650000, 11.7)
    """
    if value == value.to_integral_value():
        return int(value)
    return float(value.quantize(_PRECISION))


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document, whose report of which year it was read as, and all that it says.

    `sha256` names the bytes as a snapshot does. `note` is one line where the document's title names another
    place or year than was asked for.
    """

    source: str
    sha256: str
    document: Document
    place: Place
    year: int
    reading: Reading
    note: str | None = None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Issues of the page and of its figures."""
        return self.reading.issues


def inspect_report(
    source: str,
    place: str | None,
    year: int | None,
    limits: "FetchLimits | None" = None,
    *,
    ocr: bool = False,
    read_limits: "ReadLimits | None" = None,
) -> Inspection:
    """Read one report: a file (HTML, text, PDF, DOCX) or an address (http, https, file, sample).

    `place` is a code or a name; place and year not given are taken from the document. Document and figures
    are each read within the limits. Raises FetchError, UnreadableError, CatalogueError for an unknown place,
    SettingsError where the document does not say whose report it is.
    """
    data = _bytes(source, limits)
    with reading_pool(1, 1, read_limits, of_reports=False) as readers:
        document = readers.one(source, partial(document_of, ocr=ocr), data)
        found = readers.one(source, _read_as, source, document, place, year)
    return Inspection(source, sha256(data).hexdigest(), document, *found)


def _read_as(
    source: str, document: Document, place: str | None, year: int | None
) -> tuple[Place, int, Reading, str | None]:
    from flows.inspection.identified import read_as  # in the process that reads alone, as what it stands on

    return read_as(source, document, place, year)


def is_address(source: str) -> bool:
    """Whether a source is fetched, and no file to open."""
    return source.startswith(("http://", "https://", "file:", "sample:"))


def _bytes(source: str, limits: "FetchLimits | None") -> bytes:
    if is_address(source):
        from extract.fetching import FetchLimits, fetch  # what opens a file does not wait for them

        return fetch(source, limits or FetchLimits()).data or b""
    try:
        return Path(source).expanduser().read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise SettingsError(f"cannot be read: {why}", source, "give a file or an address") from error


def json_lines(inspection: Inspection, *, everything: bool = False) -> Iterator[str]:
    """One JSON object a line: every statement, and with `everything` each exclusion and issue after them.

    Statements have exactly STATEMENT_KEYS; the others carry `kind`: exclusion or issue.
    """
    rows = [statement_json(statement) for statement in inspection.reading.statements]
    if everything:
        rows += [exclusion_json(exclusion) for exclusion in inspection.reading.exclusions]
        rows += [issue_json(issue) for issue in inspection.issues]
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def statement_json(statement: Statement) -> dict[str, Any]:
    """A statement as the JSON object of `inspect --jsonl`: STATEMENT_KEYS in order, null for none."""
    return {key: _plain(getattr(statement, key)) for key in STATEMENT_KEYS}


def exclusion_json(exclusion: Exclusion) -> dict[str, Any]:
    """A numeral that states no measured fact: kind "exclusion", characters, text, reason."""
    return {
        "kind": "exclusion",
        "char_start": exclusion.char_start,
        "char_end": exclusion.char_end,
        "text": exclusion.text,
        "reason": exclusion.reason,
    }


def issue_json(issue: Issue) -> dict[str, Any]:
    """What could not be read or trusted: kind "issue", characters, which issue, words."""
    return {
        "kind": "issue",
        "char_start": issue.char_start,
        "char_end": issue.char_end,
        "issue": issue.kind,
        "words": issue.words,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return json_number(value)
    return value.value if isinstance(value, Enum) else value


def sentence_span(statement: Statement, text: str) -> Span:
    """The characters of a statement's sentence; of its figure alone where the sentence is not around it."""
    first = max(0, statement.char_end - len(statement.sentence))
    start = text.find(statement.sentence, first, statement.char_start + len(statement.sentence))
    if start < 0:
        return Span(statement.char_start, statement.char_end)
    return Span(start, start + len(statement.sentence))
