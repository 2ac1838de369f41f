"""The reviews as they lie in the data folder: one Parquet file an imported workbook, never changed.

parquet/reviews/3f0c5b….parquet       named by the first 16 hex digits of the workbook's SHA-256
"""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from load.parquet.delta import REVIEWS_FOLDER
from load.parquet.tables import FOLDER
from warehouse.errors import LoadError
from warehouse.schemas import REVIEWS

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


def _read(path: Path) -> pa.Table:
    try:
        return pq.ParquetFile(path).read().cast(REVIEWS)
    except (OSError, ValueError) as error:
        raise LoadError("damaged, or not of this version", str(path), "move the file away") from error
