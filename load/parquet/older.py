"""Parquet tables of an older schema version: put aside whole, to be read anew from the snapshots."""

import json
from pathlib import Path

from load.durable import flush_folder
from load.parquet.delta import MANIFEST
from load.parquet.tables import FOLDER
from warehouse.schemas import SCHEMA_VERSION
from warehouse.tables import FOLDERS


def older_version(root: Path) -> str:
    """The schema version of the data folder's tables where it is older than ours; else empty."""
    try:
        version = str(json.loads((root / FOLDER / MANIFEST).read_bytes())["schema_version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return version if version.isdigit() and int(version) < int(SCHEMA_VERSION) else ""


def set_aside(root: Path, version: str) -> str:
    """Move tables and deltas of an older version out of the way; a line to tell the user.

    What is only ever added to (load runs, fetch log, proposals, reviews) stays. The manifest goes last:
    killed before, the folder is still of the older version, and the next call moves the rest.
    """
    folder = root / FOLDER
    aside = _place_for(root, version)
    aside.mkdir(exist_ok=True)
    for name in (*FOLDERS, "delta", MANIFEST):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    flush_folder(folder)
    return (
        f"{folder}: tables of schema version {version} set aside as {aside.name}; "
        f"every report is read anew from its snapshot as version {SCHEMA_VERSION}"
    )


def _place_for(root: Path, version: str) -> Path:
    """The first folder of that version's name that was not filled to the end before."""
    number = 1
    aside = root / f"{FOLDER}.v{version}"
    while (aside / MANIFEST).exists():
        number += 1
        aside = root / f"{FOLDER}.v{version}-{number}"
    return aside
