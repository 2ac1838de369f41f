"""The workbook for reviewers: what the warehouse knows, with the sentence and the source of each figure.

Rows are streamed to files beside the target, then put into the package, so that a workbook of a million rows
takes little more memory than one of a thousand.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from load.durable import disk_refusals, publish
from load.engines.connection import Database, Limits
from load.engines.database import open_readonly
from load.workbook.about import TITLE as ABOUT
from load.workbook.about import Shown, add_about
from load.workbook.answers import MOST_FINDINGS, Answers, Book, gather
from load.workbook.columns import Sheet
from load.workbook.drawings import Blocks, add_charts
from load.workbook.overview import ABOUT as OVERVIEW_SHOWS
from load.workbook.overview import TITLE as OVERVIEW
from load.workbook.overview import add_overview
from load.workbook.package import write_package
from load.workbook.sheets import SheetWriter, Written
from load.workbook.workbook_sheets import (
    CITIES,
    FIGURES,
    METRICS,
    QUALITY,
    REVIEW,
    SHEETS,
    SOURCES,
    VERDICT_CHOICES,
    YEARS,
    years_sheet,
)
from load.workbook.years import nearest_years, years_across

EPOCH = datetime(2000, 1, 1)  # no clock: the same content is the same file
_DEFAULT = Limits()
TOLD = 1 + len(SHEETS)
"""How often `told` is called for one workbook: for Overview and for each sheet of rows."""
_ROWS = ".fazhi-rows-"
Told = Callable[[str], None]
Seen = Callable[[pa.RecordBatch, int], None]


def write_workbook(
    database: Database, target: Path, book: Book | int, limits: Limits = _DEFAULT, told: Told | None = None
) -> None:
    """Write the workbook of a warehouse to `target`, whole or not at all, in place of an older one.

    The same warehouse content gives the same bytes. `told` hears the name of each sheet when it is done.
    Raises LoadError where there is no warehouse, the disk is full, or the target cannot be replaced (it is
    open elsewhere).
    """
    book = Book(book) if isinstance(book, int) else book
    with disk_refusals(target), answers_folder(target) as folder:
        with open_readonly(database, limits) as connection:
            answers = gather(connection, book, folder)
        write_answers(answers, target, told)


def write_answers(answers: Answers, target: Path, told: Told | None = None) -> None:
    """The same from answers that were gathered already."""
    staged = target.with_name(f".{target.name}.new")
    try:
        with disk_refusals(target):
            _Making(answers, told or _silent).write(staged)
        publish(staged, target)
    finally:
        staged.unlink(missing_ok=True)


@contextmanager
def answers_folder(target: Path) -> Iterator[Path]:
    """A folder for what a workbook's writing takes, beside it. There is one writer at a time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{_ROWS}*"):  # by a writer that was killed
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(dir=target.parent, prefix=_ROWS) as folder:
        yield Path(folder)


def describe(workbook: Workbook, book: Book) -> None:
    """Set the properties that a file's owner sees: title, places, no clock."""
    properties = workbook.properties
    properties.creator = "fazhi"
    properties.title = f"法治政府建设年度报告数据 {book.base_year}"
    properties.subject = book.place
    properties.keywords = "法治政府 rule of law"
    properties.created = properties.modified = EPOCH


def _silent(_: str) -> None:
    """Say nothing."""


