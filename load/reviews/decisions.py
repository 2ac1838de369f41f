"""Reviewers' decisions come in: append-only, beside the delta that tells which values they changed.

The delta is written first and counts only once the reviews stand beside it, as a load's counts only once
its manifest does: a kill between the two leaves nothing, and the import is simply run again.
"""

import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from load.durable import publish, write_bytes
from load.parquet.delta_files import tidy_deltas, write_delta
from load.parquet.manifest import manifest_digest
from load.parquet.review_files import read_reviews, review_bytes, review_file
from load.parquet.tables import FOLDER, STAGING
from load.reviews.delta import delta_of_reviews
from warehouse.errors import LoadError
from warehouse.schemas import REVIEWS

__all__ = ["append_reviews", "read_reviews"]

_DECISIONS = ("accepted", "corrected", "rejected", "assigned")
_SEE = "see warehouse/schemas.py"


def append_reviews(root: Path, table: pa.Table, workbook_sha256: str) -> Path | None:
    """Add the reviews of one workbook, rows of `warehouse.schemas.REVIEWS`, and a delta of what they change.

    Returns their file; None where this workbook was imported before, and nothing is then written. Raises
    LoadError where a row does not fit the schema, is of another workbook, or corrects without a value.
    Only the one writer may call this.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", workbook_sha256):
        raise LoadError("no SHA-256 in small hex digits", workbook_sha256, "give the workbook's")
    reviews = _fitting(table, workbook_sha256)
    path = review_file(root, workbook_sha256)
    if path.exists():
        return None
    folder = root / FOLDER
    staging = folder / STAGING
    before = read_reviews(root)
    tidy_deltas(folder, manifest_digest(folder))
    try:
        delta = delta_of_reviews(root, before, pa.concat_tables([before, reviews]))
        write_bytes(staging / path.name, review_bytes(reviews))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_delta(folder, staging, [delta], workbook_sha256)
        publish(staging / path.name, path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    tidy_deltas(folder, manifest_digest(folder))
    return path


def _fitting(table: pa.Table, workbook: str) -> pa.Table:
    """The rows with their declared schema. Arrow itself lets nulls into columns declared without any."""
    if odd := sorted(set(table.column_names) ^ set(REVIEWS.names)):
        raise LoadError(f"columns missing or unknown: {', '.join(odd)}", "review", _SEE)
    holes = [field.name for field in REVIEWS if not field.nullable and table[field.name].null_count]
    if holes:
        raise LoadError(f"null in {', '.join(holes)}", "review", "these columns must have a value")
    try:
        table = table.select(REVIEWS.names).cast(REVIEWS).combine_chunks()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise LoadError(f"a value does not fit its column: {error}", "review", _SEE) from error
    if odd := sorted(set(table["decision"].to_pylist()) - set(_DECISIONS)):
        raise LoadError(f"decision is {odd[0]!r}", "review", ", ".join(_DECISIONS))
    if set(table["workbook"].to_pylist()) - {workbook}:
        raise LoadError("a row of another workbook", workbook, "import each workbook by itself")
    corrected = pc.equal(table["decision"], "corrected")
    if pc.any(pc.xor(corrected, pc.is_valid(table["value"]))).as_py():
        raise LoadError("a correction without a value, or a value without one", workbook, "give both or none")
    return table
