-- A statement whose text does not stand where it says in the document.
SELECT
    'error' AS severity, s.statement_id,
    s.report_id || ' ' || s.char_start || '-' || s.char_end || ': ' || s.text || ' is not what stands there: '
        || COALESCE(SUBSTR(d.text, s.char_start + 1, s.char_end - s.char_start), 'no text') AS words
FROM fact_statement AS s
LEFT JOIN document_text AS d ON d.report_id = s.report_id
WHERE d.text IS NULL OR SUBSTR(d.text, s.char_start + 1, s.char_end - s.char_start) <> s.text;
