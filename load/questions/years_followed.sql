-- Every year of each place, with the figures of the codes that went to it, against the base year. The range of
-- codes is what the engines push down into the views; the list then picks out of it.
WITH figure AS MATERIALIZED (
    SELECT * FROM observation_followed
    WHERE metric = $metric AND place >= $first AND place <= $last
),
compared AS MATERIALIZED (
    SELECT * FROM compare_years_followed
    WHERE metric = $metric AND base_year = $base_year AND place >= $first AND place <= $last
)
SELECT
    o.place, o.place_name, o.scope_kind, o.year, o.value, o.value_high, o.bound, o.unit, o.basis,
    c.difference, c.ratio, c.verdict,
    CASE WHEN o.in_series THEN c.why_not ELSE 'another_area' END AS why_not,
    o.chosen_because, o.disagree, o.report_id, o.statement_id, o.mark,
    CASE WHEN c.place IS NULL THEN o.break_mark ELSE c.break_mark END AS break_mark,
    o.place_then, o.place_then_name, o.lineage
FROM figure AS o
LEFT JOIN compared AS c
    ON c.place = o.place AND c.scope_kind = o.scope_kind
    AND c.year = o.year AND c.place_then = o.place_then AND c.lineage = o.lineage
WHERE CAST($everywhere AS BOOLEAN) OR o.place = ANY($places)
ORDER BY o.place, o.scope_kind DESC, o.in_series DESC, o.year, o.place_then
