-- Each figure of a series against each of its other years, of {rows}: observations with place_then, place_then_name,
-- lineage and in_series (see observation_followed). The rules stand at the head of views/compare_years.sql.
SELECT
    s.*,
    why_not IS NULL AS comparable,
    CASE WHEN why_not IS NULL THEN base_value - value END AS difference,
    CASE WHEN is_judged THEN base_low - other_high END AS difference_low,
    CASE WHEN is_judged THEN base_high - other_low END AS difference_high,
    CASE WHEN unit = '%' THEN '百分点' ELSE unit END AS difference_unit,
    CASE
        WHEN why_not IS NULL AND unit NOT IN ('%', '‰')
            THEN CAST(CAST(base_value / NULLIF(value, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS ratio,
    CASE
        WHEN sign IS NULL THEN 'unknown'
        WHEN sign = 0 THEN 'same'
        WHEN better = 'higher' THEN CASE WHEN sign > 0 THEN 'better' ELSE 'worse' END
        WHEN better = 'lower' THEN CASE WHEN sign < 0 THEN 'better' ELSE 'worse' END
        ELSE 'changed'
    END AS verdict,
    CASE WHEN is_changed THEN 'place_changed' END AS break_mark
FROM (
    SELECT
        p.*,
        CASE
            WHEN NOT is_judged THEN NULL
            WHEN why_not IS NULL AND both_exact THEN
                CASE WHEN base_value > value THEN 1 WHEN base_value < value THEN -1 ELSE 0 END
            WHEN base_lower > upper_limit THEN 1
            WHEN base_upper < lower_limit THEN -1
            WHEN why_not IS NULL THEN 0
        END AS sign
    FROM (
        SELECT
            f.*, COALESCE(f.why_not NOT IN ('another_area', 'unsettled', 'unit', 'part_year'), TRUE) AS is_judged
        FROM (
            SELECT
                b.place, b.place_name, b.place_level, b.metric, b.label_zh, b.label_en, b.metric_order, b.scope_kind,
                b.unit, b.better,
                b.year AS base_year, b.value AS base_value, b.value_high AS base_value_high, b.bound AS base_bound,
                b.basis AS base_basis, b.mark AS base_mark, b.statement_id AS base_statement_id,
                b.place_then AS base_place_then, b.place_then_name AS base_place_then_name, b.lineage AS base_lineage,
                b.lower_limit AS base_lower, b.upper_limit AS base_upper,
                o.year, o.value, o.value_high, o.bound, o.basis, o.mark, o.report_id, o.statement_id, o.chosen_because,
                o.place_then, o.place_then_name, o.lineage, o.lower_limit, o.upper_limit,
                b.bound = 'exact' AND b.basis = 'stated' AND o.bound = 'exact' AND o.basis = 'stated' AS both_exact,
                b.value_high IS NULL AND b.bound IN ('exact', 'about') AND NOT b.part_year AS base_is_whole,
                o.value_high IS NULL AND o.bound IN ('exact', 'about') AND NOT o.part_year AS is_whole,
                b.place_then <> o.place_then OR b.place_form <> o.place_form AS is_changed,
                CASE WHEN b.bound NOT IN ('less_than', 'at_most') THEN b.value END AS base_low,
                CASE WHEN b.bound NOT IN ('more_than', 'at_least') THEN COALESCE(b.value_high, b.value) END AS base_high,
                CASE WHEN o.bound NOT IN ('less_than', 'at_most') THEN o.value END AS other_low,
                CASE WHEN o.bound NOT IN ('more_than', 'at_least') THEN COALESCE(o.value_high, o.value) END AS other_high,
                CASE
                    WHEN NOT o.in_series THEN 'another_area'
                    WHEN b.unsettled OR o.unsettled THEN 'unsettled'
                    WHEN b.unit <> o.unit THEN 'unit'
                    WHEN b.first_month <> o.first_month OR b.last_month <> o.last_month THEN 'part_year'
                    WHEN b.value_high IS NOT NULL OR o.value_high IS NOT NULL THEN 'range'
                    WHEN b.bound NOT IN ('exact', 'about') OR o.bound NOT IN ('exact', 'about') THEN 'bound'
                END AS why_not
            FROM {rows} AS b
            JOIN {rows} AS o
                ON o.place = b.place AND o.metric = b.metric AND o.scope_kind = b.scope_kind AND o.year <> b.year
            WHERE b.in_series
        ) AS f
    ) AS p
) AS s
