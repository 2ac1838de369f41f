"""What each command does: settings, the plain steps or the flow, and what is shown of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.console import VisibleConsole
from flows.packaged import PACKAGED
from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from flows.inspection.report import Inspection
    from flows.record.outcomes import Outcome
    from flows.request import PanelRequest
    from flows.settings import Settings
    from flows.steps import Chosen

_NOTHING_FAILED = "No report is left that failed: nothing to repeat."


class Session:
    """Settings and consoles of one command: tables go to standard output, the story to standard error."""

    def __init__(self, data_dir: Path | None, *, debug: bool) -> None:
        self._options: dict[str, object] = {"data_dir": data_dir}
        self.debug = debug
        self.out = VisibleConsole()
        self.story = VisibleConsole(stderr=True)

    def settings(self) -> Settings:
        """The settings, with the options of the command line. Raises SettingsError."""
        from flows.settings import load_settings

        return load_settings(**self._options)

    def choose(self, **options: object) -> None:
        """Options of one command that are settings as well; None is one that was not given."""
        self._options |= options


@dataclass(frozen=True, slots=True)
class Asked:
    """The options by which a command names reports, as typed."""

    places: str = ""
    years: str = ""
    base_year: int | None = None
    catalogue: str = ""
    only_changed: bool = True
    only_failed: bool = False
    refetch: bool = False
    export: str = "workbook"

    def request(self, settings: Settings) -> PanelRequest:
        """The flow's parameters. Raises SettingsError for what is wrong."""
        from flows.request import checked_base_year, panel_request

        # what failed is repeated for the catalogue in which it failed, unless another one is named
        catalogue = self.catalogue or ("" if self.only_failed else settings.catalogue)
        return panel_request(
            places=self.places,
            years=self.years,
            base_year=checked_base_year(self.base_year, settings.base_year),
            only_changed=self.only_changed,
            only_failed=self.only_failed,
            catalogue=catalogue if catalogue in PACKAGED else _absolute(catalogue),
            refetch=self.refetch,
            export=self.export,
        )


def _absolute(path: str) -> str:
    """The path for another process, which may run in another folder."""
    return str(Path(path).expanduser().absolute()) if path else ""


def run(session: Session, asked: Asked, *, strict: bool, as_json: bool) -> None:
    """`fazhi run`: the flow, then its summary. Exits with 1 where `strict` and a report failed."""
    from flows.extras import refuse_without_extra
    from flows.record.outcomes import NothingReadError, RunSummary, summary_json
    from flows.run import refuse_unreachable_server, run_panel
    from flows.terminal.runs import show_run
    from load.engines.database import check_reachable

    settings = session.settings()
    request = asked.request(settings)
    refuse_without_extra(settings)
    refuse_unreachable_server(settings)
    check_reachable(settings.database)  # before a server is started, which takes its time
    chosen = _chosen(session, settings, request)
    if asked.only_failed and not chosen.entries:
        said = summary_json(RunSummary("", ())) if as_json else _NOTHING_FAILED
        session.out.file.write(f"{said}\n")
        return
    try:
        with _flow_settings(settings), watched(session):
            summary = run_panel(settings, request, session.story, debug=session.debug)
    except NothingReadError:
        _show_why_nothing_was_read(session, settings, as_json=as_json)
        raise
    if as_json:
        session.out.file.write(f"{summary_json(summary)}\n")
    else:
        show_run(session.out, settings, summary, request)
    if strict and summary.failures:
        raise typer.Exit(1)


def _show_why_nothing_was_read(session: Session, settings: Settings, *, as_json: bool) -> None:
    """The reasons, as the story has none of a report that failed before and is the same."""
    from flows.record.outcomes import read_summary, summary_json
    from flows.terminal.runs import show_failures

    summary = read_summary(settings.summary)
    if summary is None:
        return
    if as_json:
        session.out.file.write(f"{summary_json(summary)}\n")
    else:
        show_failures(session.out, summary.failures)


def _chosen(session: Session, settings: Settings, request: PanelRequest) -> Chosen:
    """The reports that a run is about; tables that are damaged are mended first, as they say which failed."""
    from flows.keeping.mending import mend_tables
    from flows.steps import choose_reports
    from flows.writing import only_writer
    from load.parquet.manifest import DamagedError

    try:
        return choose_reports(settings, request)
    except DamagedError:
        with only_writer(settings.data_dir), watched(session):
            mend_tables(settings, request)
        return choose_reports(settings, request)


