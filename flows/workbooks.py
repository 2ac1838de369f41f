"""The workbooks of a data folder: those written anew whose content changed, and those of single places."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from flows.keeping.freshness import WORKBOOKS, content_record_key, forget_made, made_from, remember_made
from flows.record.progress import watcher
from flows.settings import Settings
from load.durable import disk_refusals
from load.engines.connection import Connection
from load.engines.database import open_readonly
from load.workbook.answers import Answers
from load.workbook.book import TOLD, answers_folder, write_workbook
from load.workbook.row_prints import RowPrints, row_prints
from load.workbook.workbooks import (
    Planned,
    gather_planned,
    planned_for,
    planned_workbooks,
    rows_key,
    write_planned,
)
from warehouse.errors import SettingsError
from warehouse.places import load_places


@dataclass(frozen=True, slots=True)
class _Asked:
    """A workbook whose questions are answered: whether it says something new, and what to remember."""

    planned: Planned
    answers: Answers
    is_new: bool
    keys: Mapping[str, str]


def export_changed(settings: Settings, base_year: int, *, even_if_fresh: bool) -> bool:
    """Write the workbooks whose content is not what it was; remove those of provinces that are there no more.

    True where one was written. One is written while the next one's questions are asked, which keeps the
    engine busy and not Python; the answers of two lie on the disk at most. The index comes last, as nobody
    waits for it to be written.
    """
    snapshots = not settings.snapshots_url
    known = {} if even_if_fresh else made_from(settings.made)
    written: list[Future[bool]] = []
    with open_readonly(settings.database, settings.database_limits) as connection:
        planned = planned_workbooks(connection, base_year, settings.workbook.name, with_snapshots=snapshots)
        watcher().begin("工作簿 workbooks", TOLD * len(planned))
        prints = row_prints(connection)
        last = settings.data_dir / planned[-1].path
        with disk_refusals(last), answers_folder(last) as folder, ThreadPoolExecutor(1) as writer:
            night = _Night(settings, known, prints, folder)
            for one in reversed(planned):
                if asked := night.ask(connection, one):
                    if written:
                        written[-1].result()
                    written.append(writer.submit(night.write, asked))
            was_any = any([one.result() for one in written])
    _remove_others(settings, planned)
    return was_any


@dataclass(frozen=True, slots=True)
class _Night:
    """What the workbooks stand on: what is `known` of those that are there, the rows' prints, a folder."""

    settings: Settings
    known: Mapping[str, str]
    prints: RowPrints | None
    folder: Path

    def ask(self, connection: Connection, one: Planned) -> _Asked | None:
        """Ask what a workbook would say; None where it is there and its rows are known."""
        name, there = _name(one), (self.settings.data_dir / one.path).exists()
        known = self.known if there else {}
        rows = content_record_key(rows_key(self.prints, one)) if self.prints else ""
        if rows and name in known and known.get(_rows(one)) == rows:
            _passed_over()
            return None
        folder = self.folder / one.path.stem
        with disk_refusals(folder):
            folder.mkdir()
            answers = gather_planned(connection, one, folder)
        key = content_record_key(answers.key)
        return _Asked(one, answers, known.get(name) != key, {name: key, _rows(one): rows})

    def write(self, asked: _Asked) -> bool:
        """Write a workbook that says something new, and remember what it says. True where it was written."""
        if asked.is_new:
            target = self.settings.data_dir / asked.planned.path
            # what is known is of the old file, and after a kill the tables may come back to what they were
            forget_made(self.settings.made, (WORKBOOKS, *asked.keys))
            write_planned(asked.planned, asked.answers, target, lambda _: watcher().advance())
        else:
            _passed_over()
        rmtree(asked.answers.folder)
        remember_made(self.settings.made, asked.keys)
        return asked.is_new


def _passed_over() -> None:
    for _ in range(TOLD):
        watcher().advance()


def export_places(settings: Settings, base_year: int, places: str) -> list[Path]:
    """Write a workbook for each of these places (names or codes, with commas). Returns their paths.

    Raises CatalogueError for an unknown place, SettingsError for none.
    """
    named = [load_places().resolve(name.strip()) for name in places.split(",") if name.strip()]
    if not named:
        raise SettingsError("names no place", "--places", "write 金华市 or 330700")
    snapshots = not settings.snapshots_url
    planned = [planned_for(place.code, place.name, base_year, with_snapshots=snapshots) for place in named]
    watcher().begin("工作簿 workbooks", TOLD * len(planned))
    for one in planned:
        target = settings.data_dir / one.path
        limits = settings.database_limits
        write_workbook(settings.database, target, one.book, limits, lambda _: watcher().advance())
    return [settings.data_dir / one.path for one in planned]


def _name(planned: Planned) -> str:
    return f"workbook {planned.path}"


def _rows(planned: Planned) -> str:
    return f"rows {planned.path}"


def _remove_others(settings: Settings, planned: list[Planned]) -> None:
    """Take away provinces' workbooks that we wrote and that are planned no more; others' files stay."""
    wanted = {_name(one) for one in planned}
    for name in made_from(settings.made):
        _, _, path = name.partition("workbook workbooks/")
        if path and name not in wanted:
            (settings.workbooks / path).unlink(missing_ok=True)
