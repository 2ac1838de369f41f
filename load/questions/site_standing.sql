-- The places that have a figure for some metrics, of every year: where each stands among those of its level.
SELECT
    c.metric, c.place, c.place_name, c.place_level, c.year, c.scope_kind, c.value, c.value_high, c.unit, c.bound, c.basis, c.mark,
    c.place_rank, c.n, c.q1, c.median, c.q3, c.gap, c.why_not, c.chosen_because, c.report_id, c.statement_id,
    s.char_start, above.name AS province_name
FROM compare_places AS c
LEFT JOIN fact_statement AS s ON s.statement_id = c.statement_id
LEFT JOIN dim_place AS above ON above.code = SUBSTR(c.place, 1, 2) || '0000' AND above.code <> c.place
WHERE c.metric >= $first AND c.metric < $after
ORDER BY
    c.metric,
    c.year, c.scope_kind DESC,
    CASE c.place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END,
    c.place_rank NULLS LAST, c.place, c.scope_kind, c.statement_id
