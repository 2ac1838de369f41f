"""The parts of an Office file: a zip of XML, opened with care."""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from extract.documents.files.xml import attribute, children, local_name
from warehouse.errors import UnreadableError

MAX_UNPACKED = 200 * 1024 * 1024
"""No report's text is larger unpacked; a file that is, is made to fill the memory."""

# All that zipfile raises for bytes that went wrong on the way; NotImplementedError for a version it invents.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
CONTENT_TYPES = "[Content_Types].xml"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_OTHER_ZIPS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)
_WAY_OUT = "save it as DOCX, PDF or HTML"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: its id, the last word of its type, and that part's name."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened zip and its parts by name, as `part_name` writes it, whatever the archive writes."""

    archive: zipfile.ZipFile
    names: Mapping[str, str]

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises KeyError for none, UnreadableError: encrypted, too_large, broken."""
        info = self.archive.getinfo(self.names[part_name(name)])
        if info.flag_bits & 1:
            raise UnreadableError("is encrypted", "", "save it without a password", "encrypted")
        if info.file_size > MAX_UNPACKED:
            what = f"unpacks to {info.file_size // 2**20} MB"
            raise UnreadableError(what, "", "give the report itself, without pictures", "too_large")
        try:
            # zipfile unpacks no more than the size it states, so the limit above holds.
            return self.archive.read(info)
        except BROKEN as error:
            raise _broken(name, error) from error

    def part(self, name: str) -> Element:
        """The root of a part of XML. Raises KeyError for none, UnreadableError as `read` does."""
        try:
            root: Element = fromstring(self.read(name))
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise _broken(name, error) from error
        return root

    def optional_part(self, name: str) -> Element | None:
        """The root of a part, or None where the package has none of that name."""
        return self.part(name) if name in self else None

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """The parts within the package that a part points to; those of the package itself for ""."""
        folder, base = posixpath.split(part_name(name))
        root = self.optional_part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return tuple(
            Relation(
                attribute(relation, "Id"),
                attribute(relation, "Type").rpartition("/")[2],
                part_name(posixpath.join(f"/{folder}", attribute(relation, "Target").replace("\\", "/"))),
            )
            for relation in children(root, "Relationship")
            if attribute(relation, "TargetMode") != "External"
        )


def part_name(name: str) -> str:
    """A part's name as OPC compares names (ECMA-376-2, 6.2.2): from the root, without regard to case.

    >>> part_name("/word/media/../Document.xml"), part_name("word\\\\document.xml")
    ('word/document.xml', 'word/document.xml')
    """
    path = posixpath.normpath("/" + unquote(name).replace("\\", "/")) if name else ""
    return path.lstrip("/").lower()


def package_of(archive: zipfile.ZipFile) -> Package:
    """The package that an archive is; of two parts of one name the first."""
    names: dict[str, str] = {}
    for name in archive.namelist():
        names.setdefault(part_name(name), name)
    return Package(archive, names)


def open_package(data: bytes) -> Package:
    """Open a zip of XML. Raises UnreadableError: broken for no zip."""
    try:
        return package_of(zipfile.ZipFile(BytesIO(data)))
    except BROKEN as error:
        raise UnreadableError(f"is a broken zip file: {error}", "", "fetch it again", "broken") from error


def main_document(package: Package) -> tuple[str, Element]:
    """The main part of a DOCX, name and root: as its relations say, its content types, or by custom.

    Raises UnreadableError: unsupported for a zip of another kind, else as reading its parts does.
    """
    for name in _main_names(package):
        if name in package and local_name(root := package.part(name)) == "document":
            return part_name(name), root
    found = (what for name, what in _OTHER_ZIPS if name in package)
    other = next(found, "a zip archive without a Word document")
    raise UnreadableError(f"is {other}", "", _WAY_OUT, "unsupported")


def _main_names(package: Package) -> Iterator[str]:
    # Where the list of relations is damaged custom tells the name.
    with suppress(UnreadableError):
        yield from (relation.target for relation in package.relations() if relation.kind == "officeDocument")
    with suppress(UnreadableError):
        for override in children(package.optional_part(CONTENT_TYPES), "Override"):
            if attribute(override, "ContentType").endswith("wordprocessingml.document.main+xml"):
                yield attribute(override, "PartName")
    yield "word/document.xml"
    yield from (name for name in package.names if _DOCUMENT.fullmatch(name))


def _broken(name: str, error: Exception) -> UnreadableError:
    return UnreadableError(f"has a broken {name}: {error}", "", "fetch it again", "broken")