def fetch(session: Session, asked: Asked, *, strict: bool) -> None:
    """`fazhi fetch`: catalogue to snapshots."""
    from flows.pipeline import fetch_alone
    from flows.writing import only_writer

    settings = session.settings()
    with only_writer(settings.data_dir), watched(session):
        chosen, fetched = fetch_alone(settings, asked.request(settings))
    if asked.only_failed and not chosen.entries:
        session.out.print(_NOTHING_FAILED)
        return
    failures = [*chosen.refused, *(one.failure for one in fetched if one.failure)]
    session.out.print(
        f"{len(fetched)} reports, {len(failures)} failed; snapshots in {settings.snapshots_shown}"
    )
    _exit_if_failed(failures, len(fetched) + len(chosen.refused), strict=strict)


def transform(session: Session, asked: Asked, *, strict: bool) -> None:
    """`fazhi transform`: snapshots to Parquet."""
    from flows.pipeline import transform_alone
    from flows.record.outcomes import Status
    from flows.writing import only_writer

    settings = session.settings()
    with only_writer(settings.data_dir), watched(session):
        done = transform_alone(settings, asked.request(settings))
    if asked.only_failed and not done.chosen:
        session.out.print(_NOTHING_FAILED)
        return
    failures = [outcome for outcome in done.outcomes if outcome.status is Status.FAILED]
    line = f"{done.read} read, {done.unchanged} unchanged, {len(failures)} failed, "
    session.out.print(f"{line}{done.missing} not fetched yet; tables in {settings.parquet}", soft_wrap=True)
    _exit_if_failed(failures, len(done.outcomes), strict=strict)


def load(session: Session) -> None:
    """`fazhi load`: Parquet to the warehouse."""
    from flows.keeping.mending import mend_tables
    from flows.steps import build_warehouse
    from flows.writing import only_writer

    settings = session.settings()
    refuse_without_tables(settings)
    with only_writer(settings.data_dir), watched(session):
        mend_tables(settings)
        made = build_warehouse(settings)
    session.out.print(f"{'made' if made else 'up to date'}: {settings.database}", soft_wrap=True)


def export(session: Session, base_year: int | None, places: str) -> None:
    """`fazhi export`: the warehouse to the workbooks whose content changed, or to those of some places."""
    from flows.request import checked_base_year
    from flows.steps import export_workbook
    from flows.writing import only_writer

    settings = session.settings()
    year = checked_base_year(base_year, settings.base_year)
    _refuse_without_warehouse(settings)
    if places:
        from flows.workbooks import export_places

        with only_writer(settings.data_dir), watched(session):
            for path in export_places(settings, year, places):
                session.out.print(f"made: {path}", soft_wrap=True)
        return
    with only_writer(settings.data_dir), watched(session):
        made = export_workbook(settings, year)
    session.out.print(f"{'made' if made else 'up to date'}: {settings.workbook}", soft_wrap=True)


def rebuild(session: Session, base_year: int | None) -> None:
    """`fazhi rebuild`: warehouse and workbook from Parquet alone."""
    from flows.keeping.mending import mend_tables
    from flows.request import checked_base_year
    from flows.steps import build_warehouse, export_workbook
    from flows.writing import only_writer

    settings = session.settings()
    year = checked_base_year(base_year, settings.base_year)
    refuse_without_tables(settings)
    with only_writer(settings.data_dir), watched(session):
        mend_tables(settings)
        build_warehouse(settings, even_if_fresh=True)
        export_workbook(settings, year, even_if_fresh=True)
    session.out.print(f"made: {settings.database} and {settings.workbook}", soft_wrap=True)


def _refuse_without_warehouse(settings: Settings) -> None:
    """Asked before the lock, whose file would make a mistyped folder; the writer of one tells otherwise."""
    from load.engines.database import open_readonly

    if not settings.data_dir.is_dir():
        open_readonly(settings.database, settings.database_limits).close()


def refuse_without_tables(settings: Settings) -> None:
    """Likewise, where a command is about what a folder holds."""
    if not settings.parquet.is_dir():
        raise SettingsError("has no tables", str(settings.data_dir), "see --data-dir")


