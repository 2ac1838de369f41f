"""The base year's figures beside other places' figures of the nearest year that they have.

`compare_places` ranks places within one year, as it must. Where few places report on the base year, that
says nothing; this shows what there is, each figure with its year, and ranks nothing.
"""

from typing import Any

import duckdb

_NEAREST = """
WITH whole AS (
    SELECT
        place, place_name, metric, label_zh, label_en, metric_order, year, value, bound, unit, scope_kind,
        ROW_NUMBER() OVER (PARTITION BY place, metric ORDER BY ABS(year - $base_year), year) AS preference
    FROM observation
    WHERE scope_kind = 'whole' AND value IS NOT NULL
)
SELECT
    b.place_name, b.label_zh, b.label_en, b.value, b.bound, b.unit, b.scope_kind,
    o.place_name AS other_place, o.year AS other_year, o.value AS other_value, o.bound AS other_bound
FROM whole AS b
JOIN whole AS o ON o.metric = b.metric AND o.unit = b.unit AND o.place <> b.place AND o.preference = 1
WHERE b.year = $base_year
ORDER BY b.unit <> '%', b.metric_order, b.metric, ABS(o.year - $base_year), b.place, o.place
LIMIT $most
"""


def nearest_elsewhere(
    connection: duckdb.DuckDBPyConnection, base_year: int, most: int
) -> list[dict[str, Any]]:
    """At most `most` pairs of a base-year figure and another place's of the nearest year, rates first.

    Columns: place_name, label_zh, label_en, value, bound, unit, scope_kind; other_place, other_year,
    other_value, other_bound.
    """
    found = connection.execute(_NEAREST, {"base_year": base_year, "most": most})
    rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
    return rows
