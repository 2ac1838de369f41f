-- What the checks found, errors first, with the report and place of each; some of each kind.
SELECT *
FROM (
    SELECT
        c.check_name, c.severity, c.words, c.statement_id, s.char_start,
        COALESCE(s.report_id, CASE WHEN SUBSTR(c.words, 7, 1) = '-' THEN SUBSTR(c.words, 1, 11) END) AS report_id,
        ROW_NUMBER() OVER (
            PARTITION BY c.check_name, c.severity ORDER BY c.words, c.statement_id NULLS FIRST
        ) AS nth
    FROM check_result AS c
    LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id
) AS found
WHERE nth <= $most
ORDER BY CASE severity WHEN 'error' THEN 1 ELSE 2 END, check_name, nth
