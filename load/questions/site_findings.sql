-- What the checks found on some reports: of a figure by its statement, else of the report that the words begin with.
SELECT
    COALESCE(s.report_id, SUBSTR(c.words, 1, 11)) AS report_id, c.statement_id, c.check_name, c.severity, c.words
FROM check_result AS c
LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id
WHERE COALESCE(s.report_id, SUBSTR(c.words, 1, 11)) >= $first
    AND COALESCE(s.report_id, SUBSTR(c.words, 1, 11)) < $after
    AND (s.report_id IS NOT NULL OR SUBSTR(c.words, 7, 1) = '-')
ORDER BY 1, c.severity, c.check_name, c.words, c.statement_id NULLS FIRST
