-- What the checks found, errors first, each with the report and section of its statement.
SELECT
    c.severity, c.check_name, s.report_id, s.section, s.char_start, c.words, c.statement_id
FROM check_result AS c
LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id
ORDER BY
    CASE c.severity WHEN 'error' THEN 1 ELSE 2 END, c.check_name, s.report_id NULLS FIRST, s.char_start NULLS FIRST,
    c.words, c.statement_id NULLS FIRST
