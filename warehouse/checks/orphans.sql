-- Rows that point to what is not there.
SELECT 'error' AS severity, s.statement_id, 'no report ' || s.report_id AS words
FROM fact_statement AS s
LEFT JOIN dim_report AS r ON r.report_id = s.report_id
WHERE r.report_id IS NULL
UNION ALL
SELECT 'error', o.statement_id, 'an observation of ' || o.metric || ' comes from no statement'
FROM fact_observation AS o
LEFT JOIN fact_statement AS s ON s.statement_id = o.statement_id
WHERE s.statement_id IS NULL
UNION ALL
SELECT 'error', s.statement_id, 'no metric ' || s.metric
FROM fact_statement AS s
LEFT JOIN dim_metric AS m ON m.metric = s.metric
WHERE s.metric IS NOT NULL AND m.metric IS NULL
UNION ALL
SELECT 'error', s.statement_id, 'no place ' || s.place
FROM fact_statement AS s
LEFT JOIN dim_place AS p ON p.code = s.place
WHERE p.code IS NULL
UNION ALL
SELECT 'error', o.statement_id, 'an observation of ' || o.metric || ' comes from no report ' || o.report_id
FROM fact_observation AS o
LEFT JOIN dim_report AS r ON r.report_id = o.report_id
WHERE r.report_id IS NULL
UNION ALL
SELECT 'error', NULL, n || ' rows of ' || table_name || ' of no report ' || report_id
FROM (
    SELECT 'document_text' AS table_name, report_id, COUNT(*) AS n FROM document_text GROUP BY report_id
    UNION ALL
    SELECT 'exclusion', report_id, COUNT(*) FROM exclusion GROUP BY report_id
    UNION ALL
    SELECT 'issue', report_id, COUNT(*) FROM issue GROUP BY report_id
    UNION ALL
    SELECT 'identity', report_id, COUNT(*) FROM identity GROUP BY report_id
) AS counted
WHERE report_id NOT IN (SELECT report_id FROM dim_report);
