-- The base year's places side by side, best first within a metric, scope kind and level; below them, unranked, what
-- places without a base-year figure say of the nearest year that they have.
WITH ranked AS (
    SELECT
        place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, unit,
        bound, value_high, mark, better, report_id, place_rank, n, median, q1, q3, best_value, gap, why_not
    FROM compare_places
    WHERE year = $base_year
),
nearest AS (
    SELECT
        observation.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - $base_year), year
        ) AS preference
    FROM observation
),
elsewhere AS (
    SELECT
        o.place, o.place_name, o.place_level, o.metric, o.label_zh, o.label_en, o.metric_order, o.year,
        o.scope_kind, o.value, o.unit, o.bound, o.value_high, o.mark, o.better, o.report_id,
        CAST(NULL AS BIGINT) AS place_rank, CAST(NULL AS BIGINT) AS n, CAST(NULL AS NUMERIC(24, 6)) AS median,
        CAST(NULL AS NUMERIC(24, 6)) AS q1, CAST(NULL AS NUMERIC(24, 6)) AS q3,
        CAST(NULL AS NUMERIC(24, 6)) AS best_value, CAST(NULL AS NUMERIC(24, 6)) AS gap,
        'year' AS why_not
    FROM nearest AS o
    WHERE o.preference = 1 AND o.year <> $base_year
        AND EXISTS (SELECT 1 FROM ranked AS b WHERE b.metric = o.metric AND b.scope_kind = o.scope_kind)
)
SELECT c.*, r.source_url, c.metric || c.scope_kind AS block
FROM (SELECT * FROM ranked UNION ALL SELECT * FROM elsewhere) AS c
LEFT JOIN dim_report AS r ON r.report_id = c.report_id
ORDER BY
    c.metric_order, c.metric, c.scope_kind DESC,
    CASE c.place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END, c.place_rank NULLS LAST, ABS(c.year - $base_year), c.year, c.place
LIMIT $most
