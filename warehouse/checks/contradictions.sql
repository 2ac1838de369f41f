-- A figure that cannot be true beside the one preferred for the same place, metric, year and scope.
SELECT
    'warning' AS severity, v.statement_id,
    v.place || ' ' || v.metric || ' ' || v.year || ': ' || v.report_id || ' says ' || RTRIM(RTRIM(CAST(v.value AS VARCHAR), '0'), '.') || v.unit || ', '
        || c.report_id || ' says ' || RTRIM(RTRIM(CAST(c.value AS VARCHAR), '0'), '.') || c.unit AS words
FROM fact_vintage AS v
JOIN fact_vintage AS c
    ON c.place = v.place AND c.metric = v.metric AND c.year = v.year
    AND c.scope_kind = v.scope_kind AND c.scope_key = v.scope_key AND c.chosen AND c.disagree
WHERE NOT v.agrees;
