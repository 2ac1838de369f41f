"""A metric's page: what it is, wordings that were found, the base year's places ranked, the years' spread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from load.labels import LEVELS, label
from load.questions.notes import Row
from load.site.charts import SpreadChart, scale_of, spread_chart
from load.site.links import Evidence
from load.site.packing import MOST_BYTES, Section, packed
from load.site.paths import metric_path, way_up
from load.site.rendering import fragment, rendered
from load.site.words import figure_words

_ROWS_TOGETHER = 100
_MOST_WORDINGS = 30
_BAR = 120
_FOR_FRAME = 60_000  # spread and wordings stand on each part


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places of one level in the base year: `rows` with the figure's address and the length of its bar."""

    level: str
    first: Row
    rows: Sequence[tuple[Row, str | None, float]]
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranked places of one level by year, and their picture."""

    level: str
    rows: Sequence[Row]
    chart: SpreadChart | None
    told: str


def metric_pages(
    metric: Row, rows: Sequence[Row], wordings: Sequence[Row], evidence: Evidence, base_year: int
) -> dict[str, str]:
    """The pages of a metric by path: one, or as many as keep each below the limit.

    `rows` are the answer of site_standing.sql, `wordings` that of metric_links.sql.
    """
    up = way_up(metric_path(metric["metric"]))
    rankings = [
        Section(fragment("ranking.html", ranking=one, metric=metric, up=up))
        for one in _rankings(rows, evidence, base_year)
    ]
    pages = packed(rankings, MOST_BYTES - _FOR_FRAME)
    paths = [metric_path(metric["metric"], part=part + 1) for part in range(len(pages))]
    common = {
        "metric": metric,
        "csv": metric_path(metric["metric"], "csv").rpartition("/")[2],
        "base_year": base_year,
        "spreads": list(_spreads(rows, base_year)),
        "wordings": wordings[:_MOST_WORDINGS],
        "n_wordings": len(wordings),
        "n_figures": len(rows),
        "parts": [one.rpartition("/")[2] for one in paths],
        "up": up,
        "static": f"{up}static/",
    }
    return {
        path: rendered("metric.html", part=part, rankings=some, **common)
        for part, (path, some) in enumerate(zip(paths, pages, strict=True))
    }


def _rankings(rows: Sequence[Row], evidence: Evidence, base_year: int) -> Iterator[Ranking]:
    of_year = [row for row in rows if row["year"] == base_year]
    for (_, level), group in groupby(of_year, key=lambda row: (row["scope_kind"], row["place_level"])):
        places = list(group)
        along = scale_of([0, *(row["value"] for row in places if row["place_rank"] is not None)], 0, _BAR)
        for start in range(0, len(places), _ROWS_TOGETHER):
            some = places[start : start + _ROWS_TOGETHER]
            links = [
                evidence.figure(row["report_id"], row["statement_id"], row["char_start"]) for row in some
            ]
            bars = [along.at(row["value"]) if row["place_rank"] is not None else 0 for row in some]
            yield Ranking(level, places[0], list(zip(some, links, bars, strict=True)), goes_on=start > 0)


def _spreads(rows: Sequence[Row], base_year: int) -> Iterator[Spread]:
    ranked = [row for row in rows if row["place_rank"] is not None and row["scope_kind"] == "whole"]
    for level in LEVELS:
        of_level = [row for row in ranked if row["place_level"] == level]
        years = [_spread(year, list(some)) for year, some in groupby(of_level, key=lambda row: row["year"])]
        if len(years) > 1 or any(row["n"] > 1 for row in years):
            words = (
                f"{row['year']}: n {row['n']}, {figure_words(row | {'value': row['median']})}"
                for row in years
            )
            told = f"{label(LEVELS, level)}: {'; '.join(words)}"
            yield Spread(level, years, spread_chart(years, base_year), told)


def _spread(year: int, rows: Sequence[Row]) -> dict[str, Any]:
    first = rows[0]
    ends = {"least": min(row["value"] for row in rows), "most": max(row["value"] for row in rows)}
    return {
        "year": year,
        "n": first["n"],
        "q1": first["q1"],
        "median": first["median"],
        "q3": first["q3"],
    } | ends
