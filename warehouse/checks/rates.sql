-- A level of a rate or a share that is no share of a whole.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || RTRIM(RTRIM(CAST(o.value AS VARCHAR), '0'), '.') || o.unit || ' is outside 0 to 100' AS words
FROM fact_observation AS o
JOIN dim_metric AS m ON m.metric = o.metric
WHERE m.kind IN ('rate', 'share') AND o.unit = '%' AND (o.value < 0 OR o.value > 100);
