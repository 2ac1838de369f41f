-- A target that the report of its year was read for and does not answer.
SELECT
    'warning' AS severity, target_statement_id AS statement_id,
    target_report_id || ' ' || metric || ': ' || RTRIM(RTRIM(CAST(target_value AS VARCHAR), '0'), '.') || target_unit || ' is promised for '
        || target_year || ', whose report does not tell' AS words
FROM promises
WHERE outcome = 'unanswered';
