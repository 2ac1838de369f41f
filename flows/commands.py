"""What each command does: settings, the plain steps or the flow, and what is shown of it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from flows.outcomes import Outcome, Status
from flows.progress import TerminalBars, watched_by
from flows.request import PanelRequest, checked_base_year, panel_request
from flows.settings import PACKAGED, Settings, environment, load_settings
from warehouse.errors import SettingsError

NOTHING_FAILED = "No report is left that failed: nothing to repeat."


class Session:
    """Settings and consoles of one command: tables go to standard output, the story to standard error."""

    def __init__(self, data_dir: Path | None, *, debug: bool) -> None:
        self._data_dir = data_dir
        self.debug = debug
        self.out = Console()
        self.story = Console(stderr=True)

    def settings(self) -> Settings:
        """The settings, with the options of the command line. Raises SettingsError."""
        return load_settings(data_dir=self._data_dir)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options by which a command names reports, as typed."""

    places: str = ""
    years: str = ""
    base_year: int | None = None
    catalogue: str = ""
    only_changed: bool = True
    only_failed: bool = False

    def request(self, settings: Settings) -> PanelRequest:
        """The flow's parameters. Raises SettingsError for what is wrong."""
        # what failed is repeated for the catalogue in which it failed, unless another one is named
        catalogue = self.catalogue or ("" if self.only_failed else settings.catalogue)
        return panel_request(
            places=[self.places] if self.places else [],
            years=self.years,
            base_year=checked_base_year(self.base_year, settings.base_year),
            only_changed=self.only_changed,
            only_failed=self.only_failed,
            catalogue=catalogue if catalogue in PACKAGED else _absolute(catalogue),
        )


def _absolute(path: str) -> str:
    """The path for another process, which may run in another folder."""
    return str(Path(path).expanduser().absolute()) if path else ""


def run(session: Session, asked: Asked, *, strict: bool) -> None:
    """`fazhi run`: the flow, then its summary. Exits with 1 where `strict` and a report failed."""
    from flows.run import run_panel
    from flows.steps import choose_reports
    from flows.terminal import show_run

    settings = session.settings()
    request = asked.request(settings)
    chosen = choose_reports(settings, request)
    if asked.only_failed and not chosen.entries:
        session.out.print(NOTHING_FAILED)
        return
    with _flow_settings(settings), _watched(session):
        summary = run_panel(settings, request, session.story, debug=session.debug)
    show_run(session.out, settings, summary, request)
    if strict and summary.failures:
        raise typer.Exit(1)


def fetch(session: Session, asked: Asked, *, strict: bool) -> None:
    """`fazhi fetch`: catalogue to snapshots."""
    from flows.progress import watcher
    from flows.steps import choose_reports, fetch_reports
    from flows.writing import only_writer

    settings = session.settings()
    with only_writer(settings.data_dir), _watched(session):
        chosen = choose_reports(settings, asked.request(settings))
        if asked.only_failed and not chosen.entries:
            session.out.print(NOTHING_FAILED)
            return
        watcher().begin("抓取 fetch", len(chosen.entries))
        fetched = fetch_reports(chosen.entries, settings)
    failures = [*chosen.refused, *(one.failure for one in fetched if one.failure)]
    session.out.print(f"{len(fetched)} reports, {len(failures)} failed; snapshots in {settings.snapshots}")
    _exit_if_failed(failures, len(fetched) + len(chosen.refused), strict=strict)


def transform(session: Session, asked: Asked, *, strict: bool) -> None:
    """`fazhi transform`: snapshots to Parquet."""
    from flows.attachments import follow_attachments
    from flows.progress import watcher
    from flows.readers import read_shard, reading_pool
    from flows.steps import choose_reports, renew_tables, sort_out, store_readings, stored_reports
    from flows.writing import only_writer

    settings = session.settings()
    with only_writer(settings.data_dir), _watched(session):
        request = asked.request(settings)
        chosen = choose_reports(settings, request)
        if asked.only_failed and not chosen.entries:
            session.out.print(NOTHING_FAILED)
            return
        renew_tables(settings, request)
        stored = stored_reports(chosen.entries, settings)
        sorted_out = sort_out(stored, settings, only_changed=request.only_changed)
        watcher().begin("读取 read", len(sorted_out.works))
        with reading_pool(len(sorted_out.works), settings.workers, settings.read_limits) as readers:
            shard = read_shard(sorted_out.works, settings.snapshots, readers)
            shard = follow_attachments(shard, sorted_out.works, settings, readers, stored_reports)
        store_readings(settings, [shard])
    outcomes = [*chosen.refused, *sorted_out.settled, *shard.outcomes]
    failures = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    line = f"{len(shard.outcomes)} read, {len(sorted_out.settled)} unchanged, {len(failures)} failed, "
    unfetched = sum(one.snapshot is None for one in stored)
    session.out.print(f"{line}{unfetched} not fetched yet; tables in {settings.parquet}", soft_wrap=True)
    _exit_if_failed(failures, len(outcomes), strict=strict)


