-- Every figure of some reports, in the order of the text, with what became of it: its observation and whether that is
-- the one that counts, between what it lies, what a reviewer decided on it.
SELECT
    s.report_id, s.report_year, s.statement_id, s.section, s.text, s.char_start, s.char_end, s.value, s.value_high,
    s.unit, s.bound, s.role, s.direction, s.year, s.base_year, s.place, p.name AS place_name, s.scope, s.scope_kind,
    s.metric, s.basis, s.rule, s.link_basis, s.certainty, s.derivation, s.suggestions, s.first_month, s.last_month,
    o.metric AS observed_metric, o.value AS observed_value, o.unit AS observed_unit, o.chosen, o.disagree, o.unsettled,
    f.lower_limit, f.upper_limit, f.source_kind, f.mark,
    v.decision, v.value AS decided_value, v.reason AS decided_because, v.state AS review_state, v.applies
FROM fact_statement AS s
LEFT JOIN fact_observation AS o
    ON o.statement_id = s.statement_id AND o.report_id >= $first AND o.report_id < $after
LEFT JOIN reported_figure AS f
    ON f.statement_id = s.statement_id AND f.place = o.place AND f.metric = o.metric AND f.year = o.year
    AND f.report_id >= $first AND f.report_id < $after
LEFT JOIN dim_place AS p ON p.code = s.place
LEFT JOIN (
    SELECT
        seen_statement_id, decision, value, reason, state, applies,
        ROW_NUMBER() OVER (
            PARTITION BY seen_statement_id ORDER BY decided_at DESC, workbook DESC, decision, value NULLS LAST, metric
        ) AS age
    FROM review_state
) AS v ON v.seen_statement_id = s.statement_id AND v.age = 1
WHERE s.report_id >= $first AND s.report_id < $after
ORDER BY s.report_id, s.char_start, s.char_end DESC, s.basis DESC, s.year, s.statement_id
