"""A made-up panel of reports as tables: no place in it exists, and each figure comes out of a hash.

What can be like the annotated reports is: some sixty characters and three figures to a sentence, a sentence
without figures after each, one figure in four that no metric is known for. Each place has its level of each
metric, within what the metric calls plausible, and stays near it over the years, but for one figure in five
hundred that is thirty times as large. The report of the year after tells every fourth metric again, by one
place in ten otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import log10

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.records import Metric, Place
from warehouse.tables import FOLDERS

_FIGURES = """
CREATE TABLE figure AS
WITH measured AS (
    SELECT
        p, printf('%06d', 110000 + p // $provinces + p % $provinces * 10000) AS place, y AS year,
        m.nth, m.metric, m.unit,
        CASE
            WHEN m.unit = '%' THEN 40 + hash(p, m.nth) % 50 + hash(p, y, m.nth, $seed) % 10
            ELSE
                pow(10, 1 + (m.magnitude - 1) * (hash(p, m.nth) % 1000) / 1000)
                * (0.85 + (hash(p, y, m.nth, $seed) % 30) / 100)
                * CASE WHEN hash(y, m.nth, p) % 500 = 0 THEN 30 ELSE 1 END
        END AS figure
    FROM range($places) AS places (p), range(2028 - $years, 2028) AS years (y), metric AS m
),
own AS (SELECT * REPLACE (CAST(figure AS INTEGER) AS figure), year AS report_year FROM measured),
told AS (
    SELECT * FROM own
    UNION ALL
    SELECT * REPLACE (
        report_year + 1 AS report_year,
        figure + CASE WHEN p % 10 = 0 AND unit <> '%' THEN 1 ELSE 0 END AS figure
    )
    FROM own
    WHERE nth % 4 = 0 AND metric IS NOT NULL AND report_year < 2027
)
SELECT
    told.*,
    CAST(ROW_NUMBER() OVER (PARTITION BY place, report_year ORDER BY year DESC, nth) - 1 AS INTEGER) AS slot
FROM told
"""
# ten characters, then pieces of fourteen with a comma between: a figure stands six characters into its piece
_SENTENCES = """
CREATE TABLE sentence AS
SELECT
    place, report_year, slot // 3 AS line,
    '截至年底，全市共办理' || string_agg(printf('第%02d类事项%07d件', nth, figure), '，' ORDER BY slot)
        || '，完成了全年的任务。' AS sentence
FROM figure
GROUP BY place, report_year, line
"""
_PROSE = "各部门、各单位按照年度工作要点认真组织落实，依法履行职责，不断提高工作水平和服务质量。"
_STATEMENTS = """
SELECT
    substr(sha256(concat_ws('-', place, report_year, year, nth, sentence)), 1, 16) AS statement_id,
    place || '-' || report_year AS report_id, report_year, '一' AS section, sentence,
    printf('%07d件', figure) AS text, line * $line + 10 + slot % 3 * 15 + 6 AS char_start,
    char_start + 8 AS char_end, figure AS value, unit, 'exact' AS bound, 'level' AS role, year, place,
    'whole' AS scope_kind, metric, 'stated' AS basis, 'made up' AS rule, 1 AS first_month, 12 AS last_month
FROM figure
JOIN sentence USING (place, report_year)
WHERE line = slot // 3
"""
_DOCUMENTS = """
SELECT
    place || '-' || report_year AS report_id, report_year, place, '甲' || place AS place_name,
    'https://example.org/' || place AS url, 'https://example.org/' || place AS source_url, 'read' AS health,
    FALSE AS third_party, $seed AS snapshot, counted.statement_count, counted.linked_count,
    0 AS exclusion_count, 0 AS issue_count, string_agg(sentence || $prose, chr(10) ORDER BY line) AS text
FROM sentence
JOIN (
    SELECT place, report_year, COUNT(*) AS statement_count, COUNT(metric) AS linked_count
    FROM figure
    GROUP BY place, report_year
) AS counted USING (place, report_year)
GROUP BY ALL
"""


def panel(
    places: int, years: int, metrics: tuple[Metric, ...], seed: str, provinces: int = 1
) -> dict[str, pa.Table]:
    """Made-up tables by Parquet folder: documents, statements, observations.

    places, years: how many of each; the last year is 2027. Besides each metric's figures there is one figure
    without a metric for every three with one. Another seed gives other figures for the same places, which lie
    in so many provinces.
    """
    unknown = len(metrics) // 3
    kinds = pa.table(
        {
            "nth": range(len(metrics) + unknown),
            "metric": [metric.id for metric in metrics] + [None] * unknown,
            "unit": [metric.unit for metric in metrics] + ["件"] * unknown,
            "magnitude": [_magnitude(metric) for metric in metrics] + [4.0] * unknown,
        }
    )
    with duckdb.connect() as connection:
        connection.register("metric", kinds)
        connection.execute(_FIGURES, {"places": places, "years": years, "seed": seed, "provinces": provinces})
        connection.execute(_SENTENCES)
        (length,) = connection.execute("SELECT MAX(length(sentence)) FROM sentence").fetchall()[0]
        stated = connection.execute(_STATEMENTS, {"line": length + len(_PROSE) + 1}).to_arrow_table()
        documents = connection.execute(_DOCUMENTS, {"seed": seed, "prose": _PROSE}).to_arrow_table()
    linked = stated.filter(pc.is_valid(stated["metric"]))
    exact = {"rounding": pa.scalar(Decimal(0)), "part_year": pa.scalar(value=False)}
    for name, value in exact.items():
        linked = linked.append_column(name, pa.repeat(value, linked.num_rows))
    made = {"documents": documents, "statements": stated, "observations": linked}
    return {name: _fitting(name, table) for name, table in made.items()}


def _magnitude(metric: Metric) -> float:
    """log10 of the highest level that a place may have: a third of what is plausible, at most 10,000."""
    high = float(metric.plausible[1]) if metric.plausible else 30_000.0
    return min(log10(high / 3), 4.0)


def _fitting(name: str, table: pa.Table) -> pa.Table:
    """The table with its declared schema; columns that it lacks are null."""
    schema = FOLDERS[name].schema
    has = set(table.column_names)
    columns = [
        table[field.name].cast(field.type) if field.name in has else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


@dataclass(frozen=True, slots=True)
class Night:
    """What one night brings: its name, the rows of the reports that are new or changed, all places."""

    name: str
    tables: dict[str, pa.Table]
    reports: list[str]
    places: list[Place]


def three_nights(
    reports: int, provinces: int, metrics: tuple[Metric, ...], years: int = 10
) -> Iterator[Night]:
    """A first night with about so many reports, one without news, one where a report in a hundred changed."""
    count = max(reports // years, 1)
    first, second = (panel(count, years, metrics, seed, provinces) for seed in ("first", "second"))
    ids = first["documents"]["report_id"].to_pylist()
    few = max(len(ids) // 100, 1)
    changed = ids[:: len(ids) // few][:few]
    codes = sorted({report.partition("-")[0] for report in ids})
    places = [Place(code, f"甲地{code}", "county", short_name=f"甲{code}") for code in codes]
    for name, made, those in (
        ("the first night", first, ids),
        ("nothing changed", first, []),
        (f"{few} of {len(ids)} reports changed", second, changed),
    ):
        yield Night(name, {key: _of(table, those) for key, table in made.items()}, those, places)


def _of(table: pa.Table, reports: list[str]) -> pa.Table:
    return table.filter(pc.is_in(table["report_id"], pa.array(reports, pa.string())))
