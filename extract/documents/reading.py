"""Which reader reads these bytes: their first bytes decide, never a name or a media type.

Most reports are pages: what reads another kind is imported with the first document of it, or beforehand.
"""

from collections.abc import Callable
from contextlib import suppress

from extract.documents.files.archive import OFD, is_package, report_in
from extract.documents.files.kinds import Kind, kind_of
from extract.documents.html.page import read_html
from extract.documents.lines.text import read_text
from warehouse.errors import UnreadableError
from warehouse.records import Document

MAX_BYTES = 64 * 1024 * 1024
"""A report is a few megabytes at most; what is larger is something else."""


def load_readers() -> None:
    """Import all readers, where many documents will be read by copies of this process."""
    import extract.documents.html.mht
    import extract.documents.office.legacy
    import extract.documents.office.word
    import extract.documents.office.word2003
    import extract.documents.printed.ocr
    import extract.documents.printed.ofd
    import extract.documents.printed.pdf  # noqa: F401


def _read_mht(data: bytes) -> Document:
    from extract.documents.html.mht import read_mht

    return read_mht(data)


def _read_pdf(data: bytes) -> Document:
    from extract.documents.printed.pdf import read_pdf

    return read_pdf(data)


def _read_legacy(data: bytes) -> Document:
    from extract.documents.office.legacy import read_legacy

    return read_legacy(data)


def _read_word_xml(data: bytes) -> Document:
    from extract.documents.office.word2003 import read_word_xml

    return read_word_xml(data)


def _read_package(data: bytes) -> Document:
    """Read an OFD or a Word file."""
    from extract.documents.office.word import read_word
    from extract.documents.printed.ofd import read_ofd

    return read_ofd(data) if is_package(data, OFD) else read_word(data)


def _unpacked(data: bytes) -> bytes:
    """The one report of an archive; what is none, as it is."""
    if kind_of(data) is not Kind.ZIP or is_package(data, OFD):
        return data
    return report_in(data) or data


_READERS: dict[Kind, Callable[[bytes], Document]] = {
    Kind.HTML: read_html,
    Kind.PDF: _read_pdf,
    Kind.ZIP: _read_package,
    Kind.LEGACY: _read_legacy,
    Kind.WORD_XML: _read_word_xml,
    Kind.MHT: _read_mht,
    Kind.TEXT: read_text,
}


def read_document(data: bytes, *, ocr: bool = False) -> Document:
    """Read a report's bytes, whatever they are called; scanned pages of PDFs only with `ocr`, told as such.

    Raises UnreadableError with the kind: empty, too_large, unsupported (image, archive of several
    documents …), not_a_report (no Chinese text), broken, encrypted, no_text_layer, too_slow,
    needs_libreoffice (a legacy Word file on a machine without it), needs_ocr (a scanned PDF without the
    extra).
    """
    if len(data) > MAX_BYTES:
        what = f"is {len(data) // 2**20} MB large, over the limit of {MAX_BYTES // 2**20} MB"
        raise UnreadableError(what, "", "give the report itself, not an archive", "too_large")
    data = _unpacked(data)
    kind = kind_of(data)
    try:
        document = _READERS[kind](data)
    except UnreadableError as error:
        if kind is not Kind.PDF or error.kind != "no_text_layer":
            raise
        from extract.documents.printed.ocr import SWITCH_ON, read_scanned

        if not ocr:
            raise UnreadableError(error.what, error.where, SWITCH_ON, error.kind) from error
        return read_scanned(data)
    if ocr and any(issue.kind == "picture" for issue in document.issues):
        from extract.documents.printed.ocr import read_pictures

        # What OCR cannot read stays told as a picture.
        with suppress(UnreadableError):
            return read_pictures(data)
    return document
