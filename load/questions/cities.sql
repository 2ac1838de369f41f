-- The base year's places side by side, best first within a metric, scope kind and level, among all places or those of
-- one province; below them, unranked, what places without a base-year figure say of the nearest year that they have.
WITH ranked AS (
    SELECT
        c.place, c.place_name, c.place_level, c.metric, c.label_zh, c.label_en, c.metric_order, c.year, c.scope_kind,
        c.value, c.unit, c.bound, c.value_high, c.mark, c.basis, c.better, c.report_id, c.place_rank,
        CASE WHEN c.why_not IS NULL THEN c.n END AS n,
        CASE WHEN c.why_not IS NULL THEN c.median END AS median,
        CASE WHEN c.why_not IS NULL THEN c.q1 END AS q1,
        CASE WHEN c.why_not IS NULL THEN c.q3 END AS q3,
        CASE WHEN c.why_not IS NULL THEN c.best_value END AS best_value,
        CASE WHEN c.why_not IS NULL THEN ABS(c.best_value - c.value) END AS gap,
        c.why_not
    FROM place_standing AS c
    WHERE c.year = $base_year AND c.peers = $peers AND c.place >= $peers_first AND c.place < $peers_after
        AND ($peers <> 'province' OR c.peer_group = $peers_first)
),
nearest AS (
    SELECT
        observation.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - $base_year), year
        ) AS preference
    FROM observation
    WHERE place >= $peers_first AND place < $peers_after
),
elsewhere AS (
    SELECT
        o.place, o.place_name, o.place_level, o.metric, o.label_zh, o.label_en, o.metric_order, o.year,
        o.scope_kind, o.value, o.unit, o.bound, o.value_high, o.mark, o.basis, o.better, o.report_id,
        CAST(NULL AS BIGINT) AS place_rank, CAST(NULL AS BIGINT) AS n, CAST(NULL AS NUMERIC(24, 6)) AS median,
        CAST(NULL AS NUMERIC(24, 6)) AS q1, CAST(NULL AS NUMERIC(24, 6)) AS q3,
        CAST(NULL AS NUMERIC(24, 6)) AS best_value, CAST(NULL AS NUMERIC(24, 6)) AS gap,
        'year' AS why_not
    FROM nearest AS o
    WHERE o.preference = 1 AND o.year <> $base_year
        AND EXISTS (SELECT 1 FROM ranked AS b WHERE b.metric = o.metric AND b.scope_kind = o.scope_kind)
)
SELECT c.*, c.metric || c.scope_kind || c.place_level AS block
FROM (SELECT * FROM ranked UNION ALL SELECT * FROM elsewhere) AS c
ORDER BY
    c.metric_order, c.metric, c.scope_kind DESC,
    CASE c.place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END,
    c.place_level, c.place_rank NULLS LAST, ABS(c.year - $base_year), c.year, c.place
LIMIT $most
