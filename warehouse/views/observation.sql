-- The one value for place, metric, year and scope kind, with why it is that one: a review, the year's own
-- report, a later one's exact figure for its bound, the nearest later one, an earlier one, derived, another place's.
-- Scope kinds stand apart: whole (the place), own (its government alone), area (an area without a code of its own).
-- Figures of departments and parts are in `vintages` only. `mark` tells what to mind when comparing (reported_figure has
-- the list); one that is unsettled is judged against nothing and not ranked. A corrected value stands in place of the
-- one read, which is `read_value`.
-- Left out by scope_kind, of which PostgreSQL knows how often each occurs, and not by compared_as, an expression whose
-- guess of one row in seventy made it walk through all figures for each.
-- needs: reported_figure
CREATE VIEW observation AS
SELECT
    v.place, COALESCE(p.name, v.place) AS place_name, COALESCE(p.level, '') AS place_level,
    v.metric, COALESCE(m.label_zh, v.metric) AS label_zh, COALESCE(m.label_en, v.metric) AS label_en,
    v.year, v.compared_as AS scope_kind, v.scope,
    COALESCE(v.corrected, v.value) AS value,
    CASE WHEN v.corrected IS NULL THEN v.value_high END AS value_high,
    v.unit,
    CASE WHEN v.corrected IS NULL THEN v.bound ELSE 'exact' END AS bound,
    v.basis,
    CASE WHEN v.corrected IS NULL THEN v.lower_limit ELSE v.corrected END AS lower_limit,
    CASE WHEN v.corrected IS NULL THEN v.upper_limit ELSE v.corrected END AS upper_limit,
    COALESCE(m.better, 'neutral') AS better, COALESCE(m.sort_key, 2147483647) AS metric_order,
    v.report_id, v.report_year, v.statement_id,
    CASE
        WHEN v.review IN ('accepted', 'corrected') THEN 'review'
        WHEN v.sharper THEN 'exact_report'
        ELSE v.source_kind
    END AS chosen_because,
    v.n_vintages, v.n_statements, v.disagree,
    v.value AS read_value, v.first_month, v.last_month, v.part_year, v.link_basis, v.certainty,
    v.mark,
    v.place_form, v.unsettled
FROM reported_figure AS v
LEFT JOIN dim_place AS p ON p.code = v.place
LEFT JOIN dim_metric AS m ON m.metric = v.metric
WHERE v.chosen AND v.scope_kind NOT IN ('department', 'part');

COMMENT ON VIEW observation IS 'the one value for place, metric, year and scope kind, and why it is that one';
