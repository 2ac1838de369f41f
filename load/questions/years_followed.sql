-- Every year of each place, with the figures of the codes that went to it, against the base year.
SELECT
    o.place, o.place_name, o.scope_kind, o.year, o.value, o.bound, o.unit, o.basis,
    c.difference, c.ratio, c.verdict,
    CASE WHEN o.in_series THEN c.why_not ELSE 'another_area' END AS why_not,
    o.chosen_because, o.disagree, o.report_id, o.statement_id, o.mark,
    CASE WHEN c.place IS NULL THEN o.break_mark ELSE c.break_mark END AS break_mark,
    o.place_then, o.place_then_name, o.lineage
FROM observation_followed AS o
LEFT JOIN compare_years_followed AS c
    ON c.place = o.place AND c.metric = o.metric AND c.scope_kind = o.scope_kind
    AND c.year = o.year AND c.place_then = o.place_then AND c.lineage = o.lineage AND c.base_year = $base_year
WHERE o.metric = $metric AND (CAST($everywhere AS BOOLEAN) OR o.place = ANY($places))
ORDER BY o.place, o.scope_kind DESC, o.in_series DESC, o.year, o.place_then
