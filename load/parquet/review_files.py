"""The reviews as they lie in the data folder: one Parquet file an imported workbook, never changed.

parquet/reviews/3f0c5b….parquet       named by the first 16 hex digits of the workbook's SHA-256
"""

import hashlib
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from load.parquet.delta_files import REVIEWS_FOLDER
from load.parquet.tables import FOLDER
from warehouse.errors import LoadError
from warehouse.schemas import REVIEWS

_ROWS = b"rows"
_WAY_OUT = "move this one file away, then import its workbook again: it lies in workbooks-returned"
_ORDER = ("decided_at", "workbook", "place", "metric", "year", "scope_kind", "seen_statement_id", "decision")


def review_file(root: Path, workbook_sha256: str) -> Path:
    """Where the reviews of one workbook lie, or will lie."""
    return root / FOLDER / REVIEWS_FOLDER / f"{workbook_sha256[:16]}.parquet"


def read_reviews(root: Path) -> pa.Table:
    """All reviews ever imported, the oldest decision first. Raises LoadError naming a damaged file."""
    table = pa.concat_tables([REVIEWS.empty_table(), *(_read(path) for path in _files(root))])
    return table.sort_by([(name, "ascending") for name in _ORDER])


def reviews_digest(root: Path) -> str:
    """SHA-256 over all files of reviews: the same as long as nothing was imported."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    return sorted((root / FOLDER / REVIEWS_FOLDER).glob("[!.]*.parquet"))


def review_bytes(table: pa.Table) -> bytes:
    """The file of reviews, with a hash over its rows, by which one that was changed is told."""
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({_ROWS: _rows_hash(table)}), sink, compression="zstd")
    return sink.getvalue()


def _rows_hash(table: pa.Table) -> bytes:
    rows = json.dumps(table.select(REVIEWS.names).to_pylist(), default=str, ensure_ascii=False)
    return hashlib.sha256(rows.encode()).hexdigest().encode()


def _read(path: Path) -> pa.Table:
    try:
        stored = pq.ParquetFile(path).read()
        table = stored.cast(REVIEWS)
        said = (stored.schema.metadata or {}).get(_ROWS)
        if said not in (None, _rows_hash(table)):  # none: written before reviews had a hash
            raise ValueError("other rows than were written")
        return table
    except (OSError, ValueError, pa.ArrowException) as error:
        raise LoadError("damaged, or not of this version", str(path), _WAY_OUT) from error
