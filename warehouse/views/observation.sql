-- The one value for place, metric, year and scope kind, with why it is that one: a review, the year's own
-- report, the nearest later one, another place's, an earlier one, derived. Scope kinds stand apart: whole (the
-- place), own (its government alone), area (a place named in another place's report). Figures of departments
-- and parts are in `vintages` only. `mark` tells what to mind when comparing: the bound of one that is not
-- exact, range, part_year, derived. A corrected value stands in place of the one read, which is `read_value`.
-- needs: vintages
CREATE VIEW observation AS
WITH chosen AS (
    SELECT vintages.*, review = 'corrected' AND review_value IS NOT NULL AS corrected
    FROM vintages
    WHERE chosen AND scope_kind IN ('whole', 'own', 'area')
),
settled AS (
    SELECT
        place, metric, year, scope_kind, scope, unit, basis, report_id, report_year, statement_id,
        CASE WHEN corrected THEN review_value ELSE value END AS value,
        CASE WHEN corrected THEN NULL ELSE value_high END AS value_high,
        CASE WHEN corrected THEN 'exact' ELSE bound END AS bound,
        CASE WHEN corrected THEN review_value ELSE lower_limit END AS lower_limit,
        CASE WHEN corrected THEN review_value ELSE upper_limit END AS upper_limit,
        CASE WHEN review IN ('accepted', 'corrected') THEN 'review' ELSE source_kind END AS chosen_because,
        value AS read_value, part_year, n_vintages, n_statements, disagree
    FROM chosen
)
SELECT
    v.place, COALESCE(p.name, v.place) AS place_name, COALESCE(p.level, '') AS place_level,
    v.metric, COALESCE(m.label_zh, v.metric) AS label_zh, COALESCE(m.label_en, v.metric) AS label_en,
    v.year, v.scope_kind, v.scope,
    v.value, v.value_high, v.unit, v.bound, v.basis, v.lower_limit, v.upper_limit,
    COALESCE(m.better, 'neutral') AS better, COALESCE(m.sort_key, 2147483647) AS metric_order,
    v.report_id, v.report_year, v.statement_id,
    v.chosen_because, v.n_vintages, v.n_statements, v.disagree,
    v.read_value, v.part_year,
    NULLIF(CONCAT_WS(
        ', ',
        CASE WHEN v.bound <> 'exact' THEN v.bound END,
        CASE WHEN v.value_high IS NOT NULL THEN 'range' END,
        CASE WHEN v.part_year THEN 'part_year' END,
        CASE WHEN v.basis = 'derived' THEN 'derived' END
    ), '') AS mark
FROM settled AS v
LEFT JOIN dim_place AS p ON p.code = v.place
LEFT JOIN dim_metric AS m ON m.metric = v.metric;

COMMENT ON VIEW observation IS 'the one value for place, metric, year and scope kind, and why it is that one';
