"""The main flow: from the catalogue to the workbook, as few Prefect tasks round the plain steps.

Prefect carries when it runs and what is seen of it. What happened is our own summary and `load_run`; what is
unchanged is decided by our own key. So no task caches, keeps results or retries.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed
from pydantic import Field

from flows.dead_runs import mark_others_dead
from flows.exporting import Exported, export_chosen
from flows.fetching.reports import Fetched, fetch_reports
from flows.notifying import failure_is_told, tell_news
from flows.pipeline import Carriers, put_followed, read_followed, run_all
from flows.reading.processes import Readers, reading_pool
from flows.reading.rows import ReadWork
from flows.record.diary import diary_of_run
from flows.record.failing import remember_failing, still_failing
from flows.record.outcomes import (
    NothingReadError,
    Outcome,
    RunSummary,
    outcome_markdown,
    outcome_rows,
    write_summary,
)
from flows.record.page_progress import told_on_page
from flows.record.run_page import figures_markdown, read_markdown, times_markdown
from flows.request import FIRST_YEAR, LAST_YEAR, Export, PanelRequest, panel_request
from flows.serving.server import is_healthy
from flows.settings import Settings, load_settings
from flows.shards import host_shards, shards_of
from flows.steps import SortedOut, build_warehouse, store_readings
from flows.terminal.comparison import headlines_markdown
from flows.writing import only_writer
from load.engines.database import open_readonly
from load.parquet.spilled import SpilledRows
from load.questions.comparison import check_counts, summary_of
from warehouse.records import CatalogueEntry
from warehouse.visible import visible

FLOW_NAME = "法治政府年度报告 panel"


_LONGEST_NAME = 120
_HEADLINES = 12


@task(name="fetch shard", task_run_name="fetch shard {number}", persist_result=False)
def fetch_shard(
    number: int, entries: Sequence[CatalogueEntry], settings: Settings, *, refetch: bool
) -> list[Fetched]:
    """Fetch one shard of the reports into the snapshot store."""
    return fetch_reports(entries, settings, refetch=refetch)


@task(name="read shard", task_run_name="read shard {number}", persist_result=False)
def read_one_shard(
    number: int, works: Sequence[ReadWork], settings: Settings, readers: Readers, rows: SpilledRows
) -> tuple[Outcome, ...]:
    """Read one shard of the snapshots into rows, which are put by: Prefect keeps what a task returns."""
    return read_followed(works, settings, readers, fetch_reports, rows)


@task(name="load", persist_result=False)
def load(rows: SpilledRows, sorted_out: SortedOut, settings: Settings) -> tuple[bool, bool]:
    """Put the rows into Parquet and make the warehouse from it; which of the two had to be written."""
    return store_readings(settings, rows, sorted_out.absent), build_warehouse(settings)


@task(name="export", persist_result=False)
def export_asked(settings: Settings, base_year: int, what: Export) -> Exported:
    """Write the workbooks, and what else is asked for."""
    return export_chosen(settings, base_year, what)


def run_name() -> str:
    """What a run does, for Prefect's list of runs: 2017 对比 · 金华市 · 2015-2018."""
    asked = flow_run.parameters
    said = [
        f"{asked.get('base_year')} 对比",
        asked.get("catalogue", "").rpartition("/")[2],
        asked.get("places", "") or "所有地区 all places",
        asked.get("years", ""),
        "" if asked.get("only_changed") else "全部重读 all anew",
        "重做失败的 failed" if asked.get("only_failed") else "",
        "重新抓取 refetch" if asked.get("refetch") else "",
        "" if (made := asked.get("export", "workbook")) == "workbook" else f"导出 export: {made}",
    ]
    return " · ".join(word for word in said if word)[:_LONGEST_NAME]


