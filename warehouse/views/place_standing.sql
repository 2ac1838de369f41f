-- Each observation among its peers: the places of its level (level_), those of its level in its province (province_),
-- of one metric, year and scope kind. No province stands among its own cities, nor a city among its counties, but in
-- all_, which is all places of whatever level: for who asks for it (`fazhi rank --level all`), and without median and
-- quartiles of counts and amounts where levels mix, as a province has more of them than its cities.
--
-- Rank is best first by the metric's better direction (a metric without one: largest first, and no best): 1 and the
-- number of places that are surely better. Of two exact figures that is the better value; of others, the one whose
-- limits lie beyond the other's, so that 约1200 and 1210 share a rank. It is counted along the limits in their order:
-- each figure stands at its worse limit, and asks at its better one how many stand before it.
--
-- Median and quartiles lie between the two nearest values, as pandas has
-- them, and are worked out in decimals: a value's weight falls from 1 to 0, in quarters, within one place of the
-- quartile's spot. Spots are counted from the best, so that one order serves both; the first quartile is then the
-- third from there, but where lower is better.
-- Only exact and about figures in the metric's own unit are ranked and counted; figures of a part of a year, and those
-- of a report that gives two between which no rule chooses, are not.
-- why_not says why one is not: its rank is null then, the peers' n, median and quartiles stand there all the same.
-- Asked for a metric and a year, an engine ranks these alone: both stand in every PARTITION BY.
-- needs: observation
CREATE VIEW place_standing AS
WITH figure AS (
    SELECT
        o.*,
        SUBSTR(o.place, 1, 2) AS province,
        CASE
            WHEN o.unsettled THEN 'unsettled'
            WHEN o.unit <> m.unit THEN 'unit'
            WHEN o.part_year THEN 'part_year'
            WHEN o.value_high IS NOT NULL THEN 'range'
            WHEN o.bound NOT IN ('exact', 'about') THEN 'bound'
        END AS why_not,
        o.unit IN ('%', '‰') AS is_rate,
        o.bound = 'exact' AND o.basis = 'stated' AS is_exact,
        CASE WHEN o.better = 'lower' THEN o.value ELSE -o.value END AS rank_key,
        CASE WHEN o.better = 'lower' THEN o.lower_limit ELSE -o.upper_limit END AS better_end,
        CASE WHEN o.better = 'lower' THEN o.upper_limit ELSE -o.lower_limit END AS worse_end,
        CASE WHEN o.better = 'lower' THEN 1 ELSE 3 END AS quarter_1,
        CASE WHEN o.better = 'lower' THEN 3 ELSE 1 END AS quarter_3
    FROM observation AS o
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
),
passed AS (
    SELECT
        figure.*, stands,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL THEN 1 END) OVER all_ends AS all_passed,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL AND NOT is_exact THEN 1 END) OVER all_ends AS all_passed_about,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL THEN 1 END) OVER level_ends AS level_passed,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL AND NOT is_exact THEN 1 END) OVER level_ends AS level_passed_about,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL THEN 1 END) OVER province_ends AS province_passed,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL AND NOT is_exact THEN 1 END) OVER province_ends
            AS province_passed_about
    FROM figure
    CROSS JOIN (VALUES (0), (1)) AS twice (stands)
    WINDOW
        all_ends AS (
            PARTITION BY metric, year, scope_kind
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        ),
        level_ends AS (
            PARTITION BY metric, year, scope_kind, place_level
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        ),
        province_ends AS (
            PARTITION BY metric, year, scope_kind, place_level, province
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        )
),
spotted AS (
    SELECT
        passed.*,
        is_rate OR MIN(place_level) OVER (PARTITION BY metric, year, scope_kind)
            = MAX(place_level) OVER (PARTITION BY metric, year, scope_kind) AS can_be_mixed,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind) AS all_n,
        CASE WHEN is_exact THEN RANK() OVER all_exact + all_passed_about ELSE 1 + all_passed END AS all_rank,
        ROW_NUMBER() OVER all_order - 1 AS all_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, place_level) AS level_n,
        CASE WHEN is_exact THEN RANK() OVER level_exact + level_passed_about ELSE 1 + level_passed END AS level_rank,
        ROW_NUMBER() OVER level_order - 1 AS level_spot,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER (PARTITION BY metric, year, scope_kind, place_level, province)
            AS province_n,
        CASE WHEN is_exact THEN RANK() OVER province_exact + province_passed_about ELSE 1 + province_passed END
            AS province_rank,
        ROW_NUMBER() OVER province_order - 1 AS province_spot
    FROM passed
    WHERE stands = 0
    WINDOW
        all_order AS (PARTITION BY metric, year, scope_kind ORDER BY why_not NULLS FIRST, rank_key),
        all_exact AS (PARTITION BY metric, year, scope_kind, is_exact ORDER BY why_not NULLS FIRST, rank_key),
        level_order AS (PARTITION BY metric, year, scope_kind, place_level ORDER BY why_not NULLS FIRST, rank_key),
        level_exact AS (
            PARTITION BY metric, year, scope_kind, place_level, is_exact ORDER BY why_not NULLS FIRST, rank_key
        ),
        province_order AS (
            PARTITION BY metric, year, scope_kind, place_level, province ORDER BY why_not NULLS FIRST, rank_key
        ),
        province_exact AS (
            PARTITION BY metric, year, scope_kind, place_level, province, is_exact ORDER BY why_not NULLS FIRST, rank_key
        )
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, value_high, unit, bound, basis,
    better, report_id, statement_id, chosen_because, mark, province, why_not,
    CAST(all_n AS INTEGER) AS all_n, CASE WHEN why_not IS NULL THEN CAST(all_rank AS INTEGER) END AS all_rank,
    CAST(SUM(CASE WHEN why_not IS NULL AND can_be_mixed THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - quarter_1 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_q1,
    CAST(SUM(CASE WHEN why_not IS NULL AND can_be_mixed THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - 2 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind) AS NUMERIC(24, 6)) AS all_median,
    CAST(SUM(CASE WHEN why_not IS NULL AND can_be_mixed THEN value * CAST(GREATEST(0, 4 - ABS(4 * all_spot - quarter_3 * (all_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
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
        OVER (PARTITION BY metric, year, scope_kind, place_level, province) AS NUMERIC(24, 6)) AS province_q1,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * province_spot - 2 * (province_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level, province) AS NUMERIC(24, 6)) AS province_median,
    CAST(SUM(CASE WHEN why_not IS NULL THEN value * CAST(GREATEST(0, 4 - ABS(4 * province_spot - quarter_3 * (province_n - 1))) * 0.25 AS NUMERIC(3, 2)) END)
        OVER (PARTITION BY metric, year, scope_kind, place_level, province) AS NUMERIC(24, 6)) AS province_q3,
    CASE
        WHEN better IN ('higher', 'lower') THEN MAX(CASE WHEN why_not IS NULL AND province_spot = 0 THEN value END) OVER (PARTITION BY metric, year, scope_kind, place_level, province)
    END AS province_best
FROM spotted;

COMMENT ON VIEW place_standing IS 'each observation among the places of its level, those of its province, and all';