class _Making:
    """One workbook as it is made: its sheets, and where the rows came to stand that others lead to."""

    def __init__(self, answers: Answers, told: Told) -> None:
        self._answers = answers
        self._book = answers.book
        self._told = told
        self._workbook = Workbook(write_only=True)
        self._written: dict[str, Written] = {}
        self._cut: set[str] = set()
        self._row_of: dict[str, str] = {}

    def write(self, target: Path) -> None:
        """Make all sheets in their order and write the file.

        A sheet that shows its question's answer row by row has no method of its own here.
        """
        describe(self._workbook, self._book)
        add_overview(self._workbook, self._answers)
        self._told(OVERVIEW)
        found, queue = self._answers.table(QUALITY.question), self._answers.queue
        own: dict[str, Callable[[], object]] = {
            YEARS.title: self._add_years,
            CITIES.title: self._add_cities,
            FIGURES.title: lambda: self._add_figures(found),
            METRICS.title: self._add_metrics,
            SOURCES.title: lambda: self._add(SOURCES, self._remember("report_id", SOURCES)),
        }
        # their rows lead to those of other sheets, of which some come behind them
        leading: dict[str, Callable[[], Iterable[pa.RecordBatch]]] = {
            REVIEW.title: lambda: [queue.rows],
            QUALITY.title: lambda: led_to(found, self._row_of).to_batches(),
        }
        begun = []
        for sheet in SHEETS:
            if sheet.title in leading:
                begun.append(self._begun(sheet))
            elif sheet.title in own:
                own[sheet.title]()
            else:
                self._add(sheet)
        for writer in begun:
            self._fill(writer, leading[writer.sheet.title]())
        self._cut |= {REVIEW.title} if queue.is_cut else set()
        self._cut |= {QUALITY.title} if found.num_rows == MOST_FINDINGS else set()
        self._add_about()
        write_package(self._workbook, self._written, target)

    def _add_about(self) -> None:
        shown = [Shown(OVERVIEW, OVERVIEW_SHOWS)] + [
            Shown(sheet.title, sheet.about, self._written[sheet.title].rows, sheet.title in self._cut)
            for sheet in SHEETS
        ]
        add_about(self._workbook, self._book.base_year, self._book.place, shown)
        self._workbook.move_sheet(ABOUT, -len(shown))

    def _add_figures(self, found: pa.Table) -> None:
        """The figures, remembering the rows of those that something was found about."""
        if self._answers.is_too_long:
            self._cut.add(FIGURES.title)
        wanted = set(found["statement_id"].to_pylist()) - {None}
        self._add(FIGURES, self._remember("statement_id", FIGURES, wanted))

    def _add_years(self) -> None:
        known = self._answers.table(YEARS.question)["year"].unique().to_pylist()
        years = nearest_years(known, self._book.base_year)
        writer = self._begun(years_sheet(years, self._book.base_year))
        batches = self._answers.batches(YEARS.question)
        self._fill(writer, years_across(batches, years, self._book.base_year))

    def _add_cities(self) -> None:
        blocks = Blocks()
        written = self._add(CITIES, blocks.see)
        behind = get_column_letter(len(CITIES.columns) + 2)
        if blocks.largest():
            last = max(written.rows, 1) + 1
            written.worksheet.print_area = f"A1:{get_column_letter(len(CITIES.columns) + 9)}{last}"
        add_charts(written.worksheet, behind, blocks.largest(), self._book.base_year)

    def _add_metrics(self) -> None:
        """The metrics, and beside them the lists that open cells offer, each under a defined name."""
        found = self._answers.table(METRICS.question)
        writer = self._begun(METRICS)
        with_lists = beside_lists(found)
        self._fill(writer, with_lists.to_batches(), table_rows=found.num_rows)
        for name, column, count in (
            ("metric_list", "choice", found.num_rows),
            ("verdict_list", "verdict_choice", len(VERDICT_CHOICES)),
        ):
            letter = writer.letter(column)
            cells = f"'{METRICS.title}'!${letter}$2:${letter}${max(count, 1) + 1}"
            self._workbook.defined_names[name] = DefinedName(name, attr_text=cells)

    def _add(self, sheet: Sheet, seen: Seen | None = None) -> Written:
        """A sheet with its question's answer."""
        return self._fill(self._begun(sheet), self._answers.batches(sheet.question), seen)

    def _begun(self, sheet: Sheet) -> SheetWriter:
        return SheetWriter(self._workbook, sheet, self._answers.folder)

    def _fill(
        self,
        writer: SheetWriter,
        batches: Iterable[pa.RecordBatch],
        seen: Seen | None = None,
        table_rows: int | None = None,
    ) -> Written:
        writer.write(batches, seen)
        written = writer.finish(table_rows)
        self._written[writer.sheet.title] = written
        self._told(writer.sheet.title)
        return written

    def _remember(self, field: str, sheet: Sheet, wanted: set[str] | None = None) -> Seen:
        """Keep where rows come to stand: those whose id is `wanted`, or all."""
        letter = get_column_letter(1)

        def see(batch: pa.RecordBatch, first: int) -> None:
            if wanted is not None and not wanted:
                return
            for at, name in enumerate(batch[field].to_pylist(), first):
                if wanted is None or name in wanted:
                    self._row_of[name] = f"'{sheet.title}'!{letter}{at}"

        return see


def beside_lists(metrics: pa.Table) -> pa.Table:
    """The metrics with the list of verdicts in a column beside them."""
    rows = max(metrics.num_rows, len(VERDICT_CHOICES))
    filled = pa.concat_tables([metrics, _empty(metrics.schema, rows - metrics.num_rows)])
    for name, words in (("gap", []), ("verdict_choice", VERDICT_CHOICES)):
        column = pa.array([*words, *[None] * (rows - len(words))], pa.string())
        filled = filled.append_column(name, column)
    return filled.combine_chunks()


def _empty(schema: pa.Schema, rows: int) -> pa.Table:
    return pa.Table.from_arrays([pa.nulls(rows, field.type) for field in schema], schema=_nullable(schema))


def _nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in schema])  # noqa: FBT003 -- pyarrow's own


def led_to(found: pa.Table, row_of: Mapping[str, str]) -> pa.Table:
    """Findings with the row that each leads to: its figure's, else its report's."""
    targets = [
        row_of.get(row["statement_id"] or "") or row_of.get(row["report_id"] or "")
        for row in found.select(["statement_id", "report_id"]).to_pylist()
    ]
    words = ["看行 go" if target else None for target in targets]
    for name, column in (("target", targets), ("see", words)):
        found = found.append_column(name, pa.array(column, pa.string()))
    return found.combine_chunks()
