-- The places that have a figure for a metric, year and scope kind, ranked by the metric's better direction
-- (a metric without one: by size, largest first, and no best). Only exact and about figures in the metric's
-- commonest unit are ranked and counted in n, median and quartiles; the others stand there without a rank.
-- gap is how far a place is from the best, 0 or more.
-- needs: observation
CREATE VIEW compare_places AS
WITH unit_count AS (
    SELECT metric, year, scope_kind, unit, COUNT(*) AS n
    FROM observation
    GROUP BY metric, year, scope_kind, unit
),
usual AS (
    SELECT
        metric, year, scope_kind, unit,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind ORDER BY n DESC, unit) AS preference
    FROM unit_count
),
figure AS (
    SELECT
        o.place, o.place_name, o.place_level, o.metric, o.label_zh, o.label_en, o.metric_order, o.year, o.scope_kind,
        o.value, o.unit, o.bound, o.basis, o.better, o.report_id, o.statement_id, o.chosen_because,
        CASE
            WHEN o.unit <> u.unit THEN 'unit'
            WHEN o.value_high IS NOT NULL THEN 'range'
            WHEN o.bound NOT IN ('exact', 'about') THEN 'bound'
        END AS why_not
    FROM observation AS o
    JOIN usual AS u
        ON u.metric = o.metric AND u.year = o.year AND u.scope_kind = o.scope_kind AND u.preference = 1
),
summary AS (
    SELECT
        metric, year, scope_kind,
        COUNT(*) AS n,
        CAST(PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY CAST(value AS DOUBLE PRECISION)) AS NUMERIC(24, 6)) AS q1,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(value AS DOUBLE PRECISION)) AS NUMERIC(24, 6)) AS median,
        CAST(PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY CAST(value AS DOUBLE PRECISION)) AS NUMERIC(24, 6)) AS q3,
        CASE better WHEN 'higher' THEN MAX(value) WHEN 'lower' THEN MIN(value) END AS best_value
    FROM figure
    WHERE why_not IS NULL
    GROUP BY metric, year, scope_kind, better
),
ranked AS (
    SELECT
        place, metric, year, scope_kind,
        RANK() OVER (
            PARTITION BY metric, year, scope_kind
            ORDER BY CASE WHEN better = 'lower' THEN value ELSE -value END
        ) AS place_rank
    FROM figure
    WHERE why_not IS NULL
)
SELECT
    f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
    f.value, f.unit, f.bound, f.basis, f.better, f.report_id, f.statement_id, f.chosen_because,
    r.place_rank, COALESCE(s.n, 0) AS n, s.median, s.q1, s.q3, s.best_value,
    CASE WHEN f.why_not IS NULL THEN ABS(s.best_value - f.value) END AS gap,
    f.why_not IS NULL AS comparable,
    f.why_not
FROM figure AS f
LEFT JOIN summary AS s ON s.metric = f.metric AND s.year = f.year AND s.scope_kind = f.scope_kind
LEFT JOIN ranked AS r
    ON r.place = f.place AND r.metric = f.metric AND r.year = f.year AND r.scope_kind = f.scope_kind;

COMMENT ON VIEW compare_places IS 'places side by side for one metric and year: rank, median, quartiles, gap to the best';
