-- What checks found and what could not be understood, gravest first. A finding that is of no statement names its
-- report or place first.
WITH found AS (
    SELECT
        c.severity, s.report_id, c.check_name AS kind, c.words, s.sentence AS excerpt, c.statement_id,
        SUBSTR(s.report_id, 1, 6) AS place, CASE c.severity WHEN 'error' THEN 1 ELSE 2 END AS weight, s.char_start
    FROM check_result AS c
    JOIN fact_statement AS s ON s.statement_id = c.statement_id
    WHERE s.report_id >= $first AND s.report_id < $after
    UNION ALL
    SELECT
        c.severity, CASE WHEN SUBSTR(c.words, 7, 1) = '-' THEN SUBSTR(c.words, 1, 11) END, c.check_name, c.words,
        NULL, c.statement_id, SUBSTR(c.words, 1, 6), CASE c.severity WHEN 'error' THEN 1 ELSE 2 END, NULL
    FROM check_result AS c
    WHERE NOT EXISTS (SELECT 1 FROM fact_statement AS s WHERE s.statement_id = c.statement_id)
    UNION ALL
    SELECT
        'issue', i.report_id, i.kind, i.words,
        REPLACE(
            SUBSTR(d.text, GREATEST(i.char_start - 20, 0) + 1, i.char_end - i.char_start + 40), chr(10), ' '
        ),
        NULL, SUBSTR(i.report_id, 1, 6), 3, i.char_start
    FROM issue AS i
    LEFT JOIN document_text AS d ON d.report_id = i.report_id AND d.report_id >= $first AND d.report_id < $after
)
SELECT found.*, COALESCE(r.place_name, p.name) AS place_name
FROM found
LEFT JOIN dim_report AS r ON r.report_id = found.report_id
LEFT JOIN dim_place AS p ON p.code = found.place
WHERE found.place >= $first AND found.place < $after
ORDER BY weight, found.report_id NULLS FIRST, char_start NULLS FIRST, kind, words, found.statement_id NULLS FIRST
LIMIT $most
