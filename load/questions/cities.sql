-- The base year's places side by side, best first within a metric and scope kind.
SELECT c.*, r.source_url, c.metric || c.scope_kind AS block
FROM compare_places AS c
LEFT JOIN dim_report AS r ON r.report_id = c.report_id
WHERE c.year = $base_year
ORDER BY c.metric_order, c.metric, c.scope_kind DESC, c.place_rank NULLS LAST, c.place
LIMIT $most
