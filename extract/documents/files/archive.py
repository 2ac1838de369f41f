"""The one report in a zip archive."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from extract.documents.files.kinds import Kind, kind_of
from extract.documents.files.package import BROKEN, CONTENT_TYPES, MAX_UNPACKED, package_of
from warehouse.errors import UnreadableError

OFD = "ofd.xml"
"""The part by which an OFD is known."""
_OFFICE = frozenset((CONTENT_TYPES.lower(), "content.xml"))
_WORD = re.compile(r"word/[^/]+\.xml")
_MOST_FILES = 500
_WAY_OUT = "take the report out of it and give that"


def is_package(data: bytes, name: str) -> bool:
    """Whether a zip file holds a part of that name; False for a broken one."""
    return name in _parts(data)


def _parts(data: bytes) -> Mapping[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return package_of(archive).names
    except BROKEN:
        return {}


def _is_word(parts: Iterable[str]) -> bool:
    return any(_WORD.fullmatch(part) for part in parts)


def report_in(data: bytes) -> bytes | None:
    """The one file of an archive that can be a report: of several the one whose name says 报告.

    None where the zip is no archive of documents (an Office file, a broken one). Raises UnreadableError:
    too_large, encrypted, unsupported where several may be the report.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = package_of(archive).names
            if _is_word(parts) or not _OFFICE.isdisjoint(parts):
                return None
            found = dict(_documents(archive))
    except BROKEN:
        return None
    named = {name: content for name, content in found.items() if "报告" in name}
    chosen = found if len(found) == 1 else named
    if len(chosen) == 1:
        return next(iter(chosen.values()))
    if not found:
        raise UnreadableError("is a zip archive without a document", "", _WAY_OUT, "unsupported")
    names = "、".join(list(found)[:5])
    raise UnreadableError(f"is a zip archive of several documents: {names}", "", _WAY_OUT, "unsupported")


def _documents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = [info for info in archive.infolist() if info.file_size and not _is_hidden(info.filename)]
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise UnreadableError("is too large an archive", "", _WAY_OUT, "too_large")
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableError("is encrypted", "", "save it without a password", "encrypted")
        content = archive.read(info)
        try:
            # A text beside the report says where it was downloaded.
            parts = _parts(content) if kind_of(content) is Kind.ZIP else {}
            if OFD in parts or _is_word(parts) or kind_of(content) not in (Kind.TEXT, Kind.ZIP):
                yield _name(info), content
        except UnreadableError:
            continue


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; written by Chinese Windows in GBK, which the format knows nothing of."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return info.filename
