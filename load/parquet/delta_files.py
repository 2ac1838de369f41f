"""The deltas of all loads: one Parquet file a load, and a JSON index of them.

    parquet/delta/index.json                    one entry a load: file, SHA-256, rows by table and change
    parquet/delta/000012-3f0c5b….parquet        number of the load, and hash of the manifest that it led to
    parquet/delta/000013-90ab12….parquet        an import of reviews, and hash of their workbook

A load that changes no file has no entry; one that changes no figure (another reading key) has an empty file.
A file whose manifest, or reviews, never came to count, as the load was killed, is removed by the next one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from load.durable import disk_refusals, publish, write_bytes
from warehouse.errors import LoadError
from warehouse.schemas import DELTA

MANIFEST = "manifest.json"
REVIEWS_FOLDER = "reviews"
DELTAS_FOLDER = "delta"
_INDEX = "index.json"
_COUNTS = b"counts"
_ROWS_AT_ONCE = 64 * 1024


def write_delta(folder: Path, staging: Path, deltas: Iterable[pa.Table], manifest: str) -> None:
    """Add a load's delta below the Parquet folder, before its `manifest` (SHA-256 of the bytes) counts.

    It comes in pieces, one in memory at a time. Of an import of reviews, `manifest` is the SHA-256 of the
    workbook, whose reviews make it count. Raises LoadError where the disk is full.
    """
    number = 1 + max((_number(path) for path in _files(folder)), default=0)
    name = f"{number:06}-{manifest[:16]}.parquet"
    with disk_refusals(staging / name):
        staging.mkdir(parents=True, exist_ok=True)
        (folder / DELTAS_FOLDER).mkdir(parents=True, exist_ok=True)
        _write_pieces(staging / name, deltas)
    publish(staging / name, folder / DELTAS_FOLDER / name)


def _write_pieces(path: Path, deltas: Iterable[pa.Table]) -> None:
    counts: Counter[str] = Counter()
    with pq.ParquetWriter(path, DELTA.remove_metadata(), compression="zstd") as writer:
        for delta in deltas:
            writer.write_table(delta.replace_schema_metadata())
            kinds = delta.group_by(["table_name", "change"]).aggregate([([], "count_all")])
            counts.update(
                {f"{row['table_name']} {row['change']}": row["count_all"] for row in kinds.to_pylist()}
            )
        writer.add_key_value_metadata({_COUNTS: json.dumps(dict(sorted(counts.items()))).encode()})


def tidy_deltas(folder: Path, manifest: str) -> None:
    """Remove the delta of a load that never came to count, and write the index where it is not up to date.

    What it says of a file already stays: one that was changed since is not vouched for.
    """
    found = _files(folder)
    if found and not _counts(found[-1], folder, manifest):
        found.pop().unlink()
    index = folder / DELTAS_FOLDER / _INDEX
    names = [path.name for path in found]
    known = _indexed(index)
    if not (folder / DELTAS_FOLDER).exists() or (known is not None and list(known) == names):
        return
    content = json.dumps([(known or {}).get(path.name) or _entry(path) for path in found], indent=1) + "\n"
    staged = index.with_name(f".{_INDEX}.new")
    write_bytes(staged, content.encode())
    publish(staged, index)


@dataclass(frozen=True, slots=True)
class NewestDelta:
    """What the newest load did that changed a file, as it lies in Parquet: no rows before the first."""

    files: tuple[str, ...]
    rows: int
    column_names: tuple[str, ...] = tuple(DELTA.names)
    present: str = ""

    def tables(self) -> Iterator[pa.Table]:
        """The rows as `DELTA`, some thousands at a time: a new reading of all reports changes millions."""
        for path in self.files:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS_AT_ONCE):
                    yield pa.Table.from_batches([batch]).cast(DELTA)


def newest_delta(folder: Path) -> NewestDelta:
    """The delta of the newest load that counts."""
    found = counted_deltas(folder)[-1:]
    return NewestDelta(tuple(map(str, found)), sum(pq.read_metadata(path).num_rows for path in found))


def refuse_damaged_deltas(folder: Path) -> None:
    """Raise LoadError for a delta that is not what the index says, or an index that cannot be read.

    One that the index does not name yet is of a load that was killed before it wrote the index.
    """
    index = folder / DELTAS_FOLDER / _INDEX
    known = _indexed(index) if index.exists() else {}
    if known is None:
        raise LoadError("cannot be read", str(index), "remove this file: a load makes it anew")
    for path in _files(folder):
        found = _hash_of(path)
        if known.get(path.name, {"sha256": found}).get("sha256") != found:
            way_out = "move this one file away: a few rows of history go with it, no figure"
            raise LoadError(f"damaged: not what {_INDEX} says", str(path), way_out)


def counted_deltas(folder: Path) -> list[Path]:
    """The files of all deltas, oldest first, without that of a load that was killed before it counted."""
    found = _files(folder)
    manifest = folder / MANIFEST
    digest = hashlib.sha256(manifest.read_bytes() if manifest.exists() else b"").hexdigest()
    return found if not found or _counts(found[-1], folder, digest) else found[:-1]


def manifests_told(folder: Path) -> set[str]:
    """The first 16 hex digits of the hashes of all manifests, and workbooks, that deltas led to."""
    return {path.stem.partition("-")[2] for path in _files(folder)}


def was_loaded(folder: Path) -> bool:
    """Whether a load ever came to its end here; a damaged index says that one did."""
    return (folder / DELTAS_FOLDER / _INDEX).exists() and _indexed(folder / DELTAS_FOLDER / _INDEX) != {}


def _counts(path: Path, folder: Path, manifest: str) -> bool:
    _, _, digest = path.stem.partition("-")
    return digest == manifest[:16] or (folder / REVIEWS_FOLDER / f"{digest}.parquet").exists()


def _files(folder: Path) -> list[Path]:
    return sorted((folder / DELTAS_FOLDER).glob("[0-9]*.parquet"))


def _number(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _indexed(index: Path) -> dict[str, dict[str, object]] | None:
    """What the index says, by file; None where it is not there, or cannot be read."""
    try:
        return {str(entry["file"]): dict(entry) for entry in json.loads(index.read_bytes())}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(path: Path) -> dict[str, object]:
    counts = (pq.read_metadata(path).metadata or {}).get(_COUNTS, b"{}")
    return {
        "number": _number(path),
        "file": path.name,
        "sha256": _hash_of(path),
        "bytes": path.stat().st_size,
        "rows": json.loads(counts),
    }


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
