-- A figure read off a picture: it stands in no text that could prove it.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || COALESCE(RTRIM(RTRIM(CAST(o.value AS VARCHAR), '0'), '.'), '') || o.unit || ' was read by OCR: compare it with the page' AS words
FROM fact_observation AS o
JOIN dim_report AS r ON r.report_id = o.report_id
WHERE POSITION('read_by_ocr' IN r.reason) > 0;
