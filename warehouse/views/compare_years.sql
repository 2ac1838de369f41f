-- A base year against every other year of the same place, metric and scope kind: ask it for one base_year.
-- Difference and ratio are of the base year against the other (base minus other), and the verdict says how
-- the base year did: better, worse, same, changed (the metric has no better direction) or unknown.
-- Rates differ by points (difference_unit) and have no ratio; counts and amounts have both.
-- Difference and ratio are given where both figures are exact or about. Between open bounds (90%以上) and
-- ranges, difference_low and difference_high tell between what the difference lies (null: open), the verdict
-- is given where the intervals lie apart, and why_not says why there is no difference. Two exact figures are judged
-- by their values, all others by their limits: 约1200 and 1210 are the same. A figure of a part of a year is set
-- against one of the same months alone (why_not is part_year, and nothing is told), and one whose report gives two
-- figures between which no rule chooses against none (unsettled). base_mark and mark tell
-- what to mind (about, at_least, range, part_year, derived …); break_mark that the place changed in between.
-- Counts also per 10,000 residents where dim_place_year has both years and the figure is a number of a whole year.
-- needs: observation
CREATE VIEW compare_years AS
WITH paired AS (
    SELECT
        b.place, b.place_name, b.place_level, b.metric, b.label_zh, b.label_en, b.scope_kind, b.unit, b.better,
        b.metric_order,
        b.year AS base_year, b.value AS base_value, b.value_high AS base_value_high, b.bound AS base_bound, b.basis AS base_basis,
        b.statement_id AS base_statement_id, b.mark AS base_mark,
        b.bound = 'exact' AND b.basis = 'stated' AND o.bound = 'exact' AND o.basis = 'stated' AS both_exact,
        b.value_high IS NULL AND b.bound IN ('exact', 'about') AND NOT b.part_year AS base_is_whole,
        o.value_high IS NULL AND o.bound IN ('exact', 'about') AND NOT o.part_year AS is_whole,
        b.place_form <> o.place_form AS place_changed,
        o.year, o.value, o.value_high, o.bound, o.basis, o.report_id, o.statement_id, o.chosen_because, o.mark,
        CASE WHEN b.bound IN ('less_than', 'at_most') THEN NULL ELSE b.value END AS base_low,
        CASE WHEN b.bound IN ('more_than', 'at_least') THEN NULL ELSE COALESCE(b.value_high, b.value) END AS base_high,
        CASE WHEN o.bound IN ('less_than', 'at_most') THEN NULL ELSE o.value END AS other_low,
        CASE WHEN o.bound IN ('more_than', 'at_least') THEN NULL ELSE COALESCE(o.value_high, o.value) END AS other_high,
        CASE
            WHEN b.unsettled OR o.unsettled THEN 'unsettled'
            WHEN b.unit <> o.unit THEN 'unit'
            WHEN b.first_month <> o.first_month OR b.last_month <> o.last_month THEN 'part_year'
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
            WHEN why_not IN ('unsettled', 'unit', 'part_year') THEN NULL
            WHEN why_not IS NOT NULL THEN apart
            WHEN NOT both_exact THEN COALESCE(apart, 0)
            WHEN base_value > value THEN 1
            WHEN base_value < value THEN -1
            ELSE 0
        END AS sign
    FROM paired
)
SELECT
    s.place, s.place_name, s.place_level, s.metric, s.label_zh, s.label_en, s.scope_kind, s.unit, s.better, s.metric_order,
    s.base_year, s.base_value, s.base_value_high, s.base_bound, s.base_basis, s.base_statement_id,
    s.year, s.value, s.value_high, s.bound, s.basis, s.report_id, s.statement_id, s.chosen_because,
    CASE WHEN s.why_not IS NULL THEN s.base_value - s.value END AS difference,
    CASE
        WHEN s.why_not IS NULL AND s.unit NOT IN ('%', '‰')
            THEN CAST(CAST(s.base_value / NULLIF(s.value, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS ratio,
    CASE
        WHEN s.sign IS NULL THEN 'unknown'
        WHEN s.sign = 0 THEN 'same'
        WHEN s.better = 'higher' THEN CASE WHEN s.sign > 0 THEN 'better' ELSE 'worse' END
        WHEN s.better = 'lower' THEN CASE WHEN s.sign < 0 THEN 'better' ELSE 'worse' END
        ELSE 'changed'
    END AS verdict,
    s.why_not IS NULL AS comparable,
    s.why_not,
    s.base_mark, s.mark,
    CASE WHEN s.why_not IN ('unsettled', 'unit', 'part_year') THEN NULL ELSE s.base_low - s.other_high END AS difference_low,
    CASE WHEN s.why_not IN ('unsettled', 'unit', 'part_year') THEN NULL ELSE s.base_high - s.other_low END AS difference_high,
    CASE WHEN s.unit = '%' THEN '百分点' ELSE s.unit END AS difference_unit,
    CASE WHEN s.place_changed THEN 'place_changed' END AS break_mark,
    CASE
        WHEN s.scope_kind = 'whole' AND s.unit NOT IN ('%', '‰') AND s.base_is_whole
            THEN CAST(CAST(s.base_value * 10000 / bp.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS base_per_10k_residents,
    CASE
        WHEN s.scope_kind = 'whole' AND s.unit NOT IN ('%', '‰') AND s.is_whole
            THEN CAST(CAST(s.value * 10000 / op.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS per_10k_residents
FROM signed AS s
LEFT JOIN dim_place_year AS bp ON bp.place = s.place AND bp.year = s.base_year
LEFT JOIN dim_place_year AS op ON op.place = s.place AND op.year = s.year;

COMMENT ON VIEW compare_years IS 'a base year against every other year of the same place and metric';
