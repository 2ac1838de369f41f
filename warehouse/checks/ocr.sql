-- A figure read off a picture: it stands in no text that could prove it.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || COALESCE(RTRIM(RTRIM(CAST(o.value AS VARCHAR), '0'), '.'), '') || o.unit || ' was read by OCR: compare it with the page' AS words
FROM fact_observation AS o
JOIN (
    SELECT DISTINCT s.statement_id
    FROM issue AS i
    JOIN fact_statement AS s
        ON s.report_id = i.report_id AND i.char_start < s.char_end AND i.char_end > s.char_start
    WHERE i.kind = 'read_by_ocr'
) AS pictured ON pictured.statement_id = o.statement_id;
