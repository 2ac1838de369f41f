"""Tables of `fazhi review status`."""

from collections.abc import Iterable

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from load.labels import DECISIONS, figure_text, label, plain_number
from load.reviews.status import ReviewStatus

_STATES = {
    "holds": "有效 holds",
    "restated": "原文换了说法，仍有效 restated, holds",
    "disagrees": "读数已变，请再看 disagrees",
    "stale": "已失效 stale",
    "orphaned": "数字已不在 orphaned",
    "proposed": "指标建议 proposed to the catalogue",
}


def status_view(status: ReviewStatus) -> RenderableType:
    """Decisions by state, conflicts, and what waits."""
    parts: list[RenderableType] = [_states(status)]
    if status.conflicts.num_rows:
        parts.append(_conflicts(status))
    parts.append(_waiting(status))
    return Group(*parts)


def _states(status: ReviewStatus) -> Table:
    table = _table("结论 Decisions", ("状态 state", "结论 decision", "数 number", "最近 latest"))
    for row in status.states.to_pylist():
        latest = f"{row['latest']:%Y-%m-%d}"
        table.add_row(label(_STATES, row["state"]), label(DECISIONS, row["decision"]), f"{row['n']}", latest)
    return table


def _conflicts(status: ReviewStatus) -> Table:
    heads = (
        "地区 place",
        "指标 metric",
        "年份 year",
        "读作 read",
        "审核人 reviewer",
        "结论 decision",
        "日期 date",
    )
    table = _table("意见不一，请第三人定夺 Reviewers disagree: a third decides", heads)
    for row in status.conflicts.to_pylist():
        value = "" if row["value"] is None else f" {plain_number(row['value'])}"
        told = (row["reviewer"], label(DECISIONS, row["decision"]) + value, f"{row['decided_at']:%Y-%m-%d}")
        table.add_row(
            row["place_name"], row["metric"], str(row["year"]), figure_text(row["seen_value"], "", ""), *told
        )
    return table


def _waiting(status: ReviewStatus) -> Table:
    table = _table("复核 Review sheet", ("原因 why", "行 rows"))
    for cause, number in status.waiting.items():
        table.add_row(cause, f"{number}{'+' if status.is_cut else ''}")
    return table


def _table(title: str, heads: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for head in heads:
        table.add_column(head)
    return table
