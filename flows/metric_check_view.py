"""Findings about the metric catalogue in the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.metric_check import Finding, Level
from warehouse.metrics import load_metrics
from warehouse.records import Metric


def findings_view(findings: Sequence[Finding], metrics: Sequence[Metric] | None = None) -> RenderableType:
    """A table of the findings, errors last, where a terminal ends, and a line of counts."""
    checked = len(load_metrics() if metrics is None else metrics)
    errors = sum(finding.level is Level.ERROR for finding in findings)
    summary = Text(
        f"已检查指标 metrics checked {checked}, 错误 errors {errors}, 警告 warnings {len(findings) - errors}"
    )
    if not findings:
        return summary
    table = Table(title="指标检查 Metric check", title_justify="left")
    table.add_column("级别 level", no_wrap=True)
    for head in ("指标 metric", "问题 kind", "说明 words"):
        table.add_column(head, overflow="fold")
    for finding in sorted(findings, key=lambda finding: finding.level, reverse=True):
        table.add_row(finding.level.value, finding.metric, finding.kind, Text(finding.words))
    return Group(table, summary)
