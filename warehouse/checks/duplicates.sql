-- A key that stands more than once: of a statement, an observation, a report, a text, a place, a metric.
SELECT
    'error' AS severity, statement_id,
    'the statement id stands ' || COUNT(*) || ' times, in ' || MIN(report_id) || ' and ' || MAX(report_id) AS words
FROM fact_statement
WHERE statement_id IN (SELECT statement_id FROM fact_statement GROUP BY statement_id HAVING COUNT(*) > 1)
GROUP BY statement_id
UNION ALL
SELECT 'error', statement_id, 'the statement is observed ' || COUNT(*) || ' times, as ' || MIN(metric) || ' and ' || MAX(metric)
FROM fact_observation
WHERE statement_id IN (SELECT statement_id FROM fact_observation GROUP BY statement_id HAVING COUNT(*) > 1)
GROUP BY statement_id
UNION ALL
SELECT 'error', NULL, 'the report ' || report_id || ' stands ' || COUNT(*) || ' times'
FROM dim_report
GROUP BY report_id
HAVING COUNT(*) > 1
UNION ALL
SELECT 'error', NULL, 'the text of ' || report_id || ' stands ' || COUNT(*) || ' times'
FROM document_text
GROUP BY report_id
HAVING COUNT(*) > 1
UNION ALL
SELECT 'error', NULL, 'the place ' || code || ' stands ' || COUNT(*) || ' times'
FROM dim_place
GROUP BY code
HAVING COUNT(*) > 1
UNION ALL
SELECT 'error', NULL, 'the metric ' || metric || ' stands ' || COUNT(*) || ' times'
FROM dim_metric
GROUP BY metric
HAVING COUNT(*) > 1;
