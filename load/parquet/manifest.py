"""The manifest: which files of the tables count, and by what each of them is known.

It holds the SHA-256 of each file, and one over itself. Nothing is believed of a table that does not agree.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from load.parquet.delta_files import MANIFEST, was_loaded
from warehouse.errors import LoadError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.tables import FOLDERS

PARTITION = "report_year"
_HASH = "sha256"
_ALL_ANEW = "run `fazhi transform --all` with the whole catalogue, which reads it anew from the snapshots"


class DamagedError(LoadError):
    """A file of the tables is not the one that was written, or is gone."""


class DamagedManifestError(DamagedError):
    """The manifest is not the one that was written, or is gone though there are tables."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of one table and report year, as the manifest names it."""

    table: str
    year: int
    sha256: str
    rows: int

    @property
    def path(self) -> str:
        """Path inside the Parquet folder, with the first 12 hex digits of the content's hash."""
        return f"{self.table}/{PARTITION}={self.year}/part-{self.sha256[:12]}.parquet"


def read_manifest(folder: Path) -> dict[tuple[str, int], Part]:
    """The files that count, by table and report year.

    Raises DamagedManifestError where it is not what was written, LoadError for another schema version.
    """
    version, parts = manifest_content(folder)
    if version != SCHEMA_VERSION:
        what = f"tables of schema version {version}, this program writes {SCHEMA_VERSION}"
        is_newer = version.isdigit() and int(version) > int(SCHEMA_VERSION)
        newer = "upgrade fazhi, which a newer one wrote, or name another folder: --data-dir"
        older = "run `fazhi run` for the whole catalogue, which reads it anew"
        raise LoadError(what, str(folder), newer if is_newer else older)
    return {(part.table, part.year): part for part in parts}


def manifest_content(folder: Path) -> tuple[str, tuple[Part, ...]]:
    """The schema version and the files that a manifest names; those of our version alone.

    Our version and none where nothing was written yet: what a first load left that was killed does not count.
    Raises DamagedManifestError.
    """
    path = folder / MANIFEST
    if not path.exists():
        if was_loaded(folder):
            raise DamagedManifestError("the manifest is missing", str(path), _ALL_ANEW)
        return SCHEMA_VERSION, ()
    try:
        data = path.read_bytes()
        content = json.loads(data)
        version, said = str(content["schema_version"]), content.pop(_HASH, None)
        is_ours = version == SCHEMA_VERSION
        parts = tuple(Part(**entry) for entry in content["files"]) if is_ours else ()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedManifestError("the manifest cannot be read", str(path), _ALL_ANEW) from error
    # Without a hash: as it was written before there was one; another version's own form is not ours to judge
    is_whole = data == (_json(content) if said is None else _signed(content)) or (
        said is None and not is_ours
    )
    if not is_whole:
        raise DamagedManifestError("the manifest is not what was written", str(path), _ALL_ANEW)
    return version, parts


def manifest_bytes(parts: Iterable[Part]) -> bytes:
    """A manifest as it is written."""
    return _signed({"schema_version": SCHEMA_VERSION, "files": [asdict(part) for part in parts]})


def unsigned(manifest: bytes) -> bytes:
    """The same manifest as it was written before it had a hash."""
    content = json.loads(manifest)
    del content[_HASH]
    return _json(content)


def manifest_digest(folder: Path) -> str:
    """SHA-256 of the manifest: the same as long as no row of any table has changed."""
    path = folder / MANIFEST
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()


def part_files(folder: Path) -> Iterator[Path]:
    """All files of the tables that lie in the folder, whether they count or not."""
    for name in FOLDERS:
        yield from sorted(folder.glob(f"{name}/{PARTITION}=*/part-*.parquet"))


def damaged_parts(folder: Path) -> tuple[Part, ...]:
    """The files that the manifest names and that are not there, or not as they were written."""
    return tuple(part for part in read_manifest(folder).values() if not is_as_written(folder, part))


def is_as_written(folder: Path, part: Part) -> bool:
    """Whether the file is there, byte by byte."""
    try:
        with (folder / part.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == part.sha256
    except OSError:
        return False


def _signed(content: dict[str, object]) -> bytes:
    return _json(content | {_HASH: hashlib.sha256(_json(content)).hexdigest()})


def _json(content: dict[str, object]) -> bytes:
    return (json.dumps(content, indent=1) + "\n").encode()
