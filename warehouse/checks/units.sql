-- A figure in another unit than its metric's: it is kept, and compared with figures of its own unit alone.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || o.unit || ' does not fit ' || m.unit AS words
FROM fact_observation AS o
JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.unit <> m.unit AND o.value IS NOT NULL;
