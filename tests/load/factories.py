"""Small Arrow tables whose defaults hide what a test does not care about."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from load.parquet.writing import write_reports
from transform.numbers.printed import rounding_of
from transform.sense.months import WHOLE_YEAR, months_of
from transform.text.normalise import normalise
from warehouse.records import Metric, Place
from warehouse.tables import FOLDERS

RATE = "disputes.appearance_rate"
LOSS = "disputes.litigation_loss_rate"
CASES = "disputes.reconsideration_handled"

METRICS = (
    Metric(RATE, "disputes", "负责人出庭应诉率", "Appearance rate", "%", "rate", "higher", "出庭件数占比"),
    Metric(LOSS, "disputes", "败诉率", "Loss rate", "%", "rate", "lower", "败诉件数占比"),
    Metric(
        CASES, "disputes", "复议办案数", "Reconsideration cases", "件", "count", "neutral", "办理件数",
        plausible=(Decimal(0), Decimal(100000)),
    ),
)  # fmt: skip
PLACES = (
    Place("330500", "湖州市", "prefecture", short_name="湖州"),
    Place("330700", "金华市", "prefecture", short_name="金华"),
    Place("330781", "兰溪市", "county", short_name="兰溪"),
    Place("331000", "台州市", "prefecture", short_name="台州"),
    Place("130502", "桥东区", "county", None, 2019, "桥东"),
    Place("130502", "襄都区", "county", 2020, None, "襄都"),
)


def document(report: str = "330700-2017", **fields: Any) -> dict[str, Any]:
    """One row of the documents table."""
    place, _, year = report.partition("-")
    row = {
        "report_id": report,
        "report_year": int(year),
        "place": place,
        "place_name": next((p.name for p in PLACES if p.code == place), place),
        "url": f"https://example.org/{report}.html",
        "source_url": f"https://example.org/{report}.html",
        "third_party": False,
        "health": "read",
        "title": f"{year}年度法治政府建设工作情况报告",
        "statement_count": 0,
        "linked_count": 0,
        "exclusion_count": 0,
        "issue_count": 0,
        "text": "",
    }
    return _whole("documents", row | fields)


def issue(kind: str, start: int, end: int, words: str = "…", report: str = "330700-2017") -> dict[str, Any]:
    """One row of the issues table."""
    place_year = {"report_id": report, "report_year": int(report.partition("-")[2])}
    return place_year | {"char_start": start, "char_end": end, "kind": kind, "words": words}


def statement(
    report: str = "330700-2017", text: str = "92%", value: Any = "92", **fields: Any
) -> dict[str, Any]:
    """One row of the statements table; its id follows from what tells it from the others."""
    place, _, year = report.partition("-")
    row = {
        "report_id": report,
        "report_year": int(year),
        "section": "四",
        "sentence": f"全年{text}。",
        "text": text,
        "char_start": 0,
        "char_end": len(text),
        "value": None if value is None else Decimal(value),
        "unit": "%",
        "bound": "exact",
        "role": "level",
        "year": int(year),
        "place": place,
        "scope_kind": "whole",
        "metric": RATE,
        "basis": "stated",
        "link_basis": "own",
        "certainty": "certain",
    }
    row |= fields
    at = max(row["sentence"].find(row["text"]), 0)
    before, after = row["sentence"][:at], row["sentence"][at + len(row["text"]) :]
    first, last = months_of(normalise(before), normalise(after), row["year"])
    row = {"first_month": first, "last_month": last} | row
    if row["metric"] is None:
        row |= {"link_basis": None, "certainty": None}
    names = ("report_id", "sentence", "text", "metric", "year", "char_start", "basis", "place", "scope")
    key = "|".join(str(row.get(name)) for name in names)
    return _whole("statements", {"statement_id": sha256(key.encode()).hexdigest()[:16]} | row)


def observation(stated: dict[str, Any]) -> dict[str, Any]:
    """The observation that a statement gives."""
    value, text = stated["value"], stated["text"]
    printed = {
        "rounding": Decimal(0) if value is None else rounding_of(text, value, stated["unit"]),
        "part_year": (stated["first_month"], stated["last_month"]) != WHOLE_YEAR,
    }
    return {name: (stated | printed)[name] for name in FOLDERS["observations"].schema.names}


def _whole(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    names = FOLDERS[table].schema.names
    if odd := set(row) - set(names):
        raise KeyError(f"no such column: {odd}")
    return {name: row.get(name) for name in names}


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as the Arrow table of that name, with its declared schema."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=FOLDERS[name].schema)


def tables(
    stated: Iterable[Mapping[str, Any]], documents: Iterable[Mapping[str, Any]] = ()
) -> dict[str, pa.Table]:
    """All tables for some statements: a document for each report that has none, observations of the levels.

    A document made here has its statements' sentences as text, one a line, and moves each statement's
    characters to where it stands in it.
    """
    rows = [dict(row) for row in stated]
    given = {row["report_id"]: dict(row) for row in documents}
    for report in sorted({row["report_id"] for row in rows} - given.keys()):
        given[report] = _document_of(report, [row for row in rows if row["report_id"] == report])
    levels = [row for row in rows if row["metric"] and row["role"] == "level"]
    return {
        "documents": table("documents", given.values()),
        "statements": table("statements", rows),
        "observations": table("observations", map(observation, levels)),
    }


def _document_of(report: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    text = ""
    for row in rows:
        row["char_start"] = len(text) + row["sentence"].index(row["text"])
        row["char_end"] = row["char_start"] + len(row["text"])
        text += row["sentence"] + "\n"
    linked = sum(row["metric"] is not None for row in rows)
    return document(report, text=text, statement_count=len(rows), linked_count=linked)


def write(root: Path, content: Mapping[str, pa.Table]) -> tuple[int, ...]:
    """Write all reports that the documents name."""
    return write_reports(root, content, content["documents"]["report_id"].to_pylist())


def as_version(root: Path, version: str) -> None:
    """Make the tables' manifest one that a program of another version wrote, before manifests had a hash."""
    manifest = root / "parquet" / "manifest.json"
    content = json.loads(manifest.read_bytes()) | {"schema_version": version}
    manifest.write_text(json.dumps({name: content[name] for name in ("schema_version", "files")}))
