-- A value outside the range that its metric declares plausible.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || RTRIM(RTRIM(CAST(o.value AS VARCHAR), '0'), '.') || o.unit || ' is outside ' || RTRIM(RTRIM(CAST(m.plausible_low AS VARCHAR), '0'), '.') || ' to '
        || RTRIM(RTRIM(CAST(m.plausible_high AS VARCHAR), '0'), '.') AS words
FROM fact_observation AS o
JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.value < m.plausible_low OR COALESCE(o.value_high, o.value) > m.plausible_high;
