-- A report that was read with something lost, any of which may be part of a figure.
SELECT
    'warning' AS severity, CAST(NULL AS VARCHAR) AS statement_id,
    report_id || ': ' || lost_digits || ' of ' || body_digits || ' digits of the page are not in the text' AS words
FROM dim_report
WHERE lost_digits > 0
UNION ALL
SELECT
    'warning', NULL,
    report_id || ': ' || unmapped || ' characters that no font or code page maps, ' || replaced || ' that could not be decoded'
FROM dim_report
WHERE unmapped > 0 OR replaced > 0
UNION ALL
SELECT 'warning', NULL, report_id || ': ' || words
FROM issue
WHERE kind IN ('picture', 'cut_off');
