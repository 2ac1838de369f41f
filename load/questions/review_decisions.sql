-- Every decision ever imported, with the state of those that are the latest of their figure.
SELECT
    r.place, COALESCE(p.name, r.place) AS place_name, r.metric, r.year, r.scope_kind, r.decision, r.value, r.reviewer,
    r.decided_at, r.reason, v.state, v.applies, r.seen_value, r.seen_unit, r.seen_sentence, r.seen_statement_id,
    r.workbook
FROM review AS r
LEFT JOIN review_state AS v
    ON v.place = r.place AND v.metric = r.metric AND v.year = r.year AND v.scope_kind = r.scope_kind
    AND v.seen_statement_id = r.seen_statement_id AND v.decided_at = r.decided_at AND v.workbook = r.workbook
    AND v.decision = r.decision AND v.reviewer = r.reviewer
LEFT JOIN dim_place AS p ON p.code = r.place
ORDER BY r.decided_at, r.workbook, r.place, r.metric, r.year, r.scope_kind, r.seen_statement_id, r.decision