def load(session: Session) -> None:
    """`fazhi load`: Parquet to the warehouse."""
    from flows.steps import build_warehouse
    from flows.writing import only_writer

    settings = session.settings()
    with only_writer(settings.data_dir), _watched(session):
        made = build_warehouse(settings)
    session.out.print(f"{'made' if made else 'up to date'}: {settings.database}", soft_wrap=True)


def export(session: Session, base_year: int | None, places: str) -> None:
    """`fazhi export`: the warehouse to the workbooks whose content changed, or to those of some places."""
    from flows.steps import export_workbook
    from flows.writing import only_writer

    settings = session.settings()
    year = checked_base_year(base_year, settings.base_year)
    if places:
        from flows.workbooks import export_places

        with only_writer(settings.data_dir), _watched(session):
            for path in export_places(settings, year, places):
                session.out.print(f"made: {path}", soft_wrap=True)
        return
    with only_writer(settings.data_dir), _watched(session):
        made = export_workbook(settings, year)
    session.out.print(f"{'made' if made else 'up to date'}: {settings.workbook}", soft_wrap=True)


def rebuild(session: Session, base_year: int | None) -> None:
    """`fazhi rebuild`: warehouse and workbook from Parquet alone."""
    from flows.steps import build_warehouse, export_workbook
    from flows.writing import only_writer

    settings = session.settings()
    year = checked_base_year(base_year, settings.base_year)
    if not settings.parquet.is_dir():
        raise SettingsError("has no tables to make them from", str(settings.data_dir), "see --data-dir")
    with only_writer(settings.data_dir), _watched(session):
        build_warehouse(settings, even_if_fresh=True)
        export_workbook(settings, year, even_if_fresh=True)
    session.out.print(f"made: {settings.database} and {settings.workbook}", soft_wrap=True)


def forget(session: Session, reports: Sequence[str], *, samples: bool) -> None:
    """`fazhi forget`: reports taken out of tables, warehouse and workbook."""
    from flows.forgetting import forget_reports
    from flows.sample_rule import sample_reports
    from flows.writing import only_writer

    settings = session.settings()
    if not reports and not samples:
        raise SettingsError("no report is named", "forget", "give its id, such as 330700-2017, or --samples")
    with only_writer(settings.data_dir), _watched(session):
        gone = forget_reports(settings, [*reports, *(sample_reports(settings) if samples else ())])
    session.out.print(f"{len(gone)} taken out; their snapshots stay in {settings.snapshots}", soft_wrap=True)


def inspect(
    session: Session, source: str, place: str | None, year: int | None, *, jsonl: bool, everything: bool
) -> None:
    """`fazhi inspect`: one report's statements."""
    from flows.inspection import inspect_report, json_lines
    from flows.inspection_view import inspection_view
    from transform.rules import load_rules

    settings = session.settings()
    inspection = inspect_report(source, place, year, load_rules(), settings.fetch_limits, ocr=settings.ocr)
    if jsonl:
        session.out.file.writelines(f"{line}\n" for line in json_lines(inspection, everything=everything))
    else:
        session.out.print(inspection_view(inspection, everything=everything))


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


def doctor(session: Session) -> None:
    """`fazhi doctor`: exits with 1 where something that is needed is missing."""
    from flows.doctor import examine
    from flows.terminal import show_findings

    findings = examine(session.settings)
    show_findings(session.out, findings)
    if any(finding.is_fatal for finding in findings):
        raise typer.Exit(1)


@contextmanager
def _watched(session: Session) -> Iterator[None]:
    with TerminalBars(session.story).shown() as bars, watched_by(bars):
        yield


@contextmanager
def _flow_settings(settings: Settings) -> Iterator[None]:
    """Let the flow, which reads the settings itself and maybe in another process, see the same folder."""
    with environment({"FAZHI_DATA_DIR": os.fspath(settings.data_dir)}):
        yield


def _exit_if_failed(failures: Sequence[Outcome], total: int, *, strict: bool) -> None:
    if failures and (strict or len(failures) == total):
        raise typer.Exit(1)
