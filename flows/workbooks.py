"""The workbooks of a data folder: those written anew whose content changed, and those of single places."""

from collections.abc import Mapping
from pathlib import Path

from flows.keeping.freshness import content_record_key, made_from, remember_made
from flows.record.progress import watcher
from flows.settings import Settings
from load.durable import disk_refusals
from load.engines.connection import Connection
from load.engines.database import open_readonly
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


def export_changed(settings: Settings, base_year: int, *, even_if_fresh: bool) -> bool:
    """Write the workbooks whose content is not what it was; remove those of provinces that are there no more.

    True where one was written.
    """
    snapshots = not settings.snapshots_url
    known = {} if even_if_fresh else made_from(settings.made)
    with open_readonly(settings.database, settings.database_limits) as connection:
        planned = planned_workbooks(connection, base_year, settings.workbook.name, with_snapshots=snapshots)
        watcher().begin("工作簿 workbooks", TOLD * len(planned))
        prints = row_prints(connection)
        written = [_export(settings, connection, one, known, prints) for one in planned]
    _remove_others(settings, planned)
    return any(written)


def _export(
    settings: Settings,
    connection: Connection,
    one: Planned,
    known: Mapping[str, str],
    prints: RowPrints | None,
) -> bool:
    """Write one workbook, unless it is there and `known` to say what it would. True where it was written."""
    name, target = _name(one), settings.data_dir / one.path
    known = known if target.exists() else {}
    rows = content_record_key(rows_key(prints, one)) if prints else ""
    if rows and name in known and known.get(_rows(one)) == rows:
        _passed_over()
        return False
    with disk_refusals(target), answers_folder(target) as folder:
        answers = gather_planned(connection, one, folder)
        key = content_record_key(answers.key)
        is_new = known.get(name) != key
        if is_new:
            write_planned(one, answers, target, lambda _: watcher().advance())
        else:
            _passed_over()
    remember_made(settings.made, {name: key, _rows(one): rows})
    return is_new


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
