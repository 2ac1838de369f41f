"""A copy of the Parquet tables in a bucket: for who reads them there, and for a machine that is lost.

Files of the tables are named by their content and never changed, so a copy is what is new, then the manifest,
which is the one step that counts, then away with what the tables hold no more. Cut off between any two steps,
the copy is the old or the new state with files beside it that no manifest names; the next one clears up.
"""

import hashlib
import re
from pathlib import Path

from extract.storage import Storage, storage_at
from flows.record.progress import watcher
from flows.settings import Settings
from load.parquet.delta_files import DELTAS_FOLDER, MANIFEST, manifests_told
from load.parquet.manifest import PARTITION, read_manifest
from warehouse.errors import StoreError
from warehouse.tables import FOLDERS
from warehouse.visible import visible

_REPLACED = ".json"
_SHRINKING = re.compile(
    rf"""
    (?: {"|".join(FOLDERS)} ) / {PARTITION}=\d+ / part-[0-9a-f]+ \.parquet
        # statements/report_year=2017/part-3f.parquet
    | {DELTAS_FOLDER} / \d+-[0-9a-f]+ \.parquet  # delta/000012-3f0c.parquet
    """,
    re.VERBOSE,
)
"""Files that the tables may hold no more."""
_WAY_OUT = "empty it, or name another folder in FAZHI_TABLES_URL"


def copy_tables(settings: Settings) -> None:
    """Bring the copy to what the tables are now, where there is to be one. Only the one writer may call this.

    What is only ever added to (load runs, fetch log, proposals, reviews) is never taken away there. Raises
    StoreError where the bucket does not answer, or holds tables that are not an earlier state of these.
    """
    if not settings.tables_url:
        return
    folder, there = settings.parquet, storage_at(settings.tables_url)
    present = frozenset(there.names())
    before = there.read(MANIFEST) if MANIFEST in present else b""
    _refuse_other_tables(folder, before, there.place(""))
    names = _names(folder)
    changed = [name for name in names if name not in present or _differs(folder, there, name)]
    for name in changed:
        there.write(name, (folder / name).read_bytes())
    gone = sorted(name for name in present.difference(names) if _SHRINKING.fullmatch(name))
    there.remove(gone)
    if changed or gone:
        where = visible(settings.tables_url)
        watcher().say(f"{where}: {len(changed)} files of the tables copied, {len(gone)} taken away")


def _names(folder: Path) -> list[str]:
    """The files that count, the manifest last, and before it the index of deltas."""
    parts = [part.path for part in read_manifest(folder).values()]
    others = [
        name
        for path in folder.rglob("*")
        if path.is_file()
        and not (name := path.relative_to(folder).as_posix()).startswith(".")
        and not path.name.startswith(".")
        and name.partition("/")[0] not in FOLDERS
    ]
    return sorted([*parts, *others], key=lambda name: (name == MANIFEST, name.endswith(_REPLACED), name))


def _differs(folder: Path, there: Storage, name: str) -> bool:
    """Whether a file that may be written over is another one there."""
    return name.endswith(_REPLACED) and there.read(name) != (folder / name).read_bytes()


def _refuse_other_tables(folder: Path, manifest: bytes, place: str) -> None:
    """Raise StoreError where the manifest there never was that of these tables, or of any set aside here."""
    digest = hashlib.sha256(manifest).hexdigest()[:16]
    known = (folder, *folder.parent.glob(f"{folder.name}.v*"))
    if manifest and not any(digest in manifests_told(one) for one in known):
        raise StoreError("holds other tables than an earlier state of these", place, _WAY_OUT)
