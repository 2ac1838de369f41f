"""A reviewer's workbook comes in: checked, its decisions kept, the warehouse made anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.keeping.mending import mend_tables
from flows.settings import Settings
from flows.steps import build_warehouse, export_workbook
from flows.writing import only_writer
from load.durable import write_bytes
from load.engines.database import open_readonly
from load.parquet.review_files import review_file
from load.reviews.answer import write_answer
from load.reviews.checking import Problem, check_returned
from load.reviews.decisions import append_reviews
from load.reviews.returned import read_returned
from warehouse.errors import FazhiError
from warehouse.metrics import load_metrics

ANSWER = "问题"


class ReviewError(FazhiError):
    """A workbook has rows that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a workbook: rows that decided, problems, where the answer to the reviewer lies.

    `is_known` where the same file was imported before; nothing is then checked or written.
    """

    decided: int = 0
    problems: tuple[Problem, ...] = ()
    answer: Path | None = None
    is_taken: bool = False
    is_known: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop rows."""
        return tuple(problem for problem in self.problems if not problem.is_note)


def import_review(
    settings: Settings,
    path: Path,
    *,
    accept_good: bool = False,
    reviewer: str = "",
    now: datetime | None = None,
) -> Imported:
    """Import one workbook, all of it or, with `accept_good`, its rows without a problem.

    Where there are problems, a copy of the workbook with a column for them is written beside it. Raises
    LoadError for a file that is no workbook of ours, BusyError while a run is writing.
    """
    with only_writer(settings.data_dir):
        mend_tables(settings)
        returned = read_returned(path)
        if review_file(settings.data_dir, returned.sha256).exists():
            _load_and_export(settings)  # the import may have been killed before it did
            return Imported(is_known=True)
        build_warehouse(settings)
        with open_readonly(settings.database, settings.database_limits) as connection:
            moment = now or datetime.now(UTC)
            checked = check_returned(returned, connection, load_metrics(), moment, reviewer)
        answer = _answer(path) if checked.errors else None
        if answer:
            write_answer(returned, checked.problems, answer)
        is_taken = checked.decisions.num_rows > 0 and (accept_good or not checked.errors)
        if is_taken:
            _keep(settings, path, returned.sha256)
            append_reviews(settings.data_dir, checked.decisions, returned.sha256)
            _load_and_export(settings)
        return Imported(checked.decided, checked.problems, answer, is_taken)


def _load_and_export(settings: Settings) -> None:
    build_warehouse(settings)
    export_workbook(settings, settings.base_year)


def _answer(path: Path) -> Path:
    return path.with_name(f"{path.stem}-{ANSWER}.xlsx")


def _keep(settings: Settings, path: Path, sha256: str) -> None:
    """Keep the file itself, named by its hash: who decided what can be looked up for ever."""
    kept = settings.data_dir / "workbooks-returned" / f"{sha256[:16]}.xlsx"
    if not kept.exists():
        write_bytes(kept, path.read_bytes())


def in_words(problems: Sequence[Problem], most: int = 5) -> str:
    """The first problems on one line."""
    rest = f" … and {len(problems) - most} more" if len(problems) > most else ""
    return "; ".join(map(str, problems[:most])) + rest
