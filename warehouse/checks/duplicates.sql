-- A statement id, or a report id, that stands more than once.
SELECT
    'error' AS severity, statement_id,
    'the statement id stands ' || COUNT(*) || ' times, in ' || MIN(report_id) || ' and ' || MAX(report_id) AS words
FROM fact_statement
GROUP BY statement_id
HAVING COUNT(*) > 1
UNION ALL
SELECT 'error', NULL, 'the report ' || report_id || ' stands ' || COUNT(*) || ' times'
FROM dim_report
GROUP BY report_id
HAVING COUNT(*) > 1;
