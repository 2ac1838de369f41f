-- A base year against every other year of the same place, metric and scope kind: ask it for one base_year.
-- Difference and ratio are of the base year against the other (base minus other), and the verdict says how
-- the base year did: better, worse, same, changed (the metric has no better direction) or unknown.
-- They are given only where both figures are exact or about; between open bounds (90%以上) the verdict is
-- given where the intervals lie apart, and why_not says why there is no difference.
-- needs: observation
CREATE VIEW compare_years AS
WITH paired AS (
    SELECT
        b.place, b.place_name, b.place_level, b.metric, b.label_zh, b.label_en, b.scope_kind, b.unit, b.better,
        b.metric_order,
        b.year AS base_year, b.value AS base_value, b.bound AS base_bound, b.basis AS base_basis,
        b.statement_id AS base_statement_id,
        o.year, o.value, o.bound, o.basis, o.report_id, o.statement_id, o.chosen_because,
        CASE
            WHEN b.unit <> o.unit THEN 'unit'
            WHEN b.value_high IS NOT NULL OR o.value_high IS NOT NULL THEN 'range'
            WHEN b.bound NOT IN ('exact', 'about') OR o.bound NOT IN ('exact', 'about') THEN 'bound'
        END AS why_not,
        CASE
            WHEN b.unit <> o.unit THEN NULL
            WHEN b.lower_limit > o.upper_limit THEN 1
            WHEN b.upper_limit < o.lower_limit THEN -1
        END AS apart
    FROM observation AS b
    JOIN observation AS o
        ON o.place = b.place AND o.metric = b.metric AND o.scope_kind = b.scope_kind AND o.year <> b.year
),
signed AS (
    SELECT
        paired.*,
        CASE
            WHEN why_not IS NOT NULL THEN apart
            WHEN base_value > value THEN 1
            WHEN base_value < value THEN -1
            ELSE 0
        END AS sign
    FROM paired
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, scope_kind, unit, better, metric_order,
    base_year, base_value, base_bound, base_basis, base_statement_id,
    year, value, bound, basis, report_id, statement_id, chosen_because,
    CASE WHEN why_not IS NULL THEN base_value - value END AS difference,
    CASE WHEN why_not IS NULL THEN CAST(base_value / NULLIF(value, 0) AS NUMERIC(24, 6)) END AS ratio,
    CASE
        WHEN sign IS NULL THEN 'unknown'
        WHEN sign = 0 THEN 'same'
        WHEN better = 'higher' THEN CASE WHEN sign > 0 THEN 'better' ELSE 'worse' END
        WHEN better = 'lower' THEN CASE WHEN sign < 0 THEN 'better' ELSE 'worse' END
        ELSE 'changed'
    END AS verdict,
    why_not IS NULL AS comparable,
    why_not
FROM signed;

COMMENT ON VIEW compare_years IS 'a base year against every other year of the same place and metric';
