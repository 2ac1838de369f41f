"""Which workbooks there are: one for all places, or, where a reader would wait for it, one a province.

What a workbook holds is told by a hash over the answers to its questions, which takes a small part of the
time that writing it does: a night writes only those that changed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc
from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from load.durable import disk_refusals, publish
from load.engines.connection import Connection, Database, Limits
from load.engines.database import open_readonly
from load.questions.asking import extent_of, questions_of, stream
from load.workbook.about import TITLE as ABOUT
from load.workbook.about import Shown, add_about
from load.workbook.book import Book, describe
from load.workbook.cells import LINK
from load.workbook.overview import ABOUT as OVERVIEW_SHOWS
from load.workbook.overview import TITLE as OVERVIEW
from load.workbook.overview import add_overview
from load.workbook.package import write_package
from load.workbook.page import NUMBER, TEXT, Page
from load.workbook.review_queue import review_queue
from load.workbook.row_xml import bytes_of
from load.workbook.workbook_sheets import METRICS, SHEETS

MOST_FIGURES = 60_000
"""Figures of one workbook: a laptop opens so many in some ten seconds."""
FOLDER = "workbooks"
_PROVINCES = """
SELECT SUBSTR(o.place, 1, 2) || '0000' AS code, MAX(p.name) AS name, CAST(COUNT(*) AS INTEGER) AS figures
FROM fact_observation AS o
LEFT JOIN dim_place AS p ON p.code = SUBSTR(o.place, 1, 2) || '0000'
GROUP BY SUBSTR(o.place, 1, 2)
UNION ALL
SELECT SUBSTR(r.place, 1, 2) || '0000', MAX(p.name), 0
FROM dim_report AS r
LEFT JOIN dim_place AS p ON p.code = SUBSTR(r.place, 1, 2) || '0000'
WHERE NOT EXISTS (SELECT 1 FROM fact_observation AS o WHERE SUBSTR(o.place, 1, 2) = SUBSTR(r.place, 1, 2))
GROUP BY SUBSTR(r.place, 1, 2)
ORDER BY code
"""
TITLE = "工作簿 Workbooks"
_ABOUT = "每个省一个工作簿 one workbook a province, to be opened from here"
_LINKED = replace(TEXT, ink=LINK, underlined=True)


@dataclass(frozen=True, slots=True)
class Planned:
    """A workbook that there is to be: its path below the data folder, what is in it, its number of figures.

    An index has the `parts` that it leads to.
    """

    path: PurePosixPath
    book: Book
    figures: int = 0
    parts: tuple["Planned", ...] = ()


def planned_workbooks(
    connection: Connection, base_year: int, name: str, *, with_snapshots: bool = True
) -> list[Planned]:
    """The workbooks for all places: `name` alone, or an index of that name and one a province."""
    top, below = ("snapshots/", "../snapshots/") if with_snapshots else ("", "")
    provinces = connection.execute(_PROVINCES).fetchall()
    whole = Book(base_year, snapshots=top)
    figures = sum(count for _, _, count in provinces)
    if figures <= MOST_FIGURES:
        return [Planned(PurePosixPath(name), whole, figures)]
    parts = tuple(
        Planned(_path(code, label or code), Book(base_year, extent_of(code), label or code, below), count)
        for code, label, count in provinces
    )
    return [Planned(PurePosixPath(name), whole, figures, parts), *parts]


def planned_for(code: str, name: str, base_year: int, *, with_snapshots: bool = True) -> Planned:
    """The workbook of one place: a province with all in it, a city beside those of its province."""
    below = "../snapshots/" if with_snapshots else ""
    return Planned(_path(code, name), Book(base_year, extent_of(code), name, below))


def _path(code: str, name: str) -> PurePosixPath:
    return PurePosixPath(FOLDER) / f"{code}-{name}.xlsx"


def content_key(connection: Connection, planned: Planned) -> str:
    """SHA-256 over all that the workbook will say, as the warehouse answers its questions."""
    digest = hashlib.sha256(repr((planned.book, [part.path for part in planned.parts])).encode())
    sheets = [METRICS] if planned.parts else SHEETS
    for name in [*questions_of("overview"), *(sheet.question for sheet in sheets if sheet.question)]:
        digest.update(name.encode())
        for batch in stream(connection, name, planned.book.parameters() | {"most": 1_000_000}):
            digest.update(_as_bytes(batch))
    digest.update(repr([part.figures for part in planned.parts]).encode())
    if not planned.parts:
        digest.update(_as_bytes(review_queue(connection, planned.book.parameters()).rows))
    return digest.hexdigest()


def _as_bytes(batch: pa.RecordBatch) -> memoryview:
    """The rows as text, nulls marked: what lies in memory under a null may be anything."""
    texts = [pc.fill_null(column.cast(pa.string()), "\x1e") for column in batch.columns]
    return bytes_of(pc.binary_join_element_wise(*texts, "\x1f", "\x1f"))


def write_index(database: Database, target: Path, planned: Planned, limits: Limits) -> None:
    """Write the workbook that leads to those of the provinces, with what can be said of all places.

    Raises LoadError as `load.workbook.book.write_workbook` does.
    """
    workbook = Workbook(write_only=True)
    describe(workbook, planned.book)
    staged = target.with_name(f".{target.name}.new")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with disk_refusals(target), open_readonly(database, limits) as connection:
            _add_list(workbook, planned.parts)
            add_overview(workbook, connection, planned.book.parameters(), planned.book.place)
            shown = [Shown(TITLE, _ABOUT), Shown(OVERVIEW, OVERVIEW_SHOWS)]
            add_about(workbook, planned.book.base_year, planned.book.place, shown)
            workbook.move_sheet(ABOUT, -len(shown))
            write_package(workbook, {}, staged)
        publish(staged, target)
    finally:
        staged.unlink(missing_ok=True)


def _add_list(workbook: Workbook, parts: Sequence[Planned]) -> None:
    page = Page(workbook, TITLE, (30, 50, 16))
    page.title("工作簿　Workbooks", "每个省一个工作簿，点开即可 one workbook a province: click to open it")
    page.heads(["地区 Place", "文件 File", "数据数 Figures"], left={0, 1})
    for part in parts:
        link = page.write.text(str(part.path), _LINKED)
        link.hyperlink = Hyperlink(ref="", target=str(part.path))
        page.add([page.write.text(part.book.place, TEXT), link, page.write.value(part.figures, NUMBER)])
