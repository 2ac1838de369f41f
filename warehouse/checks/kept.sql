-- A report whose newest page could not be read: its last good reading stays, and the page is to be looked at.
SELECT 'warning' AS severity, CAST(NULL AS VARCHAR) AS statement_id, report_id || ': ' || reason AS words
FROM dim_report
WHERE reason LIKE 'kept: %';
