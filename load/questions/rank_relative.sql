-- The places of one year by count per 10,000 residents or per 100 cases, best first, among the peers of rank.sql.
SELECT
    CASE $peers WHEN 'all' THEN all_rank WHEN 'province' THEN province_rank ELSE place_rank END AS place_rank,
    CASE $peers WHEN 'all' THEN all_n WHEN 'province' THEN province_n ELSE n END AS n,
    place, place_name, place_level, scope_kind, relative_value, per, value, unit, mark, denominator, denominator_value, denominator_mark,
    report_id, statement_id
FROM compare_relative
WHERE metric = $metric AND year = $year AND per = $per
    AND ($peers <> 'level' OR $peer_group = '' OR place_level = $peer_group)
    AND ($peers <> 'province' OR SUBSTR(place, 1, 2) = $peer_group)
ORDER BY
    scope_kind DESC,
    CASE WHEN $peers = 'all' THEN 0 ELSE CASE place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END END,
    1, place
