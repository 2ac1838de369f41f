-- A figure of a table that could not be squared up: it may stand under another head than is read.
SELECT DISTINCT
    'warning' AS severity, s.statement_id,
    s.report_id || ' ' || s.metric || ': ' || s.text || ' stands in a table that is not square: compare it with the page' AS words
FROM issue AS i
JOIN fact_statement AS s
    ON s.report_id = i.report_id AND i.char_start < s.char_end AND i.char_end > s.char_start
WHERE i.kind = 'ragged_table' AND s.metric IS NOT NULL;
