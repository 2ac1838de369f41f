-- A figure that cannot be true beside the one preferred for the same place, metric, year and scope.
SELECT
    'warning' AS severity, v.statement_id,
    v.place || ' ' || v.metric || ' ' || v.year || ': ' || v.report_id || ' says ' || RTRIM(RTRIM(CAST(v.value AS VARCHAR), '0'), '.') || v.unit || ', '
        || c.report_id || ' says ' || RTRIM(RTRIM(CAST(c.value AS VARCHAR), '0'), '.') || c.unit AS words
FROM reported_figure AS v
JOIN reported_figure AS c
    ON c.place = v.place AND c.metric = v.metric AND c.year = v.year
    AND c.compared_as = v.compared_as AND c.scope_key = v.scope_key AND c.chosen AND c.disagree
WHERE NOT v.agrees;
