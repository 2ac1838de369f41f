"""What is unchanged: keys over what a thing was made from. Prefect's cache is never asked.

A reading depends on the snapshot, on the code, rules and libraries that read it, and on whose report it is.
The warehouse knows itself what it was made from (load.engines.database.is_current); for the workbook we
remember it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from flows.files import write_whole
from flows.record.outcomes import Why
from warehouse.records import CatalogueEntry
from warehouse.rules_version import digest, rules_version

WORKBOOKS = "workbook"
"""By which the record names all workbooks together."""
_SOURCES = (".py", ".toml", ".csv", ".sql")
_NO_READER = (
    "extract/addresses.py", "extract/catalogue/", "extract/discovery", "extract/fetching/",
    "extract/listings/", "extract/report_", "extract/robots.py", "extract/snapshots.py",
    "extract/storage.py", "extract/title_", "extract/warc.py",
    "warehouse/checks/", "warehouse/lineage.py", "warehouse/parts/", "warehouse/population",
    "warehouse/sql.py", "warehouse/stored/", "warehouse/views/",
)  # fmt: skip
"""Where no reading passes: which reports there are, how they are fetched, what is asked of their figures."""
_RULES = ("warehouse/lexicon.toml", "warehouse/metrics/")
"""Taken as they are understood, so that their comments and examples count for nothing."""
_OCR = ("rapidocr", "onnxruntime")
_READERS = ("selectolax", "pypdfium2", "defusedxml")


def extraction_version() -> str:
    """Hash over the code, rules and libraries that turn bytes into statements."""
    return digest(part.encode() for part in (reader_version(), rules_version()))


@cache
def reader_version() -> str:
    """Hash over the code and libraries that do so, without the metric rules."""
    libraries = (f"{name} {version(name)}".encode() for name in _READERS)
    return digest(
        [*libraries, *_sources("extract", "transform", "warehouse", without=(*_NO_READER, *_RULES))]
    )


@cache
def making_version() -> str:
    """Hash over the code and SQL that turn Parquet into the workbook."""
    libraries = (f"{name} {version(name)}".encode() for name in ("duckdb", "openpyxl", "pyarrow"))
    return digest([*libraries, *_sources("load", "warehouse", without=())])


def reading_key(snapshot: str, entry: CatalogueEntry, *, ocr: bool = False, rules: str = "") -> str:
    """Key of one report's reading: as long as it stands, reading again would give the same.

    `rules` is the version of others than the metric rules of now.
    """
    made_by = (reader_version(), rules or rules_version())
    parts = [snapshot, *made_by, entry.place, str(entry.year), entry.url, entry.source_url]
    parts += [f"{name} {_version(name)}" for name in _OCR] if ocr else []
    parts += ["third party"] if entry.is_third_party else []
    return digest(part.encode() for part in parts)


def why_to_read(before: Mapping[str, object], snapshot: str, key: str) -> str:
    """Why a report must be read (Why), given its row of `documents` so far; empty where it need not be.

    One that was unread for want of LibreOffice or OCR is tried again, as these may be there by now.
    """
    if before.get("reading_key") == key:
        lacked = str(before.get("reason")).startswith(("needs_libreoffice", "needs_ocr"))
        return Why.PROGRAM if lacked else ""
    if before.get("snapshot") is None:
        return Why.NEW
    return Why.RULES if before["snapshot"] == snapshot else Why.PAGE


def workbook_key(source: str, base_year: int) -> str:
    """Key of the workbook: of what the warehouse is made from (`source`), the base year and our code."""
    return digest(part.encode() for part in (source, str(base_year), making_version()))


def content_record_key(content: str) -> str:
    """Key of one workbook: of its content and our code."""
    return digest(part.encode() for part in (content, making_version()))


def made_from(record: Path) -> dict[str, str]:
    """What the workbook was last made from; empty where nothing is known."""
    try:
        table = json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(key) for name, key in table.items()} if isinstance(table, dict) else {}


def is_damaged(record: Path) -> bool:
    """Whether there is a record that cannot be read: what it told is then made again."""
    try:
        return not isinstance(json.loads(record.read_bytes()), dict)
    except FileNotFoundError:
        return False
    except ValueError:
        return True


def remember_made(record: Path, keys: Mapping[str, str]) -> None:
    """Remember by name what was made from what: after it was made, so that a kill between makes it again."""
    write_whole(record, json.dumps(made_from(record) | dict(keys), indent=1).encode())


def forget_made(record: Path, names: Iterable[str]) -> None:
    """Forget what these were made from: before they are made anew, as a kill may come once they are there."""
    known = made_from(record)
    if gone := known.keys() & set(names):
        left = {name: key for name, key in known.items() if name not in gone}
        write_whole(record, json.dumps(left, indent=1).encode())


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _sources(*rooms: str, without: tuple[str, ...]) -> Iterator[bytes]:
    for room in rooms:
        for name, source in sorted(_files_below(files(room), room), key=lambda pair: pair[0]):
            if not name.startswith(without):
                yield name.encode()
                yield source.read_bytes()


def _files_below(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _files_below(entry, path)
        elif entry.name.endswith(_SOURCES):
            yield path, entry
