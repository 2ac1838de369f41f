-- A figure read off a picture: it stands in no text that could prove it.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || COALESCE(RTRIM(RTRIM(CAST(o.value AS VARCHAR), '0'), '.'), '') || o.unit || ' was read by OCR: compare it with the page' AS words
FROM fact_observation AS o
JOIN fact_statement AS s ON s.statement_id = o.statement_id
WHERE EXISTS (
    SELECT 1
    FROM issue AS i
    WHERE i.report_id = o.report_id AND i.kind = 'read_by_ocr'
        AND i.char_start < s.char_end AND i.char_end > s.char_start
);
