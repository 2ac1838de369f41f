"""Which reader reads these bytes: their first bytes decide, never a name or a media type."""

from collections.abc import Callable

from extract.documents.html import read_html
from extract.documents.kinds import Kind, kind_of
from extract.documents.pdf import read_pdf
from extract.documents.text import read_text
from extract.documents.word import read_word
from warehouse.errors import UnreadableError
from warehouse.records import Document

MAX_BYTES = 64 * 1024 * 1024
"""A report is a few megabytes at most; what is larger is something else."""

_READERS: dict[Kind, Callable[[bytes], Document]] = {
    Kind.HTML: read_html,
    Kind.PDF: read_pdf,
    Kind.DOCX: read_word,
    Kind.TEXT: read_text,
}


def read_document(data: bytes) -> Document:
    """Read a report's bytes, whatever they are called.

    Raises UnreadableError with the kind: empty, too_large, unsupported (legacy Word, image, archive …),
    not_a_report (no Chinese text), broken, encrypted, no_text_layer.
    """
    if len(data) > MAX_BYTES:
        what = f"is {len(data) // 2**20} MB large, over the limit of {MAX_BYTES // 2**20} MB"
        raise UnreadableError(what, "", "give the report itself, not an archive", "too_large")
    return _READERS[kind_of(data)](data)
