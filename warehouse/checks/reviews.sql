-- A reviewer's decision that counts no more: its figure is gone, or sentence and value are both others.
SELECT
    'warning' AS severity, CASE WHEN s.statement_id IS NOT NULL THEN r.seen_statement_id END AS statement_id,
    r.place || ' ' || r.metric || ' ' || r.year || ': ' || r.decision || ' by ' || r.reviewer || ', '
        || CASE r.state WHEN 'orphaned' THEN 'and no such figure is there' ELSE 'and another figure stands there' END AS words
FROM review_state AS r
LEFT JOIN fact_statement AS s ON s.statement_id = r.seen_statement_id
WHERE NOT r.applies;
