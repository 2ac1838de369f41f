-- Counts made comparable between places of different size: per 10,000 residents where dim_place_year has the
-- place and year, per 100 cases where the warehouse has the count it is a part of (dim_metric.denominator, `per` in
-- the metric's TOML), of the same place, year and scope kind. Only exact and about figures of a whole year; ranked as
-- in compare_places, among the places of the same level (place_rank, n), of the level in the province (province_rank,
-- province_n) and of whatever level (all_rank, all_n): each figure stands once among each kind of peers, as in
-- place_standing.
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
        divided.*, p.peers,
        CASE WHEN p.peers <> 'all' THEN place_level ELSE '' END AS level_group,
        CASE WHEN p.peers = 'province' THEN SUBSTR(place, 1, 2) ELSE '' END AS province_group,
        CASE WHEN better = 'lower' THEN relative_value ELSE -relative_value END AS rank_key,
        CASE WHEN better = 'lower' THEN relative_low ELSE -relative_high END AS better_end,
        CASE WHEN better = 'lower' THEN relative_high ELSE -relative_low END AS worse_end
    FROM divided
    CROSS JOIN (VALUES ('level'), ('province'), ('all')) AS p (peers)
),
passed AS (
    SELECT
        ended.*, stands,
        COUNT(CASE WHEN stands = 1 THEN 1 END) OVER ends AS n_passed,
        COUNT(CASE WHEN stands = 1 AND NOT is_exact THEN 1 END) OVER ends AS n_passed_about
    FROM ended
    CROSS JOIN (VALUES (0), (1)) AS twice (stands)
    WINDOW ends AS (
        PARTITION BY metric, year, scope_kind, per, unit, peers, level_group, province_group
        ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
    )
),
ranked AS (
    SELECT
        passed.*,
        CAST(CASE WHEN is_exact THEN n_passed_about + RANK() OVER exact_order ELSE 1 + n_passed END AS INTEGER) AS nth,
        CAST(COUNT(*) OVER alike AS INTEGER) AS n
    FROM passed
    WHERE stands = 0
    WINDOW
        alike AS (PARTITION BY metric, year, scope_kind, per, unit, peers, level_group, province_group),
        exact_order AS (
            PARTITION BY metric, year, scope_kind, per, unit, peers, level_group, province_group, is_exact
            ORDER BY rank_key
        )
)
SELECT
    f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
    f.value, f.unit, f.mark, f.better, f.report_id, f.statement_id,
    f.per, f.denominator, f.denominator_value, f.denominator_mark, f.relative_value,
    f.nth AS place_rank, f.n, i.nth AS province_rank, i.n AS province_n, a.nth AS all_rank, a.n AS all_n
FROM ranked AS f
JOIN ranked AS i
    ON i.metric = f.metric AND i.year = f.year AND i.scope_kind = f.scope_kind AND i.per = f.per AND i.place = f.place
JOIN ranked AS a
    ON a.metric = f.metric AND a.year = f.year AND a.scope_kind = f.scope_kind AND a.per = f.per AND a.place = f.place
WHERE f.peers = 'level' AND i.peers = 'province' AND a.peers = 'all';

COMMENT ON VIEW compare_relative IS 'counts per 10,000 residents and per 100 cases, where the warehouse has the denominator';
