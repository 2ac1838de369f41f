-- A figure of a table that could not be squared up: it may stand under another head than is read.
SELECT
    'warning' AS severity, s.statement_id,
    s.report_id || ' ' || s.metric || ': ' || s.text || ' stands in a table that is not square: compare it with the page' AS words
FROM fact_statement AS s
WHERE s.metric IS NOT NULL AND EXISTS (
    SELECT 1
    FROM issue AS i
    WHERE i.report_id = s.report_id AND i.kind = 'ragged_table'
        AND i.char_start < s.char_end AND i.char_end > s.char_start
);
