-- Each observation among its peers: all places (all_), those of the same level (level_), those of the same province
-- (province_), of one metric, year and scope kind. Rank is best first by the metric's better direction (a metric
-- without one: largest first, and no best). Median and quartiles lie between the two nearest values, as pandas has
-- them, and are worked out in decimals: a value's weight falls from 1 to 0, in quarters, within one place of the
-- quartile's spot. Spots are counted from the best, so that one order serves both; the first quartile is then the
-- third from there, but where lower is better.
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
        CASE WHEN o.better = 'lower' THEN o.value ELSE -o.value END AS rank_key,
        CASE WHEN o.better = 'lower' THEN 1 ELSE 3 END AS quarter_1,
        CASE WHEN o.better = 'lower' THEN 3 ELSE 1 END AS quarter_3
    FROM observation AS o
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
),
spotted AS (
    SELECT
        figure.*,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind) AS all_n,
        RANK() OVER all_order AS all_rank,
        ROW_NUMBER() OVER all_order - 1 AS all_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, place_level) AS level_n,
        RANK() OVER level_order AS level_rank,
        ROW_NUMBER() OVER level_order - 1 AS level_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, province) AS province_n,
        RANK() OVER province_order AS province_rank,
        ROW_NUMBER() OVER province_order - 1 AS province_spot
    FROM figure
    WINDOW
        all_order AS (PARTITION BY metric, year, scope_kind ORDER BY why_not NULLS FIRST, rank_key),
        level_order AS (PARTITION BY metric, year, scope_kind, place_level ORDER BY why_not NULLS FIRST, rank_key),
        province_order AS (PARTITION BY metric, year, scope_kind, province ORDER BY why_not NULLS FIRST, rank_key)
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, unit, bound, basis,
    better, report_id, statement_id, chosen_because, mark, province, why_not,
    CAST(all_n AS INTEGER) AS all_n, CASE WHEN why_not IS NULL THEN CAST(all_rank AS INTEGER) END AS all_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - quarter_1 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - 2 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - quarter_3 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_q3,
    CASE
        WHEN better IN ('higher', 'lower') THEN MAX(CASE WHEN why_not IS NULL AND all_spot = 0 THEN value END) OVER (PARTITION BY metric, year, scope_kind)
    END AS all_best,
    CAST(level_n AS INTEGER) AS level_n, CASE WHEN why_not IS NULL THEN CAST(level_rank AS INTEGER) END AS level_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * level_spot - quarter_1 * (level_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * level_spot - 2 * (level_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * level_spot - quarter_3 * (level_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level) AS NUMERIC(24, 6)) AS level_q3,
    CASE
        WHEN better IN ('higher', 'lower') THEN MAX(CASE WHEN why_not IS NULL AND level_spot = 0 THEN value END) OVER (PARTITION BY metric, year, scope_kind, place_level)
    END AS level_best,
    CAST(province_n AS INTEGER) AS province_n, CASE WHEN why_not IS NULL THEN CAST(province_rank AS INTEGER) END AS province_rank,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * province_spot - quarter_1 * (province_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * province_spot - 2 * (province_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * province_spot - quarter_3 * (province_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, province) AS NUMERIC(24, 6)) AS province_q3,
    CASE
        WHEN better IN ('higher', 'lower') THEN MAX(CASE WHEN why_not IS NULL AND province_spot = 0 THEN value END) OVER (PARTITION BY metric, year, scope_kind, province)
    END AS province_best
FROM spotted;

COMMENT ON VIEW place_standing IS 'each observation among all places, those of its level and those of its province';
