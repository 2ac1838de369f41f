-- Reports with many figures of which none is a metric's, with how many of them stand beside unknown words: no report
-- of this kind, or one in words of its own.
SELECT r.report_id, r.statement_count AS n, COUNT(i.report_id) AS n_unknown
FROM dim_report AS r
LEFT JOIN issue AS i ON i.report_id = r.report_id AND i.kind = 'unknown words'
WHERE r.statement_count >= $least AND r.linked_count = 0
GROUP BY r.report_id, r.statement_count
ORDER BY n DESC, r.report_id
