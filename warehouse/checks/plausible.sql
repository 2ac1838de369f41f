-- A value outside the range that its metric declares plausible.
SELECT
    'warning' AS severity, o.statement_id,
    o.report_id || ' ' || o.metric || ': ' || o.value || o.unit || ' is outside ' || m.plausible_low || ' to '
        || m.plausible_high AS words
FROM fact_observation AS o
JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.value < m.plausible_low OR COALESCE(o.value_high, o.value) > m.plausible_high;
