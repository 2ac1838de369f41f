"""The parts of an Office file: a zip of XML, opened with care."""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from warehouse.errors import UnreadableError

MAX_UNPACKED = 200 * 1024 * 1024
"""No report's text is larger unpacked; a file that is, is made to fill the memory."""

# All that zipfile raises for bytes that went wrong on the way; NotImplementedError for a version it invents.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
_OTHER_ZIPS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open a DOCX. Raises UnreadableError: broken for no zip, unsupported for a zip of another kind."""
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise UnreadableError(f"is a broken zip file: {error}", "", "fetch it again", "broken") from error
    names = set(package.namelist())
    if "word/document.xml" in names:
        return package
    package.close()
    other = next(
        (what for name, what in _OTHER_ZIPS if name in names), "a zip archive without a Word document"
    )
    raise UnreadableError(f"is {other}", "", "save it as DOCX, PDF or HTML", "unsupported")


def part(package: zipfile.ZipFile, name: str) -> Element:
    """The root of one part. Raises UnreadableError: encrypted, too_large, broken."""
    info = package.getinfo(name)
    if info.flag_bits & 1:
        raise UnreadableError("is encrypted", "", "save it without a password", "encrypted")
    if info.file_size > MAX_UNPACKED:
        what = f"unpacks to {info.file_size // 2**20} MB"
        raise UnreadableError(what, "", "give the report itself, without pictures", "too_large")
    try:
        # zipfile unpacks no more than the size it states, so the limit above holds.
        root: Element = fromstring(package.read(info))
    except (*BROKEN, ParseError, DefusedXmlException) as error:
        raise UnreadableError(f"has a broken {name}: {error}", "", "fetch it again", "broken") from error
    return root


def optional_part(package: zipfile.ZipFile, name: str) -> Element | None:
    """The root of a part, or None where the package has none of that name."""
    return part(package, name) if name in package.namelist() else None
