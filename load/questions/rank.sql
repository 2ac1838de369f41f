-- The places of one year, best first: those of each level (peers level, of one level where peer_group names it), those
-- of one province, level by level, or all together.
SELECT
    r.place_rank, r.n, c.place, c.place_name, c.place_level, c.scope_kind, c.value, c.value_high, c.unit, c.bound, c.mark,
    r.gap, r.percentile, r.median, r.q1, r.q3, r.best_value, c.per_10k_residents, c.why_not, c.report_id, c.statement_id
FROM compare_places AS c
LEFT JOIN place_rank AS r
    ON r.place = c.place AND r.metric = c.metric AND r.year = c.year AND r.scope_kind = c.scope_kind
    AND r.peers = $peers
WHERE c.metric = $metric AND c.year = $year
    AND ($peers <> 'level' OR $peer_group = '' OR c.place_level = $peer_group)
    AND ($peers <> 'province' OR SUBSTR(c.place, 1, 2) = $peer_group)
ORDER BY
    c.scope_kind DESC,
    CASE WHEN $peers = 'all' THEN 0 ELSE CASE c.place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END END,
    r.place_rank NULLS LAST, c.place
