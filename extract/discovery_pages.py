"""Pages that a list only names: opened to learn the title or the year that the list does not tell."""

from dataclasses import dataclass

from extract.documents import read_document
from extract.documents.files.charset import decode
from extract.listings import Ask, read_page
from extract.listings.text import list_text
from extract.report_titles import is_about_reports, year_named
from warehouse.errors import UnreadableError
from warehouse.records import Document

_SENTENCES = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that was opened: what it says, or that it is a list of reports itself, a column."""

    document: Document | None
    is_column: bool = False


def open_page(data: bytes, url: str) -> Opened:
    """Read a page that may be a report. Raises UnreadableError where it is neither report nor list."""
    text = list_text(data)
    if text != decode(data).text:
        data = text.encode()
    try:
        document = read_document(data)
    except UnreadableError:
        if _lists_reports(data, url):
            return Opened(None, is_column=True)
        raise
    is_column = document.text.count("。") < _SENTENCES and _lists_reports(data, url)
    return Opened(document, is_column)


def _lists_reports(data: bytes, url: str) -> bool:
    try:
        entries = read_page(data, Ask(url)).entries
    except UnreadableError:
        return False
    return (
        sum(is_about_reports(one.title) and year_named(one.title) is not None for one in entries) >= _FEWEST
    )
