-- The places that have a figure for a metric, year and scope kind, ranked by the metric's better direction
-- (a metric without one: by size, largest first, and no best). Only exact and about figures in the metric's
-- commonest unit are ranked and counted in n, median and quartiles; the others stand there without a rank and
-- why_not says why. gap is how far a place is from the best, 0 or more; level_ and province_ give rank, n and
-- median among the places of the same level and of the same province; `place_rank` has the rest of these.
-- mark tells what to mind (about, at_least, range, part_year, derived). per_10k_residents of counts where
-- dim_place_year has the year.
-- needs: observation, place_rank
CREATE VIEW compare_places AS
WITH shared AS (
    SELECT DISTINCT metric, year, scope_kind, n, median, q1, q3, best_value FROM place_rank WHERE peers = 'all'
),
unit_count AS (
    SELECT metric, year, scope_kind, unit, COUNT(*) AS n
    FROM observation
    GROUP BY metric, year, scope_kind, unit
),
usual AS (
    SELECT
        metric, year, scope_kind, unit,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind ORDER BY n DESC, unit) AS preference
    FROM unit_count
)
SELECT
    f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
    f.value, f.unit, f.bound, f.basis, f.better, f.report_id, f.statement_id, f.chosen_because,
    r.place_rank, COALESCE(s.n, 0) AS n, s.median, s.q1, s.q3, s.best_value,
    r.gap,
    r.place_rank IS NOT NULL AS comparable,
    CASE
        WHEN r.place_rank IS NOT NULL THEN NULL
        WHEN f.unit <> u.unit THEN 'unit'
        WHEN f.value_high IS NOT NULL THEN 'range'
        WHEN f.bound NOT IN ('exact', 'about') THEN 'bound'
        ELSE 'part_year'
    END AS why_not,
    f.mark, r.percentile,
    l.place_rank AS level_rank, l.n AS level_n, l.median AS level_median,
    v.place_rank AS province_rank, v.n AS province_n, v.median AS province_median,
    CASE
        WHEN f.scope_kind = 'whole' AND f.unit NOT IN ('%', '‰')
            THEN CAST(CAST(f.value * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS per_10k_residents
FROM observation AS f
JOIN usual AS u
    ON u.metric = f.metric AND u.year = f.year AND u.scope_kind = f.scope_kind AND u.preference = 1
LEFT JOIN shared AS s ON s.metric = f.metric AND s.year = f.year AND s.scope_kind = f.scope_kind
LEFT JOIN place_rank AS r
    ON r.place = f.place AND r.metric = f.metric AND r.year = f.year AND r.scope_kind = f.scope_kind AND r.peers = 'all'
LEFT JOIN place_rank AS l
    ON l.place = f.place AND l.metric = f.metric AND l.year = f.year AND l.scope_kind = f.scope_kind AND l.peers = 'level'
LEFT JOIN place_rank AS v
    ON v.place = f.place AND v.metric = f.metric AND v.year = f.year AND v.scope_kind = f.scope_kind
    AND v.peers = 'province'
LEFT JOIN dim_place_year AS p ON p.place = f.place AND p.year = f.year;

COMMENT ON VIEW compare_places IS 'places side by side for one metric and year: rank, median, quartiles, gap to the best';
