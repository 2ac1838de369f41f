-- The base year against every other year, a row for each place, metric, scope kind and year.
SELECT
    c.place_name, c.label_zh, c.label_en, c.scope_kind, c.unit, c.base_year, c.base_value, c.base_bound, c.base_value_high, c.base_mark,
    c.year, c.value, c.bound, c.value_high, c.mark, c.difference, c.ratio, c.verdict, c.why_not, c.break_mark,
    CASE WHEN c.base_basis = 'derived' THEN 'derived' ELSE c.basis END AS basis,
    c.better, c.report_id, r.source_url, c.place, c.metric, c.place || c.metric || c.scope_kind AS block
FROM compare_years AS c
LEFT JOIN dim_report AS r ON r.report_id = c.report_id
WHERE c.base_year = $base_year
ORDER BY c.place, c.metric_order, c.metric, c.scope_kind DESC, c.year
LIMIT $most
