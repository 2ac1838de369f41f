-- `compare_years` over changes of code, by the rules of `observation_followed`: a base year in the place's series
-- (own or recoded) against every other year of it, and beside it the figures of what was merged or split into it.
-- Rows of one code are those of `compare_years`. Across a re-coding difference, ratio and verdict mean the same and
-- break_mark is place_changed; a merged or split area is another area, shown and never compared (why_not is
-- another_area, the verdict unknown). base_place_then and place_then say under which code each was reported.
-- needs: observation_followed, compare_years
CREATE VIEW compare_years_followed AS
WITH figure AS (
    SELECT * FROM observation_followed WHERE place IN (SELECT place FROM dim_place_lineage)
),
judged AS (
-- part: judged_pair(figure)
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
    s.difference, s.difference_low, s.difference_high, s.difference_unit, s.ratio, s.verdict,
    s.comparable, s.why_not, s.break_mark
FROM judged AS s
WHERE NOT (s.base_lineage = 'own' AND s.lineage = 'own');

COMMENT ON VIEW compare_years_followed IS 'a base year against every other year of a place, also over changes of its code';
