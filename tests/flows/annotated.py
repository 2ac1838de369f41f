"""A small annotated report of our own."""

import json
from pathlib import Path
from typing import Any

from flows.evaluation.annotations import AnnotatedReport, read_annotated_report

PAGE = (
    "2017年甲市受理行政复议案件120件，同比上升 15%。办结100件，其中撤销12件。\n"
    "乡镇示范单位18家，部门示范单位18家，抽取　个案卷。"
)
HEAD = {"report": True, "report_id": "330700-2017", "place": "330700", "year": 2017}


def row(quote: str, text: str, value: float | None, unit: str, **said: Any) -> dict[str, Any]:
    return {
        "quote": quote,
        "text": text,
        "value": value,
        "value_high": None,
        "unit": unit,
        "bound": "exact" if value is not None else "blank",
        "role": "level",
        "year": 2017,
        "base_year": None,
        "scope": None,
        "place": "330700",
        "metric": None,
    } | said


ROWS = [
    row("受理行政复议案件120件", "120件", 120, "件", metric="disputes.reconsideration_accepted"),
    row("同比上升15%", "15%", 15, "%", role="change_rate", direction="up", base_year=2016),
    row("办结100件", "100件", 100, "件", metric="disputes.reconsideration_concluded"),
    row("其中撤销12件", "12件", 12, "件", optional=True),
    row("示范单位18家", "18家", 18, "家", metric="organisation.model_units_townships"),
    row("示范单位18家", "18家", 18, "家", metric="organisation.model_units_departments"),
    row("抽取 个案卷", "个", None, "个"),
]


def write_report(folder: Path, rows: list[dict[str, Any]], page: str = PAGE, **head: Any) -> AnnotatedReport:
    lines = [json.dumps(words, ensure_ascii=False) for words in (HEAD | head, *rows)]
    (folder / "330700-2017.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "330700-2017.txt").write_text(page, "utf-8")
    return read_annotated_report(folder / "330700-2017.jsonl")
