"""What kind of file some bytes are, told from their first bytes."""

import re
from enum import StrEnum

from warehouse.errors import UnreadableError


class Kind(StrEnum):
    """The kinds of file that a report is read from."""

    HTML = "html"
    PDF = "pdf"
    ZIP = "zip"
    LEGACY = "doc"
    WORD_XML = "xml"
    MHT = "mht"
    TEXT = "txt"


_UNSUPPORTED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a WebP image or a film"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
)

_LEGACY = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_MAIL_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z][A-Za-z-]{2,40}:[ \t]")
_HTML_TAG = re.compile(
    rb"""
    <(?: !doctype\s+html | html | head | body | meta | title | link | base
       | div | p | span | table | article | section | main | center | font | ul | ol | h[1-6] | br )
    (?= [\s/>] )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PREAMBLE = re.compile(rb"\s+|<\?xml[^>]{0,200}\?>|<!--.{0,4000}?-->", re.DOTALL)
_WORD_XML = re.compile(rb'progid="Word\.Document"|<w:wordDocument|<pkg:package')


def kind_of(data: bytes) -> Kind:
    """The kind of file that `data` is.

    Raises UnreadableError: empty for no bytes or white space alone, unsupported for a kind that is known
    by name and not read, not_a_report for bytes that are no text.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableError("is empty", "", "fetch it again, or take it out of the catalogue", "empty")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data[:2] == b"PK" and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return Kind.ZIP
    if data.startswith(_LEGACY):
        return Kind.LEGACY
    for start, name in _UNSUPPORTED:
        # "BM" alone also begins texts; a bitmap has zero bytes close behind.
        if data.startswith(start) and (start != b"BM" or b"\x00" in data[:16]):
            raise UnreadableError(f"is {name}", "", "save it as DOCX, PDF or HTML", "unsupported")
    return _markup_or_text(data)


def _markup_or_text(data: bytes) -> Kind:
    head = data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if _WORD_XML.search(head[:4096]):
        return Kind.WORD_XML
    if _MAIL_HEADER.match(head) and b"mime-version:" in head[:4096].lower():
        return Kind.MHT
    if _HTML_TAG.match(head, _start_of_content(head)):
        return Kind.HTML
    if b"\x00" in head or _control_characters(head) > len(head) // 50:
        raise UnreadableError(
            "is no text and no known kind of file", "", "look at it by hand", "not_a_report"
        )
    if re.search(rb"<(?:html|body)[\s>]", head, re.IGNORECASE):
        return Kind.HTML
    return Kind.TEXT


def _start_of_content(head: bytes) -> int:
    position = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    while match := _PREAMBLE.match(head, position):
        position = match.end()
    return position


def _control_characters(head: bytes) -> int:
    return len(head) - len(head.translate(None, bytes(range(9)) + bytes(range(14, 32))))
