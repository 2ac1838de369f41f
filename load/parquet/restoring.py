"""A manifest that is damaged or gone, made anew from the files that lie there, where that can be proved."""

import hashlib
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import publish, write_bytes
from load.parquet.delta_files import MANIFEST, manifests_told
from load.parquet.manifest import PARTITION, Part, manifest_bytes, part_files, unsigned
from load.parquet.tables import FOLDER, STAGING


def restored_manifest(root: Path) -> bool:
    """Write the manifest anew, if the files that lie there are those of a load. True where it was.

    They are where the manifest that names them has the hash that the name of a delta tells.
    """
    folder = root / FOLDER
    parts: list[Part] = []
    for _, found in groupby(part_files(folder), key=lambda path: path.parent):
        known = [part for path in found if (part := _part_of(path))]
        if len(known) != 1:
            return False
        parts += known
    content = manifest_bytes(sorted(parts, key=lambda part: (part.table, part.year)))
    if not {_digest(content), _digest(unsigned(content))} & manifests_told(folder):
        return False
    write_bytes(folder / STAGING / MANIFEST, content)
    publish(folder / STAGING / MANIFEST, folder / MANIFEST)
    return True


def _digest(content: bytes) -> str:
    """As a delta's name tells it."""
    return hashlib.sha256(content).hexdigest()[:16]


def _part_of(path: Path) -> Part | None:
    """The part that a file is; None where it is not what its name says."""
    data = path.read_bytes()
    year = path.parent.name.removeprefix(f"{PARTITION}=")
    digest = hashlib.sha256(data).hexdigest()
    if not year.isdecimal() or path.name != f"part-{digest[:12]}.parquet":
        return None
    try:
        rows = pq.read_metadata(pa.BufferReader(data)).num_rows
    except pa.ArrowInvalid:
        return None
    return Part(path.parent.parent.name, int(year), digest, rows)
