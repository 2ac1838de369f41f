-- Counts made comparable between places of different size: per 10,000 residents where dim_place_year has the
-- place and year, per 100 cases where the warehouse has the count it is a part of (dim_metric.denominator, `per` in
-- the metric's TOML), of the same place, year and scope kind. Only exact and about figures; ranked as in compare_places.
-- needs: observation
CREATE VIEW compare_relative AS
WITH figure AS (
    SELECT *
    FROM observation
    WHERE value_high IS NULL AND bound IN ('exact', 'about') AND unit NOT IN ('%', '‰') AND NOT part_year
),
divided AS (
    SELECT
        f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
        f.value, f.unit, f.mark, f.better, f.report_id, f.statement_id,
        '10,000 residents' AS per, p.source AS denominator, p.residents AS denominator_value,
        CAST(CAST(f.value * 10000 / p.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS relative_value
    FROM figure AS f
    JOIN dim_place_year AS p ON p.place = f.place AND p.year = f.year
    WHERE f.scope_kind = 'whole'
    UNION ALL
    SELECT
        f.place, f.place_name, f.place_level, f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind,
        f.value, f.unit, f.mark, f.better, f.report_id, f.statement_id,
        '100 cases', d.denominator, c.value,
        CAST(CAST(f.value * 100 / c.value AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    FROM figure AS f
    JOIN dim_metric AS d ON d.metric = f.metric
    JOIN figure AS c
        ON c.metric = d.denominator AND c.place = f.place AND c.year = f.year AND c.scope_kind = f.scope_kind
        AND c.unit = f.unit
    WHERE c.value > 0
)
SELECT
    divided.*,
    CAST(RANK() OVER (
        PARTITION BY metric, year, scope_kind, per, unit
        ORDER BY CASE WHEN better = 'lower' THEN relative_value ELSE -relative_value END
    ) AS INTEGER) AS place_rank,
    CAST(COUNT(*) OVER (PARTITION BY metric, year, scope_kind, per, unit) AS INTEGER) AS n
FROM divided;

COMMENT ON VIEW compare_relative IS 'counts per 10,000 residents and per 100 cases, where the warehouse has the denominator';
