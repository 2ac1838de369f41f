-- Counts made comparable between places of different size: per 10,000 residents where dim_place_year has the
-- place and year, per 100 cases where the warehouse has the count it is a part of (dim_metric.denominator, `per` in
-- the metric's TOML), of the same place, year and scope kind. Only exact and about figures of a whole year; ranked as
-- in compare_places, among the places of the same level (place_rank, n), of the level in the province (province_rank,
-- province_n) and of whatever level (all_rank, all_n).
-- needs: observation
CREATE VIEW compare_relative AS
WITH figure AS (
    SELECT observation.*, bound = 'exact' AND basis = 'stated' AS is_exact
    FROM observation
    WHERE value_high IS NULL AND bound IN ('exact', 'about') AND unit NOT IN ('%', '‰') AND NOT part_year
        AND NOT unsettled
),
divided AS (
    SELECT
        f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
        f.value, f.unit, f.mark, f.better, f.report_id, f.statement_id,
        '10,000 residents' AS per, p.source AS denominator, p.residents AS denominator_value,
        CAST(NULL AS VARCHAR) AS denominator_mark,
        CAST(CAST(f.value * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS relative_value,
        CAST(CAST(f.lower_limit * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS relative_low,
        CAST(CAST(f.upper_limit * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS relative_high,
        f.is_exact
    FROM figure AS f
    JOIN dim_place_year AS p ON p.place = f.place AND p.year = f.year
    WHERE f.scope_kind = 'whole'
    UNION ALL
    SELECT
        f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
        f.value, f.unit, f.mark, f.better, f.report_id, f.statement_id,
        '100 cases', d.denominator, c.value, c.mark,
        CAST(CAST(f.value * 100 / c.value AS NUMERIC(38, 9)) AS NUMERIC(24, 6)),
        CAST(CAST(f.lower_limit * 100 / c.upper_limit AS NUMERIC(38, 9)) AS NUMERIC(24, 6)),
        CAST(CAST(f.upper_limit * 100 / NULLIF(c.lower_limit, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6)),
        f.is_exact AND c.is_exact
    FROM figure AS f
    JOIN dim_metric AS d ON d.metric = f.metric
    JOIN figure AS c
        ON c.metric = d.denominator AND c.place = f.place AND c.year = f.year AND c.scope_kind = f.scope_kind
        AND c.unit = f.unit
    WHERE c.value > 0
),
ended AS (
    SELECT
        divided.*,
        CASE WHEN better = 'lower' THEN relative_value ELSE -relative_value END AS rank_key,
        CASE WHEN better = 'lower' THEN relative_low ELSE -relative_high END AS better_end,
        CASE WHEN better = 'lower' THEN relative_high ELSE -relative_low END AS worse_end
    FROM divided
),
passed AS (
    SELECT
        ended.*, stands,
        COUNT(CASE WHEN stands = 1 THEN 1 END) OVER level_ends AS level_passed,
        COUNT(CASE WHEN stands = 1 AND NOT is_exact THEN 1 END) OVER level_ends AS level_passed_about,
        COUNT(CASE WHEN stands = 1 THEN 1 END) OVER province_ends AS province_passed,
        COUNT(CASE WHEN stands = 1 AND NOT is_exact THEN 1 END) OVER province_ends AS province_passed_about,
        COUNT(CASE WHEN stands = 1 THEN 1 END) OVER all_ends AS all_passed,
        COUNT(CASE WHEN stands = 1 AND NOT is_exact THEN 1 END) OVER all_ends AS all_passed_about
    FROM ended
    CROSS JOIN (VALUES (0), (1)) AS twice (stands)
    WINDOW
        level_ends AS (
            PARTITION BY metric, year, scope_kind, per, unit, place_level
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        ),
        province_ends AS (
            PARTITION BY metric, year, scope_kind, per, unit, place_level, SUBSTR(place, 1, 2)
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        ),
        all_ends AS (
            PARTITION BY metric, year, scope_kind, per, unit
            ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
        )
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, unit, mark, better,
    report_id, statement_id, per, denominator, denominator_value, denominator_mark, relative_value,
    CAST(CASE
        WHEN is_exact THEN level_passed_about + RANK() OVER (PARTITION BY metric, year, scope_kind, per, unit, place_level, is_exact ORDER BY rank_key)
        ELSE 1 + level_passed
    END AS INTEGER) AS place_rank,
    CAST(COUNT(*) OVER (PARTITION BY metric, year, scope_kind, per, unit, place_level) AS INTEGER) AS n,
    CAST(CASE
        WHEN is_exact THEN province_passed_about + RANK() OVER (PARTITION BY metric, year, scope_kind, per, unit, place_level, SUBSTR(place, 1, 2), is_exact ORDER BY rank_key)
        ELSE 1 + province_passed
    END AS INTEGER) AS province_rank,
    CAST(COUNT(*) OVER (PARTITION BY metric, year, scope_kind, per, unit, place_level, SUBSTR(place, 1, 2)) AS INTEGER) AS province_n,
    CAST(CASE
        WHEN is_exact THEN all_passed_about + RANK() OVER (PARTITION BY metric, year, scope_kind, per, unit, is_exact ORDER BY rank_key)
        ELSE 1 + all_passed
    END AS INTEGER) AS all_rank,
    CAST(COUNT(*) OVER (PARTITION BY metric, year, scope_kind, per, unit) AS INTEGER) AS all_n
FROM passed
WHERE stands = 0;

COMMENT ON VIEW compare_relative IS 'counts per 10,000 residents and per 100 cases, where the warehouse has the denominator';
