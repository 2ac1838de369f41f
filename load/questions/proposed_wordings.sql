-- Figures that reviewers assigned to a metric by now, and that do not link to it yet.
WITH position AS (
    -- part: position
)
SELECT
    p.metric, m.label_zh, s.sentence, s.text, s.section, s.report_id,
    s.metric AS linked_to, p.reviewer, p.decided_at, p.seen_statement_id
FROM position AS p
JOIN fact_statement AS s ON s.statement_id = p.seen_statement_id
LEFT JOIN dim_metric AS m ON m.metric = p.metric
WHERE p.decision = 'assigned' AND (s.metric IS NULL OR s.metric <> p.metric)
ORDER BY COALESCE(m.sort_key, 2147483647), p.metric, s.report_id, s.char_start, p.reviewer
