"""A place's page: the base year against every other by family, what is missing and why, promises kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from load.labels import FAMILIES, SCOPES, label, plain_number
from load.questions.notes import Row
from load.site.charts import YearsChart, years_chart
from load.site.links import Evidence
from load.site.packing import Section, packed
from load.site.paths import place_path, way_up
from load.site.places import PlaceFacts
from load.site.rendering import fragment, rendered
from load.site.words import figure_words, note_words

_ROWS_TOGETHER = 40
_READABLE = ("read", "read with holes")
GAPS = {
    "blank": "空缺 left blank",
    "in part": "仅有部分 a part only",
    "rejected": "已驳回 rejected",
    "missing": "未提及 not stated",
    "unreadable": "报告无法读取 report unreadable",
    "absent": "报告缺失 report absent",
    "unknown": "无报告 no report known",
}
OUTCOMES = {
    "reached": "达到 reached",
    "missed": "未达到 missed",
    "unanswered": "下年未提及 unanswered",
    "no report": "无下年报告 no report",
    "not judged": "不可判 not judged",
    "not linked": "未归入指标 not linked",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands for a series and year: a figure with note and address, or why there is none (of GAPS)."""

    row: Row | None = None
    shown: str = ""
    note: Markup | str = ""
    difference: str = ""
    address: str | None = None
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of the place over the years: its picture and a cell for each year."""

    first: Row
    scope: str
    chart: YearsChart | None
    told: str
    cells: Sequence[Cell]


def place_pages(facts: PlaceFacts, evidence: Evidence, base_year: int) -> dict[str, str]:
    """The pages of a place by path: one, or as many as keep each below the limit."""
    path = place_path(facts.place.code)
    up = way_up(path)
    years = _years(facts, base_year)
    pages = packed(list(_sections(facts, evidence, years, base_year)))
    paths = [place_path(facts.place.code, part=part + 1) for part in range(len(pages))]
    common = {
        "place": facts.place,
        "up": up,
        "static": f"{up}static/",
        "base_year": base_year,
        "parts": [one.rpartition("/")[2] for one in paths],
        "reports": [(row, evidence.page_of(row["report_id"])) for row in facts.reports],
    }
    return {
        one: rendered("place.html", part=part, sections=sections, **common)
        for part, (one, sections) in enumerate(zip(paths, pages, strict=True))
    }


def _years(facts: PlaceFacts, base_year: int) -> list[int]:
    """The years that any report or figure of the place is of, and the base year."""
    told = {row["year"] for row in facts.figures} | {row["report_year"] for row in facts.reports}
    return sorted(told | {base_year})


def _sections(
    facts: PlaceFacts, evidence: Evidence, years: Sequence[int], base_year: int
) -> Iterator[Section]:
    health = {row["report_year"]: row["health"] for row in facts.reports}
    gaps = {(row["metric"], row["year"]): row["status"] for row in facts.gaps}
    up = way_up(place_path(facts.place.code))
    for family, figures in groupby(facts.figures, key=lambda row: str(row["metric"]).partition(".")[0]):
        series = [
            _series(list(rows), evidence, years, base_year, (health, gaps))
            for _, rows in groupby(figures, key=_alike)
        ]
        for start in range(0, len(series), _ROWS_TOGETHER):
            common = {
                "family": label(FAMILIES, family),
                "years": years,
                "base_year": base_year,
                "up": up,
                "gaps": GAPS,
            }
            html = fragment(
                "family.html",
                anchor=f"{family}-{start}" if start else family,
                series=series[start : start + _ROWS_TOGETHER],
                **common,
            )
            yield Section(html)
    for start in range(0, len(facts.promises), _ROWS_TOGETHER):
        some = facts.promises[start : start + _ROWS_TOGETHER]
        promises = [_promise(row, evidence) for row in some]
        html = fragment("promises.html", promises=promises, outcomes=OUTCOMES, up=up, first=start == 0)
        yield Section(html)


def _alike(row: Row) -> tuple[str, str, str, str]:
    return row["metric"], row["scope_kind"], row["scope"] if row["scope_kind"] == "area" else "", row["unit"]


def _series(
    rows: Sequence[Row],
    evidence: Evidence,
    years: Sequence[int],
    base_year: int,
    gaps: tuple[dict[int, str], dict[tuple[str, int], str]],
) -> Series:
    first = rows[0]
    by_year = {row["year"]: row for row in rows}
    scope = "" if first["scope_kind"] == "whole" else label(SCOPES, first["scope_kind"])
    told = "; ".join(f"{row['year']} {figure_words(row)} {row['unit']}" for row in rows)
    cells = [
        _cell(by_year[year], evidence) if year in by_year else Cell(gap=_gap(first["metric"], year, *gaps))
        for year in years
    ]
    chart = years_chart(rows, (years[0], years[-1]), base_year)
    return Series(first, scope, chart, f"{first['label_zh']} {first['label_en']}: {told}", cells)


def _cell(row: Row, evidence: Evidence) -> Cell:
    address = evidence.figure(row["report_id"], row["statement_id"], row["char_start"])
    return Cell(row, figure_words(row), note_words(row), difference_words(row), address)


def _gap(metric: str, year: int, health: dict[int, str], gaps: dict[tuple[str, int], str]) -> str:
    if known := gaps.get((metric, year)):
        return known
    report = health.get(year)
    if report is None:
        return "unknown"
    return "missing" if report in _READABLE else report


def difference_words(row: Row) -> str:
    """How far the base year lies from the row's, signed: −2.6, or between what it lies: −3 … 4, −3 … ∞."""
    if row["difference"] is not None:
        return plain_number(row["difference"], signed=True)
    low, high = row["difference_low"], row["difference_high"]
    if low is None and high is None:
        return ""
    ends = ["−∞" if low is None else plain_number(low, signed=True)]
    ends.append("∞" if high is None else plain_number(high, signed=True))
    return " … ".join(ends)


def _promise(row: Row, evidence: Evidence) -> tuple[Row, str | None, str | None]:
    target = evidence.figure(row["target_report_id"], row["target_statement_id"], row["target_char_start"])
    return row, target, evidence.figure(row["report_id"], row["statement_id"], row["char_start"])
