-- The places that have a figure for a metric, year and scope kind, ranked among those of their level by the metric's
-- better direction (a metric without one: by size, largest first, and no best): no province stands among its cities.
-- Only exact and about figures of a whole year in the metric's own unit are ranked and counted in n, median and
-- quartiles; the others stand there without a rank and why_not says why. gap is how far a place is from the best, 0 or
-- more; province_ gives rank, n and median among the places of the same level and province, all_ rank and n among all
-- of whatever level; `place_rank` has the rest of these. Figures whose limits meet share a rank (place_standing).
-- mark tells what to mind (about, at_least, range, part_year, derived …). per_10k_residents of counts where
-- dim_place_year has the year and the figure is a number of a whole year.
-- needs: place_standing
CREATE VIEW compare_places AS
WITH standing AS (
    -- one look at place_standing: joined with itself, PostgreSQL would work it out again for each row
    SELECT
        s.*,
        MAX(CASE WHEN peers = 'province' THEN place_rank END) OVER one AS province_rank,
        MAX(CASE WHEN peers = 'province' THEN n END) OVER one AS province_n,
        MAX(CASE WHEN peers = 'province' THEN median END) OVER one AS province_median,
        MAX(CASE WHEN peers = 'all' THEN place_rank END) OVER one AS all_rank,
        MAX(CASE WHEN peers = 'all' THEN n END) OVER one AS all_n
    FROM place_standing AS s
    WINDOW one AS (PARTITION BY metric, year, scope_kind, place)
)
SELECT
    f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
    f.value, f.value_high, f.unit, f.bound, f.basis, f.better, f.report_id, f.statement_id, f.chosen_because,
    f.place_rank, f.n, f.median, f.q1, f.q3, f.best_value,
    CASE WHEN f.why_not IS NULL THEN ABS(f.best_value - f.value) END AS gap,
    f.why_not IS NULL AS comparable,
    f.why_not,
    f.mark,
    CAST(CAST(100.0 * (f.n - f.place_rank) / NULLIF(f.n - 1, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS percentile,
    f.place_rank AS level_rank, CASE WHEN f.why_not IS NULL THEN f.n END AS level_n,
    CASE WHEN f.why_not IS NULL THEN f.median END AS level_median,
    f.province_rank, CASE WHEN f.why_not IS NULL THEN f.province_n END AS province_n,
    CASE WHEN f.why_not IS NULL THEN f.province_median END AS province_median,
    CASE
        WHEN f.scope_kind = 'whole' AND f.unit NOT IN ('%', '‰') AND f.why_not IS NULL
            THEN CAST(CAST(f.value * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS per_10k_residents,
    f.all_rank, CASE WHEN f.why_not IS NULL THEN f.all_n END AS all_n
FROM standing AS f
LEFT JOIN dim_place_year AS p ON p.place = f.place AND p.year = f.year
WHERE f.peers = 'level';

COMMENT ON VIEW compare_places IS 'places side by side for one metric and year: rank, median, quartiles, gap to the best';
