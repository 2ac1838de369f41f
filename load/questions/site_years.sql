-- The one value of each metric, scope kind and year for some places, and how the base year stands against it.
SELECT
    o.place, o.place_name, o.metric, o.metric_order, o.label_zh, o.label_en, o.scope_kind, o.scope, o.unit, o.better, o.year,
    o.value, o.value_high, o.bound, o.basis, o.lower_limit, o.upper_limit, o.mark, o.place_form, o.chosen_because,
    o.report_id, o.statement_id, s.char_start,
    c.difference, c.difference_low, c.difference_high, c.difference_unit, c.ratio, c.verdict, c.why_not, c.break_mark
FROM observation AS o
LEFT JOIN fact_statement AS s ON s.statement_id = o.statement_id
LEFT JOIN compare_years AS c
    ON c.place = o.place AND c.metric = o.metric AND c.scope_kind = o.scope_kind AND c.year = o.year
    AND c.base_year = $base_year AND c.place >= $first AND c.place < $after
WHERE o.place >= $first AND o.place < $after
ORDER BY o.place, o.metric_order, o.metric, o.scope_kind DESC, o.scope NULLS FIRST, o.unit, o.year
