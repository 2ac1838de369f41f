"""What a person reads at the end of a command: tables with bilingual heads, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from flows.terminal.comparison import comparison_view, headlines_view
from load.engines.database import open_readonly
from load.questions.comparison import compare_places, compare_years, summary_of, unlinked_reports

if TYPE_CHECKING:
    from flows.doctor import Finding
    from flows.record.outcomes import Outcome, RunSummary
    from flows.request import PanelRequest
    from flows.settings import Settings

_HEADLINES = 12
_MANY = 10
"""So many figures and not one of them a metric's: the page is another, or says it in words of its own."""


def show_run(console: Console, settings: Settings, summary: RunSummary, request: PanelRequest) -> None:
    """The end of a run: what was read and what failed, the base year compared, where things are."""
    console.print(
        f"\n[bold]{summary.line()}[/]; {summary.statements} figures in the warehouse", highlight=False
    )
    if summary.did_nothing:
        console.print("Nothing has changed since the last run: nothing was read or written.")
    if summary.failures:
        show_failures(console, summary.failures)
        console.print(f"Repeat just these: [bold]{_again(request)}[/]", highlight=False)
    if summary.with_holes:
        show_holes(console, summary.with_holes)
    with open_readonly(settings.database, settings.database_limits) as connection:
        compared = summary_of(connection, request.base_year, _HEADLINES)
        unlinked = unlinked_reports(connection, _MANY).to_pylist()
    show_unlinked(console, summary.outcomes, unlinked)
    console.print(headlines_view(request.base_year, compared))
    if differing := compared.counts["disagreeing"]:
        twice = compared.counts["unsettled"]
        told = f", {twice} of them ! by one report twice and so not ranked" if twice else ""
        console.print(f"{differing} values ≠ that reports tell differently{told}: see the review sheet")
    show_paths(console, settings, summary.exported)


def show_comparison(
    console: Console,
    settings: Settings,
    metric: str,
    base_year: int,
    places: Collection[str] | None,
    *,
    follow_mergers: bool = False,
) -> None:
    """One metric's base year against other years, and against other places. Raises LoadError."""
    chosen = sorted(places or ())
    with open_readonly(settings.database, settings.database_limits) as connection:
        years = compare_years(connection, metric, base_year, chosen, follow_mergers=follow_mergers)
        ranked = compare_places(connection, metric, base_year, chosen)
    console.print(comparison_view(metric, base_year, years.to_pylist(), ranked.to_pylist()))


def show_failures(console: Console, failures: Iterable[Outcome]) -> None:
    """One row a report that failed, and why."""
    table = Table(title="失败 Failed", title_justify="left")
    for head in ("报告 report", "地区 place", "原因 reason", "网址 address"):
        table.add_column(head, overflow="fold")
    for outcome in failures:
        reason = f"{outcome.kind}: {outcome.words}"
        table.add_row(outcome.report_id, outcome.place_name, reason, outcome.url)
    console.print(table, markup=False)


def show_holes(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One row a report that was read with holes, and what was lost."""
    table = Table(title="有缺漏 Read with holes", title_justify="left")
    for head in ("报告 report", "地区 place", "缺漏 lost"):
        table.add_column(head, overflow="fold")
    for outcome in outcomes:
        table.add_row(outcome.report_id, outcome.place_name, outcome.lost)
    console.print(table, markup=False)


def show_unlinked(console: Console, outcomes: Iterable[Outcome], rows: Iterable[Mapping[str, Any]]) -> None:
    """One row a report of the run that has many figures and no link, and where to look for the reason."""
    names = {outcome.report_id: outcome.place_name for outcome in outcomes}
    found = [row for row in rows if row["report_id"] in names]
    if not found:
        return
    table = Table(title="无一归入指标 Not one figure is a metric's", title_justify="left")
    for head in ("报告 report", "地区 place", "数字 figures", "未识词 beside unknown words"):
        table.add_column(head, overflow="fold")
    for row in found:
        table.add_row(row["report_id"], names[row["report_id"]], str(row["n"]), str(row["n_unknown"]))
    console.print(table, markup=False)
    console.print(
        "Why: [bold]fazhi inspect ADDRESS[/] of one; [bold]fazhi metrics unknown[/]", highlight=False
    )


def show_paths(console: Console, settings: Settings, exported: str = "") -> None:
    """Where Parquet, warehouse, workbook and what else was made are, and what to do next."""
    table = Table.grid(padding=(0, 2))
    table.add_row("Parquet", str(settings.parquet))
    table.add_row("数据库 warehouse", str(settings.database))
    table.add_row("工作簿 workbook", str(settings.workbook))
    if exported:
        table.add_row("导出 export", exported)
    console.print(table, soft_wrap=True)
    console.print(
        "Next: open the workbook; [bold]fazhi compare disputes.appearance_rate[/]; [bold]fazhi serve[/]"
    )


def _again(request: PanelRequest) -> str:
    catalogue = f" --catalogue {request.catalogue}" if request.catalogue else ""
    return f"fazhi run --failed{catalogue}"


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """One row a thing looked at, with the fix where it is not well."""
    table = Table()
    for head in ("", "项目 item", "现状 found", "办法 fix"):
        table.add_column(head, overflow="fold")
    for finding in findings:
        mark = "✓" if finding.is_well else "✗" if finding.is_needed else "–"
        table.add_row(mark, finding.name, finding.found, "" if finding.is_well else finding.fix)
    console.print(table, markup=False)  # a fix such as fazhi[ocr] is no markup
