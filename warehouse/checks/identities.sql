-- An equation between figures of one report that does not hold as printed.
SELECT 'warning' AS severity, CAST(NULL AS VARCHAR) AS statement_id, report_id || ': ' || arithmetic AS words
FROM identity
WHERE NOT holds;
