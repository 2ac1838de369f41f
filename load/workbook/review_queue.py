"""The rows of the review sheet: what most needs a human first, each with its hidden id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from load.engines.connection import Connection
from load.labels import DECISIONS, FINDINGS, label, plain_number
from load.questions.asking import ask
from load.workbook.shown import token_of
from load.workbook.workbook_sheets import metric_with_scope
from warehouse.schemas import DECIMAL

MOST = 5_000
"""Rows of one review sheet: more than a reviewer gets through, few enough for any program."""
_SUGGESTIONS = ("first_suggestion", "second_suggestion", "third_suggestion")
_TEXTS = (
    "cause", "fact", "place_name", "metric_shown", "unit", "bound", "basis", "mark",
    "sentence_before", "sentence_marked",
    "sentence_after", "verdict", "assigned", "comment", "reviewer", "decided", "report_id", "source_url",
    "section", "scope_kind", "scope", "token",
)  # fmt: skip
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        ("year", pa.int32()),
        ("value", DECIMAL),
        ("value_high", DECIMAL),
        ("corrected", DECIMAL),
    ]
)


@dataclass(frozen=True, slots=True)
class Queue:
    """The rows, and whether there are more than a sheet takes."""

    rows: pa.RecordBatch
    is_cut: bool


NOTHING = Queue(pa.RecordBatch.from_pylist([], schema=_SCHEMA), is_cut=False)


def review_queue(connection: Connection, parameters: Mapping[str, object], most: int = MOST) -> Queue:
    """The figures to be looked at, then reports that were not read whole, then what is decided already."""
    asked = {**parameters, "most": most + 1}
    figures = ask(connection, "review", asked).to_pylist()
    holes = ask(connection, "review_holes", asked).to_pylist()
    decided = _decisions(connection)
    labels = dict(connection.execute("SELECT metric, label_zh FROM dim_metric").fetchall())
    rows = [_figure_row(figure, decided, labels) for figure in figures]
    at = next((at for at, figure in enumerate(figures) if figure["weight"] == 10), len(rows))
    rows[at:at] = [_report_row(report) for report in holes]
    return Queue(pa.RecordBatch.from_pylist(rows[:most], schema=_SCHEMA), len(rows) > most)


def _figure_row(
    figure: dict[str, Any], decided: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, Any]:
    maybe = [labels.get(figure[name], figure[name]) for name in _SUGGESTIONS if figure[name]]
    metric = figure["label_zh"] or figure["metric"]
    shown = (
        metric_with_scope(metric, figure["scope_kind"])
        if metric
        else f"未归 none；可能 maybe: {'；'.join(maybe)}"
    )
    return {name: figure.get(name) for name in (*_TEXTS, "year", "value", "value_high")} | {
        "cause": "\n".join(label(FINDINGS, cause) for cause in _causes(figure)),
        "fact": f"{figure['place']} {figure['metric'] or figure['statement_id']} {figure['year']}",
        "metric_shown": shown,
        "decided": decided.get(figure["statement_id"]),
        "token": token_of(figure),
    }


def _causes(figure: Mapping[str, Any]) -> list[str]:
    """The gravest first, each behind its weight; that a figure is decided goes before all that is settled."""
    causes = [reason[2:] for reason in figure["reasons"].split(",")]
    open_causes = [cause for cause in causes if cause != "decided"]
    return ["decided", *open_causes] if figure["weight"] == 10 else open_causes


def _report_row(report: dict[str, Any]) -> dict[str, Any]:
    return {
        "cause": label(FINDINGS, report["health"]),
        "fact": report["report_id"],
        "place_name": report["place_name"],
        "year": report["report_year"],
        "sentence_before": report["reason"],
        "report_id": report["report_id"],
        "source_url": report["source_url"],
    }


def _decisions(connection: Connection) -> dict[str, str]:
    """What was decided of each statement, in words, each reviewer on a line."""
    told: dict[str, list[str]] = {}
    for row in ask(connection, "review_positions", {}).to_pylist():
        told.setdefault(row["seen_statement_id"], []).append(_told(row))
    return {statement: "\n".join(lines) for statement, lines in told.items()}


def _told(row: dict[str, Any]) -> str:
    words = label(DECISIONS, row["decision"])
    if row["value"] is not None:
        words += f" {plain_number(row['value'])}"
    if row["decision"] == "assigned":
        words += f" {row['label_zh'] or row['metric']}"
    comment = f"：{row['reason']}" if row["reason"] else ""
    return f"{words}（{row['reviewer']}，{row['decided_at']:%Y-%m-%d}）{comment}"
