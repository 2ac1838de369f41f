-- What checks found and what could not be understood, gravest first.
WITH found AS (
    SELECT
        c.severity, s.report_id, c.check_name AS kind, c.words, s.sentence AS excerpt, c.statement_id,
        CASE c.severity WHEN 'error' THEN 1 ELSE 2 END AS weight, s.char_start
    FROM check_result AS c
    LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id
    UNION ALL
    SELECT
        'issue', i.report_id, i.kind, i.words,
        REPLACE(
            SUBSTR(d.text, GREATEST(i.char_start - 20, 0) + 1, i.char_end - i.char_start + 40), chr(10), ' '
        ),
        NULL, 3, i.char_start
    FROM issue AS i
    LEFT JOIN document_text AS d ON d.report_id = i.report_id
)
SELECT found.*, r.place_name, r.source_url
FROM found
LEFT JOIN dim_report AS r ON r.report_id = found.report_id
ORDER BY weight, report_id NULLS FIRST, char_start NULLS FIRST, kind, words
LIMIT $most
