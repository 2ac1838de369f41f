-- A statement whose text does not stand where it says in the document. A place in a text is found by counting from
-- its start: texts are cut first where statements begin, into pieces of 500 characters and the longest statement.
WITH piece AS (
    SELECT
        p.report_id, p.piece_start,
        SUBSTR(d.text, p.piece_start + 1, 500 + p.longest) AS text
    FROM (
        SELECT
            report_id, char_start - char_start % 500 AS piece_start,
            LEAST(MAX(char_end - char_start), 100000) AS longest
        FROM fact_statement
        WHERE char_start BETWEEN 0 AND char_end
        GROUP BY report_id, char_start - char_start % 500
    ) AS p
    JOIN document_text AS d ON d.report_id = p.report_id
)
SELECT
    'error' AS severity, s.statement_id,
    s.report_id || ' ' || s.char_start || '-' || s.char_end || ': ' || s.text || ' is not what stands there: '
        || COALESCE(SUBSTR(p.text, s.char_start % 500 + 1, s.char_end - s.char_start), 'no text') AS words
FROM fact_statement AS s
LEFT JOIN piece AS p
    ON p.report_id = s.report_id AND p.piece_start = s.char_start - s.char_start % 500
    AND s.char_start BETWEEN 0 AND s.char_end
WHERE p.text IS NULL OR SUBSTR(p.text, s.char_start % 500 + 1, s.char_end - s.char_start) <> s.text;
