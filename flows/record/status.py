"""How things stand: the last runs, how fresh each place is, what is left of the disk. Nothing is written."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.settings import Settings
from flows.writing import is_writing
from load.diaries.load_runs import read_load_runs
from load.parquet.tables import read_table
from warehouse.records import Health

_RUNS = 10


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when it began and ended (None: it has not), and how: succeeded, failed, running or killed."""

    run_id: str
    began: datetime
    ended: datetime | None
    state: str
    read: int
    failed: int
    note: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """One place: its newest report year that was read, how many were read, and how many are there not."""

    place: str
    place_name: str
    newest_year: int | None
    read: int
    missing: int


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes of a part of the data folder, or of what is free on its disk."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The last runs, newest first; the places, stalest first; the disk."""

    runs: tuple[Run, ...]
    places: tuple[Freshness, ...]
    space: tuple[Space, ...]


def standing_of(settings: Settings) -> Standing:
    """How the data folder stands. Raises LoadError where its tables or its diary are damaged."""
    diary = read_load_runs(settings.data_dir).to_pylist()
    columns = ("place", "place_name", "report_year", "health")
    documents = read_table(settings.data_dir, "documents", columns).to_pylist()
    return Standing(
        tuple(last_runs(diary, is_writing=is_writing(settings.data_dir))),
        tuple(freshness_of(documents)),
        tuple(_space(settings)),
    )


def last_runs(diary: Iterable[dict[str, Any]], *, is_writing: bool) -> list[Run]:
    """The newest ten runs out of the rows of `load_run`, newest first.

    A start without an end is a run that goes on, where it is the newest and somebody writes; else one that
    was killed.
    """
    by_run: dict[str, list[dict[str, Any]]] = {}
    for row in diary:
        by_run.setdefault(row["run_id"], []).append(row)
    newest = sorted(by_run.values(), key=lambda rows: rows[0]["at"], reverse=True)[:_RUNS]
    return [_run(rows, goes_on=is_writing and rows is newest[0]) for rows in newest]


def _run(rows: list[dict[str, Any]], *, goes_on: bool) -> Run:
    first, last = rows[0], rows[-1]
    has_ended = last["event"] != "started"
    state = last["event"] if has_ended else "running" if goes_on else "killed"
    ended = last["at"] if has_ended else None
    note = last["note"] or "" if state == "failed" else ""
    return Run(first["run_id"], first["at"], ended, state, last["read"], last["failed"], note)


def freshness_of(documents: Iterable[dict[str, Any]]) -> list[Freshness]:
    """One row a place out of the rows of `documents`, the stalest first, then by code."""
    by_place: dict[str, list[dict[str, Any]]] = {}
    for row in documents:
        by_place.setdefault(row["place"], []).append(row)
    found = [_freshness(place, rows) for place, rows in by_place.items()]
    return sorted(found, key=lambda one: (one.newest_year or 0, one.place))


def _freshness(place: str, rows: list[dict[str, Any]]) -> Freshness:
    read = [row for row in rows if row["health"] in (Health.READ, Health.READ_WITH_HOLES)]
    newest = max(rows, key=lambda row: row["report_year"])
    year = max((row["report_year"] for row in read), default=None)
    return Freshness(place, newest["place_name"], year, len(read), len(rows) - len(read))


def _space(settings: Settings) -> Iterator[Space]:
    folder = settings.data_dir
    named = [("Parquet", settings.parquet), ("Prefect", settings.prefect_home)]
    if isinstance(settings.snapshots, Path):
        named.insert(0, ("快照 snapshots", settings.snapshots))
    if isinstance(settings.database, Path):
        named.append(("数据库 warehouse", settings.database))
    yield from (Space(name, _bytes(path)) for name, path in named)
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    yield Space("空闲 free", shutil.disk_usage(nearest).free)


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.lstat().st_size for file in files if file.is_file())
