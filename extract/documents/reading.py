"""Which reader reads these bytes: their first bytes decide, never a name or a media type."""

from collections.abc import Callable

from extract.documents.archive import OFD, is_package, report_in
from extract.documents.html import read_html
from extract.documents.kinds import Kind, kind_of
from extract.documents.legacy import read_legacy
from extract.documents.mht import read_mht
from extract.documents.ofd import read_ofd
from extract.documents.pdf import read_pdf
from extract.documents.text import read_text
from extract.documents.word import read_word
from extract.documents.word2003 import read_word_xml
from warehouse.errors import UnreadableError
from warehouse.records import Document

MAX_BYTES = 64 * 1024 * 1024
"""A report is a few megabytes at most; what is larger is something else."""


def _read_zip(data: bytes) -> Document:
    """Read an OFD, a Word file, or the one report of an archive."""
    if is_package(data, OFD):
        return read_ofd(data)
    inner = report_in(data)
    return read_word(data) if inner is None else _READERS[kind_of(inner)](inner)


_READERS: dict[Kind, Callable[[bytes], Document]] = {
    Kind.HTML: read_html,
    Kind.PDF: read_pdf,
    Kind.ZIP: _read_zip,
    Kind.LEGACY: read_legacy,
    Kind.WORD_XML: read_word_xml,
    Kind.MHT: read_mht,
    Kind.TEXT: read_text,
}


def read_document(data: bytes) -> Document:
    """Read a report's bytes, whatever they are called.

    Raises UnreadableError with the kind: empty, too_large, unsupported (image, archive of several
    documents …), not_a_report (no Chinese text), broken, encrypted, no_text_layer, too_slow,
    needs_libreoffice (a legacy Word file on a machine without it).
    """
    if len(data) > MAX_BYTES:
        what = f"is {len(data) // 2**20} MB large, over the limit of {MAX_BYTES // 2**20} MB"
        raise UnreadableError(what, "", "give the report itself, not an archive", "too_large")
    return _READERS[kind_of(data)](data)
