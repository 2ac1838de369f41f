-- `compare_years` over changes of code, by the rules of `observation_followed`: a base year in the place's series
-- (own or recoded) against every other year of it, and beside it the figures of what was merged or split into it.
-- Rows of one code are those of `compare_years`. Across a re-coding difference, ratio and verdict mean the same and
-- break_mark is place_changed; a merged or split area is another area, shown and never compared (why_not is
-- another_area, the verdict unknown). base_place_then and place_then say under which code each was reported.
-- needs: observation_followed, compare_years, place_break
CREATE VIEW compare_years_followed AS
WITH figure AS (
    SELECT
        observation_followed.*,
        CASE WHEN bound IN ('less_than', 'at_most') THEN NULL ELSE value END AS low,
        CASE WHEN bound IN ('more_than', 'at_least') THEN NULL ELSE COALESCE(value_high, value) END AS high,
        bound = 'exact' AND basis = 'stated' AS is_exact,
        value_high IS NULL AS is_single,
        bound IN ('exact', 'about') AS is_closed
    FROM observation_followed
    WHERE place IN (SELECT place FROM dim_place_lineage)
),
paired AS (
    SELECT
        b.place, b.place_name, b.place_level, b.metric, b.label_zh, b.label_en, b.metric_order, b.scope_kind, b.unit,
        b.better,
        b.year AS base_year, b.value AS base_value, b.bound AS base_bound, b.basis AS base_basis, b.mark AS base_mark,
        b.statement_id AS base_statement_id, b.place_then AS base_place_then, b.place_then_name AS base_place_then_name,
        o.year, o.value, o.bound, o.basis, o.mark, o.report_id, o.statement_id, o.chosen_because,
        o.place_then, o.place_then_name, o.lineage,
        b.low AS base_low, b.high AS base_high, o.low AS other_low, o.high AS other_high,
        b.is_exact AND o.is_exact AS both_exact,
        CASE
            WHEN NOT o.in_series THEN 'another_area'
            WHEN b.unsettled OR o.unsettled THEN 'unsettled'
            WHEN b.unit <> o.unit THEN 'unit'
            WHEN b.first_month <> o.first_month OR b.last_month <> o.last_month THEN 'part_year'
            WHEN NOT (b.is_single AND o.is_single) THEN 'range'
            WHEN NOT (b.is_closed AND o.is_closed) THEN 'bound'
        END AS why_not,
        CASE WHEN b.lower_limit > o.upper_limit THEN 1 WHEN b.upper_limit < o.lower_limit THEN -1 END AS apart
    FROM figure AS b
    JOIN figure AS o
        ON o.place = b.place AND o.metric = b.metric AND o.scope_kind = b.scope_kind AND o.year <> b.year
    WHERE b.in_series AND NOT (b.lineage = 'own' AND o.lineage = 'own')
),
signed AS (
    SELECT
        paired.*,
        CASE
            WHEN why_not IN ('another_area', 'unsettled', 'unit', 'part_year') THEN NULL
            WHEN why_not IS NOT NULL THEN apart
            WHEN NOT both_exact THEN COALESCE(apart, 0)
            WHEN base_value > value THEN 1
            WHEN base_value < value THEN -1
            ELSE 0
        END AS sign
    FROM paired
)
SELECT
    c.place, c.place_name, c.place_level, c.metric, c.label_zh, c.label_en, c.metric_order, c.scope_kind, c.unit, c.better,
    c.base_year, c.base_value, c.base_bound, c.base_basis, c.base_mark, c.base_statement_id,
    c.place AS base_place_then, COALESCE(b.name, c.place_name) AS base_place_then_name,
    c.year, c.value, c.bound, c.basis, c.mark, c.report_id, c.statement_id, c.chosen_because,
    c.place AS place_then, COALESCE(o.name, c.place_name) AS place_then_name, 'own' AS lineage,
    c.difference, c.difference_low, c.difference_high, c.difference_unit, c.ratio, c.verdict,
    c.comparable, c.why_not, c.break_mark
FROM compare_years AS c
LEFT JOIN dim_place_form AS b
    ON b.code = c.place AND c.base_year >= COALESCE(b.valid_from, c.base_year)
    AND c.base_year <= COALESCE(b.valid_to, c.base_year)
LEFT JOIN dim_place_form AS o
    ON o.code = c.place AND c.year >= COALESCE(o.valid_from, c.year) AND c.year <= COALESCE(o.valid_to, c.year)
WHERE c.place NOT IN (SELECT place FROM dim_place_lineage WHERE kind = 'recoded') OR (
    EXISTS (
        SELECT 1 FROM figure AS f
        WHERE f.lineage = 'own' AND f.place = c.place AND f.metric = c.metric AND f.scope_kind = c.scope_kind
            AND f.year = c.base_year
    ) AND EXISTS (
        SELECT 1 FROM figure AS f
        WHERE f.lineage = 'own' AND f.place = c.place AND f.metric = c.metric AND f.scope_kind = c.scope_kind
            AND f.year = c.year
    )
)
UNION ALL
SELECT
    s.place, s.place_name, s.place_level, s.metric, s.label_zh, s.label_en, s.metric_order, s.scope_kind, s.unit, s.better,
    s.base_year, s.base_value, s.base_bound, s.base_basis, s.base_mark, s.base_statement_id,
    s.base_place_then, s.base_place_then_name,
    s.year, s.value, s.bound, s.basis, s.mark, s.report_id, s.statement_id, s.chosen_because,
    s.place_then, s.place_then_name, s.lineage,
    CASE WHEN s.why_not IS NULL THEN s.base_value - s.value END,
    CASE WHEN s.why_not IN ('another_area', 'unsettled', 'unit', 'part_year') THEN NULL ELSE s.base_low - s.other_high END,
    CASE WHEN s.why_not IN ('another_area', 'unsettled', 'unit', 'part_year') THEN NULL ELSE s.base_high - s.other_low END,
    CASE WHEN s.unit = '%' THEN '百分点' ELSE s.unit END,
    CASE
        WHEN s.why_not IS NULL AND s.unit NOT IN ('%', '‰')
            THEN CAST(CAST(s.base_value / NULLIF(s.value, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END,
    CASE
        WHEN s.sign IS NULL THEN 'unknown'
        WHEN s.sign = 0 THEN 'same'
        WHEN s.better = 'neutral' THEN 'changed'
        WHEN (s.better = 'higher') = (s.sign > 0) THEN 'better'
        ELSE 'worse'
    END,
    s.why_not IS NULL,
    s.why_not,
    CASE
        WHEN s.base_place_then <> s.place_then OR EXISTS (
            SELECT 1 FROM place_break AS k
            WHERE k.place = s.place_then
                AND k.year > LEAST(s.base_year, s.year) AND k.year <= GREATEST(s.base_year, s.year)
        ) THEN 'place_changed'
    END
FROM signed AS s;

COMMENT ON VIEW compare_years_followed IS 'a base year against every other year of a place, also over changes of its code';
