-- A statement whose text does not stand where it says in the document. A place in a text is found by counting from
-- its start: texts are cut first where statements begin, into pieces of 500 characters and the longest statement.
-- A span of more than 100,000 characters is a broken one, and not read to its end. Pieces are materialized, or
-- PostgreSQL would cut one anew for each statement.
WITH placed AS NOT MATERIALIZED (
    SELECT
        statement_id, report_id, char_start, char_end, text,
        CASE WHEN char_start BETWEEN 0 AND char_end THEN char_start - char_start % 500 END AS piece_start
    FROM fact_statement
),
piece AS MATERIALIZED (
    SELECT p.report_id, p.piece_start, SUBSTR(d.text, p.piece_start + 1, 500 + p.longest) AS text
    FROM (
        SELECT report_id, piece_start, LEAST(MAX(char_end - char_start), 100000) AS longest
        FROM placed
        WHERE piece_start IS NOT NULL
        GROUP BY report_id, piece_start
    ) AS p
    JOIN document_text AS d ON d.report_id = p.report_id
)
SELECT
    'error' AS severity, s.statement_id,
    s.report_id || ' ' || s.char_start || '-' || s.char_end || ': ' || s.text || ' is not what stands there: '
        || COALESCE(SUBSTR(p.text, s.char_start % 500 + 1, s.char_end - s.char_start), 'no text') AS words
FROM placed AS s
LEFT JOIN piece AS p ON p.report_id = s.report_id AND p.piece_start = s.piece_start
WHERE p.text IS NULL OR SUBSTR(p.text, s.char_start % 500 + 1, s.char_end - s.char_start) <> s.text;
