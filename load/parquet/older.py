"""Parquet tables of an older schema version: put aside whole, to be read anew from the snapshots."""

from pathlib import Path

from load.durable import flush_folder
from load.parquet.delta_files import MANIFEST
from load.parquet.manifest import manifest_content
from load.parquet.tables import FOLDER
from warehouse.schemas import SCHEMA_VERSION
from warehouse.tables import FOLDERS


def older_version(root: Path) -> str:
    """The schema version of the data folder's tables where it is older than ours; else empty.

    Raises DamagedManifestError.
    """
    version, _ = manifest_content(root / FOLDER)
    return version if version.isdigit() and int(version) < int(SCHEMA_VERSION) else ""


def set_aside(root: Path, version: str) -> str:
    """Move tables and deltas of an older version, or `damaged` ones, out of the way; a line for the user.

    What is only ever added to (load runs, fetch log, proposals, reviews) stays. The manifest goes last:
    killed before, the folder is still as it was, and the next call moves the rest.
    """
    folder = root / FOLDER
    names = [name for name in (*FOLDERS, "delta", MANIFEST) if (folder / name).exists()]
    aside = _place_for(root, version, names)
    aside.mkdir(exist_ok=True)
    for name in names:
        (folder / name).rename(aside / name)
    flush_folder(folder)
    what = f"tables of schema version {version}" if version.isdigit() else f"{version} tables"
    return (
        f"{folder}: {what} set aside as {aside.name}; "
        f"every report is read anew from its snapshot as version {SCHEMA_VERSION}"
    )


def _place_for(root: Path, version: str, names: list[str]) -> Path:
    """The first folder of that version's name without any of these: new, or not filled to the end."""
    number = 1
    aside = root / f"{FOLDER}.v{version}"
    while any((aside / name).exists() for name in (*names, MANIFEST)):
        number += 1
        aside = root / f"{FOLDER}.v{version}-{number}"
    return aside