@flow(name=FLOW_NAME, flow_run_name=run_name, persist_result=False, validate_parameters=True)
def panel(  # noqa: PLR0913 (the form asks for each by its own field)
    places: str = "",
    years: str = "",
    base_year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] = 2017,
    only_changed: bool = True,  # noqa: FBT001, FBT002  a tick box of Prefect's form
    only_failed: bool = False,  # noqa: FBT001, FBT002  a tick box of Prefect's form
    catalogue: str = "",
    refetch: bool = False,  # noqa: FBT001, FBT002  a tick box of Prefect's form
    export: Export = "workbook",
) -> RunSummary | State[RunSummary]:
    """Read the catalogue's reports and compare them: snapshots → Parquet → warehouse → workbook.

    Args:
        places: 地区，名称或代码 names or GB/T 2260 codes, with commas: 金华市,330500; empty: every place
        years: 报告年度 report years: 2015-2018 or 2015,2017; empty: every year
        base_year: 对比基准年 the year that the others are compared with, such as 2017
        only_changed: 只读有变化的 leave the reports whose page and rules have not changed
        only_failed: 只重做失败的 only the reports that failed and were not read since
        catalogue: 报告目录 live, samples, or a CSV on the machine that runs, such as /srv/reports.csv;
            empty: the one in the settings
        refetch: 重新抓取 ask for each page as a whole, whether or not it changed since it was last fetched
        export: 导出 what is made at the end: workbook 工作簿; site 网页 or release 发布包 as well; nothing 无
    """
    request = panel_request(
        places=places,
        years=years,
        base_year=base_year,
        only_changed=only_changed,
        only_failed=only_failed,
        catalogue=catalogue,
        refetch=refetch,
        export=export,
    )
    settings = load_settings()
    summary = _run(settings, request)
    if is_healthy(PREFECT_API_URL.value() or ""):
        _tell(settings, summary, request.base_year)
    if summary.is_hopeless:
        raise NothingReadError(settings.data_dir)
    if summary.failures:
        return Completed(name=f"{len(summary.failures)} 份失败 failed", message=summary.line(), data=summary)
    return summary


def _run(settings: Settings, request: PanelRequest) -> RunSummary:
    """The steps, as the only writer of the data folder, and what a run leaves for the next one."""
    warn = get_run_logger().warning
    with (
        only_writer(settings.data_dir),
        failure_is_told(settings, warn),
        diary_of_run(settings, request.model_dump_json()) as diary,
    ):
        mark_others_dead()
        with told_on_page(get_run_logger()):
            done = run_all(settings, request, _TASKS)
        summary = diary.summary = replace(done, run_id=diary.run_id)
        write_summary(settings.summary, summary)
        failed_before = still_failing(settings, Path(summary.catalogue))
        remember_failing(settings, summary)
    tell_news(settings, summary, failed_before, request.base_year, warn)
    return summary


def _fetch_all(
    entries: Sequence[CatalogueEntry],
    settings: Settings,
    refetch: bool,  # noqa: FBT001  as Carriers has it
) -> list[Fetched]:
    shards = enumerate(host_shards(entries, lambda entry: entry.url), start=1)
    return [one for n, shard in shards for one in fetch_shard(n, shard, settings, refetch=refetch)]


def _read_all(works: Sequence[ReadWork], settings: Settings, rows: SpilledRows) -> list[Outcome]:
    if settings.on_dask and works:
        return _read_all_there(works, settings, rows)
    shards = enumerate(shards_of(works), start=1)
    with reading_pool(len(works), settings.workers, settings.read_limits) as readers:
        return [
            outcome
            for number, shard in shards
            for outcome in read_one_shard(number, shard, settings, readers, rows)
        ]


def _read_all_there(works: Sequence[ReadWork], settings: Settings, rows: SpilledRows) -> list[Outcome]:
    from flows.cluster.reading import read_on_cluster  # its libraries are an extra

    with reading_pool(len(works), settings.workers, settings.read_limits) as readers:
        return [
            outcome
            for shard, read in read_on_cluster(works, settings, readers)
            for outcome in put_followed(read, shard, settings, readers, fetch_reports, rows)
        ]


_TASKS = Carriers(_fetch_all, _read_all, load, export_asked)


def _tell(settings: Settings, summary: RunSummary, base_year: int) -> None:
    """Put what was read, what failed and how the base year compares where Prefect's page shows it."""
    get_run_logger().info(summary.line())
    if why := summary.why_line():
        get_run_logger().info("read: %s", why)
    create_table_artifact(outcome_rows(summary), key="fazhi-panel", description=summary.line())
    with open_readonly(settings.database, settings.database_limits) as connection:
        compared = summary_of(connection, base_year, _HEADLINES)
        checks = check_counts(connection).to_pylist()
    words = [
        outcome_markdown(summary),
        headlines_markdown(base_year, compared),
        read_markdown(summary),
        figures_markdown(compared.counts, checks),
        times_markdown(summary),
        f"每份报告 each report: `{visible(str(settings.summary))}`",
    ]
    create_markdown_artifact("\n\n".join(filter(None, words)), key="fazhi-panel-summary")
