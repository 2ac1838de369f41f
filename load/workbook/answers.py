"""What a workbook is made of: the answers to its questions, each asked once and kept in a file.

A hash over them tells whether an older workbook still says the same; what is then written is what was hashed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from load.engines.connection import Connection
from load.questions.asking import EVERYWHERE, Extent, questions_of, stream
from load.workbook.review_queue import NOTHING, Queue, review_queue
from load.workbook.row_xml import bytes_of
from load.workbook.workbook_sheets import FIGURES, MAX_ROWS, QUALITY, SHEETS

MOST_FINDINGS = 20_000
_SHOWN_OF = {"overview_moves": 15, "overview_best": 15, QUALITY.question: MOST_FINDINGS}
"""Rows of a question's answer that are shown, where they are fewer than a sheet takes."""


@dataclass(frozen=True, slots=True)
class Book:
    """Which workbook: its base year, the places, what they are called, where snapshots lie as seen from it.

    `snapshots` is empty where they are in no folder beside it: there are then no links to them.
    """

    base_year: int
    extent: Extent = EVERYWHERE
    place: str = "全部地区 all places"
    snapshots: str = "snapshots/"

    def parameters(self) -> dict[str, object]:
        """The parameters of the workbook's questions."""
        return {
            "base_year": self.base_year,
            "first": self.extent.first,
            "after": self.extent.after,
            "peers": self.extent.peers,
            "peers_first": self.extent.peers_first,
            "peers_after": self.extent.peers_after,
            "snapshots": self.snapshots,
            "most": MAX_ROWS,
            "all_years": True,
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers for a book: `key` is SHA-256 over all that they say.

    `is_too_long` says that only the base year's figures are among them, as a sheet does not take all.
    """

    book: Book
    folder: Path
    key: str
    is_too_long: bool
    queue: Queue

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a question, in the batches in which they came."""
        with pa.memory_map(str(_path(self.folder, name))) as file, pa.ipc.open_stream(file) as reader:
            yield from reader

    def table(self, name: str) -> pa.Table:
        """All rows of a question."""
        with pa.OSFile(str(_path(self.folder, name))) as file, pa.ipc.open_stream(file) as reader:
            return reader.read_all()


def gather(connection: Connection, book: Book, folder: Path) -> Answers:
    """Ask all that the workbook says, and keep it in files of the folder."""
    digest = hashlib.sha256(repr(book).encode())
    is_too_long = _is_too_long(connection, book)
    for name in (*questions_of("overview"), *(sheet.question for sheet in SHEETS if sheet.question)):
        all_years = not (is_too_long and name == FIGURES.question)
        digest.update(_kept(connection, book, folder, name, all_years=all_years))
    queue = review_queue(connection, book.parameters())
    digest.update(_as_bytes(queue.rows))
    digest.update(repr((is_too_long, queue.is_cut)).encode())
    return Answers(book, folder, digest.hexdigest(), is_too_long, queue)


def gather_overview(connection: Connection, book: Book, folder: Path, beside: object) -> Answers:
    """Ask what Overview alone says, for a workbook that says this and what stands `beside` it."""
    digest = hashlib.sha256(repr((book, beside)).encode())
    for name in questions_of("overview"):
        digest.update(_kept(connection, book, folder, name, all_years=True))
    return Answers(book, folder, digest.hexdigest(), is_too_long=False, queue=NOTHING)


def _kept(connection: Connection, book: Book, folder: Path, name: str, *, all_years: bool) -> bytes:
    """Keep a question's answer in its file. Returns a hash over it."""
    digest = hashlib.sha256(name.encode())
    parameters = book.parameters() | {"all_years": all_years}
    if most := _SHOWN_OF.get(name):
        parameters["most"] = most
    rows = stream(connection, name, parameters)
    with pa.OSFile(str(_path(folder, name)), "wb") as file, pa.ipc.new_stream(file, rows.schema) as writer:
        for batch in rows:
            digest.update(_as_bytes(batch))
            writer.write_batch(batch)
    return digest.digest()


def _is_too_long(connection: Connection, book: Book) -> bool:
    query = "SELECT COUNT(*) FROM fact_observation WHERE report_id >= $first AND report_id < $after"
    named = {"first": book.extent.first, "after": book.extent.after}
    (count,) = connection.execute(query, named).fetchone()
    return int(count) > MAX_ROWS


def _path(folder: Path, question: str) -> Path:
    return folder / f"{question}.arrow"


def _as_bytes(batch: pa.RecordBatch) -> memoryview:
    """The rows as text, nulls marked: what lies in memory under a null may be anything."""
    texts = [pc.fill_null(column.cast(pa.string()), "\x1e") for column in batch.columns]
    return bytes_of(pc.binary_join_element_wise(*texts, "\x1f", "\x1f"))