def forget(session: Session, reports: Sequence[str], *, samples: bool) -> None:
    """`fazhi forget`: reports taken out of tables, warehouse and workbook."""
    from flows.forgetting import forget_reports
    from flows.keeping.mending import mend_tables
    from flows.keeping.sample_rule import sample_reports
    from flows.writing import only_writer

    settings = session.settings()
    if not reports and not samples:
        raise SettingsError("no report is named", "forget", "give its id, such as 330700-2017, or --samples")
    refuse_without_tables(settings)
    with only_writer(settings.data_dir), watched(session):
        mend_tables(settings)
        gone = forget_reports(settings, [*reports, *(sample_reports(settings) if samples else ())])
    session.out.print(
        f"{len(gone)} taken out; their snapshots stay in {settings.snapshots_shown}", soft_wrap=True
    )


def inspect(
    session: Session, source: str, place: str | None, year: int | None, *, jsonl: bool, everything: bool
) -> None:
    """`fazhi inspect`: one report's statements."""
    from flows.inspection.report import json_lines
    from flows.inspection.view import inspection_view

    inspection = _inspected(session, source, place, year)
    if jsonl:
        session.out.file.writelines(f"{line}\n" for line in json_lines(inspection, everything=everything))
    else:
        session.out.print(inspection_view(inspection, session.out.width, everything=everything))


def inspect_page(session: Session, source: str, place: str | None, year: int | None, page: Path) -> None:
    """`fazhi inspect --html`: one report as the page that the site has of it."""
    from flows.inspection.page import write_page

    written = write_page(_inspected(session, source, place, year), page)
    session.out.print(f"made: {written}", soft_wrap=True)


def _inspected(session: Session, source: str, place: str | None, year: int | None) -> Inspection:
    from flows.inspection.report import inspect_report, is_address

    settings = session.settings()
    limits = settings.fetch_limits if is_address(source) else None
    return inspect_report(source, place, year, limits, ocr=settings.ocr, read_limits=settings.read_limits)


def evaluate(session: Session, folder: Path, *, as_json: bool, against: Path | None, misses: bool) -> None:
    """`fazhi evaluate`: our reading against annotated reports."""
    from flows import evaluation

    evaluation.run(folder, misses=misses, as_json=as_json, against=against, console=session.out)


def serve(session: Session) -> None:
    """`fazhi serve`: nightly and manual runs until interrupted."""
    from flows.deployments import serve_forever

    settings = session.settings()
    with _flow_settings(settings):
        serve_forever(settings, session.story)


def status(session: Session, *, as_json: bool) -> None:
    """`fazhi status`: the last runs, freshness by place, disk."""
    from flows.record.status import standing_of
    from flows.terminal.status import show_standing, standing_json

    standing = standing_of(session.settings())
    if as_json:
        session.out.file.write(f"{standing_json(standing)}\n")
    else:
        show_standing(session.out, standing)


def doctor(session: Session) -> None:
    """`fazhi doctor`: exits with 1 where something that is needed is missing."""
    from flows.doctor import examine
    from flows.terminal.runs import show_findings

    findings = examine(session.settings)
    show_findings(session.out, findings)
    if any(finding.is_fatal for finding in findings):
        raise typer.Exit(1)


@contextmanager
def watched(session: Session) -> Iterator[None]:
    """Let the terminal's bars show how far the work is, until the block ends."""
    from flows.record.progress import TerminalBars, watched_by

    with TerminalBars(session.story).shown() as bars, watched_by(bars):
        yield


@contextmanager
def _flow_settings(settings: Settings) -> Iterator[None]:
    """Let the flow, which reads the settings itself and maybe in another process, see the same ones."""
    from flows.settings import environment

    chosen = {"DATA_DIR": os.fspath(settings.data_dir), "RUNNER": settings.runner}
    if settings.scheduler:
        chosen["SCHEDULER"] = settings.scheduler
    with environment({f"FAZHI_{name}": value for name, value in chosen.items()}):
        yield


def _exit_if_failed(failures: Sequence[Outcome], total: int, *, strict: bool) -> None:
    if failures and (strict or len(failures) == total):
        raise typer.Exit(1)
