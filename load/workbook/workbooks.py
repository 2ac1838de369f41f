"""Which workbooks there are: one for all places, or, where a reader would wait for it, one a province.

What a workbook holds is told by a hash over the answers to its questions: a night writes only those that
changed. Its questions are asked only where one of the rows that they tell of did.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from load.durable import disk_refusals, publish
from load.engines.connection import Connection
from load.questions.asking import extent_of
from load.workbook.about import TITLE as ABOUT
from load.workbook.about import Shown, add_about
from load.workbook.answers import Answers, Book, gather, gather_overview
from load.workbook.book import TOLD, Told, describe, write_answers
from load.workbook.cells import LINK
from load.workbook.overview import ABOUT as OVERVIEW_SHOWS
from load.workbook.overview import TITLE as OVERVIEW
from load.workbook.overview import add_overview
from load.workbook.package import write_package
from load.workbook.page import NUMBER, TEXT, Page
from load.workbook.row_prints import RowPrints

MOST_FIGURES = 60_000
"""Figures of one workbook: a laptop opens so many in some ten seconds."""
FOLDER = "workbooks"
_PROVINCES = """
SELECT c.code, MAX(p.name) AS name, CAST(SUM(c.figures) AS INTEGER) AS figures
FROM (
    SELECT SUBSTR(place, 1, 2) || '0000' AS code, COUNT(*) AS figures
    FROM fact_observation
    GROUP BY SUBSTR(place, 1, 2)
    UNION ALL
    SELECT DISTINCT SUBSTR(place, 1, 2) || '0000', 0
    FROM dim_report
) AS c
LEFT JOIN dim_place AS p ON p.code = c.code
GROUP BY c.code
ORDER BY c.code
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


def rows_key(prints: RowPrints, planned: Planned) -> str:
    """What changes with the rows that the workbook tells: while it stands, its answers do."""
    told = (planned.book, _beside(planned), prints.of(planned.book.extent))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _beside(planned: Planned) -> list[tuple[PurePosixPath, str, int]]:
    """What an index says of the parts that it leads to."""
    return [(part.path, part.book.place, part.figures) for part in planned.parts]


def gather_planned(connection: Connection, planned: Planned, folder: Path) -> Answers:
    """Ask all that the workbook will say; `key` of the answers changes with it."""
    if not planned.parts:
        return gather(connection, planned.book, folder)
    return gather_overview(connection, planned.book, folder, _beside(planned))


def write_planned(planned: Planned, answers: Answers, target: Path, told: Told | None = None) -> None:
    """Write the workbook from its answers, as `load.workbook.book.write_workbook` does."""
    if not planned.parts:
        write_answers(answers, target, told)
        return
    _write_index(answers, target, planned.parts)
    for _ in range(TOLD):
        if told:
            told(TITLE)


def _write_index(answers: Answers, target: Path, parts: Sequence[Planned]) -> None:
    """The workbook that leads to those of the provinces, with what can be said of all places."""
    workbook = Workbook(write_only=True)
    describe(workbook, answers.book)
    staged = target.with_name(f".{target.name}.new")
    try:
        with disk_refusals(target):
            _add_list(workbook, parts)
            add_overview(workbook, answers)
            shown = [Shown(TITLE, _ABOUT), Shown(OVERVIEW, OVERVIEW_SHOWS)]
            add_about(workbook, answers.book.base_year, answers.book.place, shown)
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
