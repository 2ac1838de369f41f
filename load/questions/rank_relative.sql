-- The places of one year by count per 10,000 residents or per 100 cases, best first.
SELECT
    RANK() OVER (
        PARTITION BY scope_kind ORDER BY CASE WHEN better = 'lower' THEN relative_value ELSE -relative_value END
    ) AS place_rank,
    COUNT(*) OVER (PARTITION BY scope_kind) AS n,
    place, place_name, scope_kind, relative_value, per, value, unit, mark, denominator, denominator_value,
    report_id, statement_id
FROM compare_relative
WHERE metric = $metric AND year = $year AND per = $per
    AND ($peers <> 'level' OR place_level = $peer_group)
    AND ($peers <> 'province' OR SUBSTR(place, 1, 2) = $peer_group)
ORDER BY scope_kind DESC, place_rank NULLS LAST, place
