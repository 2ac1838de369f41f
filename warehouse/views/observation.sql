-- The one value for place, metric, year and scope kind, with why it is that one: a review, the year's own
-- report, a later one's exact figure for its bound, the nearest later one, an earlier one, derived, another place's.
-- Scope kinds stand apart: whole (the place), own (its government alone), area (an area without a code of its own).
-- Figures of departments and parts are in `vintages` only. `mark` tells what to mind when comparing: the bound of one
-- that is not exact, range, part_year, likely (the link to the metric is not certain), derived, other_report (another
-- place's report says it), disagree (a report says what cannot be true beside it), unsettled (its own report
-- does, and no rule chooses between the two: it is judged against nothing and not ranked). A corrected value stands in
-- place of the one read, which is `read_value`.
-- needs: reported_figure
CREATE VIEW observation AS
WITH settled AS (
    SELECT
        reported_figure.*,
        CASE WHEN review = 'corrected' AND review_value IS NOT NULL THEN review_value END AS corrected
    FROM reported_figure
    WHERE chosen AND compared_as IN ('whole', 'own', 'area')
)
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
    NULLIF(CONCAT_WS(
        ', ',
        CASE WHEN v.bound <> 'exact' AND v.corrected IS NULL THEN v.bound END,
        CASE WHEN v.value_high IS NOT NULL AND v.corrected IS NULL THEN 'range' END,
        CASE WHEN v.part_year THEN 'part_year' END,
        CASE WHEN v.certainty = 'likely' AND v.review IS NULL THEN 'likely' END,
        CASE WHEN v.basis = 'derived' THEN 'derived' END,
        CASE WHEN v.source_kind = 'other_place' AND v.review IS NULL THEN 'other_report' END,
        CASE WHEN v.disagree THEN 'disagree' END,
        CASE WHEN v.unsettled THEN 'unsettled' END
    ), '') AS mark,
    v.place_form, v.unsettled
FROM settled AS v
LEFT JOIN dim_place AS p ON p.code = v.place
LEFT JOIN dim_metric AS m ON m.metric = v.metric;

COMMENT ON VIEW observation IS 'the one value for place, metric, year and scope kind, and why it is that one';
