-- Each figure that a report gives for a metric (blanks left out), with its sentence: which one of place, metric,
-- year and scope is preferred, and whether the others can be true beside it. The rules stand in
-- stored/fact_observation.sql, which is filled at load.
-- needs: reported_figure
CREATE VIEW vintages AS
SELECT
    v.place, v.metric, v.year, v.compared_as AS scope_kind, v.scope_key, v.scope,
    v.value, v.value_high, v.unit, v.bound, v.basis, v.lower_limit, v.upper_limit,
    v.report_id, v.report_year, v.statement_id, v.source_kind, s.sentence, s.text,
    v.preference, v.chosen, v.agrees,
    v.first_month, v.last_month, v.part_year, v.link_basis, v.certainty, v.review, v.review_value, v.n_vintages, v.n_statements, v.disagree,
    v.unsettled
FROM reported_figure AS v
LEFT JOIN fact_statement AS s ON s.statement_id = v.statement_id AND s.place = v.place;

COMMENT ON VIEW vintages IS 'the same fact as several reports, or one report several times, state it, and whether they agree';
