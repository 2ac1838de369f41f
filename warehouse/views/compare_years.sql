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
-- `figure` is asked twice: materialized it would hold all places and metrics before the question's own are taken.
CREATE VIEW compare_years AS
WITH figure AS NOT MATERIALIZED (
    SELECT
        observation.*, place AS place_then, place_name AS place_then_name, 'own' AS lineage, TRUE AS in_series
    FROM observation
),
judged AS (
-- part: judged_pair(figure)
)
SELECT
    s.place, s.place_name, s.place_level, s.metric, s.label_zh, s.label_en, s.scope_kind, s.unit, s.better, s.metric_order,
    s.base_year, s.base_value, s.base_value_high, s.base_bound, s.base_basis, s.base_statement_id,
    s.year, s.value, s.value_high, s.bound, s.basis, s.report_id, s.statement_id, s.chosen_because,
    s.difference, s.ratio, s.verdict, s.comparable, s.why_not, s.base_mark, s.mark,
    s.difference_low, s.difference_high, s.difference_unit, s.break_mark,
    CASE
        WHEN s.scope_kind = 'whole' AND s.unit NOT IN ('%', '‰') AND s.base_is_whole
            THEN CAST(CAST(s.base_value * 10000 / bp.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS base_per_10k_residents,
    CASE
        WHEN s.scope_kind = 'whole' AND s.unit NOT IN ('%', '‰') AND s.is_whole
            THEN CAST(CAST(s.value * 10000 / op.residents AS NUMERIC(38, 9)) AS NUMERIC(24, 6))
    END AS per_10k_residents
FROM judged AS s
LEFT JOIN dim_place_year AS bp ON bp.place = s.place AND bp.year = s.base_year
LEFT JOIN dim_place_year AS op ON op.place = s.place AND op.year = s.year;

COMMENT ON VIEW compare_years IS 'a base year against every other year of the same place and metric';
