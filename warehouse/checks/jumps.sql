-- A value that is beyond reason beside the one before it: a rate 60 points away or more, a count of 100 or
-- more that is over 20 times as large or as small, of the same unit with nothing marked between them.
SELECT
    'warning' AS severity, statement_id,
    report_id || ' ' || metric || ': ' || RTRIM(RTRIM(CAST(previous_value AS VARCHAR), '0'), '.') || unit || ' in ' || previous_year || ', '
        || RTRIM(RTRIM(CAST(value AS VARCHAR), '0'), '.') || unit || ' in ' || year AS words
FROM trend
WHERE comparable AND COALESCE(breaks, 'gap') = 'gap' AND (
    (unit = '%' AND ABS(change) >= 60)
    OR (unit <> '%' AND GREATEST(value, previous_value) >= 100
        AND GREATEST(value, previous_value) > 20 * LEAST(value, previous_value)));
