-- Each observation among its peers: all places (all_), those of the same level (level_), those of the same province
-- (province_), of one metric, year and scope kind. Rank is best first by the metric's better direction (a metric
-- without one: largest first, and no best). Median and quartiles lie between the two nearest values, as pandas has
-- them, and are worked out in decimals: a value's weight falls from 1 to 0 within one place of the quartile's spot.
-- Only exact and about figures in the metric's own unit are ranked and counted; counts of a part of a year are not.
-- why_not says why one is not: its rank is null then, the peers' n, median and quartiles stand there all the same.
-- Asked for a metric and a year, an engine ranks these alone: both stand in every PARTITION BY.
-- needs: observation
CREATE VIEW place_standing AS
WITH figure AS (
    SELECT
        o.*,
        SUBSTR(o.place, 1, 2) AS province,
        CASE
            WHEN o.unit <> m.unit THEN 'unit'
            WHEN o.value_high IS NOT NULL THEN 'range'
            WHEN o.bound NOT IN ('exact', 'about') THEN 'bound'
            WHEN o.part_year AND o.unit NOT IN ('%', '‰') THEN 'part_year'
        END AS why_not,
        CASE WHEN o.better = 'lower' THEN o.value ELSE -o.value END AS rank_key
    FROM observation AS o
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
),
spotted AS (
    SELECT
        figure.*,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind) AS all_n,
        RANK() OVER (PARTITION BY metric, year, scope_kind ORDER BY why_not NULLS FIRST, rank_key) AS all_rank,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind ORDER BY why_not NULLS FIRST, value, place) - 1 AS all_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, place_level) AS level_n,
        RANK() OVER (PARTITION BY metric, year, scope_kind, place_level ORDER BY why_not NULLS FIRST, rank_key) AS level_rank,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind, place_level ORDER BY why_not NULLS FIRST, value, place) - 1 AS level_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, province) AS province_n,
        RANK() OVER (PARTITION BY metric, year, scope_kind, province ORDER BY why_not NULLS FIRST, rank_key) AS province_rank,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind, province ORDER BY why_not NULLS FIRST, value, place) - 1 AS province_spot
    FROM figure
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, unit, bound, basis,
    better, report_id, statement_id, chosen_because, mark, province, why_not,
    CAST(all_n AS INTEGER) AS all_n, CASE WHEN why_not IS NULL THEN CAST(all_rank AS INTEGER) END AS all_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(all_spot - (all_n - 1) * 0.25)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(all_spot - (all_n - 1) * 0.50)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(all_spot - (all_n - 1) * 0.75)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_q3,
    CASE better
        WHEN 'higher' THEN MAX(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind)
        WHEN 'lower' THEN MIN(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind)
    END AS all_best,
    CAST(level_n AS INTEGER) AS level_n, CASE WHEN why_not IS NULL THEN CAST(level_rank AS INTEGER) END AS level_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(level_spot - (level_n - 1) * 0.25)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(level_spot - (level_n - 1) * 0.50)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(level_spot - (level_n - 1) * 0.75)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_q3,
    CASE better
        WHEN 'higher' THEN MAX(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind, place_level)
        WHEN 'lower' THEN MIN(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind, place_level)
    END AS level_best,
    CAST(province_n AS INTEGER) AS province_n, CASE WHEN why_not IS NULL THEN CAST(province_rank AS INTEGER) END AS province_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(province_spot - (province_n - 1) * 0.25)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(province_spot - (province_n - 1) * 0.50)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 1 - ABS(province_spot - (province_n - 1) * 0.75)) AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_q3,
    CASE better
        WHEN 'higher' THEN MAX(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind, province)
        WHEN 'lower' THEN MIN(CASE WHEN why_not IS NULL THEN value END) OVER (PARTITION BY metric, year, scope_kind, province)
    END AS province_best
FROM spotted;

COMMENT ON VIEW place_standing IS 'each observation among all places, those of its level and those of its province';
